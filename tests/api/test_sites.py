"""What anyone may read: stored bytes, pages, tags, and nothing that was taken off."""

from __future__ import annotations

import gzip
import time

import brotli
import httpx
import pytest

from data.event import Event, EventKind
from data.ids import new_id
from data.site import SitePhoto
from tests.api.door import API, Door, a_feature, ledger_of
from tests.data.makers import a_site


@pytest.fixture(scope="module")
def ids(door: Door) -> list[str]:
    return [
        door.publish(a_feature(f"雨庭{number}", at=(139.64 + number / 1000, 35.64)))
        for number in range(5)
    ]


def found(answer: httpx.Response) -> list[str]:
    return [each["id"] for each in answer.json()["features"]]


def test_the_stored_bytes_are_the_served_bytes(door: Door, ids: list[str]) -> None:
    line = ledger_of(door).get(ids[0])
    assert door.call("GET", f"/sites/{ids[0]}").content == line
    assert line in door.call("GET", "/sites").content


def test_pages_hold_everything_once_in_order(door: Door, ids: list[str]) -> None:
    path, seen = "/sites?limit=2", []
    while path:
        page = door.call("GET", path).json()
        assert page["numberReturned"] == len(page["features"]) <= 2
        seen += [each["id"] for each in page["features"]]
        links = [each["href"] for each in page.get("links", []) if each["rel"] == "next"]
        path = links[0].removeprefix(API) if links else ""
    assert [each for each in seen if each in ids] == ids
    assert len(seen) == len(set(seen))


@pytest.mark.usefixtures("ids")
def test_a_question_stays_the_same_from_page_to_page(door: Door) -> None:
    first = door.call("GET", "/sites?bbox=139.6,35.6,139.7,35.7&q=%E9%9B%A8&limit=1").json()
    following = first["links"][0]["href"]
    assert "bbox=139.6,35.6,139.7,35.7&q=%E9%9B%A8&limit=1&cursor=" in following
    second = door.call("GET", following.removeprefix(API)).json()
    assert second["features"][0]["id"] != first["features"][0]["id"]


def test_a_box_a_category_and_a_word_must_all_hold(door: Door, ids: list[str]) -> None:
    assert found(door.call("GET", "/sites?bbox=139.6405,35.63,139.6425,35.65")) == ids[1:3]
    assert found(door.call("GET", "/sites?q=雨庭３")) == [ids[3]]
    assert found(door.call("GET", "/sites?category=hedge")) == []
    assert found(door.call("GET", "/sites?category=rain_garden&q=雨庭2&bbox=0,0,1,1")) == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("bbox=1,2,3", "query.bbox"),
        ("bbox=nan,1,2,3", "query.bbox"),
        ("bbox=139.7,35,139.6,36", "query.bbox"),
        ("bbox=35.6,139.6,35.7,139.7", "query.bbox"),
        ("bbox=1,2,3,inf", "query.bbox"),
        ("limit=0", "query.limit"),
        ("limit=1001", "query.limit"),
        ("limit=%EF%BC%93", "query.limit"),
        ("limit=1e2", "query.limit"),
        ("cursor=abc", "query.cursor"),
        ("cursor=-1", "query.cursor"),
        ("category=nonsense", "query.category"),
        ("catgory=hedge", "query.unknown"),
        (f"q={'x' * 201}", "query.text"),
    ],
)
def test_a_question_that_cannot_be_is_refused(door: Door, asked: str, code: str) -> None:
    refused = door.call("GET", f"/sites?{asked}")
    assert (refused.status_code, refused.json()["code"]) == (422, code)


# Tags and encodings


@pytest.mark.parametrize("path", ["/sites", "/sites?limit=2", "/vocabulary", "/ward", "one"])
def test_who_has_it_already_is_told_so(door: Door, ids: list[str], path: str) -> None:
    path = f"/sites/{ids[0]}" if path == "one" else path
    first = door.call("GET", path)
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"] == "no-cache"
    again = door.call("GET", path, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_tag_changes_with_the_record(door: Door) -> None:
    before = door.call("GET", "/sites").headers["etag"]
    door.publish()
    assert door.call("GET", "/sites", headers={"If-None-Match": before}).status_code == 200


@pytest.mark.usefixtures("ids")
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None)],
)
def test_an_answer_comes_in_the_encoding_that_is_taken(
    door: Door, accepted: str, encoding: str | None
) -> None:
    plain = door.call("GET", "/sites", headers={"Accept-Encoding": "identity"}).content
    for _ in range(2):  # made, then kept
        with door.client.stream(
            "GET", f"{API}/sites", headers={"Accept-Encoding": accepted}
        ) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["vary"] == "accept-encoding"
        assert int(answer.headers["content-length"]) == len(raw)
        read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](raw)
        assert read == plain


def test_head_answers_without_a_body(door: Door) -> None:
    answer = door.client.head(f"{API}/sites")
    assert (answer.status_code, answer.content) == (200, b"")


# What is not there, and what was taken off


def test_what_nobody_recorded_is_unknown(door: Door) -> None:
    for path in (f"/sites/{new_id()}", f"/sites/{new_id()}/history", "/sites/nonsense"):
        refused = door.call("GET", path)
        assert (refused.status_code, refused.json()["code"]) == (404, "site.unknown")


def test_what_is_hidden_is_gone_at_once_and_its_reason_stays_private(door: Door) -> None:
    site_id = door.publish()
    reason = "住んでいる方から連絡がありました"
    for _ in range(2):
        hidden = door.call("POST", f"/sites/{site_id}/hide", "reviewer", json={"reason": reason})
        assert hidden.json() == {"site_id": site_id, "hidden": True}
    for path in (f"/sites/{site_id}", f"/sites/{site_id}/history"):
        refused = door.call("GET", path)
        assert (refused.status_code, refused.json()["code"]) == (410, "site.hidden")
    assert site_id not in door.call("GET", "/sites?limit=1000").text
    assert reason not in door.workspace.sites.read_text("utf-8")
    assert reason not in door.log.getvalue()
    changed = door.submit(a_feature() | {"id": site_id, "base_version": 1})
    assert changed.json()["code"] == "site.hidden"


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "x", "y": 1}])
def test_hiding_wants_a_reason(door: Door, ids: list[str], body: dict[str, str]) -> None:
    refused = door.call("POST", f"/sites/{ids[0]}/hide", "reviewer", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "request.invalid")
    assert door.call("GET", f"/sites/{ids[0]}").status_code == 200


def test_hiding_what_is_not_there_is_unknown(door: Door) -> None:
    refused = door.call("POST", f"/sites/{new_id()}/hide", "reviewer", json={"reason": "x"})
    assert refused.status_code == 404


def test_what_was_redacted_never_comes_back(door: Door) -> None:
    site_id = door.publish()
    pending = door.submit(a_feature("取り消される名前") | {"id": site_id, "base_version": 1}).json()
    with door.desk.publisher.turn:
        door.desk._sites.append(Event(EventKind.REDACT, site_id, cause="redact:1"))
    assert door.call("GET", f"/sites/{site_id}").status_code == 404
    refused = door.decide(pending["id"])
    assert refused.status_code in {404, 409, 410}
    assert "取り消される名前" not in door.workspace.sites.read_text("utf-8")
    fresh = door.submit(a_feature() | {"id": site_id}).json()
    refused = door.decide(fresh["id"])
    assert (refused.status_code, refused.json()["code"]) == (410, "site.redacted")


def test_what_another_process_imports_is_seen_while_the_server_runs(door: Door) -> None:
    site = a_site("輸入された井戸", photos=(SitePhoto(id="c" * 64),))
    ledger_of(door).append(Event.version(site))
    until = time.monotonic() + 5
    answer = door.client.get(f"{API}/sites/{site.id}")
    while answer.status_code != 200 and time.monotonic() < until:
        time.sleep(0.05)
        answer = door.client.get(f"{API}/sites/{site.id}")
    assert answer.json()["properties"]["name"] == "輸入された井戸"


# Reference and health


def test_the_vocabulary_has_words_and_facts(door: Door) -> None:
    said = door.call("GET", "/vocabulary").json()
    garden = next(each for each in said["categories"] if each["id"] == "rain_garden")
    assert garden["name"]["ja"].startswith("雨庭")
    assert {each["key"] for each in garden["attributes"]} >= {"area_m2"}
    assert len(said["categories"]) == 42


def test_the_ward_is_a_feature_with_its_credit(door: Door) -> None:
    said = door.call("GET", "/ward").json()
    assert (said["id"], said["type"]) == ("131121", "Feature")
    assert len(said["properties"]["districts"]) == 5
    assert said["properties"]["attribution"]
    west, south, east, north = said["bbox"]
    assert west < 139.65 < east
    assert south < 35.64 < north


def test_health_is_told(door: Door) -> None:
    assert door.call("GET", "/healthz").json() == {"status": "ok"}
    assert door.call("GET", "/readyz").json()["seq"] == ledger_of(door).seq
