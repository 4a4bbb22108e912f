"""Many hands make the same bytes, and none is left over."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.event import Event
from data.memory import MemoryStore
from site_builder import crew
from site_builder.build import build
from site_builder.options import BuildOptions
from tests.conftest import ROOT
from tests.site_builder.makers import numbered_site
from tests.site_builder.test_build import everything


def test_many_hands_make_the_bytes_that_one_makes(
    store: MemoryStore, tmp_path: Path, options: BuildOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append_many([Event.version(numbered_site(number)) for number in range(250)])
    alone = build(store, tmp_path / "alone", options)
    monkeypatch.setattr(crew, "_WORTH_IT", 100)
    monkeypatch.setattr(crew, "_cores", lambda: 3)

    together = build(store, tmp_path / "together", options)

    assert everything(tmp_path / "alone") == everything(tmp_path / "together")
    assert sorted(alone.written) == sorted(together.written)


def test_one_bad_site_among_many_hands_is_reported_alone(
    store: MemoryStore, tmp_path: Path, options: BuildOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append_many([Event.version(numbered_site(number)) for number in range(120)])
    lines = list(store.all())
    lines[7] = lines[7].replace(b'"Point"', b'"Pint"')
    monkeypatch.setattr(store, "all", lambda: iter(lines))
    monkeypatch.setattr(crew, "_WORTH_IT", 100)
    monkeypatch.setattr(crew, "_cores", lambda: 2)

    made = build(store, tmp_path / "public", options)

    assert list(made.failed) == [numbered_site(7).id]
    assert made.sites == 119


_LONG_BUILD = """
import sys
from datetime import date
from pathlib import Path
from data.event import Event
from data.memory import MemoryStore
from site_builder import crew
from site_builder.build import build
from site_builder.options import BuildOptions
from tests.site_builder.makers import numbered_site
crew._WORTH_IT, crew._cores = 10, lambda: 2
store = MemoryStore()
store.append_many([Event.version(numbered_site(number)) for number in range(4000)])
build(store, Path(sys.argv[1]), BuildOptions(today=date(2026, 11, 23)))
"""


def descendants(pid: int) -> set[int]:
    """Return the processes that `pid` started, and those that they started."""
    try:
        said = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return set()
    children = {int(child) for child in said.split()}
    return children.union(*(descendants(child) for child in children))


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux who started whom")
def test_a_killed_builder_leaves_nobody_behind(tmp_path: Path) -> None:
    builder = subprocess.Popen(
        [sys.executable, "-c", _LONG_BUILD, str(tmp_path / "public")], cwd=ROOT
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "public" / "sites").exists():
        assert time.monotonic() < deadline
        assert builder.poll() is None
        time.sleep(0.02)
    crew_members = descendants(builder.pid)
    assert len(crew_members) >= 2

    builder.kill()
    builder.wait()

    deadline = time.monotonic() + 15
    while any(map(is_running, crew_members)):
        assert time.monotonic() < deadline, "a process of the crew is still there"
        time.sleep(0.05)
