"""A crash between a decision and the ledger loses nothing and repeats nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.desk import Desk
from api.log import make_log
from api.opening import open_desk
from api.settings import Settings
from data import geojson
from data.database import audit, outbox, submissions
from data.database.outbox import State
from data.event import Event, EventKind
from data.site import Site
from data.submission import Status
from tests.api.door import Door, a_feature, a_jpeg, ledger_of, open_door


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door of its own for each test: the outbox must hold what the test puts there."""
    with open_door(tmp_path / "workspace") as opened:
        yield opened


def accepted_and_crashed(door: Door, submission_id: str) -> outbox.Parcel:
    """Write what an acceptance writes before it reaches the ledger, and nothing after it."""
    with door.database.reading() as connection:
        before = submissions.get(connection, submission_id)
    written: list[outbox.Parcel] = []
    desk = door.desk
    deliver = desk.publisher.deliver
    try:
        desk.publisher.deliver = written.append  # type: ignore[method-assign,assignment]
        answer = door.decide(submission_id)
    finally:
        desk.publisher.deliver = deliver  # type: ignore[method-assign]
    assert answer.status_code == 200
    assert before.status is Status.RECEIVED
    return written[0]


def versions(door: Door, site_id: str) -> list[int]:
    answer = door.call("GET", f"/sites/{site_id}/history")
    if answer.status_code == 404:
        return []
    return [each["properties"]["version"] for each in answer.json()["features"]]


def waiting(door: Door) -> int:
    with door.database.reading() as connection:
        return len(outbox.waiting(connection))


def restarted(door: Door) -> Any:  # noqa: ANN401 - a context manager of a desk
    settings = Settings.of(door.workspace)
    return open_desk(settings, make_log("debug", door.log))


def test_what_was_decided_is_carried_out_at_the_next_start(door: Door) -> None:
    picture = a_jpeg()
    sent = door.submit(photos=[picture]).json()
    accepted_and_crashed(door, sent["id"])
    assert versions(door, sent["site_id"]) == []
    folder = door.workspace.photos / hashlib.sha256(picture).hexdigest()
    assert not folder.exists()
    with restarted(door) as desk:
        assert desk.site(sent["site_id"])
        assert folder.is_dir()
    door.desk.catch_up()
    assert versions(door, sent["site_id"]) == [1]
    assert waiting(door) == 0


def test_what_reached_the_ledger_is_not_recorded_again(door: Door) -> None:
    sent = door.submit().json()
    parcel = accepted_and_crashed(door, sent["id"])
    ledger_of(door).append(parcel.event)
    assert waiting(door) == 1
    with restarted(door):
        pass
    door.desk.catch_up()
    assert versions(door, sent["site_id"]) == [1]
    assert waiting(door) == 0


def test_a_reviewer_who_tries_again_carries_it_out(door: Door) -> None:
    sent = door.submit().json()
    accepted_and_crashed(door, sent["id"])
    assert door.decide(sent["id"]).status_code == 200
    assert versions(door, sent["site_id"]) == [1]
    assert waiting(door) == 0


def test_a_hidden_site_is_hidden_after_the_crash(door: Door) -> None:
    site_id = door.publish()
    with door.database.writing() as connection:
        outbox.put(connection, Event(EventKind.HIDE, site_id, cause="hide:1"))
    with restarted(door) as desk:
        assert desk.recover() == 0
    door.desk.catch_up()
    assert door.call("GET", f"/sites/{site_id}").status_code == 410


def changed_by_somebody_else(door: Door, site_id: str) -> None:
    """Record a new version as another process would."""
    ledger = ledger_of(door)
    site = geojson.decode(ledger.get(site_id))
    ledger.append(Event.version(site.but(version=site.version + 1, name="先を越した名前")))


def test_an_acceptance_that_comes_too_late_is_undone(door: Door) -> None:
    site_id = door.publish()
    picture = a_jpeg()
    sent = door.submit(
        a_feature("遅れた名前") | {"id": site_id, "base_version": 1}, photos=[picture]
    ).json()
    accepted_and_crashed(door, sent["id"])
    changed_by_somebody_else(door, site_id)
    refused = door.decide(sent["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "site.conflict")
    assert refused.json()["current"]["properties"]["name"] == "先を越した名前"
    assert refused.json()["yours"]["properties"]["name"] == "遅れた名前"
    seen = door.call("GET", f"/submissions/{sent['id']}", "reviewer").json()
    assert (seen["status"], seen["messages"]) == ("received", [])
    assert not (door.workspace.photos / hashlib.sha256(picture).hexdigest()).exists()
    assert waiting(door) == 0
    with door.database.reading() as connection:
        assert "submission.undo" in [each.action for each in audit.deeds(connection, sent["id"])]


def test_an_undone_one_gives_way_to_what_its_group_sent_since(door: Door) -> None:
    site_id = door.publish()
    first = door.submit(a_feature("一") | {"id": site_id, "base_version": 1}).json()["id"]
    accepted_and_crashed(door, first)
    second = door.submit(a_feature("二") | {"id": site_id, "base_version": 1}).json()["id"]
    changed_by_somebody_else(door, site_id)
    with restarted(door):
        pass
    statuses = [
        door.call("GET", f"/submissions/{each}", "reviewer").json()["status"]
        for each in (first, second)
    ]
    assert statuses == ["replaced", "received"]


def test_a_start_is_never_kept_from_by_what_cannot_be_delivered(door: Door) -> None:
    picture = a_jpeg()
    sent = door.submit(photos=[picture]).json()
    accepted_and_crashed(door, sent["id"])
    door.desk._intake._photos.discard(hashlib.sha256(picture).hexdigest())
    with restarted(door) as desk:
        assert isinstance(desk, Desk)
    assert waiting(door) == 1
    assert "outbox.waiting" in door.log.getvalue()


def test_a_parcel_is_settled_once(door: Door) -> None:
    sent = door.submit().json()
    parcel = accepted_and_crashed(door, sent["id"])
    assert isinstance(parcel.event.site, Site)
    with door.database.writing() as connection:
        assert outbox.settle(connection, parcel, State.REFUSED)
    assert door.desk.recover() == 0
    assert versions(door, sent["site_id"]) == []
