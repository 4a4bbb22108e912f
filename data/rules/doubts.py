"""Positions that look right and may not be: coarse, piled up, or in the old datum.

None of these can be told from a bounding box, and none is surely wrong, so they are
warnings that say what to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from geopandas import GeoDataFrame

from data import geojson
from data.datum import from_tokyo_datum
from data.finding import Finding, Severity
from data.frame import Objects, column, geometries
from data.names import name_key
from data.rules.context import Context, Mask, Places, among, metres, only, spots, usable
from data.site import COORDINATE_DECIMALS, LocatedBy, Precision

DECIMALS: Final = 5
PILED: Final = 2
OFFICE_M: Final = 30
WITNESS_M: Final = 60
_METRES_A_DEGREE: Final = 111_000
_GEOMETRY: Final = "/geometry"


def tokyo_datum(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for a site that falls on its witness once taken as Tokyo Datum.

    Such coordinates are 460 m off and mostly still inside the ward, so nothing but an
    independent position can tell: a photo's, or the same name in another list.
    """
    asked = _exact(frame) & usable(geometries(frame))
    if not asked.any() or not (context.witnesses or len(context.neighbours)):
        return
    given = spots(geometries(frame))
    moved = np.full_like(given, np.nan)
    moved[asked] = from_tokyo_datum(given[asked])
    pairs = [*_by_hand(frame, asked, context), *_by_name(frame, asked, moved, context)]
    if not pairs:
        return
    numbers = np.array([at for at, _ in pairs])
    witness = metres(np.array([place for _, place in pairs]), context.ward.plane_crs)
    off = _apart(metres(given[numbers], context.ward.plane_crs), witness)
    off_when_moved = _apart(metres(moved[numbers], context.ward.plane_crs), witness)
    shapes, labels, told = geometries(frame), frame.index.tolist(), set[int]()
    for pair in np.flatnonzero((off > WITNESS_M) & (off_when_moved <= WITNESS_M)).tolist():
        at = int(numbers[pair])
        if at not in told:
            told.add(at)
            mended = geojson.rounded(shapely.transform(shapes[at], from_tokyo_datum))
            figures = {
                "metres": round(float(off[pair])),
                "suggestion": geojson.geometry_json(mended),
            }
            code = "position.tokyo_datum"
            yield Finding(code, Severity.WARNING, _GEOMETRY, labels[at], figures)


def few_decimals(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield a finding for each site whose coordinates all stop before the fifth decimal."""
    shapes = geometries(frame)
    asked = usable(shapes) & _exact(frame)
    digits = np.zeros(len(frame), dtype=int)
    xy, owner = shapely.get_coordinates(only(shapes, asked), return_index=True)
    for tried in range(1, DECIMALS + 1):
        finer = np.abs(xy - xy.round(tried - 1)).max(axis=1, initial=0) > 10.0**-9
        digits[owner[finer]] = tried
    for at, row in among(frame, asked & (digits < DECIMALS)):
        few = int(digits[at])
        figures = {"digits": few, "metres": round(_METRES_A_DEGREE / 10**few)}
        yield Finding("position.few_decimals", Severity.WARNING, _GEOMETRY, row, figures)


def piled_up(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each site that shares its exact point with two others or more.

    Block-level sites share the centre of their cell on purpose and do not count.
    """
    shapes = geometries(frame)
    asked = usable(shapes) & _exact(frame)
    asked &= shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    if not asked.any():
        return
    places = np.round(spots(shapes[asked]) * 10**COORDINATE_DECIMALS).astype(np.int64)
    _, first, pile, counts = np.unique(
        places, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    counts = counts + _neighbours_on(shapes[asked][first], frame, context)
    total = np.zeros(len(frame), dtype=int)
    total[asked] = counts[pile.reshape(-1)]
    for at, row in among(frame, total > PILED):
        figures = {"count": int(total[at])}
        yield Finding("position.piled", Severity.WARNING, _GEOMETRY, row, figures)


def at_the_office(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each address that a geocoder seems to have put at the ward office."""
    by_address = column(frame, "located_by") == LocatedBy.ADDRESS.value
    asked = usable(geometries(frame)) & by_address & _exact(frame)
    office = context.ward.office
    if office is None or not asked.any():
        return
    away = np.full(len(frame), np.inf)
    plane = context.ward.plane_crs
    away[asked] = _apart(
        metres(spots(geometries(frame)[asked]), plane), metres(np.array([office]), plane)
    )
    for _, row in among(frame, away <= OFFICE_M):
        yield Finding("position.at_office", Severity.WARNING, _GEOMETRY, row)


def _neighbours_on(points: Objects, frame: GeoDataFrame, context: Context) -> np.ndarray:
    """Return how many neighbours lie on each point, other than those that are checked."""
    counts = np.zeros(len(points), dtype=int)
    near = context.neighbours
    if len(near):
        mine = set(column(frame, "id").tolist())
        which, others = near.sindex.query(points, predicate="intersects")
        lone = shapely.get_type_id(geometries(near)[others]) == shapely.GeometryType.POINT
        exact = column(near, "precision")[others] != Precision.BLOCK.value
        foreign = [name not in mine for name in column(near, "id")[others]]
        np.add.at(counts, which[lone & exact & np.array(foreign, dtype=bool)], 1)
    return counts


def _by_hand(
    frame: GeoDataFrame, asked: Mask, context: Context
) -> Iterator[tuple[int, tuple[float, float]]]:
    if context.witnesses:
        for at, row in among(frame, asked):
            if (place := context.witnesses.get(row)) is not None:
                yield at, place


def _by_name(
    frame: GeoDataFrame, asked: Mask, moved: Places, context: Context
) -> Iterator[tuple[int, tuple[float, float]]]:
    """Yield namesakes from another source about where a site would be if it were moved."""
    near = context.neighbours
    if not len(near):
        return
    rows = np.flatnonzero(asked)
    west, south = moved[rows].T - _DEGREES
    east, north = moved[rows].T + _DEGREES
    which, others = near.sindex.query(shapely.box(west, south, east, north))
    names, theirs = column(frame, "name"), column(near, "name")
    sources, their_sources = column(frame, "source"), column(near, "source")
    levels = column(near, "precision")
    for at, other in zip(rows[which].tolist(), others.tolist(), strict=True):
        exact = levels[other] != Precision.BLOCK
        elsewhere = _list_of(sources[at]) != _list_of(their_sources[other])
        if exact and elsewhere and name_key(names[at]) == name_key(theirs[other]):
            spot = near.geometry.iloc[other].representative_point()
            yield at, (spot.x, spot.y)


# Rather too wide than too narrow: what is found is measured again in metres.
_DEGREES: Final = 2 * WITNESS_M / _METRES_A_DEGREE


def _list_of(source: object) -> str:
    return getattr(source, "name", "")


def _exact(frame: GeoDataFrame) -> Mask:
    mask: Mask = column(frame, "precision") != Precision.BLOCK.value
    return mask


def _apart(some: Places, others: Places) -> np.ndarray:
    distance: np.ndarray = np.hypot(*(some - others).T)
    return distance
