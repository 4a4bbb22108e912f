"""What surrounds every answer: headers, the log, the built site, the page of the API."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Final

import pytest

from tests.api.door import API, Door, a_feature, a_jpeg

FOREIGN: Final = re.compile(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE)


class Inline(HTMLParser):
    """Finds what a strict Content-Security-Policy would not let run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("path", [f"{API}/sites", f"{API}/nowhere", "/docs", "/", "/nowhere"])
def test_every_answer_has_its_headers(door: Door, path: str) -> None:
    headers = door.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert re.fullmatch("[0-9a-f]{16}", headers["x-request-id"])
    policy = headers["content-security-policy"]
    assert "frame-ancestors" in policy
    assert "unsafe" not in policy
    expected = "default-src 'none'" if path.startswith(API) else "default-src 'self'"
    assert policy.startswith(expected)


# The page of the API


def test_the_api_is_told_in_one_page_from_this_host_alone(door: Door) -> None:
    page = door.client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    inline = Inline()
    inline.feed(page.text)
    assert inline.found == []
    assert not FOREIGN.search(page.text)
    for path in re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', page.text):
        assert door.client.get(path).status_code == 200
    for path in door.document["paths"]:
        assert path in page.text


def test_a_problems_type_leads_to_its_words(door: Door) -> None:
    kind = door.call("GET", "/sites?limit=0").json()["type"]
    page, _, anchor = kind.partition("#")
    assert f'id="{anchor}"' in door.client.get(page).text


def test_the_document_is_served(door: Door) -> None:
    assert door.client.get(f"{API}/openapi.json").json() == json.loads(json.dumps(door.document))


# The built site


def test_the_built_site_is_served_as_it_lies(door: Door) -> None:
    public = door.workspace.public
    (public / "index.html").write_text("<p>地図</p>", "utf-8")
    (public / "list").mkdir()
    (public / "list" / "index.html").write_text("<p>一覧</p>", "utf-8")
    assert door.client.get("/").text == "<p>地図</p>"
    assert door.client.get("/list/").text == "<p>一覧</p>"
    first = door.client.get("/index.html")
    again = door.client.get("/index.html", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_page_that_is_not_there_is_the_sites_own_and_a_call_a_problem(door: Door) -> None:
    (door.workspace.public / "404.html").write_text("<p>ここにはありません</p>", "utf-8")
    page = door.client.get("/nowhere/")
    assert (page.status_code, page.text) == (404, "<p>ここにはありません</p>")
    call = door.client.get(f"{API}/nowhere")
    assert (call.status_code, call.json()["code"]) == (404, "route.unknown")


@pytest.mark.parametrize(
    "path",
    [
        "/../private/kufu.sqlite",
        "/%2e%2e/private/kufu.sqlite",
        "/..%2fprivate/kufu.sqlite",
        "/%2fetc/passwd",
    ],
)
def test_nothing_outside_the_built_site_is_served(door: Door, path: str) -> None:
    answer = door.client.get(path)
    assert answer.status_code == 404
    assert b"SQLite" not in answer.content


# The log


def test_the_log_says_what_happened_and_nothing_private(door: Door) -> None:
    at = (139.648123, 35.644321)
    feature = a_feature("ひみつの庭", at=at, description="うちの裏です")
    sent = door.submit(
        feature, photos=[a_jpeg(at=(139.6512, 35.6413))], key="ひみつでない鍵".encode().hex()
    )
    door.decide(sent.json()["id"], "decline", message="人に見せない言葉")
    door.client.get(f"{API}/sites?bbox=139.648,35.644,139.649,35.645&q=secret-search")
    door.client.get(f"{API}/sites/{door.tokens['member']}")
    said = door.log.getvalue()
    lines = [json.loads(line) for line in said.splitlines()]
    assert {"POST", "GET"} <= {each.get("method") for each in lines}
    assert f"{API}/submissions/{{submission_id}}/decision" in {each.get("route") for each in lines}
    for secret in (
        "139.6481",
        "139.6512",
        "35.6443",
        "139.648,",
        "secret-search",
        "ひみつの庭",
        "裏です",
        "見せない",
        *door.tokens.values(),
    ):
        assert secret not in said


def test_our_own_fault_is_a_problem_with_a_number_and_quotes_nothing(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_site_id: str) -> bytes:
        message = "at 139.777777, 35.777777"
        raise RuntimeError(message)

    monkeypatch.setattr(door.desk, "site", fail)
    answer = door.client.get(f"{API}/sites/x")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["code"] == "server.fault"
    assert answer.headers["x-request-id"] in said["message"]["en"]
    log = door.log.getvalue()
    assert answer.headers["x-request-id"] in log
    assert "RuntimeError" in log
    assert "777777" not in log + answer.text
