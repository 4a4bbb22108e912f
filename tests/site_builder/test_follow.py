"""A follower shows each change soon, forgets nothing over a restart, and works alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from data.event import Event, EventKind
from data.ledger import Ledger
from data.site import Site
from data.store import SiteStore
from site_builder import follow as following
from site_builder.build import Manifest
from site_builder.follow import BuilderRunningError, follow
from site_builder.options import BuildOptions
from tests.conftest import ROOT
from tests.site_builder.conftest import TODAY
from tests.site_builder.makers import numbered_site


@dataclass
class Workspace:
    """A ledger and the folders that a follower works in."""

    home: Path
    options: BuildOptions
    today: date = TODAY
    built: list[Manifest] = field(default_factory=list)

    @property
    def public(self) -> Path:
        return self.home / "public"

    @property
    def ledger(self) -> Ledger:
        """Return the ledger as another process would open it."""
        return Ledger.open(self.home / "sites.geojsonl")

    def page(self, site: Site) -> Path:
        return self.public / "sites" / site.id / "index.html"

    @contextmanager
    def followed(self, store: SiteStore | None = None) -> Iterator[None]:
        """Follow in a thread while the block runs."""
        stop = threading.Event()
        thread = threading.Thread(
            target=follow,
            args=(store or self.ledger, self.public, self.options, stop),
            kwargs={
                "state_folder": self.home / "builder",
                "poll_s": 0.02,
                "today": lambda: self.today,
                "on_build": self.built.append,
            },
        )
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@pytest.fixture
def workspace(tmp_path: Path, options: BuildOptions) -> Workspace:
    return Workspace(tmp_path / "workspace", options)


def eventually(true: Callable[[], bool], within: float = 15.0) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def test_a_site_accepted_elsewhere_appears_and_a_hidden_one_goes(workspace: Workspace) -> None:
    writer = workspace.ledger
    garden = numbered_site(1)
    with workspace.followed():
        writer.append(Event.version(garden))
        eventually(lambda: workspace.page(garden).exists())
        writer.append(Event(EventKind.HIDE, garden.id))
        eventually(lambda: not workspace.page(garden).exists())


def test_redacted_words_leave_the_public_folder(workspace: Workspace) -> None:
    writer = workspace.ledger
    garden = numbered_site(1, name="消してほしい庭")
    with workspace.followed():
        writer.append(Event.version(garden))
        writer.append(Event.version(numbered_site(2)))
        eventually(lambda: workspace.page(garden).exists())
        writer.append(Event(EventKind.REDACT, garden.id))
        eventually(lambda: not workspace.page(garden).exists())
        eventually(lambda: len(workspace.built) > 1)
    words = "消してほしい庭".encode()
    assert not any(
        words in path.read_bytes() for path in workspace.public.rglob("*") if path.is_file()
    )


def test_a_restart_builds_only_what_happened_meanwhile(workspace: Workspace) -> None:
    writer = workspace.ledger
    writer.append_many([Event.version(numbered_site(number)) for number in range(5)])
    with workspace.followed():
        eventually(lambda: len(workspace.built) == 1)
    late = numbered_site(50)
    writer.append(Event.version(late))

    with workspace.followed():
        eventually(lambda: len(workspace.built) == 2)

    pages = [path for path in workspace.built[-1].written if "sites/" in path]
    assert sorted(pages) == [
        f"{prefix}sites/{late.id}/index.html" for prefix in ("easy/", "en/", "")
    ]
    assert workspace.page(late).exists()


def test_a_new_program_builds_everything_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    garden = numbered_site(1)
    workspace.ledger.append(Event.version(garden))
    with workspace.followed():
        eventually(lambda: len(workspace.built) == 1)
    workspace.page(garden).unlink()
    monkeypatch.setattr(following, "made_with", lambda: "a newer one")

    with workspace.followed():
        eventually(lambda: len(workspace.built) == 2)

    assert workspace.page(garden).exists()


def test_a_new_day_looks_at_every_date_again(workspace: Workspace) -> None:
    old = numbered_site(1, confirmed_on=date(2025, 11, 23))
    workspace.ledger.append(Event.version(old))
    with workspace.followed():
        eventually(lambda: len(workspace.built) == 1)
        assert "一年以上" not in workspace.page(old).read_text(encoding="utf-8")
        workspace.today = date(2026, 11, 25)
        eventually(lambda: len(workspace.built) == 2)
    assert "一年以上" in workspace.page(old).read_text(encoding="utf-8")


def test_a_broken_memory_means_a_full_build(workspace: Workspace) -> None:
    garden = numbered_site(1)
    workspace.ledger.append(Event.version(garden))
    (workspace.home / "builder").mkdir(parents=True)
    (workspace.home / "builder" / "state.json").write_text('{"seq": "?"')

    with workspace.followed():
        eventually(lambda: workspace.page(garden).exists())


def test_an_older_ledger_put_back_from_a_backup_is_what_is_shown(workspace: Workspace) -> None:
    writer = workspace.ledger
    first, second = numbered_site(1), numbered_site(2)
    writer.append(Event.version(first))
    file = workspace.home / "sites.geojsonl"
    backup = shutil.copy(file, workspace.home / "backup")
    writer.append(Event.version(second))
    with workspace.followed():
        eventually(lambda: workspace.page(second).exists())

    os.replace(backup, file)  # noqa: PTH105 - as `mv` does

    with workspace.followed():
        eventually(lambda: not workspace.page(second).exists())
    assert workspace.page(first).exists()


def test_two_builders_never_work_on_one_workspace(workspace: Workspace) -> None:
    with workspace.followed():
        eventually(lambda: len(workspace.built) == 1)
        with pytest.raises(BuilderRunningError, match="another builder"):
            follow(
                workspace.ledger,
                workspace.public,
                workspace.options,
                threading.Event(),
                state_folder=workspace.home / "builder",
            )


def test_a_folder_in_the_way_is_told_and_the_work_goes_on_once_it_is_gone(
    workspace: Workspace,
) -> None:
    garden = numbered_site(1)
    workspace.ledger.append(Event.version(garden))
    workspace.public.mkdir(parents=True)
    (workspace.public / "letter.txt").write_text("mine")
    with workspace.followed():
        time.sleep(0.2)
        assert workspace.built == []
        (workspace.public / "letter.txt").unlink()
        eventually(lambda: workspace.page(garden).exists())


_KILLED = """
import sys, threading
from datetime import date
from pathlib import Path
from data.ledger import Ledger
from site_builder.follow import follow
from site_builder.options import BuildOptions
home = Path(sys.argv[1])
day = date(2026, 11, 23)
follow(Ledger.open(home / "sites.geojsonl"), home / "public", BuildOptions(today=day),
       threading.Event(), state_folder=home / "builder", poll_s=0.01, today=lambda: day)
"""


def test_killed_at_any_moment_it_serves_whole_pages_and_catches_up(workspace: Workspace) -> None:
    writer = workspace.ledger
    writer.append_many([Event.version(numbered_site(number)) for number in range(60)])
    for turn in range(6):
        process = subprocess.Popen([sys.executable, "-c", _KILLED, str(workspace.home)], cwd=ROOT)
        writer.append(Event.version(numbered_site(100 + turn)))
        time.sleep(0.7 + turn * 0.15)
        process.kill()
        process.wait()
        for page in workspace.public.rglob("*.html"):
            assert page.read_bytes().endswith(b"</html>"), page
    with workspace.followed():
        eventually(lambda: all(workspace.page(numbered_site(100 + n)).exists() for n in range(6)))
