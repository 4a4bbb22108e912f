"""Where and when a picture says it was taken, read from its EXIF: a suggestion, no more.

Cameras write positions in many broken ways. What cannot be trusted is dropped and said,
each doubt by a code of `photos.words`; a wrong place is never handed on in silence.
Degrees throughout, longitude first.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from PIL import ExifTags, Image
from pyproj import Transformer

from photos.exif import number_of, text_of
from photos.photo import Suggestion
from photos.taken import from_clock, from_satellites

# Only to recognise a place that was written the wrong way round: west, south, east, north.
_JAPAN: Final = (122.9, 20.0, 154.0, 46.0)
_ROUGH_M: Final = 100.0
_ACCURACY_LIMIT_M: Final = 100_000.0
_TOKYO_DATUMS: Final = frozenset({"TOKYO", "TOKYODATUM", "TOKYOMEAN", "TKY"})
_KNOWN_DATUMS: Final = frozenset({"", "WGS84", "WGS1984", "JGD2000", "JGD2011", "UNKNOWN"})
_DECIMALS: Final = 6

_Position = tuple[float, float]


def suggest(image: Image.Image, now: datetime) -> Suggestion:
    """Return where and when `image` was taken as far as it says; never raises.

    A date later than a day after `now` is a doubt: clocks may be off, and zones unsaid.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exif = image.getexif()
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
            camera = exif.get_ifd(ExifTags.IFD.Exif)
        except Exception:  # noqa: BLE001 - Pillow raises whatever broken EXIF makes it raise
            return Suggestion(doubts=("photo.exif.unreadable",))
        try:
            where = _where(gps)
        except Exception:  # noqa: BLE001 - a value of any type may stand anywhere
            where = Suggestion(doubts=("photo.position.unreadable",))
        try:
            taken_at, doubts = _when(camera, gps, now)
        except Exception:  # noqa: BLE001 - the same
            taken_at, doubts = None, ("photo.time.unreadable",)
    return replace(where, taken_at=taken_at, doubts=where.doubts + doubts)


def _where(gps: Mapping[int, Any]) -> Suggestion:
    if ExifTags.GPS.GPSLatitude not in gps and ExifTags.GPS.GPSLongitude not in gps:
        return Suggestion()
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude))
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude))
    if latitude is None or longitude is None:
        return Suggestion(doubts=("photo.position.unreadable",))
    position, doubt = _placed(
        longitude,
        latitude,
        _letter(gps.get(ExifTags.GPS.GPSLongitudeRef)),
        _letter(gps.get(ExifTags.GPS.GPSLatitudeRef)),
    )
    doubts = [doubt] if doubt else []
    if position is None:
        return Suggestion(doubts=tuple(doubts))
    position, doubt = _on_todays_datum(position, text_of(gps.get(ExifTags.GPS.GPSMapDatum)))
    doubts += [doubt] if doubt else []
    if position is None:
        return Suggestion(doubts=tuple(doubts))
    accuracy = _accuracy(gps.get(ExifTags.GPS.GPSHPositioningError))
    if _is_rough(position, accuracy, gps):
        doubts.append("photo.position.rough")
    return Suggestion(position=position, accuracy_m=accuracy, doubts=tuple(doubts))


def _placed(
    longitude: float, latitude: float, east_west: str, north_south: str
) -> tuple[_Position | None, str]:
    """Return the position with its signs, or None, and what there is to doubt."""
    if longitude == latitude == 0:
        return None, "photo.position.zero"
    if latitude > 90 or longitude > 180:  # noqa: PLR2004 - the ends of the Earth
        if _is_in_japan((latitude, longitude)):
            return None, "photo.position.exchanged"
        return None, "photo.position.out_of_range"
    position = (
        -longitude if east_west == "W" else longitude,
        -latitude if north_south == "S" else latitude,
    )
    if east_west in {"E", "W"} and north_south in {"N", "S"}:
        # Nearly everything sent is of Japan: whose mirror image lies there is suspect.
        mirrored = not _is_in_japan(position) and _is_in_japan((longitude, latitude))
        return (None, "photo.position.hemisphere") if mirrored else (position, "")
    if east_west in {"", "E"} and north_south in {"", "N"} and _is_in_japan(position):
        return position, "photo.position.no_hemisphere"
    return None, "photo.position.hemisphere"


def _on_todays_datum(position: _Position, datum: str) -> tuple[_Position | None, str]:
    name = "".join(letter for letter in datum.upper() if letter.isalnum())
    doubt = ""
    if name in _TOKYO_DATUMS:
        position = _from_tokyo().transform(*position)
        doubt = "photo.position.tokyo_datum"
        if not all(map(math.isfinite, position)):
            return None, "photo.position.unreadable"
    elif name not in _KNOWN_DATUMS:
        doubt = "photo.position.unknown_datum"
    longitude, latitude = position
    return (round(longitude, _DECIMALS), round(latitude, _DECIMALS)), doubt


@cache
def _from_tokyo() -> Transformer:
    # Tokyo Datum to JGD2011; without the grid, which is not in the wheel, about 10 m.
    return Transformer.from_crs("EPSG:4301", "EPSG:6668", always_xy=True)


def _is_rough(position: _Position, accuracy: float | None, gps: Mapping[int, Any]) -> bool:
    whole_degrees = all(coordinate.is_integer() for coordinate in position)
    method = text_of(gps.get(ExifTags.GPS.GPSProcessingMethod)).upper()
    lost = _letter(gps.get(ExifTags.GPS.GPSStatus)) == "V"
    far = accuracy is not None and accuracy > _ROUGH_M
    return whole_degrees or lost or far or "CELLID" in method


def _is_in_japan(position: _Position) -> bool:
    west, south, east, north = _JAPAN
    return west <= position[0] <= east and south <= position[1] <= north


def _degrees(value: object) -> float | None:
    """Return degrees from one to three numbers (degrees, minutes, seconds), or None."""
    parts = value if isinstance(value, tuple | list) else (value,)
    numbers = [number_of(part) for part in parts]
    if not 1 <= len(numbers) <= 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    degrees, minutes, seconds = numbers + [0.0] * (3 - len(numbers))
    if degrees is None or minutes is None or seconds is None:
        return None
    if degrees < 0 or not 0 <= minutes < 60 or not 0 <= seconds <= 60:  # noqa: PLR2004
        return None
    return degrees + minutes / 60 + seconds / 3600


def _accuracy(value: object) -> float | None:
    number = None if value is None else number_of(value)
    if number is None or not 0 < number <= _ACCURACY_LIMIT_M:
        return None
    return round(number, 1)


def _letter(value: object) -> str:
    return text_of(value).upper()[:1]


def _when(
    camera: Mapping[int, Any], gps: Mapping[int, Any], now: datetime
) -> tuple[datetime | None, tuple[str, ...]]:
    taken_at, doubts = None, []
    clock, readable = from_clock(camera)
    satellites = from_satellites(gps)
    if not readable:
        doubts.append("photo.time.unreadable")
    latest = now + timedelta(days=1)
    for stamp in (satellites, clock):
        if stamp is None:
            continue
        moment = stamp if stamp.tzinfo else stamp.replace(tzinfo=now.tzinfo)
        if moment > latest:
            doubts.append("photo.time.future")
        else:
            taken_at = stamp
    return taken_at, tuple(dict.fromkeys(doubts))
