"""A real Chromium for the tests, and a record of everything that a page complained about.

Nothing leaves the machine: the base map's tiles are answered with one small picture, and
any other request to a foreign host is refused and written down, because our pages must
not make one.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Route, sync_playwright

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 390, "height": 844}
TILE_HOSTS: Final = frozenset({"cyberjapandata.gsi.go.jp"})
_HERE: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
_TILE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8+vXrfwAJrAPuZ1QZSQAAAABJRU5ErkJggg=="
)


@dataclass
class Watched:
    """What happened in a browser context, page by page, in order."""

    console: list[str] = field(default_factory=list)
    """Errors and warnings of the console, and exceptions that no script caught."""
    violations: list[str] = field(default_factory=list)
    """What the Content-Security-Policy had to stop."""
    foreign: list[str] = field(default_factory=list)
    """Addresses of other hosts that a page asked for, tiles of the base map aside."""
    tiles: list[str] = field(default_factory=list)
    """Addresses of base map tiles that a page asked for."""

    def assert_quiet(self) -> None:
        """Fail if a page complained, broke its policy or called a foreign host."""
        assert (self.console, self.violations, self.foreign) == ([], [], [])

    def hear(self, message: ConsoleMessage) -> None:
        """Write down a message of the console if it is a complaint."""
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)
        elif message.type in {"error", "warning"}:
            self.console.append(f"{message.text} ({message.location.get('url', '')})")

    def let_through(self, route: Route) -> None:
        """Answer a request: ours go on, tiles get one picture, foreign ones are refused."""
        address = urlsplit(route.request.url)
        if address.hostname in _HERE or address.scheme in {"data", "blob", "about", "file"}:
            route.continue_()
        elif address.hostname in TILE_HOSTS:
            self.tiles.append(route.request.url)
            route.fulfill(body=_TILE, content_type="image/png")
        else:
            self.foreign.append(route.request.url)
            route.abort()


@contextmanager
def browser(chromium: Path) -> Iterator[Browser]:
    """Start `chromium` without a window; it ends with the block."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield started
        finally:
            started.close()


def open_context(
    started: Browser,
    watched: Watched,
    **options: Any,  # noqa: ANN401 - Playwright's own names
) -> BrowserContext:
    """Return a fresh context, in Japanese and in Tokyo unless `options` say otherwise."""
    usual: dict[str, Any] = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", "viewport": DESKTOP}
    context = started.new_context(**(usual | options))
    context.set_default_timeout(15_000)
    context.on("console", watched.hear)
    context.on("weberror", lambda fault: watched.console.append(str(fault.error)))
    context.route("**/*", watched.let_through)
    return context
