"""The ledger: sites in one append-only file of GeoJSON lines, one event a line.

A line is written, flushed to the disk, and only then acknowledged. Writers of several
processes take turns by a lock that is held for an append and no longer, so that an import
works while the server runs. A torn last line was never acknowledged: readers pass over it
and the next writer cuts it. A line in the middle that cannot be read is reported by
number, and nothing is added until it is mended. `geopandas.read_file` and QGIS open the
file as it lies.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import mmap
import os
import threading
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import orjson

from data.event import Event, EventKind, without_words
from data.projection import Projection
from data.store import (
    Change,
    Page,
    Query,
    StoreDamagedError,
    StoreError,
    StoreFullError,
)

_log = logging.getLogger(__name__)
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Ledger:
    """A `SiteStore` in a file. Safe to share between threads and between processes.

    After a crash in the middle of `append_many` a first part of its lines may have been
    recorded; each is whole, and an import that is run again adds the rest.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()
        self._state = threading.RLock()
        self._forget()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Return the ledger at `path`, made new and empty where there is none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if not path.exists():
                path.touch(mode=0o644)
                _flush_folder(path.parent)
            ledger = cls(path)
            ledger.refresh()
        except OSError as failed:
            raise _translated(failed) from failed
        return ledger

    # -- reading -----------------------------------------------------------------------

    @property
    def seq(self) -> int:
        """The number of the newest event that this process knows; 0 when empty."""
        return len(self._ends)

    @property
    def damaged(self) -> tuple[int, ...]:
        """The numbers of the lines that cannot be read, counted from 1."""
        return tuple(self._damaged)

    def refresh(self) -> int:
        """Take in what other processes have written; return the newest number."""
        now = self.path.stat()
        if (now.st_ino, now.st_size) != (self._inode, self._read_to):
            # The file first, as writers do: the other way round two threads wait for each other.
            with self._locked(fcntl.LOCK_SH), self._state:
                self._catch_up()
        return self.seq

    def get(self, site_id: str) -> bytes:
        """Return the current version's line; `UnknownSiteError` if it may not be seen."""
        with self._state:
            return self._projection.get(site_id)

    def is_hidden(self, site_id: str) -> bool:
        """Was this site taken off the public site, and not put back?"""
        with self._state:
            return self._projection.is_hidden(site_id)

    def history(self, site_id: str) -> list[bytes]:
        """Return the lines of all versions that may be seen, oldest first."""
        with self._state:
            return self._projection.history(site_id)

    def query(self, query: Query) -> Page:
        """Return a page of current, visible sites."""
        with self._state:
            return self._projection.query(query)

    def all(self) -> Iterator[bytes]:
        """Yield every current, visible site, in the order they were first recorded."""
        with self._state:
            rows = self._projection.rows()
        for row in rows:
            with self._state:
                line = self._projection.seen(row)
            if line is not None:
                yield line

    def changes(self, since: int = 0) -> Iterator[Change]:
        """Yield what happened after number `since`, in order."""
        for seq in range(since + 1, self.seq + 1):
            with self._state:
                kind = self._projection.kind(seq)
                change = kind and Change(seq, kind, self._projection.site_at(seq))
            if change:
                yield change

    def __len__(self) -> int:
        """How many sites may be seen."""
        return len(self._projection)

    # -- writing -----------------------------------------------------------------------

    def append(self, event: Event) -> int:
        """Record `event` for good and return its number; see `SiteStore.append`."""
        return self.append_many([event])[0]

    def append_many(self, events: Iterable[Event]) -> list[int]:
        """Record `events` with one flush: all of them, or none and an error."""
        staged = list(events)
        try:
            with self._writing, self._locked(fcntl.LOCK_EX):
                with self._state:
                    self._catch_up()
                    self._cut_torn_tail()
                    if self._damaged:
                        raise StoreDamagedError(self.path.name, self._damaged)
                    numbers, lines = self._projection.stage(staged, self.seq)
                if lines:
                    self._write(b"".join(line + b"\n" for line in lines))
                    with self._state:
                        self._catch_up()
                if any(event.kind is EventKind.REDACT for event in staged):
                    self._erase()
                return numbers
        except OSError as failed:
            raise _translated(failed) from failed

    def _write(self, text: bytes) -> None:
        """Write and flush `text`, or leave the file as it was and raise OSError."""
        before = self._read_to
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        try:
            rest = memoryview(text)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
        except BaseException:
            os.ftruncate(file, before)
            raise
        finally:
            os.close(file)

    def _cut_torn_tail(self) -> None:
        """Cut an unfinished last line: who wrote it crashed before acknowledging it."""
        size = self.path.stat().st_size
        if size > self._read_to:
            _log.warning(
                "%s: cut %d bytes of an unfinished last line", self.path.name, size - self._read_to
            )
            os.truncate(self.path, self._read_to)

    def _erase(self) -> None:
        """Write the file anew without redacted words; a reader sees the old or the new one."""
        beside = self.path.with_name(f".{self.path.name}.new")
        bare = set(self._projection.redacted())
        with beside.open("wb") as out:
            for seq in range(1, self.seq + 1):
                line = self._line(seq)
                out.write((without_words(line) if seq in bare else line) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        beside.chmod(0o644)
        beside.replace(self.path)
        _flush_folder(self.path.parent)
        with self._state:
            self._catch_up()

    # -- how ---------------------------------------------------------------------------

    def _forget(self) -> None:
        self._ends = array("q")
        self._damaged: list[int] = []
        self._map: mmap.mmap | bytes = b""
        self._inode = 0
        self._read_to = 0
        self._projection = Projection(self._line)

    def _line(self, seq: int) -> bytes:
        ends = self._ends
        return self._map[ends[seq - 2] + 1 if seq > 1 else 0 : ends[seq - 1]]

    def _catch_up(self) -> None:
        """Feed the whole lines that were added since the last look; all, if it is another file."""
        with self.path.open("rb") as file:
            now = os.fstat(file.fileno())
            if now.st_ino != self._inode or now.st_size < self._read_to:
                self._forget()
                self._inode = now.st_ino
            if now.st_size == self._read_to:
                return
            self._map = mmap.mmap(file.fileno(), now.st_size, access=mmap.ACCESS_READ)
            file.seek(self._read_to)
            added = file.read(now.st_size - self._read_to)
        *whole, _torn = added.split(b"\n")
        for line in whole:
            self._read_to += len(line) + 1
            self._ends.append(self._read_to - 1)
            self._feed(line)

    def _feed(self, line: bytes) -> None:
        seq = len(self._ends)
        try:
            read = orjson.loads(line)
            if read["seq"] != seq:
                message = f"it says that it is number {read['seq']}"
                raise ValueError(message)  # noqa: TRY301 - one place says what a bad line means
            self._projection.feed(seq, read)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as wrong:
            _log.error("%s: line %d cannot be read: %s", self.path.name, seq, wrong)
            self._damaged.append(seq)
            self._projection.skip()

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Hold the lock that writers of all processes share.

        It lies beside the ledger and not in it, because a redaction replaces the file.
        """
        lock = os.open(
            self.path.with_name(f".{self.path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644
        )
        try:
            fcntl.flock(lock, how)
            yield
        finally:
            os.close(lock)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _translated(failed: OSError) -> StoreError:
    if failed.errno in _NO_ROOM:
        return StoreFullError(
            "there is no room left on the disk: nothing was recorded, and everything that was "
            "recorded before is still there"
        )
    return StoreError(f"the ledger could not be written: {failed.strerror or failed}")
