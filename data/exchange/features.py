"""GeoJSON of any make: a FeatureCollection, one Feature, or one Feature a line.

Each Feature is read on its own, so that a line with one point, a NaN or a missing
geometry costs one row and not the file. Our own open data comes back as it went out;
other people's properties are read as if they were the columns of a table.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
import pydantic
from shapely.geometry.base import BaseGeometry

from data import migrate
from data.exchange.mapping import Mapper, unused
from data.exchange.recognise import category_of_list
from data.exchange.row import Row, UnreadableFileError, refusal
from data.exchange.table import header_name
from data.finding import Finding
from data.geojson import BadGeoJSONError, read_geometry
from data.site import SiteDraft

_RECORD_SEPARATOR: Final = "\x1e"
_DEGREES: Final = ("CRS84", ":4326", ":6668", ":4612", ":6697")
_OWN: Final = frozenset(SiteDraft.model_fields) - {"geometry"}

_Numbered = list[tuple[int, object]]


def read_features(
    content: bytes, file_name: str, mapper: Mapper
) -> tuple[list[Row], list[Finding]] | None:
    """Return the rows in `content` and findings about all of it, None if it is no GeoJSON.

    Raises `UnreadableFileError` where the file says that its numbers are no degrees.
    """
    numbered = _features(content)
    if numbered is None:
        return None
    cells = [_cells(feature) for _, feature in numbered]
    header = tuple(dict.fromkeys(name for _, feature in numbered for name in _names(feature)))
    mapper.fallback = category_of_list(file_name, header, mapper.vocabulary)
    rows = [
        _row(line, feature, said, mapper)
        for (line, feature), said in zip(numbered, cells, strict=True)
    ]
    others = tuple(name for name in header if name not in _OWN)
    return rows, unused(others, mapper)


def _features(content: bytes) -> _Numbered | None:
    text = content.decode("utf-8-sig", "replace")
    whole = _parsed(text)
    if isinstance(whole, Mapping):
        return _of_one_object(whole)
    if whole is not None:
        return None
    lines = list(_lines(text))
    return lines if any(isinstance(read, Mapping) for _, read in lines) else None


def _of_one_object(whole: Mapping[str, Any]) -> _Numbered | None:
    if whole.get("type") == "Feature":
        return [(1, whole)]
    crs = whole.get("crs")
    if isinstance(crs, Mapping) and not _in_degrees(crs):
        raise UnreadableFileError(refusal("import.crs_unknown", crs=str(crs)[:120]))
    inside = whole.get("features")
    return list(enumerate(inside, 1)) if isinstance(inside, list) else None


def _in_degrees(crs: Mapping[str, Any]) -> bool:
    properties = crs.get("properties")
    name = str(properties.get("name", "")) if isinstance(properties, Mapping) else ""
    return name.endswith(_DEGREES)


def _lines(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip().lstrip(_RECORD_SEPARATOR)
        if bare:
            yield number, _parsed(bare)


def _parsed(text: str) -> object:
    """Return what `text` says as JSON, None if it is none; NaN is read, to be refused later."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None


def _names(feature: object) -> Iterator[str]:
    said = feature.get("properties") if isinstance(feature, Mapping) else None
    if isinstance(said, Mapping):
        yield from (header_name(str(name)) for name in said)


def _cells(feature: object) -> dict[str, str]:
    said = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(said, Mapping):
        return {}
    read = ((header_name(str(name)), _text(value)) for name, value in said.items())
    return {name: text for name, text in read if text.strip()}


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case float() if math.isfinite(value) and value.is_integer():
            return str(int(value))
        case list() if all(isinstance(part, str) for part in value):
            return ";".join(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _row(line: int, feature: object, cells: dict[str, str], mapper: Mapper) -> Row:
    if not isinstance(feature, Mapping):
        return Row(line, "", None, (refusal("import.not_a_feature"),))
    drawn: BaseGeometry | None = None
    if feature.get("geometry") is not None:
        try:
            drawn = read_geometry(feature["geometry"])
        except BadGeoJSONError as wrong:
            return Row(line, "", None, (refusal(wrong.code, wrong.pointer, detail=wrong.detail),))
    if drawn is not None and _is_ours(feature, mapper):
        return _own_row(line, feature, drawn, mapper)
    if "id" in feature and isinstance(feature["id"], str | int):
        cells = cells | {"id": cells.get("id", str(feature["id"]))}
    return mapper.row(line, cells, drawn=drawn)


def _is_ours(feature: Mapping[str, Any], mapper: Mapper) -> bool:
    said = feature.get("properties")
    return (
        isinstance(said, Mapping) and "name" in said and said.get("category") in mapper.vocabulary
    )


def _own_row(line: int, feature: Mapping[str, Any], drawn: BaseGeometry, mapper: Mapper) -> Row:
    try:
        said = migrate.to_current({"properties": {"format": 1} | feature["properties"]})
        kept = {name: value for name, value in said["properties"].items() if name in _OWN}
        origin = kept.get("source")
        key = str(feature.get("id") or (origin or {}).get("id") or kept["name"])
        kept.setdefault("source", mapper.source.model_copy(update={"id": key}))
        draft = SiteDraft(geometry=drawn, **kept)
    except (
        pydantic.ValidationError,
        migrate.NewerFormatError,
        ValueError,
        AttributeError,
    ) as wrong:
        return Row(line, "", None, (refusal("import.not_a_site", detail=str(wrong)[:200]),))
    return Row(line, key, draft)
