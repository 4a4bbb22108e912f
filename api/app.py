"""The application: routes, what surrounds them, and when things open and close."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from http import HTTPStatus
from typing import Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import documenting, problems
from api.answers import Compressed
from api.deps import invalid
from api.desk import Desk
from api.log import Log, make_log
from api.middleware import Entrance
from api.opening import open_desk
from api.problems import Problem
from api.public import PublicSite
from api.routes import docs, health, reference, sites, submissions
from api.settings import PREFIX, Settings
from data.store import StoreError

TITLE: Final = "くふうマップ Kufū Map API"
VERSION: Final = "1.0.0"
_ABOUT: Final = """\
Small ingenuity that people build into a town: send it, review it, read it.

Everything published is open data (CC BY 4.0) and is read without a token. Coordinates are
longitude, latitude (RFC 7946). A refusal is an RFC 9457 problem with a stable `code`, a
JSON pointer, and a sentence in Japanese and in English that says what to do next.
"""


def create_app(settings: Settings, *, desk: Desk | None = None, log: Log | None = None) -> FastAPI:
    """Return the application. Nothing is opened before it starts.

    A `desk` that is given is used and left open; otherwise one is opened over the
    workspace that `settings` names, and closed at the end.
    """
    log = log or make_log(settings.log_level)
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description=_ABOUT,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # the framework's page fetches its scripts from a foreign host
        redoc_url=None,
        redirect_slashes=False,
        license_info={
            "name": "CC BY 4.0 (data)",
            "url": "https://creativecommons.org/licenses/by/4.0/",
        },
        lifespan=_lifespan(settings, desk, log),
        exception_handlers=_handlers(),
        # Its spans would carry query strings, and so what people look for.
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    app.add_middleware(Entrance, log=log, limits=settings.limits)
    app.state.limits = settings.limits
    app.state.compressed = Compressed(settings.limits.kept_compressed_bytes)
    app.state.vocabulary = reference.vocabulary_text(settings.vocabulary)
    app.state.ward = reference.ward_text(settings.ward)
    app.router.routes.append(sites.list_sites)
    for each in (sites, submissions, reference, health, docs):
        app.include_router(each.router)
    if settings.public_dir is not None:
        app.router.default = PublicSite(directory=settings.public_dir, html=True, check_dir=False)
    else:
        app.router.default = _nothing_here
    _document(app)
    return app


def _lifespan(settings: Settings, given: Desk | None, log: Log) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as opened:
            desk = given
            if desk is None:
                desk = await to_thread.run_sync(opened.enter_context, open_desk(settings, log))
            app.state.desk = desk
            app.state.uploads = CapacityLimiter(settings.limits.uploads_at_once)
            following = asyncio.create_task(_follow(desk, settings.catch_up_seconds, log))
            log.info("server.ready", seq=desk.seq)
            try:
                yield
            finally:
                following.cancel()
                with suppress(asyncio.CancelledError):
                    await following
                log.info("server.closed")

    return lifespan


async def _follow(desk: Desk, every: float, log: Log) -> None:
    """See what other processes write to the ledger, and never in the way of an answer."""
    while True:
        await asyncio.sleep(every)
        try:
            await to_thread.run_sync(desk.catch_up)
        except (StoreError, OSError) as failed:
            log.error("ledger.unreadable", error=type(failed).__name__)  # noqa: TRY400


def _handlers() -> dict[int | type[Exception], Callable[[Request, Any], Any]]:
    async def known(_: Request, error: Exception) -> Response:
        problem = problems.of(error)
        if problem is None:
            raise error
        return problem.response()

    async def refused(_: Request, error: HTTPException) -> Response:
        return _of_status(error).response()

    async def misread(_: Request, error: RequestValidationError) -> Response:
        return invalid(error.errors()).response()

    return {
        **dict.fromkeys(problems.TABLE, known),
        HTTPException: refused,
        RequestValidationError: misread,
    }


def _of_status(error: HTTPException) -> Problem:
    """Return the problem for what the framework refuses by itself."""
    headers = dict(error.headers or {})
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return Problem("route.unknown")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            figures = {"allowed": headers.get("Allow", "GET")}
            return Problem("route.method", figures=figures, headers=headers)
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Problem("server.fault")
    return Problem("request.refused", headers=headers)


async def _nothing_here(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise HTTPException(HTTPStatus.NOT_FOUND)


def _document(app: FastAPI) -> None:
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = documenting.complete(plain(), sites.PATH)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
