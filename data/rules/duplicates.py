"""The same place twice: a neighbour of the same kind, or one of nearly the same name.

Two lists put one school 14 m apart as a rule and 300 m at worst, and a third writes its
name another way. So nearness counts among sites of a kind, and a name counts over a
longer way. Both only ever warn, and name the other site: two benches do stand side by
side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from data.finding import Finding, Severity
from data.frame import Objects, column, geometries
from data.names import name_key, same_telltales
from data.rules.context import Context, Mask, to_plane, usable
from data.site import Precision
from data.vocabulary import Vocabulary

SAME_KIND_M: Final = 30
SAME_NAME_M: Final = 100
SIMILAR: Final = 85
"""Out of 100, rapidfuzz's ratio of two name keys; see tests/data/test_rules_duplicates.py."""

# Rows at a time, so that a hundred thousand sites in one ward fit in memory.
_CHUNK: Final = 5_000
_DEGREES_A_METRE: Final = 1 / 110_000
_SHORTEST: Final = 2

_Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class _Many:
    """Sites as columns, as far as telling them apart needs them."""

    shapes: Objects
    ids: Objects
    names: Objects
    categories: Objects
    precisions: Objects

    @classmethod
    def of(cls, frame: GeoDataFrame) -> _Many:
        columns = (column(frame, name) for name in ("id", "name", "category", "precision"))
        return cls(geometries(frame), *columns)


def near_duplicates(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each site that another one, published or earlier here, may be.

    One finding a site, about the likeliest other: one of similar name before one of the
    same kind, then the nearest. A site is never its own duplicate, nor is a published site
    whose new version is among those checked. Sites at block level are compared by name
    only, because where they are drawn is not where they are.
    """
    here = _Many.of(frame)
    rows = np.flatnonzero(usable(here.shapes))
    if not len(rows):
        return
    # From west to east, so that a chunk's neighbours are few and close together.
    rows = rows[np.argsort(shapely.bounds(here.shapes[rows])[:, 0], kind="stable")]
    labels = frame.index.tolist()
    published = _Many.of(context.neighbours)
    fellows = shapely.STRtree(here.shapes[rows]) if len(rows) > 1 else None
    mine = set(here.ids.tolist())
    best: dict[int, dict[str, Any]] = {}
    for start in range(0, len(rows), _CHUNK):
        asked = rows[start : start + _CHUNK]
        boxes = _around(here.shapes[asked])
        if fellows is not None:
            which, found = fellows.query(boxes)
            earlier = rows[found] < asked[which]
            pairs = asked[which[earlier]], rows[found[earlier]]
            for one, other, figures in _matches(here, here, pairs, context):
                named = figures | {"id": here.ids[other] or "", "row": labels[other]}
                _keep_better(best, one, named)
        if len(published.shapes):
            which, found = context.neighbours.sindex.query(boxes)
            foreign = np.array([name not in mine for name in published.ids[found]], dtype=bool)
            pairs = asked[which[foreign]], found[foreign]
            for one, other, figures in _matches(here, published, pairs, context):
                _keep_better(best, one, figures | {"id": published.ids[other]})
    for at in sorted(best):
        pointer = "/properties/name" if best[at]["likeness"] == "name" else "/geometry"
        yield Finding("duplicate.near", Severity.WARNING, pointer, labels[at], best[at])


def _matches(
    here: _Many, there: _Many, pairs: tuple[_Numbers, _Numbers], context: Context
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield the pairs that look like one place: row here, row there, and figures."""
    ones, others = pairs
    if not len(ones):
        return
    apart = _apart(here.shapes, ones, there.shapes, others, context.ward.plane_crs)
    near = apart <= SAME_NAME_M
    ones, others, apart = ones[near], others[near], apart[near]
    same_kind = (
        (apart <= SAME_KIND_M)
        & (here.categories[ones] == there.categories[others])
        & (here.precisions[ones] != Precision.BLOCK.value)
        & (there.precisions[others] != Precision.BLOCK.value)
    )
    same_name = _similar(here.names, ones, there.names, others, context.vocabulary)
    for at in np.flatnonzero(same_kind | same_name).tolist():
        one, other = int(ones[at]), int(others[at])
        figures = {
            "name": there.names[other],
            "metres": round(float(apart[at])),
            "likeness": "name" if same_name[at] else "category",
        }
        yield one, other, figures


def _similar(
    names: Objects, ones: _Numbers, other_names: Objects, others: _Numbers, vocabulary: Vocabulary
) -> Mask:
    """Which pairs of names mean the same as far as letters can tell."""
    keys, lengths = _keys(names, ones)
    other_keys, other_lengths = _keys(other_names, others)
    # The ratio of two texts is at most twice the shorter through the sum of both.
    shorter = np.minimum(lengths, other_lengths)
    alike: Mask = (200 * shorter >= SIMILAR * (lengths + other_lengths)) & (shorter >= _SHORTEST)
    asked = np.flatnonzero(alike)
    scores = process.cpdist(
        keys[asked], other_keys[asked], scorer=fuzz.ratio, score_cutoff=SIMILAR, dtype=np.float32
    )
    alike[asked] = scores >= SIMILAR
    generic = _generic_names(vocabulary) if alike.any() else frozenset()
    for at in np.flatnonzero(alike).tolist():
        alike[at] = keys[at] not in generic and same_telltales(keys[at], other_keys[at])
    return alike


def _keep_better(best: dict[int, dict[str, Any]], at: int, figures: dict[str, Any]) -> None:
    if at not in best or _rank(figures) < _rank(best[at]):
        best[at] = figures


def _rank(figures: dict[str, Any]) -> tuple[bool, int]:
    return figures["likeness"] != "name", figures["metres"]


def _generic_names(vocabulary: Vocabulary) -> frozenset[str]:
    """Return keys of names that only say what a thing is: two 防災倉庫 are two."""
    said: set[str] = set()
    for category in vocabulary:
        plain, _, aside = category.name.ja.partition("（")
        said |= {name_key(category.name.ja), name_key(plain), name_key(aside)}
    return frozenset(said)


def _around(shapes: Objects) -> Objects:
    """Return a box around each geometry, in degrees, wide enough for the longest distance."""
    west, south, east, north = shapely.bounds(shapes).T
    up = SAME_NAME_M * _DEGREES_A_METRE
    across = up / np.cos(np.radians(np.clip(np.maximum(abs(south), abs(north)) + up, 0, 85)))
    boxes: Objects = shapely.box(west - across, south - up, east + across, north + up)
    return boxes


def _apart(
    shapes: Objects, ones: _Numbers, other_shapes: Objects, others: _Numbers, plane_crs: str
) -> NDArray[np.float64]:
    """Return distances in metres; between points, which most are, without asking GEOS."""
    some, here = _distinct(ones, len(shapes))
    more, there = _distinct(others, len(other_shapes))
    plane, other_plane = to_plane(shapes[some], plane_crs), to_plane(other_shapes[more], plane_crs)
    east = shapely.get_x(plane)[here] - shapely.get_x(other_plane)[there]
    north = shapely.get_y(plane)[here] - shapely.get_y(other_plane)[there]
    apart: NDArray[np.float64] = np.hypot(east, north)
    drawn = np.isnan(apart)
    if drawn.any():
        apart[drawn] = shapely.distance(plane[here[drawn]], other_plane[there[drawn]])
    return apart


def _keys(names: Objects, wanted: _Numbers) -> tuple[Objects, _Numbers]:
    """Return the name keys of the `wanted` rows, and their lengths."""
    distinct, where = _distinct(wanted, len(names))
    keys = np.fromiter(map(name_key, names[distinct]), object, len(distinct))
    lengths = np.fromiter(map(len, keys), np.int64, len(distinct))
    return keys[where], lengths[where]


def _distinct(wanted: _Numbers, size: int) -> tuple[_Numbers, _Numbers]:
    """Return what np.unique does with its inverse, without sorting where there is much."""
    if len(wanted) < size:
        return np.unique(wanted, return_inverse=True)
    marks = np.zeros(size, dtype=bool)
    marks[wanted] = True
    return np.flatnonzero(marks), (np.cumsum(marks) - 1)[wanted]
