"""The built map, served on loopback with the policy that a real server sends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from data.site import Site
from site_builder.map import points
from site_builder.map.page import render_map
from site_builder.options import BuildOptions
from site_builder.pages import CONTENT_SECURITY_POLICY, Pages
from site_builder.static_files import static_files

Serve = Callable[[Iterable[Site]], str]


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the test says what matters."""


@pytest.fixture(scope="session")
def pages() -> Pages:
    return Pages(BuildOptions(today=date(2026, 11, 23)))


@pytest.fixture(scope="session")
def map_files(pages: Pages) -> dict[str, bytes]:
    """Return everything of the map but the sites, in all languages."""
    files = dict(static_files(pages))
    for language in pages.options.languages:
        files |= render_map(pages, language)
    return files


@pytest.fixture
def serve(map_files: dict[str, bytes], tmp_path: Path) -> Iterator[Serve]:
    """Return `serve(sites)`: it puts the sites on the map and returns its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def put(sites: Iterable[Site]) -> str:
        for path, content in (map_files | {points.PATH: points.points(sites)}).items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield put
    server.shutdown()
    thread.join()
    server.server_close()
