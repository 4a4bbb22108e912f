"""What a record says about its own life: days that have been, and what came after it."""

from __future__ import annotations

from collections.abc import Iterator

from geopandas import GeoDataFrame

from data.finding import Finding, Severity
from data.frame import column
from data.rules.context import Context
from data.site import MAX_PHOTOS, Lifecycle


def days(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each day of the past that is yet to come."""
    rows = frame.index.tolist()
    for row, day in zip(rows, column(frame, "confirmed_on"), strict=True):
        if day is not None and day > context.today:
            figures = {"day": day.isoformat()}
            pointer = "/properties/confirmed_on"
            yield Finding("date.in_the_future", Severity.ERROR, pointer, row, figures)
    for row, photos in zip(rows, column(frame, "photos"), strict=True):
        for number, photo in enumerate(photos):
            if photo.taken_on is not None and photo.taken_on > context.today:
                figures = {"day": photo.taken_on.isoformat()}
                pointer = f"/properties/photos/{number}/taken_on"
                yield Finding("date.in_the_future", Severity.ERROR, pointer, row, figures)


def photo_count(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield a finding for each site with more photos than a page can show well."""
    for row, photos in zip(frame.index.tolist(), column(frame, "photos"), strict=True):
        if len(photos) > MAX_PHOTOS:
            figures = {"limit": MAX_PHOTOS, "count": len(photos)}
            yield Finding("photos.too_many", Severity.ERROR, "/properties/photos", row, figures)


def succession(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield findings where a site is superseded by nothing, by itself, or only half says so."""
    pointer = "/properties/superseded_by"
    columns = [column(frame, name) for name in ("lifecycle", "superseded_by", "id")]
    for row, lifecycle, successor, site_id in zip(frame.index.tolist(), *columns, strict=True):
        superseded = lifecycle == Lifecycle.SUPERSEDED
        if superseded and not successor:
            yield Finding("lifecycle.successor_missing", Severity.ERROR, pointer, row)
        elif successor and not superseded:
            where = "/properties/lifecycle"
            figures = {"suggestion": Lifecycle.SUPERSEDED.value}
            yield Finding("lifecycle.not_superseded", Severity.ERROR, where, row, figures)
        elif successor and successor == site_id:
            yield Finding("lifecycle.own_successor", Severity.ERROR, pointer, row)
