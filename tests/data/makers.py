"""Makers of records, so that a test says only what matters to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shapely import Point
from shapely.geometry.base import BaseGeometry

from data.ids import new_id
from data.site import Site, SiteDraft

WARD_OFFICE = Point(139.653221, 35.646563)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def a_draft(
    name: str = "雨庭",
    *,
    at: BaseGeometry = WARD_OFFICE,
    **said: Any,  # noqa: ANN401 - fields by name
) -> SiteDraft:
    """Return a draft that passes every rule, but for what `said` changes."""
    told: dict[str, Any] = {"geometry": at, "name": name, "category": "rain_garden"}
    return SiteDraft(**(told | said))


def a_site(
    name: str = "雨庭",
    *,
    at: BaseGeometry = WARD_OFFICE,
    **said: Any,  # noqa: ANN401 - fields by name
) -> Site:
    """Return a site that passes every rule, but for what `said` changes."""
    told: dict[str, Any] = {"geometry": at, "name": name, "category": "rain_garden"}
    record: dict[str, Any] = {"id": new_id(), "created_at": NOON, "recorded_at": NOON}
    return Site(**(told | record | said))
