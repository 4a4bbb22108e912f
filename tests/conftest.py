"""What tests may ask for, and the gate that keeps CI from passing what did not run.

Where something is missing, a test is skipped and says what; with CI=true the same test
fails, because nothing was shown.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest
from playwright.sync_api import Browser, Page

from tests import browsing
from tests.running import Running, find_free_port, running

ROOT: Final = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")

# A slow machine is not a bug, and CI finds the same examples every time.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose programs are missing: `@pytest.mark.needs("exiftool", "ogrinfo")`."""
    for mark in item.iter_markers("needs"):
        missing = [program for program in mark.args if shutil.which(program) is None]
        if missing:
            pytest.skip(f"no {', '.join(missing)} on the path; scripts/install-test-tools")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one with CI=true."""
    report = yield
    expected = hasattr(report, "wasxfail")
    if report.skipped and not expected:
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a module that skips itself into a failure with CI=true."""
    report = yield
    if report.skipped:
        _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") != "true":
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"With CI=true every test has to run. {reason}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared inputs beside the repository."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the repository; it holds the real inputs")
    return folder


@pytest.fixture
def free_port() -> int:
    """Return a port of 127.0.0.1 to listen on."""
    return find_free_port()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Return `run(command, url, cwd=…, env=…, within=…)`; what it starts ends with the test."""
    with ExitStack() as started:

        def start(
            command: Sequence[str | Path],
            url: str,
            *,
            cwd: Path | None = None,
            env: Mapping[str, str] | None = None,
            within: float = 60.0,
        ) -> Running:
            log = tmp_path / f"program-{find_free_port()}.log"
            return started.enter_context(
                running(command, url, log=log, cwd=cwd, env=env, within=within)
            )

        yield start


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Return the path of a Chromium."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    pytest.skip(f"no {' or '.join(CHROMIUM_NAMES)} on the path; scripts/install-test-tools")


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """Return a browser for a module's tests.

    Not for the whole session: while it is open, its thread counts as inside an event
    loop, and `asyncio.run` in another module's test would refuse.
    """
    with browsing.browser(chromium) as started:
        yield started


@pytest.fixture
def watched() -> Iterator[browsing.Watched]:
    """Return the record of the test's pages. At the end of the test it has to be quiet.

    A test that provokes a complaint looks at it and takes it out: `watched.console.clear()`.
    """
    record = browsing.Watched()
    yield record
    record.assert_quiet()


@pytest.fixture
def open_page(browser: Browser, watched: browsing.Watched) -> Iterator[Callable[..., Page]]:
    """Return `open_page(**options)`: a page in a context of its own, options as Playwright's."""
    with ExitStack() as contexts:

        def opened(**options: Any) -> Page:  # noqa: ANN401 - Playwright's own names
            context = browsing.open_context(browser, watched, **options)
            contexts.callback(context.close)
            return context.new_page()

        yield opened


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """Return a page at desktop size."""
    return open_page()
