"""Where a row says that its place is, in any of the ways that people write it.

Longitude and latitude are taken at their header's word, even where they look exchanged:
that is for the rules to find and for people to decide. Where no header says which is
which (one cell for both, `X座標` and `Y座標`), the range of the values decides, and a note
says so. A number that has lost its decimal point is refused, never mended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from data.exchange.row import note, refusal
from data.exchange.values import plain
from data.finding import Finding
from data.site import GEOMETRY_TYPES
from data.ward import Ward

WEST, EAST, SOUTH, NORTH = 122.0, 154.5, 20.0, 46.0
"""Japan, islands included; the two ranges do not overlap, so a value tells what it is."""

_DEGREES: Final = 180.0
_SIXTY: Final = 60
_DECIMAL: Final = re.compile(r"[-+]?\d{1,9}(?:\.\d*)?")
_DMS: Final = re.compile(
    r"[NE北東]?(?:緯|経)?\s*(?P<degrees>\d{1,3})\s*[°度]\s*(?P<minutes>\d{1,2})\s*['′’分]\s*"
    r"(?P<seconds>\d{1,2}(?:\.\d+)?)?\s*(?:[\"″”秒]|''|′′)?\s*[NE]?",
    re.IGNORECASE,
)
_PACKED: Final = re.compile(r"(?P<degrees>\d{2,3})(?P<minutes>\d{2})(?P<seconds>\d{2}(?:\.\d+)?)")
_TOKYO: Final = re.compile(r"4301|日本測地系|旧測地系|TOKYO ?DATUM", re.IGNORECASE)
_WORLD: Final = re.compile(r"世界測地系|JGD|WGS", re.IGNORECASE)

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A geometry, or the findings that say why there is none; `witness` as in `Row`."""

    geometry: BaseGeometry | None
    findings: tuple[Finding, ...] = ()
    witness: Spot | None = None


def angle(text: str) -> tuple[float, bool] | None:
    """Return the number in a coordinate's cell, and whether it was degrees and minutes.

    >>> angle("３５．６４６"), angle("調整中")
    ((35.646, False), None)
    >>> angle("N35°38′48″"), angle("353848")
    ((35.64666666666667, True), (35.64666666666667, True))
    """
    said = plain(text).replace(" ", "")
    if _DECIMAL.fullmatch(said):
        read = float(said)
        packed = _PACKED.fullmatch(said)
        if packed is None or read <= _DEGREES:
            return read, False
        unpacked = _degrees(packed)
        return (read, False) if unpacked is None else (unpacked, True)
    written = _DMS.fullmatch(said)
    unpacked = _degrees(written) if written else None
    return None if unpacked is None else (unpacked, True)


def _degrees(read: re.Match[str]) -> float | None:
    minutes, seconds = int(read["minutes"]), float(read["seconds"] or 0)
    value = int(read["degrees"]) + minutes / 60 + seconds / 3600
    in_japan = WEST <= value <= EAST or SOUTH <= value <= NORTH
    return value if minutes < _SIXTY and seconds < _SIXTY and in_japan else None


def declared(longitude: str, latitude: str) -> Place:
    """Return the point of two cells whose headers say which is which."""
    x, y = angle(longitude), angle(latitude)
    if x is None or y is None:
        return _missing_or_unreadable(longitude, latitude)
    if abs(x[0]) > _DEGREES or abs(y[0]) > _DEGREES:
        said = f"{latitude}, {longitude}"
        return Place(None, (refusal("import.decimal_point_lost", "/geometry", given=said),))
    sexagesimal = x[1] or y[1]
    return _point(x[0], y[0], "import.degrees_converted" if sexagesimal else "")


def by_value(first: str, second: str, ward: Ward) -> Place:
    """Return the point of two cells of which nobody says which is which.

    In degrees, the one that can be a longitude of Japan is the longitude. Larger numbers
    are metres in the ward's plane system, of which the north comes first unless only the
    other order leads to the ward.
    """
    a, b = angle(first), angle(second)
    if a is None or b is None:
        return _missing_or_unreadable(first, second)
    one, other = a[0], b[0]
    for x, y in ((one, other), (other, one)):
        if WEST <= x <= EAST and SOUTH <= y <= NORTH:
            return _point(x, y, "import.axes_by_value")
    if max(abs(one), abs(other)) > _DEGREES and (spot := _off_the_plane(one, other, ward)):
        return _point(*spot, "import.plane_converted", crs=ward.plane_crs)
    said = f"{first}, {second}"
    return Place(None, (refusal("import.position_unreadable", "/geometry", given=said),))


def _off_the_plane(one: float, other: float, ward: Ward) -> Spot | None:
    """Return where two numbers lie as metres of the ward's plane; in the ward, if they can."""
    to_degrees = _from_plane(ward.plane_crs)
    spots = [to_degrees.transform(east, north) for north, east in ((one, other), (other, one))]
    for west, south, far_east, far_north in (ward.bounds, ward.wider_bounds):
        for x, y in spots:
            if west <= x <= far_east and south <= y <= far_north:
                return x, y
    return None


def in_one_cell(cell: str, ward: Ward) -> Place:
    """Return the place in a cell that holds both numbers, or a geometry in WKT or WKB."""
    parts = [part for part in re.split(r"[,、\s/]+", plain(cell).strip("()[]")) if part]
    if len(parts) == len(("longitude", "latitude")):
        return by_value(parts[0], parts[1], ward)
    try:
        is_binary = re.fullmatch(r"[0-9A-Fa-f]{42,}", cell.strip())
        drawn = shapely.from_wkb(cell.strip()) if is_binary else shapely.from_wkt(cell)
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        drawn = None
    if drawn is None or drawn.is_empty or drawn.geom_type not in GEOMETRY_TYPES:
        return _missing_or_unreadable(cell, cell)
    return Place(shapely.set_srid(shapely.force_2d(drawn), 0))


def in_datum(place: Place, datum: str) -> Place:
    """Return `place` with a witness, where the file declares the old Tokyo Datum.

    The point stays what the file says; the witness is where that is in today's system,
    so that the rules can find the 460 m between them and offer to mend it.
    """
    said = plain(datum)
    if place.geometry is None or not _TOKYO.search(said) or _WORLD.search(said):
        return place
    spot = place.geometry.representative_point()
    x, y = _from_tokyo().transform(spot.x, spot.y)
    return Place(place.geometry, place.findings, (round(x, 6), round(y, 6)))


def _point(x: float, y: float, did: str = "", **figures: object) -> Place:
    drawn = shapely.Point(round(x, 6), round(y, 6))
    if not did:
        return Place(drawn)
    said = f"{y:.6f}, {x:.6f}"
    return Place(drawn, (note(did, "/geometry", read=said, **figures),))


def _missing_or_unreadable(first: str, second: str) -> Place:
    said = ", ".join(dict.fromkeys(part for part in (second.strip(), first.strip()) if part))
    if not said:
        return Place(None, (refusal("import.position_missing", "/geometry"),))
    return Place(None, (refusal("import.position_unreadable", "/geometry", given=said[:80]),))


@lru_cache
def _from_plane(crs: str) -> Transformer:
    return Transformer.from_crs(crs, "EPSG:6668", always_xy=True)


@lru_cache
def _from_tokyo() -> Transformer:
    return Transformer.from_crs("EPSG:4301", "EPSG:6668", always_xy=True)
