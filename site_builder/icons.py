"""One picture a category, drawn by the temaki and maki projects (CC0).

`map/icons.json` says which. A category without an entry there gets its family's plain
mark, so that adding a category needs no code and no drawing. Only the outline (`d`) of a
drawing is taken, never its markup, so nothing of a package's file reaches a page
unlooked at.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

from site_builder.vendor import vendored

FILE: Final = Path(__file__).with_name("map") / "icons.json"

_OUTLINE: Final = re.compile(r'<path\b[^>]*?\sd="([^"]+)"', re.DOTALL)
_BLANK: Final = re.compile(r"(?:&#x[A9];|\s)+")
_DRAWING: Final = re.compile(r"[\sMmLlHhVvCcSsQqTtAaZz0-9.,eE+-]+")
_BOX: Final = re.compile(r'\bviewBox="([0-9.]+ [0-9.]+ [0-9.]+ [0-9.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """An outline (SVG path data) and the box it is drawn in (an SVG viewBox)."""

    outline: str
    box: str = "0 0 15 15"


PLAIN_MARK: Final = Drawing("M7.5 4A3.5 3.5 0 1 1 7.5 11A3.5 3.5 0 1 1 7.5 4Z")


class UnusableIconError(ValueError):
    """A drawing has something in it that is not an outline of ours to use."""


def icon_files() -> tuple[str, ...]:
    """Return the vendored drawings that the categories use, by name."""
    return tuple(sorted(set(_chosen().values())))


@cache
def drawing(category: str) -> Drawing:
    """Return what a category's icon looks like; the plain mark if nobody chose one."""
    name = _chosen().get(category)
    return read_drawing(vendored(name).decode()) if name else PLAIN_MARK


def icon(category: str) -> Markup:
    """Return the icon as inline SVG. It says nothing to a screen reader: the name does."""
    drawn = drawing(category)
    return Markup(
        '<svg class="icon" viewBox="{}" width="20" height="20" aria-hidden="true" '
        'focusable="false"><path d="{}"/></svg>'
    ).format(drawn.box, drawn.outline)


def read_drawing(svg: str) -> Drawing:
    """Return all outlines of a drawing as one, or raise `UnusableIconError`.

    >>> read_drawing('<svg viewBox="0 0 15 15"><path d="M1 1L2 2Z"/></svg>')
    Drawing(outline='M1 1L2 2Z', box='0 0 15 15')
    """
    outlines = [_BLANK.sub(" ", found).strip() for found in _OUTLINE.findall(svg)]
    if not outlines or not all(_DRAWING.fullmatch(one) for one in outlines):
        message = "the drawing is not made of plain outlines"
        raise UnusableIconError(message)
    box = _BOX.search(svg)
    return Drawing("".join(outlines), box[1]) if box else Drawing("".join(outlines))


@cache
def _chosen() -> dict[str, str]:
    read: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return read
