"""Files that are the same whatever sites there are: style, scripts, marks, robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from site_builder.i18n import LANGUAGES
from site_builder.icons import drawing
from site_builder.options import BuildOptions
from site_builder.pages import Pages

STATIC: Final = Path(__file__).with_name("static")
_NAMES: Final = ("favicon.svg", "list.js", "site.css")


def static_files(pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file; raise `MissingVendorError` without the icons."""
    for name in _NAMES:
        yield f"static/{name}", (STATIC / name).read_bytes()
    yield "static/icons.svg", icon_sheet(pages.options)
    yield "robots.txt", b"User-agent: *\nAllow: /\n"
    yield "404.html", _not_found(pages)


def icon_sheet(options: BuildOptions) -> bytes:
    """Return all categories' icons in one SVG; `#<category id>` names each."""
    drawn = ((each.id, drawing(each.id)) for each in options.vocabulary)
    symbols = "".join(
        f'<symbol id="{id_}" viewBox="{each.box}"><path d="{each.outline}"/></symbol>\n'
        for id_, each in drawn
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n'.encode()


def _not_found(pages: Pages) -> bytes:
    """Return the page for what is not there: it is shown at any depth, so links start at /."""
    language = pages.options.languages[0]
    start = urlsplit(pages.options.address).path or "/"
    frame = pages.fragment(
        "404.html",
        language,
        path=None,
        section="",
        root=start,
        base=start + LANGUAGES[language.id].prefix,
    )
    return frame.encode()
