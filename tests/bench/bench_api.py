"""How fast the door is: a real server process, spoken to over HTTP.

Reading is loaded with wrk (Debian's package of that name), because a client in Python
would measure itself.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

from tests.bench.figure import Figure, p95
from tests.bench.filling import fill
from tests.journeys.deployment import Caller, a_feature, kufu, serving

_ROUNDS = 200
_MUST_READ = 3000
_MUST_WRITE_MS = 25.0

# A box of about 100 of 10,000, each time another one.
_LUA = """
math.randomseed(7)
request = function()
  local w = 139.585 + math.random() * 0.088
  local s = 35.592 + math.random() * 0.078
  local path = string.format("/api/v1/sites?bbox=%.6f,%.6f,%.6f,%.6f&limit=1000",
    w, s, w + 0.0104, s + 0.0092)
  return wrk.format("GET", path, {["Accept-Encoding"] = "identity"})
end
"""


def measure() -> list[Figure]:
    """Return what reading and writing through the API takes."""
    return [*_reading(), *_writing()]


def _reading() -> list[Figure]:
    what = "`GET /sites?bbox` answering about 100 of 10,000, one process"
    wrk = shutil.which("wrk")
    if wrk is None:
        return [Figure(what, "not measured: wrk is not installed", f"≥{_MUST_READ} /s", False)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "workspace"
        _workspace(home, 10_000)
        script = Path(folder) / "boxes.lua"
        script.write_text(_LUA)
        with serving(home, "--no-builder") as server:
            address = server.url.split("/api/")[0]
            ran = subprocess.run(
                [wrk, "-t1", "-c16", "-d8s", "-s", script, address],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", ran)[1])  # type: ignore[index]
    bad = "Non-2xx" in ran
    said = f"{rate:.0f} requests/s" + (" WITH ERRORS" if bad else "")
    return [Figure(what, said, f"≥{_MUST_READ} /s", rate >= _MUST_READ and not bad)]


def _writing() -> list[Figure]:
    figures = []
    medians: dict[int, list[float]] = {}
    for size in (0, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "workspace"
            tokens = _workspace(home, size)
            with serving(home, "--no-builder") as server:
                submits, accepts = _write(server.url, *tokens)
        for what, times in (("submit", submits), ("accept", accepts)):
            reached = p95(times) * 1e3
            medians.setdefault(size, []).append(sorted(times)[len(times) // 2] * 1e3)
            figures.append(
                Figure(
                    f"{what} one record over HTTP, {size:,} in the ledger",
                    f"median {medians[size][-1]:.1f} ms, p95 {reached:.1f} ms",
                    f"p95 ≤{_MUST_WRITE_MS:.0f} ms",
                    reached <= _MUST_WRITE_MS,
                )
            )
    growth = [full / empty for empty, full in zip(*medians.values(), strict=True)]
    figures.append(
        Figure(
            "growth of submit, of accept, from 0 to 100,000",
            ", ".join(f"×{each:.2f}" for each in growth),
            "none",
        )
    )
    return figures


def _write(url: str, member_token: str, reviewer_token: str) -> tuple[list[float], list[float]]:
    submits, accepts = [], []
    with Caller(url, member_token) as member, Caller(url, reviewer_token) as reviewer:
        for number in range(_ROUNDS + 20):
            spot = (139.6 + number % 20 / 300, 35.61 + number // 20 / 300)
            start = perf_counter()
            sent = member.client.post("/submissions", json=a_feature(f"雨庭 {number}", at=spot))
            middle = perf_counter()
            assert sent.status_code == 201, sent.text
            answer = reviewer.decide(sent.json()["id"], "accept")
            end = perf_counter()
            assert answer.status_code == 200, answer.text
            if number >= 20:  # the first ones warm up connections and caches
                submits.append(middle - start)
                accepts.append(end - middle)
    return submits, accepts


def _workspace(home: Path, size: int) -> tuple[str, str]:
    member = kufu("group", "add", "代沢の会", "--role", "member", home=home).strip()
    reviewer = kufu("group", "add", "区の係", "--role", "reviewer", home=home).strip()
    fill(home / "data" / "sites.geojsonl", size)
    return member, reviewer
