"""Start a program as a person would, wait until it answers on loopback, and end it by id."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

# Loopback is never asked for through a proxy, whatever the machine's settings are.
_OPENER = build_opener(ProxyHandler({}))


def find_free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Running:
    """A program at work, with what it has said so far in the file `log`."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def said(self) -> str:
        """Return all that the program wrote to standard output and standard error."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        self._signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self, within: float = 15.0) -> int:
        """Ask it to end and return its exit status; after `within` seconds, kill it."""
        self._signal(signal.SIGTERM, group=False)
        try:
            self.process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()
        return self.process.returncode

    def _signal(self, number: signal.Signals, *, group: bool = True) -> None:
        with contextlib.suppress(ProcessLookupError):
            if group:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)


@contextlib.contextmanager
def running(  # noqa: PLR0913 - a program has as many sides
    command: Sequence[str | Path],
    url: str,
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    within: float = 60.0,
) -> Iterator[Running]:
    """Run `command` until the block ends; the block begins once `url` answers below 500.

    `env` is added to the environment of the tests. A program that ends early, or does not
    answer `within` seconds, is an `AssertionError` that shows what it said.
    """
    with log.open("ab") as said:
        process = subprocess.Popen(
            [os.fspath(word) for word in command],
            cwd=cwd,
            env=os.environ | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    program = Running(process, url, log)
    try:
        _wait(program, within)
        yield program
    finally:
        program.stop()


def answers(url: str) -> bool:
    """Does anything answer at `url` that is not in trouble itself?"""
    try:
        with _OPENER.open(url, timeout=5):
            return True
    except HTTPError as refusal:
        with refusal:
            return refusal.code < 500
    except (URLError, OSError):
        return False


def _wait(program: Running, within: float) -> None:
    until = time.monotonic() + within
    while not answers(program.url):
        status = program.process.poll()
        if status is not None:
            raise AssertionError(f"ended with {status} before it answered:\n{program.said()}")
        if time.monotonic() > until:
            raise AssertionError(f"no answer at {program.url}:\n{program.said()}")
        time.sleep(0.05)
