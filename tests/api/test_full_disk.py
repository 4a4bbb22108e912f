"""A disk that is full in the middle: the caller is told, and everything stays readable."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from data.database import Database, people
from data.database.people import Role
from data.event import Event
from data.ledger import Ledger
from data.workspace import Workspace
from tests.api.door import API, a_feature
from tests.data.makers import a_site
from tests.running import answers, find_free_port

ROOT: Final = Path(__file__).resolve().parents[2]
# The ledger grows past all that SQLite writes here, so that a limit can meet it alone.
RECORDS: Final = 12_000


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("workspace"))
    site = a_site(description="あ" * 200)
    Ledger.open(made.sites).append_many(
        Event.version(site.but(id=f"01M8{number:022d}")) for number in range(RECORDS)
    )
    return made


@pytest.fixture(scope="module")
def tokens(workspace: Workspace) -> dict[str, str]:
    database = Database.open(workspace.database_url)
    with database.writing() as connection:
        group = people.add_group(connection, "代沢町会")
        made = {
            role.value: people.issue(connection, people.add_person(connection, group.id, role).id)
            for role in Role
        }
    database.close()
    return {who: f"Bearer {token}" for who, token in made.items()}


@contextmanager
def served(workspace: Workspace, limit: int = 0) -> Iterator[httpx.Client]:
    port = find_free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.api.served", workspace.home, str(port), str(limit)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 60
        while not answers(f"{url}{API}/healthz"):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            yield client
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def send(client: httpx.Client, tokens: dict[str, str]) -> httpx.Response:
    return client.post(
        f"{API}/submissions", json=a_feature(), headers={"Authorization": tokens["member"]}
    )


def accept(client: httpx.Client, tokens: dict[str, str], submission_id: str) -> httpx.Response:
    return client.post(
        f"{API}/submissions/{submission_id}/decision",
        json={"verdict": "accept"},
        headers={"Authorization": tokens["reviewer"]},
    )


def test_a_full_disk_in_the_middle_of_an_append(
    workspace: Workspace, tokens: dict[str, str]
) -> None:
    before = workspace.sites.read_bytes()
    with served(workspace, limit=len(before) + 100) as client:
        sent = send(client, tokens)
        assert sent.status_code == 201, sent.text
        refused = accept(client, tokens, sent.json()["id"])
        assert (refused.status_code, refused.json()["code"]) == (507, "storage.full")
        assert client.get(f"{API}/sites?limit=5").json()["numberReturned"] == 5
        assert workspace.sites.read_bytes() == before
        again = accept(client, tokens, sent.json()["id"])
        assert again.status_code == 507
    with served(workspace) as client:
        # There is room again: what was decided is carried out, without anybody asking.
        site = client.get(f"{API}/sites/{sent.json()['site_id']}")
        assert site.status_code == 200
        assert accept(client, tokens, sent.json()["id"]).status_code == 200
        history = client.get(f"{API}/sites/{sent.json()['site_id']}/history").json()
        assert history["numberReturned"] == 1


def test_a_full_disk_in_the_middle_of_a_submission(
    workspace: Workspace, tokens: dict[str, str]
) -> None:
    with served(workspace, limit=450_000) as client:
        kept = []
        while (sent := send(client, tokens)).status_code == 201:
            kept.append(sent.json()["id"])
            assert len(kept) < 5000
        assert (sent.status_code, sent.json()["code"]) == (507, "storage.full")
        listed = client.get(
            f"{API}/submissions?limit=1000", headers={"Authorization": tokens["reviewer"]}
        )
        assert set(kept) <= {each["id"] for each in listed.json()["submissions"]}
    with served(workspace) as client:
        assert send(client, tokens).status_code == 201
