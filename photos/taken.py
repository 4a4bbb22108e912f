"""The times that cameras write into EXIF: the camera's own clock, and the satellites'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from PIL import ExifTags

from photos.exif import number_of, text_of

# The moment of the picture, and of its scan; never the time it was last edited.
_CLOCKS: Final = (
    (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
    (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
)


def from_clock(camera: Mapping[int, Any]) -> tuple[datetime | None, bool]:
    """Return the camera's time, with a zone if it wrote one, and was it readable at all?

    Cameras whose clock was never set write zeros or blanks: that is nothing, not an error.
    """
    readable = True
    for time_tag, zone_tag in _CLOCKS:
        text = text_of(camera.get(time_tag))
        if not text.strip(" :0"):
            continue
        try:
            moment = datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        except ValueError:
            readable = False
            continue
        return _zoned(moment, text_of(camera.get(zone_tag))), True
    return None, readable


def from_satellites(gps: Mapping[int, Any]) -> datetime | None:
    """Return the satellites' time in UTC, or None; midnight where only a day is written."""
    day = text_of(gps.get(ExifTags.GPS.GPSDateStamp))
    try:
        midnight = datetime.strptime(day, "%Y:%m:%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    parts = gps.get(ExifTags.GPS.GPSTimeStamp, ())
    numbers = [number_of(part) for part in parts] if isinstance(parts, tuple) else []
    hours, minutes, seconds = (number or 0.0 for number in [*numbers, None, None, None][:3])
    since = timedelta(hours=hours, minutes=minutes, seconds=round(seconds))
    return midnight + since if timedelta() <= since < timedelta(days=1) else midnight


def _zoned(moment: datetime, zone: str) -> datetime:
    try:
        return datetime.strptime(f"{moment:%Y-%m-%d %H:%M:%S} {zone}", "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return moment
