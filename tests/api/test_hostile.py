"""What comes in broken, lying or far too large gets a clear answer, and loses nothing."""

from __future__ import annotations

import json
import resource
import socket
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import httpx
import pytest

from tests.api.door import Door, a_feature, a_jpeg

_NUMBERS: Final = map(str, count())
JSON: Final = {"Content-Type": "application/json"}
FORM: Final = {"Content-Type": "multipart/form-data; boundary=edge"}


def send(door: Door, content: Any, headers: dict[str, str] = JSON) -> httpx.Response:  # noqa: ANN401
    answer = door.call("POST", "/submissions", "member", content=content, headers=headers)
    said = answer.json()
    if answer.status_code != 201:
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code", "pointer", "message"} <= set(said)
        assert said["status"] == answer.status_code
        assert set(said["message"]) == {"ja", "en"}
        assert "…" not in said["message"]["en"]
    return answer


@pytest.fixture(autouse=True)
def nothing_is_lost(door: Door) -> Iterator[None]:
    """Whatever a test does, what was published stays, and the server answers."""
    site_id = door.publish()
    yield
    assert door.call("GET", f"/sites/{site_id}").status_code == 200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "json.broken"),
        (b"{", "json.broken"),
        (b"[]", "json.not_an_object"),
        (b"null", "json.not_an_object"),
        (b'"text"', "json.not_an_object"),
        (b'{"a": NaN}', "json.broken"),
        (b'{"a": Infinity}', "json.broken"),
        (b'{"a": "\xff\xfe"}', "json.broken"),
        (b"\xef\xbb\xbf{}", "json.broken"),
        (b"[" * 100_000, "json.broken"),
        (b'{"a":' * 50_000, "json.broken"),
        (b"<?xml version='1.0'?>", "json.broken"),
    ],
)
def test_what_is_no_json_is_told_where(door: Door, text: bytes, code: str) -> None:
    refused = send(door, text)
    assert (refused.status_code, refused.json()["code"]) == (400, code)


@pytest.mark.parametrize(
    "feature",
    [
        {},
        {"type": "Feature"},
        {"type": "FeatureCollection", "features": []},
        a_feature() | {"geometry": None},
        a_feature() | {"geometry": {"type": "Point", "coordinates": []}},
        a_feature() | {"geometry": {"type": "Point", "coordinates": ["139", "35"]}},
        a_feature() | {"geometry": {"type": "Point", "coordinates": [1e308 * 10, 35]}},
        a_feature() | {"geometry": {"type": "Point", "coordinates": [True, 35]}},
        a_feature() | {"geometry": {"type": "Polygon", "coordinates": [[[139, 35]]]}},
        a_feature() | {"geometry": {"type": "MultiPoint", "coordinates": [[139, 35]]}},
        a_feature() | {"geometry": {"type": "LineString", "coordinates": [[0, 0], [0, 0]]}},
        a_feature() | {"properties": []},
        a_feature() | {"properties": None},
        a_feature() | {"id": "not-a-ulid"},
        a_feature() | {"id": 7},
        a_feature() | {"id": ["x"]},
        a_feature() | {"consent": "perhaps"},
        a_feature() | {"surprise": 1},
        a_feature(surprise=1),
        a_feature() | {"properties": {"name": ["x"], "category": "rain_garden"}},
        a_feature(name="\u0000") | {},
        a_feature(description="x" * 5000),
        a_feature(attributes={"area_m2": "large"}),
        a_feature(attributes=[1]),
        a_feature(photos={"id": 1}),
        a_feature(photos=[1, None]),
        a_feature(photos=[{"id": "../../x"}]),
        a_feature(photos=[{"alt": {"a": 1}}]),
        a_feature(setting="moon"),
        a_feature(confirmed_on="2026-02-30"),
        a_feature(confirmed_on=20260230),
        a_feature(accuracy_m=-1),
        a_feature(source="me"),
        a_feature(superseded_by="x"),
    ],
    ids=lambda _: next(_NUMBERS),
)
def test_what_is_no_site_is_told_where(door: Door, feature: dict[str, Any]) -> None:
    text = json.dumps(feature).replace("Infinity", "1e999")
    refused = send(door, text.encode())
    assert refused.status_code in {400, 422}, refused.text
    if refused.json()["code"] == "submission.findings":
        for each in refused.json()["findings"]:
            assert each["message"]["ja"]
            assert each["message"]["en"]


def test_a_script_in_a_name_is_kept_as_the_text_it_is(door: Door) -> None:
    name = "</script><script>alert(1)</script>"
    site_id = door.publish(a_feature(name))
    answer = door.call("GET", f"/sites/{site_id}")
    assert answer.json()["properties"]["name"] == name
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


# Too large


def test_ten_megabytes_of_text_are_refused_before_they_are_read(door: Door) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused = send(door, b'{"a":"' + b"x" * 10_000_000 + b'"}')
    assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(door: Door) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 50_000_000:
            sent += 65536
            yield b"x" * 65536

    try:
        refused = send(door, endless())
        assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")
    except httpx.WriteError:
        pass  # the server closed the line while we were still sending
    assert sent < 50_000_000


def test_a_text_part_of_ten_megabytes_is_refused(door: Door) -> None:
    refused = door.submit(a_feature(description="x" * 10_000_000), parts={})
    assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")
    files = [("site", ("site.json", b"x" * 10_000_000, "application/json"))]
    refused = door.call("POST", "/submissions", "member", files=files)
    assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")


def test_a_decision_of_ten_megabytes_is_refused(door: Door) -> None:
    refused = door.decide(door.submit().json()["id"], message="x" * 10_000_000)
    assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")


# Lying about what it is


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/xml", "multipart/mixed; boundary=x", "application/jsonx"],
)
def test_another_content_type_is_refused(door: Door, kind: str) -> None:
    refused = send(door, json.dumps(a_feature()).encode(), {"Content-Type": kind})
    assert (refused.status_code, refused.json()["code"]) == (415, "request.content_type")


@pytest.mark.parametrize("kind", ["application/json", "application/geo+json; charset=utf-8"])
def test_json_may_be_called_by_both_its_names(door: Door, kind: str) -> None:
    assert send(door, json.dumps(a_feature()).encode(), {"Content-Type": kind}).status_code == 201


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary="])
def test_a_form_without_a_boundary_is_refused(door: Door, kind: str) -> None:
    refused = send(door, b"--x--", {"Content-Type": kind})
    assert (refused.status_code, refused.json()["code"]) == (400, "form.broken")


def a_form(*, end: bytes = b"--edge--\r\n") -> bytes:
    site = json.dumps(a_feature()).encode()
    return b"".join(
        (
            b'--edge\r\nContent-Disposition: form-data; name="site"\r\n\r\n' + site + b"\r\n",
            b'--edge\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n" + a_jpeg() + b"\r\n",
            end,
        )
    )


def test_a_whole_form_is_taken(door: Door) -> None:
    assert send(door, a_form(), FORM).status_code == 201


@pytest.mark.parametrize("cut", [1, 5, 9, 12, 400, 3000])
def test_a_form_that_was_cut_off_is_refused_whole(door: Door, cut: int) -> None:
    """Without this, a cut upload would be a submission without its last picture."""
    whole = a_form(end=b"--edge--")
    refused = send(door, whole[:-cut], FORM)
    assert (refused.status_code, refused.json()["code"]) == (400, "form.broken")


def test_an_upload_whose_line_breaks_leaves_nothing(door: Door) -> None:
    before = door.call("GET", "/submissions?limit=1000", "reviewer").json()
    whole = a_form()
    host, port = door.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(
            b"POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\n"
            b"Authorization: Bearer " + door.tokens["member"].encode() + b"\r\n"
            b"Content-Type: multipart/form-data; boundary=edge\r\n"
            b"Content-Length: %d\r\n\r\n" % len(whole) + whole[: len(whole) // 2]
        )
    assert door.call("GET", "/submissions?limit=1000", "reviewer").json() == before


def test_a_part_that_nobody_reads_is_named(door: Door) -> None:
    refused = door.submit(parts={"photos": "x"})
    assert refused.json()["code"] == "form.part_unknown"
    assert "photos" in refused.json()["message"]["en"]


def test_a_form_needs_exactly_one_site(door: Door) -> None:
    refused = door.call("POST", "/submissions", "member", files=[("photo", ("a", a_jpeg()))])
    assert refused.json()["code"] == "form.site_missing"
    twice = [("site", (None, "{}")), ("site", (None, "{}"))]
    refused = door.call("POST", "/submissions", "member", files=twice)
    assert refused.json()["code"] == "form.site_missing"


def test_a_photo_that_is_no_file_is_told(door: Door) -> None:
    refused = door.submit(parts={"photo": "data:image/png;base64,AAAA"})
    assert refused.json()["code"] == "form.photo_not_a_file"


def test_an_empty_file_field_of_a_browser_is_no_photo(door: Door) -> None:
    text = json.dumps(a_feature()).encode()
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="site"\r\n\r\n' + text + b"\r\n"
        b'--edge\r\nContent-Disposition: form-data; name="photo"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--edge--\r\n"
    )
    assert send(door, body, FORM).status_code == 201


# Decisions


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "json.broken"),
        (b"[]", 422, "request.invalid"),
        (b"{}", 422, "request.invalid"),
        (b'{"verdict":"maybe"}', 422, "request.invalid"),
        (b'{"verdict":"accept","extra":1}', 422, "request.invalid"),
        (b'{"verdict":"accept","message":5}', 422, "request.invalid"),
        (b'{"verdict":"return","message":"%b"}' % (b"x" * 2001), 422, "request.invalid"),
    ],
)
def test_a_decision_that_cannot_be_is_told_where(
    door: Door, body: bytes, status: int, code: str
) -> None:
    path = f"/submissions/{door.submit().json()['id']}/decision"
    refused = door.call("POST", path, "reviewer", content=body, headers=JSON)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert "xxxx" not in refused.text


def test_a_decision_is_json(door: Door) -> None:
    path = f"/submissions/{door.submit().json()['id']}/decision"
    refused = door.call("POST", path, "reviewer", data={"verdict": "accept"})
    assert (refused.status_code, refused.json()["code"]) == (415, "request.content_type")


# Elsewhere


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/", 404),
        ("DELETE", "/api/v1/sites", 405),
        ("PUT", "/api/v1/submissions", 405),
        ("GET", "/api/v1/sites/../../../etc/passwd", 404),
        ("GET", "/api/v1/sites/%00", 404),
        ("GET", "/api/v1/submissions/%F0%9F%92%A9/x/y", 404),
    ],
)
def test_every_refusal_is_a_problem(door: Door, method: str, path: str, status: int) -> None:
    refused = door.client.request(method, path)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == status
    if status == 405:
        assert refused.headers["allow"]
