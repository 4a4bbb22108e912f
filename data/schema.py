"""The JSON Schema of a site, generated from the model, closed, with a description a field.

`python -m data.schema` writes it to `data/site.schema.json`; a test compares the two.
Closed means that a document with a field we do not know does not validate. (Reading is
lenient where the schema is strict: an old program keeps a newer program's fields.)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from data.site import Site
from data.vocabulary import Attribute, AttributeType, Category, Vocabulary

FILE: Final = Path(__file__).with_name("site.schema.json")
_HEADS: Final = ("id", "geometry")

_POSITION: Final[dict[str, Any]] = {
    "description": "longitude, latitude in degrees (WGS 84), at most six decimals",
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "minItems": 2,
    "maxItems": 2,
}
_LINE: Final[dict[str, Any]] = {
    "type": "array",
    "items": {"$ref": "#/$defs/Position"},
    "minItems": 2,
}
_RINGS: Final[dict[str, Any]] = {"type": "array", "items": _LINE | {"minItems": 4}, "minItems": 1}


def site_schema(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a site's Feature, with our categories or others."""
    vocabulary = vocabulary or Vocabulary.default()
    model = Site.model_json_schema(mode="validation")
    definitions = model.pop("$defs") | {
        "Position": _POSITION,
        "Geometry": {
            "oneOf": [
                _shape("Point", {"$ref": "#/$defs/Position"}),
                _shape("LineString", _LINE),
                _shape("Polygon", _RINGS),
            ]
        },
    }
    for part in (model, *definitions.values()):
        if part.get("type") == "object":
            part["additionalProperties"] = False
    heads = {name: model["properties"].pop(name) for name in _HEADS}
    heads["geometry"] = {"$ref": "#/$defs/Geometry"}
    model["required"] = [name for name in model["required"] if name not in _HEADS]
    # What may be said of a site depends on its category.
    model["properties"]["attributes"].pop("additionalProperties", None)
    model["properties"]["category"]["enum"] = [category.id for category in vocabulary]
    model["allOf"] = [_attributes_of(category) for category in vocabulary]
    model["title"] = "Properties"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A site of Kufū Map",
        "type": "object",
        "properties": {"type": {"const": "Feature"}, **heads, "properties": model}
        | {
            "seq": {"type": "integer", "minimum": 1, "description": "Its number in the ledger"},
            "event": {"const": "version"},
            "cause": {"type": "string", "description": "The submission or import behind it"},
        },
        "required": ["type", "id", "geometry", "properties"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _shape(kind: str, coordinates: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"type": {"const": kind}, "coordinates": coordinates},
        "required": ["type", "coordinates"],
        "additionalProperties": False,
    }


def _attributes_of(category: Category) -> dict[str, Any]:
    said = {
        "type": "object",
        "properties": {each.key: _attribute(each) for each in category.attributes},
        "additionalProperties": False,
    }
    return {
        "if": {"properties": {"category": {"const": category.id}}},
        "then": {"properties": {"attributes": said}},
    }


def _attribute(attribute: Attribute) -> dict[str, Any]:
    one: dict[str, Any] = dict(_TYPES[attribute.type])
    if attribute.values:
        one["enum"] = list(attribute.values)
    bounds = {"minimum": attribute.minimum, "maximum": attribute.maximum}
    one |= {name: bound for name, bound in bounds.items() if bound is not None}
    if attribute.type == "list":
        one = {"type": "array", "items": one}
    unit = f", in {attribute.unit}" if attribute.unit else ""
    return {"description": attribute.name.en + unit} | one


_TYPES: Final[dict[AttributeType, dict[str, Any]]] = {
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "string": {"type": "string"},
    "enum": {"type": "string"},
    "list": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
}


def text() -> str:
    """Return the schema as the text of the file."""
    return json.dumps(site_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
