"""What the tests of readers share: how to ask for a reading and look at what it gave."""

from __future__ import annotations

from collections.abc import Callable

import shapely

from data.exchange import FileReading, Row

Read = Callable[..., FileReading]
"""`read(content, name="131121_aed.csv", **options)`: the reading of a file made of `content`."""

HEAD = "ID,名称,所在地_連結表記,緯度,経度"


def only(reading: FileReading) -> Row:
    """Return the one row there should be."""
    (row,) = reading.rows
    return row


def codes(row: Row) -> list[str]:
    """Return the codes of what was found in a row."""
    return [finding.code for finding in row.findings]


def spot_of(row: Row) -> tuple[float, float]:
    """Return longitude and latitude of a row's point."""
    assert row.draft is not None
    point = row.draft.geometry
    return float(shapely.get_x(point)), float(shapely.get_y(point))
