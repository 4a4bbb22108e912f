"""The one table from our errors to what a caller is told, as RFC 9457 problem bodies.

Nothing below the routes knows HTTP: the desk, the record and the pictures raise errors of
their own, and here stands what each means at the door. Codes are stable and for programs;
`problems.json` keeps their words, which say what to do next.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import orjson
from starlette.responses import Response

from api import refusals
from api.words import shown
from data import database, store, submission
from photos.photo import PhotoError
from photos.store import PhotoStoreFullError, UnknownPhotoError

MEDIA_TYPE: Final = "application/problem+json"
_WORDS: Final = Path(__file__).with_name("problems.json")
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in the terms of `problems.json`.

    `figures` fill the sentences, `more` are further members of the body, `raw` those that
    are JSON already and go out as they lie.
    """

    code: str
    pointer: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, bytes] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(catalogue()[self.code]["status"])

    def body(self) -> bytes:
        """Return the problem's JSON."""
        known = catalogue()[self.code]
        message = {
            language: sentence.format_map(_Figures(self.figures))
            for language, sentence in known["message"].items()
        }
        said = {
            "type": f"/docs#{self.code}",
            "title": known["title"],
            "status": known["status"],
            "detail": message["ja"],
            "code": self.code,
            "pointer": self.pointer,
            "message": message,
        }
        body = orjson.dumps(said | dict(self.more))
        for name, value in self.raw.items():
            body = b'%b,"%b":%b}' % (body[:-1], name.encode(), value)
        return body

    def response(self) -> Response:
        """Return the answer that says all this."""
        return Response(self.body(), self.status, dict(self.headers), MEDIA_TYPE)


class RequestError(Exception):
    """The request itself will not do; a parser of the door raises this, nobody below."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Figures(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Return every code there is, with status, title and words."""
    read: dict[str, dict[str, Any]] = json.loads(_WORDS.read_text(encoding="utf-8"))
    return MappingProxyType(read)


def of(error: Exception) -> Problem | None:
    """Return the problem that stands for `error`, None if nobody foresaw it."""
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind](error)
    return None


def _code(code: str, **headers: str) -> Callable[[Any], Problem]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Problem(code, headers=named)


def _conflict(error: refusals.SiteConflictError) -> Problem:
    raw = {"yours": error.yours}
    if error.current is not None:
        raw = {"current": error.current, **raw}
    return Problem(
        "site.conflict",
        "/base_version",
        {"version": error.version},
        more={"current_version": error.version},
        raw=raw,
    )


def _findings(error: refusals.FindingsError) -> Problem:
    return Problem(
        "submission.findings",
        error.errors[0].pointer if error.errors else "",
        {"count": len(error.errors)},
        more={"findings": [shown(each) for each in error.findings]},
    )


def _disk(error: OSError) -> Problem | None:
    return Problem("storage.full") if error.errno in _NO_ROOM else None


TABLE: Final[Mapping[type[Exception], Callable[[Any], Problem | None]]] = MappingProxyType(
    {
        RequestError: lambda error: error.problem,
        refusals.NotAllowedError: _code("role.not_enough"),
        refusals.FindingsError: _findings,
        refusals.SiteConflictError: _conflict,
        refusals.SiteExistsError: lambda error: Problem(
            "site.exists", "/id", {"version": error.version}
        ),
        refusals.SitePendingError: lambda _: Problem("site.pending", "/id"),
        refusals.SiteHiddenError: _code("site.hidden"),
        refusals.KeyReusedError: _code("idempotency.reused"),
        refusals.UnknownDistrictError: lambda error: Problem(
            "submission.district", "/district", {"districts": "、".join(error.known)}
        ),
        submission.UnknownSubmissionError: _code("submission.unknown"),
        submission.AlreadyDecidedError: lambda error: Problem(
            "submission.decided",
            "/verdict",
            {"status": error.status.value},
            more={"submission_status": error.status.value},
        ),
        submission.MessageMissingError: lambda _: Problem("submission.message_missing", "/message"),
        store.UnknownSiteError: _code("site.unknown"),
        store.RedactedSiteError: _code("site.redacted"),
        store.StoreFullError: _code("storage.full"),
        store.StoreDamagedError: _code("storage.damaged"),
        store.StoreError: _code("storage.unusable"),
        database.DatabaseFullError: _code("storage.full"),
        database.DatabaseBusyError: _code("storage.busy", Retry_After="2"),
        database.TakenError: _code("storage.busy", Retry_After="1"),
        database.DatabaseError: _code("storage.unusable"),
        PhotoStoreFullError: _code("storage.full"),
        UnknownPhotoError: _code("photo.gone"),
        PhotoError: _code("storage.unusable"),
        OSError: _disk,
    }
)
