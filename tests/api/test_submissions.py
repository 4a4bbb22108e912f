"""What a group is promised for what it sends."""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

import httpx
import pytest

from data.ids import new_id
from data.precision import cell_centre
from tests.api.door import Door, a_feature, a_place


def codes(answer: httpx.Response) -> set[str]:
    return {each["code"] for each in answer.json()["findings"]}


def count(door: Door, table: str) -> int:
    with sqlite3.connect(door.workspace.private / "kufu.sqlite") as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


# The way in and out


def test_a_site_is_kept_until_somebody_decides(door: Door) -> None:
    feature = a_feature(address="東京都世田谷区代沢5-34-11")
    sent = door.submit(feature)
    assert sent.status_code == 201
    assert sent.json()["status"] == "received"
    assert sent.headers["location"].endswith(sent.json()["id"])
    site_id = sent.json()["site_id"]
    assert door.call("GET", f"/sites/{site_id}").status_code == 404

    decided = door.decide(sent.json()["id"])
    assert decided.json()["status"] == "accepted"
    published = door.call("GET", f"/sites/{site_id}").json()
    assert published["geometry"] == feature["geometry"]
    said = published["properties"]
    assert said["name"] == feature["properties"]["name"]
    assert (said["version"], said["group"], said["district"]) == (1, "memberの会", "北沢")
    assert published["cause"] == f"submission:{sent.json()['id']}"


def test_the_client_may_mint_the_id(door: Door) -> None:
    site_id = new_id()
    assert door.publish(a_feature() | {"id": site_id}) == site_id


def test_an_unreadable_draft_is_told_all_at_once(door: Door) -> None:
    feature = a_feature(category="rain_gardn", confirmed_on="2999-01-01")
    feature["properties"]["name"] = "\u202eあ"
    refused = door.submit(feature)
    assert refused.status_code == 422
    assert refused.json()["code"] == "submission.findings"
    assert len(codes(refused)) >= 3
    for each in refused.json()["findings"]:
        assert each["message"]["ja"]
        assert each["message"]["en"]


def test_warnings_travel_with_the_submission(door: Door) -> None:
    at = a_place()
    door.publish(a_feature("くすのき公園の雨庭", at=at))
    sent = door.submit(a_feature("くすのき公園の雨庭", at=at))
    assert "duplicate.near" in codes(sent)
    seen = door.call("GET", f"/submissions/{sent.json()['id']}", "reviewer").json()
    assert "duplicate.near" in {each["code"] for each in seen["findings"]}


def test_a_check_finds_the_same_and_keeps_nothing(door: Door) -> None:
    before = count(door, "submissions"), count(door, "audit")
    good, bad = a_feature(), a_feature(category="nonsense")
    report = door.call("POST", "/submissions/check", "member", json=good).json()
    assert report["acceptable"] is True
    report = door.call("POST", "/submissions/check", "member", json=bad).json()
    assert report["acceptable"] is False
    assert report["findings"] == door.submit(bad).json()["findings"]
    assert (count(door, "submissions"), count(door, "audit")) == before


def test_a_reviewer_may_set_a_district_that_the_address_does_not_tell(door: Door) -> None:
    sent = door.submit(a_feature()).json()
    refused = door.decide(sent["id"], district="港")
    assert refused.json()["code"] == "submission.district"
    door.decide(sent["id"], district="砧")
    site = door.call("GET", f"/sites/{sent['site_id']}").json()
    assert site["properties"]["district"] == "砧"


# Deciding


def test_a_return_says_what_to_mend_and_a_better_one_takes_its_place(door: Door) -> None:
    feature = a_feature() | {"id": new_id()}
    first = door.submit(feature).json()["id"]
    door.decide(first, "return", message="もう少しくわしくお願いします")
    seen = door.call("GET", f"/submissions/{first}", "member").json()
    assert seen["status"] == "returned"
    assert [each["message"] for each in seen["messages"]] == ["もう少しくわしくお願いします"]

    feature["properties"]["description"] = "屋根の水をためます"
    second = door.submit(feature).json()["id"]
    assert door.call("GET", f"/submissions/{first}", "member").json()["status"] == "replaced"
    assert door.decide(first).json()["code"] == "submission.decided"
    assert door.decide(second).status_code == 200


def test_a_return_without_a_word_is_sent_back_to_the_reviewer(door: Door) -> None:
    sent = door.submit().json()
    refused = door.decide(sent["id"], "return", message=" ")
    assert (refused.status_code, refused.json()["code"]) == (422, "submission.message_missing")


def test_deciding_twice_the_same_way_changes_nothing(door: Door) -> None:
    sent = door.submit().json()
    once = door.decide(sent["id"])
    again = door.decide(sent["id"])
    assert once.json() == again.json()
    assert len(door.call("GET", f"/sites/{sent['site_id']}/history").json()["features"]) == 1
    other = door.decide(sent["id"], "decline")
    assert (other.status_code, other.json()["code"]) == (409, "submission.decided")
    assert other.json()["submission_status"] == "accepted"


def test_of_many_who_decide_at_once_one_is_heard(door: Door) -> None:
    sent = door.submit().json()
    answers: list[tuple[str, int]] = []

    def decide(verdict: str, who: str) -> None:
        answers.append((verdict, door.decide(sent["id"], verdict, who).status_code))

    together(
        *((decide, ("accept", "reviewer")), (decide, ("decline", "maintainer"))) * 4,
    )
    heard = {verdict for verdict, status in answers if status == 200}
    assert len(heard) == 1
    assert {status for _, status in answers} == {200, 409}


# Changing what is published


def test_an_edit_makes_a_version_and_keeps_who_made_it(door: Door) -> None:
    site_id = door.publish()
    before = door.call("GET", f"/sites/{site_id}").json()
    changed = before | {"base_version": 1}
    changed["properties"] = before["properties"] | {"name": "大きな雨庭"}
    sent = door.submit(changed)
    assert sent.json()["kind"] == "edit"
    door.decide(sent.json()["id"])
    after = door.call("GET", f"/sites/{site_id}").json()["properties"]
    assert (after["name"], after["version"]) == ("大きな雨庭", 2)
    assert after["created_at"] == before["properties"]["created_at"]
    versions = door.call("GET", f"/sites/{site_id}/history").json()["features"]
    assert [each["properties"]["version"] for each in versions] == [1, 2]


def test_anybody_may_correct_and_the_site_stays_its_groups(door: Door) -> None:
    site_id = door.publish()
    sent = door.submit(
        a_feature("直した名前") | {"id": site_id}, "other", parts={"base_version": "1"}
    )
    assert sent.json()["kind"] == "correction"
    door.decide(sent.json()["id"])
    said = door.call("GET", f"/sites/{site_id}").json()["properties"]
    assert (said["name"], said["group"]) == ("直した名前", "memberの会")


def test_who_is_late_gets_both_versions(door: Door) -> None:
    site_id = door.publish()
    first = a_feature("先の人") | {"id": site_id, "base_version": 1}
    door.decide(door.submit(first).json()["id"])
    late = door.submit(a_feature("後の人") | {"id": site_id, "base_version": 1}, "other")
    assert (late.status_code, late.json()["code"]) == (409, "site.conflict")
    assert late.json()["current"]["properties"]["name"] == "先の人"
    assert late.json()["yours"]["properties"]["name"] == "後の人"
    assert late.json()["current_version"] == 2


def test_two_editors_at_once_one_is_asked_to_look_again(door: Door) -> None:
    site_id = door.publish()
    both = [
        door.submit(a_feature(who) | {"id": site_id, "base_version": 1}, who).json()["id"]
        for who in ("member", "other")
    ]
    statuses: list[int] = []
    together(
        *((lambda each: statuses.append(door.decide(each).status_code), (each,)) for each in both)
    )
    assert sorted(statuses) == [200, 409]
    left = [door.call("GET", f"/submissions/{each}", "reviewer").json() for each in both]
    assert sorted(each["status"] for each in left) == ["accepted", "received"]


def test_a_taken_id_is_told(door: Door) -> None:
    site_id = door.publish()
    refused = door.submit(a_feature() | {"id": site_id})
    assert (refused.status_code, refused.json()["code"]) == (409, "site.exists")
    waiting = door.submit(a_feature() | {"id": new_id()})
    theirs = door.submit(a_feature() | {"id": waiting.json()["site_id"]}, "other")
    assert (theirs.status_code, theirs.json()["code"]) == (409, "site.pending")
    nothing = door.submit(a_feature() | {"id": new_id(), "base_version": 1})
    assert (nothing.status_code, nothing.json()["code"]) == (404, "site.unknown")


@pytest.mark.parametrize("version", [0, -1, True, "x", 1.5, 2**40, [1]])
def test_a_base_version_is_a_version(door: Door, version: Any) -> None:  # noqa: ANN401
    refused = door.submit(a_feature() | {"id": new_id(), "base_version": version})
    assert refused.status_code == 422
    assert codes(refused) == {"base_version.format"}


# Repeating


def test_the_same_request_is_kept_once(door: Door) -> None:
    feature, key = a_feature(), new_id()
    first = door.submit(feature, key=key)
    again = door.submit(feature, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    door.decide(first.json()["id"])
    assert door.submit(feature, key=key).json() == first.json()
    listed = [each for each in all_of(door) if each["site_id"] == first.json()["site_id"]]
    assert len(listed) == 1


def test_the_same_request_many_times_at_once_is_kept_once(door: Door) -> None:
    feature, key = a_feature() | {"id": new_id()}, new_id()
    answers: list[httpx.Response] = []
    together(*[(lambda: answers.append(door.submit(feature, key=key)), ())] * 8)
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["id"] for each in answers}) == 1
    assert len([each for each in all_of(door) if each["site_id"] == feature["id"]]) == 1


def test_a_key_stands_for_one_thing_of_one_person(door: Door) -> None:
    key = new_id()
    mine = door.submit(key=key)
    refused = door.submit(key=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency.reused")
    assert door.submit(who="other", key=key).json()["id"] != mine.json()["id"]


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
def test_a_key_is_short_and_printable(door: Door, key: str) -> None:
    refused = door.call(
        "POST", "/submissions", "member", json=a_feature(), headers={"Idempotency-Key": key}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency.key")


# Reading


def all_of(door: Door, who: str = "reviewer", limit: int = 7) -> list[dict[str, Any]]:
    """Return all submissions that somebody sees, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        query = f"?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        page = door.call("GET", f"/submissions{query}", who).json()
        found += page["submissions"]
        assert len(page["submissions"]) <= limit
        if page["next"] is None:
            return found
        cursor = page["next"]


def test_pages_hold_everything_once_oldest_first(door: Door) -> None:
    for _ in range(9):
        door.submit(who="other")
    ids = [each["id"] for each in all_of(door, limit=4)]
    assert ids == sorted(set(ids))
    assert len(ids) == count(door, "submissions")


def test_a_member_sees_their_groups_and_nobody_elses(door: Door) -> None:
    mine, theirs = door.submit().json()["id"], door.submit(who="other").json()["id"]
    seen = {each["id"] for each in all_of(door, "member")}
    assert mine in seen
    assert theirs not in seen
    hidden = door.call("GET", f"/submissions/{theirs}", "member")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "submission.unknown")


def test_submissions_are_found_by_status(door: Door) -> None:
    declined = door.submit().json()["id"]
    door.decide(declined, "decline")
    found = door.call("GET", "/submissions?status=declined&limit=100", "reviewer").json()
    assert declined in [each["id"] for each in found["submissions"]]
    assert {each["status"] for each in found["submissions"]} == {"declined"}


@pytest.mark.parametrize("asked", ["limit=0", "limit=x", "limit=5000", "cursor=x", "status=maybe"])
def test_a_page_that_cannot_be_is_refused(door: Door, asked: str) -> None:
    assert door.call("GET", f"/submissions?{asked}", "reviewer").status_code == 422


# What must not be told


def test_a_home_is_kept_at_block_level_and_nowhere_else(door: Door) -> None:
    """Not in the database, not in its log, not in ours, not in a digest's reach."""
    at = (139.651234, 35.641357)
    home = a_feature(
        at=at,
        precision="block",
        setting="private_home",
        address="東京都世田谷区若林4-31-9",
        consent=True,
    )
    home["consent"] = home["properties"].pop("consent")
    sent = door.submit(home, key=new_id())
    assert sent.status_code == 201, sent.text
    site_id = sent.json()["site_id"]
    door.decide(sent.json()["id"])
    site = door.call("GET", f"/sites/{site_id}").json()
    assert site["geometry"]["coordinates"] == list(cell_centre(*at))
    assert "31-9" not in site["properties"]["address"]
    door.call("POST", "/submissions/check", "member", json=home)
    everything = door.everything_private()
    for secret in (b"139.651234", b"35.641357", b"651234", b"4-31-9"):
        assert secret not in everything


def test_another_groups_unpublished_site_is_never_told(door: Door) -> None:
    at = a_place()
    door.submit(a_feature("ひみつの雨庭", at=at), "other")
    mine = door.submit(a_feature("ひみつの雨庭", at=at))
    assert "duplicate.near" not in codes(mine)
    again = door.submit(a_feature("ひみつの雨庭", at=at))
    assert "duplicate.near" in codes(again)  # one's own is told


def test_a_member_cannot_make_an_official_place(door: Door) -> None:
    refused = door.submit(a_feature(category="designated_shelter"))
    assert "category.official_only" in codes(refused)


def together(*calls: tuple[Any, tuple[Any, ...]]) -> None:
    threads = [threading.Thread(target=call, args=arguments) for call, arguments in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
