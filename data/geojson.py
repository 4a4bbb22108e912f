"""The only codec: sites to and from RFC 7946 GeoJSON, in canonical bytes.

Canonical means: members in a fixed order (those of the schema, then unknown ones by
name), coordinates longitude first and rounded to six decimals, no white space, UTF-8,
and nothing said where there is nothing to say (no null, no empty text, no empty list).
The same site gives the same bytes on any machine, so bytes can be compared, cached and
served as they lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

import orjson
import shapely
from pydantic import BaseModel
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from data import migrate
from data.site import COORDINATE_DECIMALS, GEOMETRY_TYPES, Site, SiteDraft

MEDIA_TYPE: Final = "application/geo+json"
_HEADS: Final = frozenset({"geometry", "id"})


class BadGeoJSONError(ValueError):
    """The bytes are not a Feature that we read; `code` names a finding that says why."""

    def __init__(self, code: str, pointer: str, detail: str) -> None:
        super().__init__(f"{pointer or '/'}: {detail}")
        self.code = code
        self.pointer = pointer
        self.detail = detail


def encode(site: Site) -> bytes:
    """Return the canonical bytes of `site` as a GeoJSON Feature."""
    return orjson.dumps(feature(site))


def feature(site: Site | SiteDraft) -> dict[str, Any]:
    """Return `site` as a Feature of plain JSON values, members in canonical order."""
    said: dict[str, Any] = {"type": "Feature"}
    if isinstance(site, Site):
        said["id"] = site.id
    return said | {
        "geometry": geometry_json(site.geometry),
        "properties": {name: value for name, value in _members(site).items() if name not in _HEADS},
    }


def decode(line: bytes) -> Site:
    """Return the site in a stored Feature, whichever schema version wrote it.

    Fields that this version does not know are kept and written again. Raises
    `BadGeoJSONError` for what is not such a Feature.
    """
    return site_from(loads(line))


def site_from(read: Mapping[str, Any]) -> Site:
    """Return the site in a Feature already parsed; see `decode`."""
    current = migrate.to_current(dict(read))
    return Site(
        **current["properties"],
        id=current["id"],
        geometry=read_geometry(current["geometry"]),
    )


def loads(text: bytes | str) -> dict[str, Any]:
    """Return the JSON object in `text`; refuse anything else, NaN and Infinity included."""
    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        raise BadGeoJSONError("json.broken", "", str(broken)) from broken
    if not isinstance(read, dict):
        raise BadGeoJSONError("json.not_an_object", "", "a GeoJSON Feature is an object")
    return read


def read_geometry(read: object) -> BaseGeometry:
    """Return the shapely geometry that `read` describes, rounded to six decimals.

    Refused are types other than Point, LineString and Polygon, coordinates that are not
    finite numbers, and nested numbers of the wrong depth. Whether the shape is valid,
    empty or in the right place is for the rules to find.
    """
    where = "/geometry"
    if not isinstance(read, Mapping) or read.get("type") not in GEOMETRY_TYPES:
        kind = read.get("type") if isinstance(read, Mapping) else read
        raise BadGeoJSONError("geometry.type", where, f"{kind!r:.60} is none of {GEOMETRY_TYPES}")
    coordinates = read.get("coordinates")
    if not _are_numbers(coordinates):
        detail = "every coordinate must be a finite number"
        raise BadGeoJSONError("geometry.not_numbers", f"{where}/coordinates", detail)
    try:
        drawn = shape(dict(read))
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as wrong:
        raise BadGeoJSONError("geometry.shape", f"{where}/coordinates", str(wrong)) from wrong
    return rounded(shapely.force_2d(drawn))


def rounded(drawn: BaseGeometry) -> BaseGeometry:
    """Return `drawn` with its coordinates rounded to six decimals (about 10 cm)."""
    return shapely.transform(drawn, lambda xy: xy.round(COORDINATE_DECIMALS))


def geometry_json(drawn: BaseGeometry) -> dict[str, Any]:
    """Return `drawn` as a GeoJSON geometry: longitude, latitude, six decimals."""
    return {"type": drawn.geom_type, "coordinates": _rounded(mapping(drawn)["coordinates"])}


def _rounded(part: Any) -> Any:  # noqa: ANN401 - numbers at any depth
    if isinstance(part, float | int):
        return round(float(part), COORDINATE_DECIMALS)
    return [_rounded(inner) for inner in part]


_DEEPEST: Final = 4


def _are_numbers(part: object, depth: int = 0) -> bool:
    if isinstance(part, bool):
        return False
    if isinstance(part, int | float):
        return abs(part) < float("inf")
    if not isinstance(part, list | tuple) or depth > _DEEPEST:
        return False
    return all(_are_numbers(inner, depth + 1) for inner in part)


def _members(record: BaseModel) -> dict[str, Any]:
    """Return the members in schema order without empty ones, then unknown ones as they came."""
    fields = type(record).model_fields
    known = {name: _plain(getattr(record, name)) for name in fields}
    unknown = {name: _plain(value) for name, value in sorted((record.model_extra or {}).items())}
    return {name: value for name, value in known.items() if _says_something(value)} | unknown


def _says_something(value: object) -> bool:
    return value is not None and value not in ("", [], {}) and value is not False


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    plain = value
    if isinstance(value, BaseModel):
        plain = _members(value)
    elif isinstance(value, Enum):
        plain = value.value
    elif isinstance(value, datetime):
        plain = value.isoformat(timespec="seconds")
    elif isinstance(value, date):
        plain = value.isoformat()
    elif isinstance(value, dict):
        plain = {key: _plain(value[key]) for key in sorted(value)}
    elif isinstance(value, list | tuple):
        plain = [_plain(inner) for inner in value]
    return plain
