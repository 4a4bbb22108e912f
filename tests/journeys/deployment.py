"""A deployment as its people meet it: the command line, a server process, HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import httpx

from tests.running import Running, find_free_port, running

ROOT: Final = Path(__file__).resolve().parents[2]
KUFU: Final = (sys.executable, "-m", "kufu")
T = TypeVar("T")
WARD_OFFICE: Final = (139.653221, 35.646563)


def kufu(*words: str, home: Path, status: int = 0) -> str:
    """Run a command to its end and return what it printed on standard output."""
    ran = subprocess.run(
        [*KUFU, *words, "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=ROOT,
    )
    assert ran.returncode == status, f"{words} ended with {ran.returncode}:\n{ran.stderr}"
    return ran.stdout


@contextmanager
def serving(home: Path, *options: str, log: Path | None = None) -> Iterator[Running]:
    """Serve the workspace at `home` on a free port of loopback until the block ends."""
    port = find_free_port()
    command = [*KUFU, "serve", "--home", str(home), "--port", str(port), *options]
    said = log or home.with_name(f"{home.name}-{port}.log")
    with running(command, f"http://127.0.0.1:{port}/api/v1/healthz", log=said, cwd=ROOT) as program:
        yield program


@dataclass
class Caller:
    """Somebody with a token, who speaks to the API at `url`."""

    url: str
    token: str = ""

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self.client = httpx.Client(
            base_url=self.url.split("/api/")[0] + "/api/v1", headers=headers, timeout=30
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.client.close()

    def submit(
        self, feature: dict[str, Any], *photos: Path, key: str = "", **fields: str
    ) -> httpx.Response:
        """Send a Feature and its photos, as a phone would."""
        parts: list[tuple[str, tuple[str, bytes, str]]] = [
            ("site", ("site.geojson", json.dumps(feature).encode(), "application/geo+json")),
            *(("photo", (each.name, each.read_bytes(), "image/jpeg")) for each in photos),
        ]
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post("/submissions", files=parts, data=fields, headers=headers)

    def decide(self, submission: str, verdict: str, message: str = "") -> httpx.Response:
        """Say what shall become of a submission."""
        said = {"verdict": verdict, "message": message}
        return self.client.post(f"/submissions/{submission}/decision", json=said)


def a_feature(
    name: str = "わたしたちの雨庭",
    at: tuple[float, float] = WARD_OFFICE,
    **properties: Any,  # noqa: ANN401 - fields by name
) -> dict[str, Any]:
    """Return what a volunteer would send about a rain garden."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(at)},
        "properties": {"name": name, "category": "rain_garden"} | properties,
    }


def eventually(ask: Callable[[], T | None], within: float, what: str) -> T:
    """Return the first true answer of `ask`; fail if there is none `within` seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {within} s")
