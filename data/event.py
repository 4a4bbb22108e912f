"""What can happen to a site, as one line of GeoJSON.

A line is a Feature with three foreign members in front: `seq`, its number; `event`, what
happened; `cause`, which submission or import brought it about, so that the same cause is
never recorded twice. A version carries the whole site. The other events carry a null
geometry, because they say something about a site and not where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson

from data import geojson
from data.site import Site


class EventKind(StrEnum):
    """What happened. Only a version says anything new about the place itself."""

    VERSION = "version"
    HIDE = "hide"
    SHOW = "show"
    WITHDRAW_PHOTO = "withdraw_photo"
    MASKS = "masks"
    REDACT = "redact"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one site. `site` is there for a version only."""

    kind: EventKind
    site_id: str
    cause: str = ""
    site: Site | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def version(cls, site: Site, *, cause: str = "") -> Event:
        """Return the event that records `site` as its newest version."""
        return cls(EventKind.VERSION, site.id, cause, site)


def encode(event: Event, seq: int) -> bytes:
    """Return the line of `event`, without its line feed."""
    head: dict[str, Any] = {"type": "Feature", "seq": seq, "event": event.kind.value}
    if event.cause:
        head["cause"] = event.cause
    if event.site is not None:
        return orjson.dumps(head | geojson.feature(event.site))
    said = {"id": event.site_id, "geometry": None, "properties": dict(event.detail)}
    return orjson.dumps(head | said)


def without_words(line: bytes) -> bytes:
    """Return a version's line with everything erased but its number and its site's id."""
    read = orjson.loads(line)
    kept = {name: read[name] for name in ("type", "seq", "event", "id")}
    version = (read.get("properties") or {}).get("version", 1)
    return orjson.dumps(
        kept
        | {"geometry": None, "properties": {"version": version}, "redacted": True}
        | ({"cause": read["cause"]} if "cause" in read else {})
    )
