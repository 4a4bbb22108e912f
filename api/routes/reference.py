"""What the words mean and where the ward is, for anyone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import GEOJSON, JSON, Stored, stored_answer, tag_of
from api.documenting import UNCHANGED
from api.settings import PREFIX
from data.geojson import geometry_json
from data.vocabulary import Vocabulary
from data.ward import Ward

router = APIRouter(prefix=PREFIX, tags=["reference"])


def vocabulary_text(vocabulary: Vocabulary) -> bytes:
    """Return the vocabulary as JSON: categories in order, and the words of all values."""
    words = {
        kind: {key: asdict(each) for key, each in getattr(vocabulary, kind).items()}
        for kind in ("values", "functions", "hazards", "units")
    }
    return orjson.dumps({"categories": [asdict(each) for each in vocabulary], **words})


def ward_text(ward: Ward) -> bytes:
    """Return the ward as a GeoJSON Feature, its land drawn lightly."""
    properties: dict[str, Any] = {
        "code": ward.code,
        "name": asdict(ward.name),
        "prefecture": ward.prefecture,
        "plane_crs": ward.plane_crs,
        "districts": [
            {"id": each, "name": asdict(ward.district_names[each])} for each in ward.districts
        ],
        "attribution": ward.attribution,
    }
    return orjson.dumps(
        {
            "type": "Feature",
            "id": ward.code,
            "bbox": ward.bounds,
            "geometry": geometry_json(ward.outline),
            "properties": properties,
        }
    )


@router.get(
    "/vocabulary",
    summary="Categories and their words / 種類とことば",
    responses={200: {"content": {JSON: {"schema": {"type": "object"}}}}, **UNCHANGED},
    response_class=Response,
)
async def get_vocabulary(request: Request) -> Response:
    """Return every category: its words in three languages, its facts, who may assert it."""
    body: bytes = request.app.state.vocabulary
    return await stored_answer(request, Stored(JSON, tag_of(body), lambda: body))


@router.get(
    "/ward",
    summary="The ward / 区",
    responses={200: {"content": {GEOJSON: {"schema": {"type": "object"}}}}, **UNCHANGED},
    response_class=Response,
)
async def get_ward(request: Request) -> Response:
    """Return the ward as a Feature: outline, code, districts, and whom to credit."""
    body: bytes = request.app.state.ward
    return await stored_answer(request, Stored(GEOJSON, tag_of(body), lambda: body))
