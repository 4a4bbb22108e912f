"""Parsers: what a handler needs, taken from a request once and in one place.

A handler gets a person, a page, a body; never a header or a string. What cannot be read
is refused here, before the desk hears of it. Who is asked for first: nothing of a
stranger's body is read.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ValidationError

from api.desk import Desk
from api.problems import Problem, RequestError
from api.settings import Limits
from data.database.people import Person
from data.ids import is_id
from data.submission import Status

_bearer = HTTPBearer(
    auto_error=False,
    description="A personal token, as `kufu group add` and `kufu token` give it.",
    bearerFormat="kufu_…",
)
_JSON: Final = ("application/json",)
_LONGEST_KEY: Final = 200
_Body = TypeVar("_Body", bound=BaseModel)


def desk_of(request: Request) -> Desk:
    """Return the desk behind this door."""
    desk: Desk = request.app.state.desk
    return desk


def limits_of(request: Request) -> Limits:
    """Return what a request may bring."""
    limits: Limits = request.app.state.limits
    return limits


TheDesk = Annotated[Desk, Depends(desk_of)]
TheLimits = Annotated[Limits, Depends(limits_of)]


def caller(
    desk: TheDesk,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Person:
    """Return who is calling; refuse a request without a token, and a token nobody has."""
    if shown is None:
        raise _unauthorized("token.missing")
    person = desk.person_of(shown.credentials)
    if person is None:
        raise _unauthorized("token.unknown")
    return person


Caller = Annotated[Person, Depends(caller)]


def reviewer(person: Caller) -> Person:
    """Return who is calling, if they may decide; said before their body is read."""
    if not person.role.reviews:
        raise RequestError(Problem("role.not_enough"))
    return person


Reviewer = Annotated[Person, Depends(reviewer)]


def _unauthorized(code: str) -> RequestError:
    return RequestError(Problem(code, headers={"WWW-Authenticate": 'Bearer realm="kufu"'}))


def idempotency_key(request: Request) -> str:
    """Return the Idempotency-Key, "" where there is none."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return ""
    if not 0 < len(key) <= _LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise RequestError(Problem("idempotency.key", figures={"limit": _LONGEST_KEY}))
    return key


IdempotencyKey = Annotated[str, Depends(idempotency_key)]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which submissions: of this status, after this one, so many."""

    status: Status | None
    after: str
    limit: int


def page_of_submissions(
    limits: TheLimits, status: Status | None = None, cursor: str = "", limit: int = 50
) -> Slice:
    """Return which submissions are asked for."""
    if cursor and not is_id(cursor):
        raise RequestError(Problem("query.cursor"))
    if not 1 <= limit <= limits.largest_page:
        raise RequestError(Problem("query.limit", figures={"limit": limits.largest_page}))
    return Slice(status, cursor, limit)


SubmissionsPage = Annotated[Slice, Depends(page_of_submissions)]


def media_type(request: Request) -> str:
    """Return the content type without its parameters, in lower case; "" if there is none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def json_body(model: type[_Body]) -> Callable[[Request], Awaitable[_Body]]:
    """Return a parser of JSON bodies of this model. A member it does not know is refused."""

    async def parse(request: Request) -> _Body:
        if media_type(request) not in _JSON:
            raise RequestError(Problem("request.content_type", figures={"accepted": _JSON[0]}))
        try:
            return model.model_validate_json(await request.body())
        except ValidationError as wrong:
            raise RequestError(invalid(wrong.errors(include_url=False))) from wrong

    return parse


def invalid(errors: Any) -> Problem:  # noqa: ANN401 - pydantic's and FastAPI's lists of dicts
    """Return the problem that says where a body or query is not as documented.

    What was sent is not repeated: it may be private, and its sender has it.
    """
    if errors and errors[0]["type"] == "json_invalid":
        where = errors[0].get("ctx", {}).get("error", "")
        return Problem("json.broken", figures={"where": where})
    said = [
        {"pointer": _pointer(each["loc"]), "type": each["type"], "detail": each["msg"]}
        for each in errors
    ]
    return Problem(
        "request.invalid",
        said[0]["pointer"] if said else "",
        {"count": len(said)},
        more={"errors": said},
    )


def _pointer(place: tuple[int | str, ...]) -> str:
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in place]
    return "".join(f"/{step}" for step in steps if step != "body")
