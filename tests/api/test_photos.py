"""Pictures on their way: private until accepted, paired with their words, never borrowed."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from data.ids import new_id
from data.precision import cell_centre
from tests.api.door import API, Door, a_feature, a_jpeg

HERE = (139.6512, 35.6413)


def published(door: Door) -> set[str]:
    folder = door.workspace.photos
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*.jpg")}


def photos_of(door: Door, site_id: str) -> list[dict[str, Any]]:
    said = door.call("GET", f"/sites/{site_id}").json()["properties"]
    return list(said.get("photos", []))


def test_a_picture_is_private_until_its_site_is_accepted(door: Door) -> None:
    picture = a_jpeg()
    photo_id = hashlib.sha256(picture).hexdigest()
    sent = door.submit(a_feature(photos=[{"alt": "石のくぼみ"}]), photos=[picture])
    assert sent.status_code == 201
    assert not any(name.startswith(photo_id) for name in published(door))
    assert door.call("GET", f"/submissions/{sent.json()['id']}", "member").json()["photos"] == [
        {"id": photo_id, "alt": "石のくぼみ", "width": 640, "height": 480}
    ]
    door.decide(sent.json()["id"])
    (photo,) = photos_of(door, sent.json()["site_id"])
    assert (photo["id"], photo["alt"]) == (photo_id, "石のくぼみ")
    assert {each["file"] for each in photo["renditions"]} <= published(door)


def test_what_is_declined_stays_private(door: Door) -> None:
    before = published(door)
    sent = door.submit(photos=[a_jpeg()])
    door.decide(sent.json()["id"], "decline")
    assert published(door) == before


def test_a_check_keeps_no_picture(door: Door) -> None:
    picture = a_jpeg()
    files = [
        ("site", (None, b'{"type":"Feature"}', "application/json")),
        ("photo", ("a.jpg", picture, "image/jpeg")),
    ]
    door.call("POST", "/submissions/check", "member", files=files)
    assert hashlib.sha256(picture).hexdigest() not in door.desk._intake._photos


def test_where_it_was_taken_is_told_and_never_kept(door: Door) -> None:
    sent = door.submit(a_feature(), photos=[a_jpeg(), a_jpeg(at=HERE)])
    position = sent.json()["suggested_position"]
    assert position["type"] == "Point"
    assert position["coordinates"] == pytest.approx(HERE, abs=1e-5)
    assert b"139.6512" not in door.everything_private()


def test_where_it_was_taken_is_told_to_the_block_for_a_home(door: Door) -> None:
    feature = a_feature(precision="block", setting="private_home") | {"consent": True}
    sent = door.submit(feature, photos=[a_jpeg(at=HERE)])
    assert tuple(sent.json()["suggested_position"]["coordinates"]) == cell_centre(*HERE)


def test_repeating_with_pictures_answers_the_same(door: Door) -> None:
    """A form's boundary differs each time it is sent; what is in it does not."""
    feature, picture, key = a_feature(), a_jpeg(at=HERE), new_id()
    first = door.submit(feature, photos=[picture], key=key)
    again = door.submit(feature, photos=[picture], key=key)
    assert first.status_code == 201
    assert first.json() == again.json()
    assert door.submit(feature, photos=[a_jpeg()], key=key).json()["code"] == "idempotency.reused"


def test_words_go_with_pictures_in_order(door: Door) -> None:
    pictures = [a_jpeg(), a_jpeg(), a_jpeg()]
    site_id = door.publish(a_feature(photos=[{"alt": "一"}, {"alt": "二"}]), photos=pictures)
    ids = [hashlib.sha256(each).hexdigest() for each in pictures]
    assert [(each["id"], each.get("alt", "")) for each in photos_of(door, site_id)] == [
        (ids[0], "一"),
        (ids[1], "二"),
        (ids[2], ""),
    ]


def test_words_without_their_picture_are_told(door: Door) -> None:
    refused = door.submit(a_feature(photos=[{"alt": "一"}, {"alt": "二"}]), photos=[a_jpeg()])
    (finding,) = refused.json()["findings"]
    assert (finding["code"], finding["pointer"]) == ("photo.not_sent", "/properties/photos/1")


def test_an_edit_keeps_pictures_by_their_ids(door: Door) -> None:
    site_id = door.publish(photos=[a_jpeg(), a_jpeg()])
    before = door.call("GET", f"/sites/{site_id}").json()
    first, second = before["properties"]["photos"]
    changed = before | {"base_version": 1}
    changed["properties"] = before["properties"] | {
        "photos": [second | {"alt": "新しい説明"}, {"alt": "追加"}]
    }
    sent = door.submit(changed, photos=[a_jpeg()])
    assert sent.status_code == 201, sent.text
    assert door.decide(sent.json()["id"]).status_code == 200
    kept, added = photos_of(door, site_id)
    assert (kept["id"], kept["alt"], kept["renditions"]) == (
        second["id"],
        "新しい説明",
        second["renditions"],
    )
    assert added["alt"] == "追加"
    assert first["id"] != added["id"]


def test_what_was_returned_is_mended_without_sending_pictures_again(door: Door) -> None:
    feature = a_feature() | {"id": new_id()}
    first = door.submit(feature, photos=[a_jpeg()]).json()["id"]
    door.decide(first, "return", message="説明をお願いします")
    (photo,) = door.call("GET", f"/submissions/{first}", "member").json()["photos"]
    feature["properties"]["photos"] = [{"id": photo["id"], "alt": "説明"}]
    second = door.submit(feature)
    assert second.status_code == 201
    door.decide(second.json()["id"])
    assert photos_of(door, second.json()["site_id"])[0]["alt"] == "説明"


def test_an_id_alone_never_borrows_somebody_elses_picture(door: Door) -> None:
    picture = a_jpeg()
    door.submit(photos=[picture])
    feature = a_feature(photos=[{"id": hashlib.sha256(picture).hexdigest(), "alt": "x"}])
    refused = door.submit(feature, "other")
    assert [each["code"] for each in refused.json()["findings"]] == ["photo.not_here"]


def test_what_a_sender_says_about_files_is_thrown_away(door: Door) -> None:
    feature = a_feature(
        photos=[
            {"alt": "x", "renditions": [{"width": 1, "height": 1, "file": "../../kufu.sqlite"}]}
        ]
    )
    site_id = door.publish(feature, photos=[a_jpeg()])
    assert "kufu.sqlite" not in str(photos_of(door, site_id))


def test_refused_pictures_are_told_one_by_one_with_everything_else(door: Door) -> None:
    pictures = [a_jpeg(), b"<svg onload='alert(1)'/>", a_jpeg()[:300]]
    refused = door.submit(a_feature(category="nonsense"), photos=pictures)
    found = {(each["pointer"], each["severity"]) for each in refused.json()["findings"]}
    assert {("/photo/1", "error"), ("/photo/2", "error")} <= found
    assert ("/properties/category", "error") in found or len(found) == 2


def test_pictures_are_counted(door: Door) -> None:
    refused = door.submit(a_feature(), photos=[b"x"] * 11)
    assert (refused.status_code, refused.json()["code"]) == (413, "form.too_many_photos")


def test_a_lost_picture_is_told_and_nothing_is_decided(door: Door) -> None:
    picture = a_jpeg()
    sent = door.submit(photos=[picture]).json()
    door.desk._intake._photos.discard(hashlib.sha256(picture).hexdigest())
    refused = door.decide(sent["id"])
    assert (refused.status_code, refused.json()["code"]) == (503, "photo.gone")
    seen = door.call("GET", f"/submissions/{sent['id']}", "member").json()
    assert seen["status"] == "received"


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "a\x00b.jpg", "日本.jpg", '"; x="', "a" * 255]
)
def test_a_file_name_means_nothing(door: Door, name: str) -> None:
    files = [
        ("site", (None, __import__("json").dumps(a_feature()), "application/json")),
        ("photo", (name, a_jpeg(), "text/html")),
    ]
    sent = door.client.post(
        f"{API}/submissions",
        files=files,
        headers={"Authorization": f"Bearer {door.tokens['member']}"},
    )
    assert sent.status_code == 201, sent.text
    assert b"passwd" not in door.everything_private()
