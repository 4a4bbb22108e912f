"""What the OpenAPI document says that signatures cannot: forms, problems, the fast route."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from api import models
from api.problems import MEDIA_TYPE, catalogue
from data.schema import site_schema

_GEOJSON: Final = "application/geo+json"

KEY_PARAMETER: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "Any text of your own, up to 200 ASCII characters, the same for each "
            "try of one thing: it is then stored once and answered the same",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        }
    ]
}

_EXAMPLE: Final[dict[str, Any]] = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [139.66725, 35.66163]},
    "properties": {
        "name": "代沢の雨庭",
        "category": "rain_garden",
        "description": "屋根の雨をためて、ゆっくり地面にしみこませます。",
        "photos": [{"alt": "石で囲まれた浅いくぼみに草が植えられている"}],
    },
}

_DRAFT: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A GeoJSON Feature as GET /sites gives it, without what the server sets. "
    "Entries of properties.photos without an id describe the parts named photo, in order.",
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string", "description": "A ULID; left out, the server makes one"},
        "geometry": {"type": "object"},
        "properties": {"type": "object"},
        "base_version": {
            "type": "integer",
            "minimum": 1,
            "description": "The published version that this is a change of",
        },
        "consent": {"type": "boolean", "description": "The keeper agrees to be on the map"},
    },
    "required": ["type", "geometry", "properties"],
    "example": _EXAMPLE,
}

SUBMISSION_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "site": _DRAFT,
                        "photo": {
                            "type": "array",
                            "maxItems": 10,
                            "items": {"type": "string", "format": "binary"},
                            "description": "JPEG, PNG, WebP, HEIC or AVIF",
                        },
                        "base_version": {"type": "integer", "minimum": 1},
                        "consent": {"type": "boolean"},
                    },
                    "required": ["site"],
                },
                "encoding": {"site": {"contentType": "application/geo+json, application/json"}},
            },
            _GEOJSON: {"schema": _DRAFT},
            "application/json": {"schema": _DRAFT},
        },
    }
}


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the part of an operation that says it takes this model as JSON."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    }


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Return what an operation answers where it refuses: for each status, the codes there."""
    schema = {"$ref": f"#/components/schemas/{models.ProblemModel.__name__}"}
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(catalogue()[code]["status"], []).append(code)
    return {
        status: {
            "description": ", ".join(f"`{code}`" for code in by_status[status]),
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in sorted(by_status)
    }


UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Unchanged since the answer that If-None-Match names"}
}
KNOWN_CALLER: Final = ("token.missing", "token.unknown", "storage.busy", "storage.unusable")
REVIEWER: Final = (*KNOWN_CALLER, "role.not_enough")
JSON_BODY: Final = (
    "json.broken",
    "request.content_type",
    "request.too_large",
    "request.invalid",
)
WRITING: Final = ("storage.full", "storage.damaged")
SUBMISSION: Final = (
    *KNOWN_CALLER,
    "json.broken",
    "json.not_an_object",
    "form.broken",
    "form.site_missing",
    "form.part_unknown",
    "form.photo_not_a_file",
    "form.too_many_photos",
    "request.content_type",
    "request.too_large",
    "submission.findings",
    "site.unknown",
    "site.exists",
    "site.pending",
    "site.conflict",
    "site.hidden",
)


_QUERY: Final = (
    ("bbox", "west,south,east,north in degrees", {"type": "string"}),
    ("category", "An id of the vocabulary", {"type": "string"}),
    (
        "q",
        "Looked for in names, descriptions and addresses, in any width and case",
        {"type": "string", "maxLength": 200},
    ),
    ("limit", "How many at most", {"type": "integer", "minimum": 1, "maximum": 1000}),
    ("cursor", "Where the former page ended, as its next says", {"type": "string"}),
)

_BAD_QUERY: Final = (
    "query.bbox",
    "query.category",
    "query.text",
    "query.limit",
    "query.cursor",
    "query.unknown",
)

_LIST_SITES: Final[dict[str, Any]] = {
    "get": {
        "tags": ["sites"],
        "summary": "Published sites / 公開中の場所",
        "description": "Return a page of published sites in the order they were first recorded. "
        "Every part that is given must hold.",
        "operationId": "list_sites",
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": description,
                "schema": schema,
            }
            for name, description, schema in _QUERY
        ],
        "responses": {
            "200": {
                "description": "A page; `next` is the next one's cursor, absent on the last",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {_GEOJSON: {"schema": {"$ref": "#/components/schemas/Sites"}}},
            },
            "304": UNCHANGED[304],
            **{str(status): said for status, said in problems(*_BAD_QUERY).items()},
        },
    }
}


def complete(document: dict[str, Any], path_of_sites: str) -> dict[str, Any]:
    """Return FastAPI's document with the fast route and the schemas of the record."""
    paths = document["paths"]
    paths[path_of_sites] = _LIST_SITES | paths.get(path_of_sites, {})
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    site = site_schema()
    definitions = site.pop("$defs")
    site.pop("$schema")
    schemas |= _renamed({"Site": site, **{f"Site{key}": of for key, of in definitions.items()}})
    schemas["Sites"] = {
        "type": "object",
        "properties": {
            "type": {"const": "FeatureCollection"},
            "numberReturned": {"type": "integer"},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/Site"}},
            "next": {"type": "string"},
            "links": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["type", "numberReturned", "features"],
    }
    schemas[models.ProblemModel.__name__] = _problem_schema(schemas)
    document["paths"] = dict(sorted(paths.items()))
    return document


def _problem_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    schema = models.ProblemModel.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, each in schema.pop("$defs", {}).items():
        schemas.setdefault(name, each)
    schema["properties"]["code"]["enum"] = sorted(catalogue())
    return schema


def _renamed(part: Any) -> Any:  # noqa: ANN401 - JSON values at any depth
    """Return `part` with references into its own definitions made to point where they went."""
    if isinstance(part, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/Site")
            if key == "$ref"
            else _renamed(value)
            for key, value in part.items()
        }
    return [_renamed(each) for each in part] if isinstance(part, list) else part
