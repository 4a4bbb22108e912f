"""A builder at work in a folder of the test, and its site served as a real server would."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from data.memory import MemoryStore
from site_builder.options import BuildOptions
from site_builder.pages import CONTENT_SECURITY_POLICY

TODAY = date(2026, 11, 23)


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header(
            "Content-Security-Policy", f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'self'"
        )
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the test says what matters."""


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return the workspace's folder of published renditions."""
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


@pytest.fixture
def options(photos: Path) -> BuildOptions:
    return BuildOptions(today=TODAY, photos=photos)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """Return `serve_folder(folder)`: it serves the folder on loopback, at the address returned."""
    started: list[tuple[ThreadingHTTPServer, threading.Thread]] = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        started.append((server, thread))
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server, thread in started:
        server.shutdown()
        thread.join()
        server.server_close()
