"""What may become of a submission, and what may not."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import orjson
import pytest
import shapely

from data.ids import new_id
from data.site import Precision, SiteDraft, SitePhoto
from data.submission import (
    AlreadyDecidedError,
    Decision,
    Kind,
    MessageMissingError,
    Status,
    Submission,
    Verdict,
    decided,
    draft_bytes,
    draft_of,
    reopened,
    replaced,
)
from tests.data.makers import a_draft

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def a_submission(**said: Any) -> Submission:  # noqa: ANN401 - fields by name
    whole: dict[str, Any] = {
        "id": new_id(),
        "site_id": new_id(),
        "group_id": new_id(),
        "group": "代沢町会",
        "person_id": new_id(),
        "kind": Kind.NEW,
        "draft": draft_bytes(a_draft()),
        "received_at": NOON,
    }
    return Submission(**(whole | said))


def a_decision(verdict: Verdict, message: str = "ありがとうございます") -> Decision:
    return Decision(verdict, message, new_id(), NOON)


@pytest.mark.parametrize("verdict", Verdict)
def test_what_was_received_can_be_decided(verdict: Verdict) -> None:
    decision = a_decision(verdict)
    after = decided(a_submission(), decision)
    assert after.status is verdict.leads_to
    assert after.messages == (decision,)


@pytest.mark.parametrize("verdict", Verdict)
def test_saying_the_same_again_changes_nothing(verdict: Verdict) -> None:
    once = decided(a_submission(), a_decision(verdict))
    assert decided(once, a_decision(verdict, "また")) is once


@pytest.mark.parametrize(("status", "verdict"), list(product(Status, Verdict)))
def test_what_was_decided_stays_decided(status: Status, verdict: Verdict) -> None:
    if status in (Status.RECEIVED, verdict.leads_to):
        return
    with pytest.raises(AlreadyDecidedError) as refused:
        decided(a_submission(status=status), a_decision(verdict))
    assert refused.value.status is status


@pytest.mark.parametrize("message", ["", "  \n"])
def test_a_return_says_what_to_mend(message: str) -> None:
    with pytest.raises(MessageMissingError):
        decided(a_submission(), a_decision(Verdict.RETURN, message))
    assert decided(a_submission(), a_decision(Verdict.ACCEPT, message)).messages


@pytest.mark.parametrize("status", Status)
def test_only_what_is_pending_is_replaced(status: Status) -> None:
    before = a_submission(status=status)
    assert before.is_pending == (status in (Status.RECEIVED, Status.RETURNED))
    if before.is_pending:
        assert replaced(before).status is Status.REPLACED
    else:
        with pytest.raises(AlreadyDecidedError):
            replaced(before)


def test_an_acceptance_that_came_to_nothing_leaves_no_trace() -> None:
    before = a_submission()
    after = reopened(decided(before, a_decision(Verdict.ACCEPT)))
    assert after == before
    with pytest.raises(AlreadyDecidedError):
        reopened(before)


def test_the_next_version_follows_the_one_it_was_made_from() -> None:
    assert a_submission().version == 1
    assert a_submission(base_version=3).version == 4


def test_a_draft_is_kept_whole() -> None:
    draft = SiteDraft(
        geometry=shapely.Polygon([(139.65, 35.64), (139.66, 35.64), (139.66, 35.65)]),
        name="緑道",
        category="greenway",
        precision=Precision.EXACT,
        attributes={"length_m": 120},
        photos=(SitePhoto(id="a" * 64, alt="並木"),),
    )
    assert draft_of(draft_bytes(draft)) == draft


def test_a_kept_draft_says_its_format() -> None:
    """So that a draft that waited through an upgrade can still be read."""
    assert orjson.loads(draft_bytes(a_draft()))["properties"]["format"] == 1


def test_the_middle_of_a_draft_is_longitude_first() -> None:
    drawn = shapely.LineString([(139.60, 35.60), (139.62, 35.64)])
    middle = a_submission(draft=draft_bytes(a_draft(at=drawn))).middle
    assert middle == pytest.approx((139.61, 35.62))
