"""Nothing that was acknowledged is lost, whenever the power goes.

A real server is killed with SIGKILL again and again, each time in the middle of work; what
it had answered with 201 or 200 before must be there afterwards, once, and in order.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import orjson

from data import geojson
from data.ids import new_id
from data.ledger import Ledger
from tests.journeys.deployment import Caller, a_feature, kufu, serving

KILLS: Final = 50


@dataclass
class Acknowledged:
    """What the server has said yes to."""

    submitted: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)


def work(url: str, tokens: tuple[str, str], said: Acknowledged) -> None:
    """Submit and accept until the server is gone."""
    with (
        Caller(url, tokens[0]) as member,
        Caller(url, tokens[1]) as reviewer,
        contextlib.suppress(httpx.HTTPError),
    ):
        while True:
            spot = (random.uniform(139.62, 139.66), random.uniform(35.62, 35.66))
            key = new_id()
            sent = member.submit(a_feature(f"雨庭 {key}", at=spot), key=key)
            assert sent.status_code == 201, sent.text
            submission, site = sent.json()["id"], sent.json()["site_id"]
            said.submitted[submission] = site
            answer = reviewer.decide(submission, "accept")
            assert answer.status_code == 200, answer.text
            said.accepted[submission] = site


def test_nothing_acknowledged_is_lost_in_fifty_kills(tmp_path: Path) -> None:
    home = tmp_path / "workspace"
    tokens = (
        kufu("group", "add", "代沢の会", "--role", "member", home=home).strip(),
        kufu("group", "add", "区の係", "--role", "reviewer", home=home).strip(),
    )
    said = Acknowledged()
    dice = random.Random(8)
    for _ in range(KILLS):
        with serving(home, "--no-builder", log=tmp_path / "server.log") as server:
            workers = [
                threading.Thread(target=work, args=(server.url, tokens, said)) for _ in range(2)
            ]
            for worker in workers:
                worker.start()
            time.sleep(dice.uniform(0.05, 0.5))
            server.kill()
            for worker in workers:
                worker.join(30)
                assert not worker.is_alive()
    assert len(said.accepted) > KILLS

    with (
        serving(home, "--no-builder", log=tmp_path / "server.log") as server,
        Caller(server.url, tokens[1]) as reviewer,
    ):
        for submission, site in said.submitted.items():
            found = reviewer.client.get(f"/submissions/{submission}")
            assert found.status_code == 200, submission
            assert found.json()["site_id"] == site
        for submission, site in said.accepted.items():
            found = reviewer.client.get(f"/sites/{site}")
            assert found.status_code == 200
            assert found.json()["cause"] == f"submission:{submission}"
    ledger = Ledger.open(home / "data" / "sites.geojsonl")
    assert ledger.damaged == ()
    causes = [orjson.loads(line)["cause"] for line in ledger.all()]
    assert len(causes) == len(set(causes))
    assert {geojson.decode(line).version for line in ledger.all()} == {1}
