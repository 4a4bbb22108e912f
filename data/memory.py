"""Sites kept in memory: for tests, checks and benches; gone with the process."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import orjson

from data.event import Event, without_words
from data.projection import Projection
from data.store import Change, Page, Query


class MemoryStore:
    """A `SiteStore` that forgets everything. Safe to share between threads."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._projection = Projection(lambda seq: self._lines[seq - 1])
        self._lock = threading.RLock()

    @property
    def seq(self) -> int:
        """The number of the newest event; 0 when empty."""
        return len(self._lines)

    def refresh(self) -> int:
        """Return the newest number: there is nobody else to hear from."""
        return self.seq

    def append(self, event: Event) -> int:
        """Record `event` and return its number; see `SiteStore.append`."""
        return self.append_many([event])[0]

    def append_many(self, events: Iterable[Event]) -> list[int]:
        """Record `events`: all, or none and an error."""
        with self._lock:
            numbers, lines = self._projection.stage(events, self.seq)
            for line in lines:
                self._lines.append(line)
                self._projection.feed(self.seq, orjson.loads(line))
            for seq in self._projection.redacted():
                self._lines[seq - 1] = without_words(self._lines[seq - 1])
            return numbers

    def get(self, site_id: str) -> bytes:
        """Return the current version's line."""
        with self._lock:
            return self._projection.get(site_id)

    def is_hidden(self, site_id: str) -> bool:
        """Was this site taken off the public site, and not put back?"""
        with self._lock:
            return self._projection.is_hidden(site_id)

    def history(self, site_id: str) -> list[bytes]:
        """Return the lines of all versions that may be seen, oldest first."""
        with self._lock:
            return self._projection.history(site_id)

    def query(self, query: Query) -> Page:
        """Return a page of current, visible sites."""
        with self._lock:
            return self._projection.query(query)

    def all(self) -> Iterator[bytes]:
        """Yield every current, visible site, in the order they were first recorded."""
        with self._lock:
            rows = self._projection.rows()
        for row in rows:
            with self._lock:
                line = self._projection.seen(row)
            if line is not None:
                yield line

    def changes(self, since: int = 0) -> Iterator[Change]:
        """Yield what happened after number `since`, in order."""
        for seq in range(since + 1, self.seq + 1):
            kind = self._projection.kind(seq)
            if kind is not None:
                yield Change(seq, kind, self._projection.site_at(seq))

    def __len__(self) -> int:
        """How many sites may be seen."""
        return len(self._projection)
