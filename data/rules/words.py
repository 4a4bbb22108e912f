"""What is written: not too long, and nothing in it that hides or turns other text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from geopandas import GeoDataFrame

from data.finding import Finding, Severity
from data.frame import column
from data.rules.attributes import MOST_ATTRIBUTES
from data.rules.context import Context, attribute_pointer
from data.site import ALT_LIMIT, TEXT_LIMITS, SitePhoto, Source

SHORT_LIMIT: Final = 300
"""Characters, for texts that have no limit of their own: licences, credits, sources."""

ATTRIBUTE_LIMIT: Final = 500

_SEVERAL_LINES: Final = frozenset({"description", "description_easy", "description_en"})
_LIMITS: Final[dict[str, int]] = TEXT_LIMITS | {"licence": SHORT_LIMIT}
_PHOTO_LIMITS: Final = {
    "alt": ALT_LIMIT,
    "alt_en": ALT_LIMIT,
    "credit": SHORT_LIMIT,
    "licence": SHORT_LIMIT,
}
_SOURCE_LIMITS: Final = {
    "name": SHORT_LIMIT,
    "id": SHORT_LIMIT,
    "url": 2000,
    "licence": SHORT_LIMIT,
    "attribution": SHORT_LIMIT,
}

# Control characters, line separators that are none in HTML, and halves of characters,
# which no encoding can write. The second group may stand where several lines may.
_CONTROL: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_BIDIRECTIONAL: Final = r"\u202a-\u202e\u2066-\u2069"
_UNWANTED: Final = re.compile(f"[{_CONTROL}{_BIDIRECTIONAL}]")
_UNWANTED_IN_A_LINE: Final = re.compile(f"[{_CONTROL}{_BIDIRECTIONAL}\\t\\n\\r]")
_TURNS: Final = re.compile(f"[{_BIDIRECTIONAL}]")
_WEB: Final = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)

_Said = tuple[object, str, str, int, bool]
"""Row label, pointer, text, limit, whether it may have several lines."""


def named(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield a finding for each site whose name is blank."""
    for row, name in zip(frame.index.tolist(), column(frame, "name"), strict=True):
        if not name or not name.strip():
            yield Finding("name.blank", Severity.ERROR, "/properties/name", row)


def texts(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield findings for texts that are too long or hold characters nobody can see.

    Bidirectional overrides are found because they make a text read as another one.
    Line breaks are welcome in descriptions and nowhere else.
    """
    for row, pointer, text, limit, several_lines in _said(frame):
        if len(text) > limit:
            figures = {"limit": limit, "length": len(text)}
            yield Finding("text.too_long", Severity.ERROR, pointer, row, figures)
        pattern = _UNWANTED if several_lines else _UNWANTED_IN_A_LINE
        if found := pattern.search(text):
            where = {"position": found.start() + 1, "character": f"U+{ord(found[0]):04X}"}
            code = "text.bidirectional" if _TURNS.match(found[0]) else "text.control"
            yield Finding(code, Severity.ERROR, pointer, row, where)


def links(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield a finding for each source whose address is none of the web.

    Pages show it as a link, so `javascript:` and its like must not get that far.
    """
    for row, source in zip(frame.index.tolist(), column(frame, "source"), strict=True):
        if source is not None and source.url and not _WEB.match(source.url):
            yield Finding("source.not_a_link", Severity.ERROR, "/properties/source/url", row)


def _said(frame: GeoDataFrame) -> Iterator[_Said]:
    """Yield every text there is; empty ones say nothing and are passed over quickly."""
    rows = frame.index.tolist()
    for name, limit in _LIMITS.items():
        several = name in _SEVERAL_LINES
        for row, text in zip(rows, column(frame, name), strict=True):
            if text:
                yield row, f"/properties/{name}", text, limit, several
    for row, photos in zip(rows, column(frame, "photos"), strict=True):
        for number, photo in enumerate(photos):
            yield from _in(row, f"/properties/photos/{number}", photo, _PHOTO_LIMITS)
    for row, source in zip(rows, column(frame, "source"), strict=True):
        if source is not None:
            yield from _in(row, "/properties/source", source, _SOURCE_LIMITS)
    for row, attributes in zip(rows, column(frame, "attributes"), strict=True):
        for key, value in islice(attributes.items(), MOST_ATTRIBUTES):
            yield from _in_attribute(row, attribute_pointer(key), value)


def _in(
    row: object, pointer: str, part: SitePhoto | Source, limits: dict[str, int]
) -> Iterator[_Said]:
    for name, limit in limits.items():
        if text := getattr(part, name):
            yield row, f"{pointer}/{name}", text, limit, False


def _in_attribute(row: object, pointer: str, value: Any) -> Iterator[_Said]:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        yield row, pointer, value, ATTRIBUTE_LIMIT, False
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            if isinstance(each, str):
                yield row, f"{pointer}/{number}", each, ATTRIBUTE_LIMIT, False
