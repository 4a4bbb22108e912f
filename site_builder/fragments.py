"""What one site gives to the built site: its own pages, and its part of what is shared.

The shared files (lists, downloads, the map's points) are made of one part for each site,
kept in memory. When a site changes, its own parts are made again and the rest are joined
as they are, so a change costs the same work whether there are a hundred sites or ten
thousand, but for the joining.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from markupsafe import Markup

from data.site import Site
from site_builder.downloads import csv_row
from site_builder.options import BuildOptions
from site_builder.pages import Pages
from site_builder.view import Kind, View, Viewer

# Where a card says how to get to the root of the site, because lists stand at different
# depths. A name that holds this character (no door lets one in) would show dots there.
ROOT_MARK: Final = "\0"


@dataclass(frozen=True, slots=True)
class Fragment:
    """The parts of one site. `order` sorts sites by when they were first recorded."""

    order: tuple[str, str]
    site: Site
    line: bytes
    csv: bytes
    row: bytes
    cards: tuple[str, ...]
    photos: tuple[str, ...]


class Maker:
    """Makes the parts and the pages of sites, all for one build's options."""

    def __init__(self, pages: Pages, options: BuildOptions) -> None:
        self._pages = pages
        self._options = options
        self._viewers = [Viewer(language, options) for language in options.languages]
        self._abouts: dict[tuple[str, str], Markup] = {}

    @property
    def viewers(self) -> list[Viewer]:
        """One for each language, in order."""
        return self._viewers

    def views(self, site: Site) -> list[View]:
        """Return the site in each language."""
        return [viewer.view(site, self._has_file) for viewer in self._viewers]

    def fragment(self, line: bytes, site: Site, views: list[View]) -> Fragment:
        """Return the site's parts of the shared files; `line` is its stored bytes."""
        return Fragment(
            order=(site.created_at.isoformat(), site.id),
            site=site,
            line=line,
            csv=csv_row(site, self._options),
            row=_row(site),
            cards=tuple(map(self._card, self._viewers, views)),
            photos=tuple(
                rendition.file
                for photo in site.photos
                for rendition in photo.renditions
                if self._has_file(rendition.file)
            ),
        )

    def site_pages(self, site: Site, views: list[View]) -> list[tuple[str, bytes]]:
        """Return the site's own pages: path and content."""
        path = f"sites/{site.id}/"
        return [
            (
                f"{viewer.language.prefix}{path}index.html",
                self._pages.framed(
                    "site.html",
                    viewer.language,
                    path=path,
                    site=view,
                    about_kind=self._about(viewer, view.kind),
                ),
            )
            for viewer, view in zip(self._viewers, views, strict=True)
        ]

    def _card(self, viewer: Viewer, view: View) -> str:
        return self._pages.fragment("_card.html", viewer.language, root=ROOT_MARK, site=view)

    def _about(self, viewer: Viewer, kind: Kind) -> Markup:
        key = (viewer.language.id, kind.id)
        found = self._abouts.get(key)
        if found is None:
            text = self._pages.fragment("_about_kind.html", viewer.language, kind=kind)
            found = self._abouts[key] = Markup(text)  # noqa: S704 - made by a template
        return found

    def _has_file(self, file: str) -> bool:
        photos = self._options.photos
        return photos is not None and _is_below(file) and (photos / file).is_file()


def site_page_paths(site_id: str, options: BuildOptions) -> list[str]:
    """Return where a site's pages are, whether or not they still are."""
    return [f"{language.prefix}sites/{site_id}/index.html" for language in options.languages]


def cards(fragments: Sequence[Fragment], language: int, root: str) -> Markup:
    """Return the cards of `fragments` joined; `root` leads from the page to the root."""
    joined = "".join(fragment.cards[language] for fragment in fragments)
    return Markup(joined.replace(ROOT_MARK, root))  # noqa: S704 - cards come from a template


def _row(site: Site) -> bytes:
    return orjson.dumps(
        [
            site.id,
            site.name,
            site.name_en,
            site.name_kana,
            site.category,
            site.district,
            site.address,
            site.lifecycle.value,
        ]
    )


def _is_below(file: str) -> bool:
    """Is this a path below a folder, with no way out of it?"""
    return bool(file) and not file.startswith("/") and ".." not in file.split("/")
