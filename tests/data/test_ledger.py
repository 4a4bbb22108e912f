"""What the ledger promises beyond a SiteStore: it survives what happens to files."""

from __future__ import annotations

import logging
import multiprocessing
import subprocess
import sys
import threading
from pathlib import Path

import geopandas
import orjson
import pytest

from data import geojson
from data.event import Event, EventKind
from data.ledger import Ledger
from data.store import Query, StoreDamagedError
from tests.data.makers import a_site


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sites.geojsonl"


def test_another_opening_sees_the_same(path: Path) -> None:
    ledger = Ledger.open(path)
    sites = [a_site(str(number)) for number in range(50)]
    ledger.append_many([Event.version(site) for site in sites])
    ledger.append(Event(EventKind.HIDE, sites[7].id))
    again = Ledger.open(path)
    assert (again.seq, len(again)) == (51, 49)
    assert list(again.all()) == list(ledger.all())


def test_one_process_hears_of_anothers_writing(path: Path) -> None:
    ours, theirs = Ledger.open(path), Ledger.open(path)
    site = a_site()
    theirs.append(Event.version(site))
    assert len(ours) == 0
    assert ours.refresh() == 1
    assert ours.get(site.id) == theirs.get(site.id)
    # A writer takes in the others' lines before it numbers its own.
    assert theirs.append(Event(EventKind.HIDE, site.id)) == 2
    assert ours.append(Event(EventKind.SHOW, site.id)) == 3


def _add_fifty(path: Path) -> None:
    ledger = Ledger.open(path)
    for _ in range(50):
        ledger.append(Event.version(a_site()))


def test_writers_of_several_processes_take_turns(path: Path) -> None:
    Ledger.open(path)
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_add_fifty, args=(path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    numbers = [orjson.loads(line)["seq"] for line in path.read_bytes().splitlines()]
    assert numbers == list(range(1, 151))
    assert Ledger.open(path).damaged == ()


def test_a_torn_tail_is_passed_over_by_readers_and_cut_by_the_next_writer(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = Ledger.open(path)
    ledger.append(Event.version(a_site("無事")))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    reader = Ledger.open(path)
    assert (reader.seq, reader.damaged) == (1, ())
    assert path.read_bytes() != whole
    with caplog.at_level(logging.WARNING):
        reader.append(Event.version(a_site("次")))
    assert "cut 40 bytes" in caplog.text
    lines = path.read_bytes().splitlines()
    assert [orjson.loads(line)["seq"] for line in lines] == [1, 2]


def test_every_torn_length_of_a_last_line_is_survived(path: Path) -> None:
    ledger = Ledger.open(path)
    first = a_site("無事")
    ledger.append(Event.version(first))
    kept = path.read_bytes()
    ledger.append(Event.version(a_site("途中")))
    both = path.read_bytes()
    for size in range(len(kept), len(both), 7):
        path.write_bytes(both[:size])
        torn = Ledger.open(path)
        assert (torn.seq, torn.damaged) == (1, ())
        assert torn.append(Event.version(a_site("次"))) == 2


def test_a_damaged_line_is_named_and_stops_writing_but_not_reading(path: Path) -> None:
    ledger = Ledger.open(path)
    sites = [a_site(str(number)) for number in range(5)]
    ledger.append_many([Event.version(site) for site in sites])
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = b"x" * (len(lines[2]) - 1) + b"\n"
    path.write_bytes(b"".join(lines))
    hurt = Ledger.open(path)
    assert hurt.damaged == (3,)
    assert [geojson.decode(line).name for line in hurt.all()] == ["0", "1", "3", "4"]
    assert [change.seq for change in hurt.changes()] == [1, 2, 4, 5]
    with pytest.raises(StoreDamagedError, match="line 3 cannot be read") as told:
        hurt.append(Event.version(a_site()))
    assert told.value.lines == (3,)
    assert path.read_bytes() == b"".join(lines)


def test_a_missing_line_is_noticed_by_its_number(path: Path) -> None:
    ledger = Ledger.open(path)
    ledger.append_many([Event.version(a_site(str(number))) for number in range(3)])
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    assert Ledger.open(path).damaged == (2,)


_FILL = """
import resource, sys
from pathlib import Path
from data.event import Event
from data.ledger import Ledger
from data.store import StoreFullError
from tests.data.makers import a_site
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
ledger = Ledger.open(path)
ledger.append(Event.version(a_site("前")))
room = path.stat().st_size + 300
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
try:
    ledger.append(Event.version(a_site("入らない", description="長い" * 300)))
except StoreFullError as told:
    print(told)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
ledger.append(Event.version(a_site("後")))
"""


def test_a_full_disk_is_told_and_nothing_is_lost(path: Path) -> None:
    """The limit on a file's size cuts the write in the middle, as a full disk does."""
    ran = subprocess.run(
        [sys.executable, "-c", _FILL, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert "no room left" in ran.stdout
    ledger = Ledger.open(path)
    assert ledger.damaged == ()
    assert [geojson.decode(line).name for line in ledger.all()] == ["前", "後"]


def test_redaction_erases_the_words_from_the_file(path: Path) -> None:
    ledger, reader = Ledger.open(path), Ledger.open(path)
    site, other = a_site("ひみつの庭"), a_site("のこる庭")
    ledger.append_many([Event.version(site), Event.version(other)])
    reader.refresh()
    ledger.append(Event(EventKind.REDACT, site.id))
    assert "ひみつの庭".encode() not in path.read_bytes()
    numbers = [orjson.loads(line)["seq"] for line in path.read_bytes().splitlines()]
    assert numbers == [1, 2, 3]
    # Who had the old file open hears of the new one.
    assert reader.refresh() == 3
    assert [geojson.decode(line).name for line in reader.all()] == ["のこる庭"]
    assert oct(path.stat().st_mode & 0o777) == "0o644"
    assert Ledger.open(path).append(Event.version(a_site())) == 4


def test_gis_programs_open_the_file_as_it_lies(path: Path) -> None:
    ledger = Ledger.open(path)
    ledger.append_many([Event.version(a_site(str(number))) for number in range(3)])
    frame = geopandas.read_file(path)
    assert list(frame["name"].astype(str)) == ["0", "1", "2"]
    assert frame.geometry.x.round(6).tolist() == [139.653221] * 3


def test_reading_goes_on_between_writes_of_threads(path: Path) -> None:
    ledger = Ledger.open(path)
    ledger.append_many([Event.version(a_site(str(number))) for number in range(600)])
    assert len(ledger.query(Query(limit=1000)).lines) == 600


def test_one_thread_may_catch_up_while_another_writes(path: Path) -> None:
    ledger = Ledger.open(path)
    over = threading.Event()

    def catch_up() -> None:
        while not over.is_set():
            ledger.refresh()

    reader = threading.Thread(target=catch_up, daemon=True)
    writer = threading.Thread(
        target=lambda: [ledger.append(Event.version(a_site())) for _ in range(200)], daemon=True
    )
    reader.start()
    writer.start()
    writer.join(60)
    over.set()
    reader.join(10)
    assert not writer.is_alive()
    assert not reader.is_alive()
    assert ledger.seq == 200
