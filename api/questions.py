"""What may be asked of the published sites, read from a query string.

By hand rather than by the framework, because this is the call that is made thousands of
times a second. An unknown name is refused: a misspelt `category` that is passed over
would answer with everything.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

from api.problems import Problem, RequestError
from api.settings import Limits
from data.store import Bounds, Query
from data.vocabulary import Vocabulary

KNOWN: Final = ("bbox", "category", "q", "limit", "cursor")
_LONGEST_TEXT: Final = 200
_LONGEST_NUMBER: Final = 15
_SIDES: Final = 4


def query_of(asked: bytes, vocabulary: Vocabulary, limits: Limits) -> Query:
    """Return the query that a query string asks; raise `RequestError` where it asks none."""
    said: dict[str, str] = {}
    for name, value in _pairs(asked):
        if name not in KNOWN:
            figures = {"name": name[:40], "known": ", ".join(KNOWN)}
            raise RequestError(Problem("query.unknown", figures=figures))
        said[name] = value
    category = said.get("category", "")
    if category and category not in vocabulary:
        raise RequestError(Problem("query.category"))
    text = said.get("q", "")
    if len(text) > _LONGEST_TEXT:
        raise RequestError(Problem("query.text", figures={"limit": _LONGEST_TEXT}))
    bbox = said.get("bbox", "")
    return Query(
        bounds=_bounds(bbox) if bbox else None,
        category=category,
        text=text,
        after=_whole(said.get("cursor") or "0", "query.cursor", 0, 10**_LONGEST_NUMBER),
        limit=_whole(said.get("limit") or str(limits.page), "query.limit", 1, limits.largest_page),
    )


def following(path: str, asked: bytes, cursor: int) -> str:
    """Return the address of the next page of the same question."""
    kept = [part for part in asked.split(b"&") if part and not part.startswith(b"cursor=")]
    return f"{path}?{b'&'.join([*kept, b'cursor=%d' % cursor]).decode('latin-1')}"


def _pairs(asked: bytes) -> Iterator[tuple[str, str]]:
    for part in asked.decode("latin-1").split("&"):
        name, _, value = part.partition("=")
        if name:
            yield unquote_plus(name), unquote_plus(value)


def _bounds(said: str) -> Bounds:
    """Return west, south, east, north in degrees.

    A box over the antimeridian is refused: no ward lies there, and exchanged corners do.
    """
    try:
        sides = [float(side) for side in said.split(",")]
    except ValueError:
        sides = []
    if len(sides) != _SIDES or not all(map(math.isfinite, sides)):
        raise RequestError(Problem("query.bbox"))
    west, south, east, north = sides
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
        raise RequestError(Problem("query.bbox"))
    return west, south, east, north


def _whole(said: str, code: str, least: int, most: int) -> int:
    usable = said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER
    number = int(said) if usable else -1
    if not least <= number <= most:
        raise RequestError(Problem(code, figures={"limit": most}))
    return number
