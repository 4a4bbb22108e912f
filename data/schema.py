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


def site_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a site's Feature."""
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
    # Free by their nature: what may be said depends on the category's vocabulary.
    model["properties"]["attributes"]["additionalProperties"] = True
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


def text() -> str:
    """Return the schema as the text of the file."""
    return json.dumps(site_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
