"""What holds for every request, as plain ASGI: it costs microseconds, and reads are many.

A request gets a number, an answer gets its headers, a body gets a limit, a fault gets a
problem body, and one line goes to the log.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.log import Log, where
from api.problems import Problem, RequestError
from api.settings import Limits

_API: Final = "/api/"
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_SLOW_TO_SAY: Final = 400
_FAULT: Final = 500

_CSP_API: Final = "default-src 'none'; frame-ancestors 'none'"
_CSP_PAGES: Final = (
    "default-src 'self'; img-src 'self' data: https://cyberjapandata.gsi.go.jp; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_ALWAYS: Final = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), microphone=(), payment=(), geolocation=(self)"),
    ("cross-origin-opener-policy", "same-origin"),
)


def _headers(policy: str) -> list[tuple[bytes, bytes]]:
    named = (*_ALWAYS, ("content-security-policy", policy))
    return [(name.encode(), value.encode()) for name, value in named]


class Entrance:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, *, log: Log, limits: Limits) -> None:
        self._app = app
        self._log = log
        self._limits = limits
        self._tells_reads = log.is_enabled_for(logging.DEBUG)
        self._api_headers = _headers(_CSP_API)
        self._page_headers = _headers(_CSP_PAGES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        number = secrets.token_hex(8)
        own = self._api_headers if scope["path"].startswith(_API) else self._page_headers
        status = 0

        async def answering(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), *own, (b"x-request-id", number.encode())]
                message = {**message, "headers": headers}
            await send(message)

        try:
            limited = receive
            if scope["method"] not in _READS:
                limited = _limited(Headers(scope=scope), receive, self._limits)
            await self._app(scope, limited, answering)
        except ClientDisconnect:
            self._log.info("request.cut", request=number, route=_route(scope))
        except Exception as error:  # noqa: BLE001 - the last place where one can be answered
            self._log.error(
                "request.fault", request=number, error=type(error).__name__, where=where(error)
            )
            if not status:
                problem = Problem("server.fault", figures={"request_id": number})
                await problem.response()(scope, receive, answering)
        finally:
            if self._tells_reads or status >= _SLOW_TO_SAY or scope["method"] not in _READS:
                self._tell(scope, status, number, started)

    def _tell(self, scope: Scope, status: int, number: str, started: float) -> None:
        quiet = scope["method"] in _READS and status < _SLOW_TO_SAY
        level = logging.DEBUG if quiet else logging.ERROR if status >= _FAULT else logging.INFO
        self._log.log(
            level,
            "request",
            request=number,
            method=scope["method"],
            route=_route(scope),
            status=status,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )


def _route(scope: Scope) -> str:
    """Return the route's template: the address itself may hold what is nobody's business."""
    return str(getattr(scope.get("route"), "path", "")) or "-"


def _limited(headers: Headers, receive: Receive, limits: Limits) -> Receive:
    """Return a `receive` that refuses a body before it is taken in, announced or not."""
    form = headers.get("content-type", "").lower().startswith("multipart/form-data")
    most = limits.upload_bytes if form else limits.text_bytes
    announced = headers.get("content-length", "")
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        if announced.isdigit() and int(announced) > most:
            raise _too_large(most)
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > most:
                raise _too_large(most)
        return message

    return limited


def _too_large(most: int) -> RequestError:
    # What is still on its way will not be read, so the connection is of no more use.
    headers: dict[str, Any] = {"Connection": "close"}
    return RequestError(Problem("request.too_large", figures={"limit": most}, headers=headers))
