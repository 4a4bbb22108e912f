"""Who may do what: every call there is, by everybody. A new call without a row here fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pytest

from data.database import people
from data.database.people import Role
from tests.api.door import API, Door, a_feature

EVERYBODY: Final = (None, "stranger", "member", "other", "reviewer", "maintainer")
_REVIEWERS: Final = {"reviewer": 200, "maintainer": 200}
_NOBODY: Final = {None: 401, "stranger": 401}
_ANYONE: Final = dict.fromkeys(EVERYBODY, 200)

# What each call answers to whom; `other` is a member of another group than the site's.
MATRIX: Final[dict[tuple[str, str], dict[str | None, int]]] = {
    ("GET", "/sites"): _ANYONE,
    ("GET", "/sites/{site_id}"): _ANYONE,
    ("GET", "/sites/{site_id}/history"): _ANYONE,
    ("GET", "/vocabulary"): _ANYONE,
    ("GET", "/ward"): _ANYONE,
    ("GET", "/healthz"): _ANYONE,
    ("GET", "/readyz"): _ANYONE,
    ("POST", "/submissions"): dict.fromkeys(EVERYBODY, 201) | _NOBODY,
    ("POST", "/submissions/check"): _ANYONE | _NOBODY,
    ("GET", "/submissions"): _ANYONE | _NOBODY,
    ("GET", "/submissions/{submission_id}"): _NOBODY | _REVIEWERS | {"member": 200, "other": 404},
    ("POST", "/submissions/{submission_id}/decision"): (
        _NOBODY | _REVIEWERS | {"member": 403, "other": 403}
    ),
    ("POST", "/sites/{site_id}/hide"): _NOBODY | _REVIEWERS | {"member": 403, "other": 403},
}
BODIES: Final[dict[str, Any]] = {
    "/submissions/{submission_id}/decision": {"verdict": "accept"},
    "/sites/{site_id}/hide": {"reason": "工事中"},
}


@dataclass(frozen=True)
class Things:
    submission_id: str
    site_id: str


@pytest.fixture
def things(door: Door) -> Things:
    return Things(door.submit().json()["id"], door.publish())


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("method", "path"), MATRIX)
def test_everybody_gets_what_is_theirs(
    door: Door, things: Things, method: str, path: str, who: str | None
) -> None:
    body = BODIES.get(path, a_feature()) if method == "POST" else None
    real = path.format(submission_id=things.submission_id, site_id=things.site_id)
    headers = {"Authorization": "Bearer kufu_stranger"} if who == "stranger" else {}
    known = who if who in door.tokens else None
    answer = door.call(method, real, known, json=body, headers=headers)
    assert answer.status_code == MATRIX[method, path][who], answer.text
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_every_call_has_its_row(door: Door) -> None:
    calls = {
        (method.upper(), path.removeprefix(API))
        for path, methods in door.document["paths"].items()
        for method in methods
    }
    assert calls == set(MATRIX)


@pytest.mark.parametrize(
    "shown",
    ["", "Bearer", "Basic a2E6a2E=", "Bearer kufu_", "kufu_x", "Bearer \u00e9", "Bearer a b"],
)
def test_what_is_no_token_opens_nothing(door: Door, shown: str) -> None:
    answer = door.call("GET", "/submissions", headers={"Authorization": shown.encode("latin-1")})
    assert answer.status_code == 401


def test_a_stranger_is_refused_before_anything_of_theirs_is_read(door: Door) -> None:
    for who, status in ((None, 401), ("member", 403)):
        answer = door.call(
            "POST",
            "/submissions/x/decision",
            who,
            content=b"{broken",
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == status


def test_a_revoked_token_and_a_removed_person_are_out_at_once(door: Door) -> None:
    with door.database.writing() as connection:
        group = people.add_group(connection, "短い会")
        person = people.add_person(connection, group.id, Role.REVIEWER)
        tokens = [people.issue(connection, person.id) for _ in range(2)]
    first, second = ({"Authorization": f"Bearer {token}"} for token in tokens)
    assert door.call("GET", "/submissions", headers=first).status_code == 200
    with door.database.writing() as connection:
        listed = [each for each in people.list_tokens(connection) if each.person.id == person.id]
        people.revoke(connection, listed[0].id)
    assert door.call("GET", "/submissions", headers=first).status_code == 401
    assert door.call("GET", "/submissions", headers=second).status_code == 200
    with door.database.writing() as connection:
        people.remove_person(connection, person.id)
    assert door.call("GET", "/submissions", headers=second).status_code == 401


def test_the_use_of_a_token_is_noted_by_the_day(door: Door) -> None:
    door.call("GET", "/submissions", "maintainer")
    with door.database.reading() as connection:
        used = {each.person.id: each.used_on for each in people.list_tokens(connection)}
    assert len(used[door.people["maintainer"].id]) == len("2026-11-23")
