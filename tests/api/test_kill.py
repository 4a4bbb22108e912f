"""SIGKILL at any moment: what was acknowledged is there again, each time, and only once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import pytest

from data.database import Database, people
from data.database.people import Role
from data.ids import new_id
from data.ledger import Ledger
from data.workspace import Workspace
from tests.api.door import API, a_feature
from tests.running import answers, find_free_port

ROOT: Final = Path(__file__).resolve().parents[2]
LIVES: Final = 50
WRITERS: Final = 3


@dataclass
class Server:
    """A server that comes back to life, and what it has acknowledged."""

    home: Path
    url: str
    process: subprocess.Popen[str]
    member: str
    reviewer: str
    sent: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)

    def child(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def wait(self) -> None:
        until = time.monotonic() + 60
        while not answers(f"{self.url}{API}/healthz"):
            assert time.monotonic() < until
            assert self.process.poll() is None
            time.sleep(0.02)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    home, port = tmp_path / "workspace", find_free_port()
    workspace = Workspace.create(home)
    database = Database.open(workspace.database_url)
    with database.writing() as connection:
        group = people.add_group(connection, "代沢町会")
        tokens = [
            people.issue(connection, people.add_person(connection, group.id, role).id)
            for role in (Role.MEMBER, Role.REVIEWER)
        ]
    database.close()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.api.served", str(home), str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield Server(home, f"http://127.0.0.1:{port}", process, *tokens)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def write(server: Server, stop: threading.Event) -> None:
    """Send and accept until told to stop, and note whatever was acknowledged."""
    with httpx.Client(base_url=server.url, trust_env=False, timeout=10) as client:
        while not stop.is_set():
            with contextlib.suppress(httpx.TransportError):
                sent = client.post(
                    f"{API}/submissions",
                    json=a_feature(),
                    headers={
                        "Authorization": f"Bearer {server.member}",
                        "Idempotency-Key": new_id(),
                    },
                )
                assert sent.status_code == 201, sent.text
                submission_id, site_id = sent.json()["id"], sent.json()["site_id"]
                server.sent[submission_id] = site_id
                decided = client.post(
                    f"{API}/submissions/{submission_id}/decision",
                    json={"verdict": "accept"},
                    headers={"Authorization": f"Bearer {server.reviewer}"},
                )
                assert decided.status_code == 200, decided.text
                server.accepted[submission_id] = site_id
                continue
            time.sleep(0.01)


def test_fifty_deaths_lose_nothing_that_was_acknowledged(server: Server) -> None:
    dice = random.Random(50)
    for _ in range(LIVES):
        child = server.child()
        server.wait()
        stop = threading.Event()
        writers = [threading.Thread(target=write, args=(server, stop)) for _ in range(WRITERS)]
        for each in writers:
            each.start()
        time.sleep(dice.uniform(0.05, 0.3))
        os.kill(child, signal.SIGKILL)
        stop.set()
        for each in writers:
            each.join()
    server.child()
    server.wait()
    assert len(server.accepted) > LIVES / 2
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as client:
        for submission_id, site_id in server.sent.items():
            seen = client.get(
                f"{API}/submissions/{submission_id}",
                headers={"Authorization": f"Bearer {server.reviewer}"},
            ).json()
            assert seen["site_id"] == site_id
            # An acceptance may have held without being heard of; never the other way round.
            published = client.get(f"{API}/sites/{site_id}/history")
            assert (published.status_code == 200) == (seen["status"] == "accepted")
            if submission_id in server.accepted:
                assert seen["status"] == "accepted"
            if published.status_code == 200:
                assert published.json()["numberReturned"] == 1
    ledger = Ledger.open(Workspace.open(server.home).sites)
    assert ledger.damaged == ()
