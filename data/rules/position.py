"""Where a site is: a geometry that can be drawn, in the ward, the right way round.

The border counts as inside, and so do fifty metres beyond it: a school of the ward stands
seven metres outside of the outline that the country publishes. Some of the ward's own
water stations really lie outside. So outside is a doubt, and only what cannot be meant is
an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from data import geojson
from data.finding import Finding, Severity
from data.frame import Objects, column, geometries
from data.rules.context import Context, Mask, Places, among, from_metres, spots, to_plane, usable
from data.store import Bounds
from data.ward import Ward

BORDER_M: Final = 50
_DEGREES_AT_MOST: Final = 180
_WITH_PREFECTURE: Final = re.compile(
    r"(?:東京都|北海道|(?:大阪|京都)府|[^\s\d]{2,3}県)\s*([^\s\d]{1,6}?[市区町村])"
)
_GEOMETRY: Final = "/geometry"


def geometry_drawable(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield a finding for each geometry that is missing, empty or crosses itself."""
    shapes = geometries(frame)
    nothing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    for _, row in among(frame, nothing):
        yield Finding("geometry.empty", Severity.ERROR, _GEOMETRY, row)
    for at, row in among(frame, ~nothing & ~usable(shapes)):
        reason = shapely.is_valid_reason(shapes[at])
        yield Finding("geometry.invalid", Severity.ERROR, _GEOMETRY, row, {"reason": reason})


def in_the_ward(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each site that is not in the ward, with the likeliest reason.

    One mistake gives one finding: exchanged coordinates and metres in place of degrees
    have codes of their own, with the mended geometry as `suggestion`, and are not
    reported as far outside as well.
    """
    ward, shapes = context.ward, geometries(frame)
    good = usable(shapes)
    away = good.copy()
    away[good] = ~shapely.intersects(ward.area, shapes[good])
    if not away.any():
        return
    spot = spots(shapes)
    far = away & ~_within(spot, ward.wider_bounds)
    yield from _far(frame, far, spot, ward)
    yield from _near(frame, away & ~far, shapes, ward)


def address_agrees(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each site in the ward whose address names another municipality.

    Only addresses that begin with a prefecture tell that surely.
    """
    ward, addresses = context.ward, column(frame, "address")
    elsewhere = [_municipality(told) not in (None, ward.name.ja) for told in addresses]
    mask = np.array(elsewhere, dtype=bool) & usable(geometries(frame))
    if mask.any():
        mask[mask] = shapely.intersects(ward.area, geometries(frame)[mask])
    for at, row in among(frame, mask):
        figures = {"said": _municipality(addresses[at]), "ward": ward.name.ja}
        figures["ward_en"] = ward.name.en
        pointer = "/properties/address"
        yield Finding("address.elsewhere", Severity.WARNING, pointer, row, figures)


def _municipality(address: str) -> str | None:
    found = _WITH_PREFECTURE.match(address)
    return found[1] if found else None


def _near(frame: GeoDataFrame, mask: Mask, shapes: Objects, ward: Ward) -> Iterator[Finding]:
    if not mask.any():
        return
    beyond = np.full(len(shapes), np.nan)
    beyond[mask] = shapely.distance(
        to_plane(shapes[mask], ward.plane_crs), _plane_area(ward.area, ward.plane_crs)
    )
    for at, row in among(frame, mask):
        figures = {
            "metres": round(float(beyond[at])),
            "ward": ward.name.ja,
            "ward_en": ward.name.en,
        }
        if beyond[at] <= BORDER_M:
            yield Finding("position.near_border", Severity.NOTE, _GEOMETRY, row, figures)
        else:
            yield Finding("position.outside", Severity.WARNING, _GEOMETRY, row, figures)


def _far(frame: GeoDataFrame, mask: Mask, spot: Places, ward: Ward) -> Iterator[Finding]:
    exchanged = _within(spot[:, ::-1], ward.wider_bounds)
    for at, row in among(frame, mask):
        shape, (lon, lat) = geometries(frame)[at], spot[at].tolist()
        figures: dict[str, Any] = {"lon": round(lon, 6), "lat": round(lat, 6)}
        if exchanged[at]:
            figures["suggestion"] = geojson.geometry_json(_swapped(shape))
            yield Finding("position.exchanged", Severity.ERROR, _GEOMETRY, row, figures)
        elif (suggestion := _from_the_plane(shape, spot[at], ward)) is not None:
            figures["suggestion"] = suggestion
            yield Finding("position.plane_metres", Severity.ERROR, _GEOMETRY, row, figures)
        else:
            yield Finding("position.far_outside", Severity.ERROR, _GEOMETRY, row, figures)


def _from_the_plane(shape: BaseGeometry, spot: Places, ward: Ward) -> dict[str, Any] | None:
    """Return `shape` in degrees if its numbers are metres of the ward's plane, else None.

    In the plane, X is north and Y is east, and files label them either way, so both are
    tried; the ward is small enough that only one can be meant.
    """
    if np.abs(spot).max() <= _DEGREES_AT_MOST:
        return None
    for drawn in (_swapped(shape), shape):
        degrees = shapely.transform(drawn, lambda places: from_metres(places, ward.plane_crs))
        if usable(np.array([degrees])).all() and degrees.intersects(ward.area):
            return geojson.geometry_json(degrees)
    return None


def _swapped(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda places: places[:, ::-1])


def _within(spot: Places, bounds: Bounds) -> Mask:
    west, south, east, north = bounds
    lon, lat = spot[:, 0], spot[:, 1]
    mask: Mask = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return mask


@lru_cache(maxsize=8)
def _plane_area(area: BaseGeometry, plane_crs: str) -> BaseGeometry:
    plane: BaseGeometry = to_plane(np.array([area], dtype=object), plane_crs)[0]
    shapely.prepare(plane)
    return plane
