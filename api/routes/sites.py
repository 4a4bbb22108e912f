"""What is published, for anyone: stored bytes as they lie, and the one call that hides."""

from __future__ import annotations

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api import models
from api.answers import GEOJSON, Stored, choose, json_answer, stored_answer, tag_of
from api.deps import Reviewer, TheDesk, json_body
from api.desk import Desk
from api.documenting import JSON_BODY, REVIEWER, UNCHANGED, WRITING, body_of, problems
from api.questions import following, query_of
from api.settings import PREFIX, Limits
from data.store import Page

router = APIRouter(prefix=f"{PREFIX}/sites", tags=["sites"])
PATH: Final = f"{PREFIX}/sites"


class SitesEndpoint:
    """`GET /sites`, as plain ASGI: the framework's parsing costs more than the answer.

    It is documented in `api.documenting`, for the same reason.
    """

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer with a page of published sites."""
        scope["route"] = list_sites  # for the log; FastAPI sets it for its own routes only
        state = scope["app"].state
        desk: Desk = state.desk
        limits: Limits = state.limits
        asked: bytes = scope["query_string"]
        query = query_of(asked, desk.vocabulary, limits)
        tag = b'W/"%d"' % desk.seq
        stored = Stored(GEOJSON, tag, lambda: collection(desk.find(query), asked))
        status, headers, body = await choose(scope, state.compressed, stored)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


list_sites = Route(PATH, SitesEndpoint(), methods=["GET"], name="list_sites")


def collection(page: Page, asked: bytes = b"") -> bytes:
    """Return a page as a FeatureCollection: stored bytes joined, and where to go on."""
    links = b""
    if page.following is not None:
        href = following(PATH, asked, page.following)
        links = b',"links":' + orjson.dumps([{"rel": "next", "type": GEOJSON, "href": href}])
        links += b',"next":"%d"' % page.following
    return b'{"type":"FeatureCollection","numberReturned":%d%b,"features":[%b]}' % (
        len(page.lines),
        links,
        b",".join(page.lines),
    )


_FEATURE: Final[dict[str, Any]] = {"$ref": "#/components/schemas/Site"}


@router.get(
    "/{site_id}",
    summary="One published site / 場所ひとつ",
    responses={
        200: {"description": "The current version", "content": {GEOJSON: {"schema": _FEATURE}}},
        **UNCHANGED,
        **problems("site.unknown", "site.hidden"),
    },
    response_class=Response,
)
async def get_site(request: Request, site_id: str, desk: TheDesk) -> Response:
    """Return the current version of a site. One that was taken off answers 410."""
    body = desk.site(site_id)
    return await stored_answer(request, Stored(GEOJSON, tag_of(body), lambda: body))


@router.get(
    "/{site_id}/history",
    summary="All versions of a site / これまでの版",
    responses={
        200: {
            "description": "All versions that may be seen, oldest first",
            "content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/Sites"}}},
        },
        **UNCHANGED,
        **problems("site.unknown", "site.hidden"),
    },
    response_class=Response,
)
async def get_history(request: Request, site_id: str, desk: TheDesk) -> Response:
    """Return every version of a site, oldest first."""
    body = collection(Page(desk.history(site_id), None))
    return await stored_answer(request, Stored(GEOJSON, tag_of(body), lambda: body))


@router.post(
    "/{site_id}/hide",
    summary="Take a site off the public site / 公開をやめる",
    response_model=models.HiddenModel,
    responses=problems(*REVIEWER, *JSON_BODY, *WRITING, "site.unknown"),
    openapi_extra=body_of(models.HideBody),
)
def hide_site(
    site_id: str,
    person: Reviewer,
    body: Annotated[models.HideBody, Depends(json_body(models.HideBody))],
    desk: TheDesk,
) -> Response:
    """Take a site off the public site at once. Doing it twice does no harm."""
    desk.hide(person, site_id, body.reason)
    return json_answer(models.HiddenModel(site_id=site_id))
