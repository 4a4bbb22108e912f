"""Is anybody there, and can they work?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import models
from api.answers import json_answer
from api.deps import TheDesk
from api.documenting import problems
from api.settings import PREFIX

router = APIRouter(prefix=PREFIX, tags=["health"])


@router.get(
    "/healthz", summary="Is anybody there? / 動いていますか", response_model=models.HealthModel
)
async def get_health() -> Response:
    """Say that the server is there."""
    return json_answer(models.HealthModel())


@router.get(
    "/readyz",
    summary="Can they work? / 働けますか",
    response_model=models.ReadyModel,
    responses=problems("storage.busy", "storage.unusable"),
)
def get_readiness(desk: TheDesk) -> Response:
    """Say that ledger and database are at hand; 503 where they are not."""
    return json_answer(models.ReadyModel(seq=desk.readiness()))
