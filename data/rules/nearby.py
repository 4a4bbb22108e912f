"""The published sites that the rules want to see around those that are checked."""

from __future__ import annotations

from typing import Final

import numpy as np
from geopandas import GeoDataFrame

from data.datum import from_tokyo_datum
from data.frame import geometries, neighbours_of, no_sites
from data.rules.context import spots, usable
from data.store import Bounds, Query, SiteStore

# A little more than the longest distance at which sites are compared.
_METRES: Final = 130
_DEGREES_A_METRE: Final = 1 / 110_000
_FEW: Final = 50
_MOST: Final = 1000


def nearby(store: SiteStore, frame: GeoDataFrame) -> GeoDataFrame:
    """Return the published sites of `store` that a check of `frame` should look at.

    For a few rows these are the sites around each, and around where each would be if it
    had been measured in the old Tokyo Datum. For many rows it is all of them: reading
    everything once is then the shorter way.
    """
    rows = usable(geometries(frame))
    if not rows.any():
        return no_sites()
    if rows.sum() > _FEW:
        return neighbours_of(store.all())
    found: dict[bytes, None] = {}
    for bounds in _wanted(frame, rows):
        found.update(dict.fromkeys(store.query(Query(bounds=bounds, limit=_MOST)).lines))
    return neighbours_of(found)


def _wanted(frame: GeoDataFrame, rows: np.ndarray) -> list[Bounds]:
    around = [_wider(shape.bounds) for shape in geometries(frame)[rows]]
    moved = from_tokyo_datum(spots(geometries(frame))[rows])
    finite = moved[np.isfinite(moved).all(axis=1)]
    return around + [_wider((lon, lat, lon, lat)) for lon, lat in finite.tolist()]


def _wider(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    up = _METRES * _DEGREES_A_METRE
    across = up / max(np.cos(np.radians(np.clip(north, -80, 80))), 0.1)
    return west - across, south - up, east + across, north + up
