"""Moments as text that sorts as time does: UTC, microseconds, always 32 characters."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """Return `moment` as it is stored.

    >>> to_text(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    '2026-11-23T09:00:00.000000+00:00'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(stored: str) -> datetime:
    """Return the moment that `stored` says."""
    return datetime.fromisoformat(stored)
