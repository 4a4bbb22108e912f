"""What may be seen: the events of a store, folded into the current state of each site.

Stores differ in where the lines lie; what a line means is decided here, once. A row is a
site, numbered by when it was first recorded; a line is known by its sequence number.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import orjson

from data.event import Event, EventKind, encode
from data.spatial import BoxIndex, Rows
from data.store import (
    Bounds,
    Page,
    Query,
    RedactedSiteError,
    UnknownSiteError,
    VersionConflictError,
)

_SEARCHED: Final = ("name", "name_kana", "name_en", "description", "address", "keeper")
_AMENDING: Final = frozenset({EventKind.WITHDRAW_PHOTO, EventKind.MASKS})
_ON, _HIDDEN, _REDACTED = 0, 1, 2


def plain(text: str) -> str:
    """Return `text` as it is compared in a search: one width, one case.

    >>> plain("ＡＥＤ ｽﾀﾝﾄﾞ")
    'aed スタンド'
    """
    return unicodedata.normalize("NFKC", text).casefold()


class Projection:
    """The state that the lines fed to it add up to. Feed them in order, each once.

    `line_of` returns a line by its number; the projection keeps numbers, not lines.
    """

    def __init__(self, line_of: Callable[[int], bytes]) -> None:
        self._line_of = line_of
        self._rows: dict[str, int] = {}
        self._ids: list[str] = []
        self._first = array("q")
        self._current = array("q")
        self._version = array("q")
        self._category = array("q")
        self._state = array("b")
        # The numbers of all events of a site, kept only where there is more than one.
        self._events: dict[int, list[int]] = {}
        self._amended: dict[int, list[int]] = {}
        self._categories: dict[str, int] = {}
        self._boxes = BoxIndex()
        self._fresh: list[Bounds] = []
        self._texts: list[str | None] = []
        self._kinds = array("b")
        self._row_of = array("q")
        self._invisible = 0

    # -- feeding -----------------------------------------------------------------------

    def feed(self, seq: int, read: Mapping[str, Any]) -> None:
        """Take in the parsed line `seq`. Raises KeyError or ValueError for a line of no sense."""
        kind = EventKind(read["event"])
        site_id: str = read["id"]
        version, category, box = 0, 0, None
        if kind is EventKind.VERSION and not read.get("redacted"):
            said = read["properties"]
            version = int(said.get("version", 1))
            category = self._categories.setdefault(said["category"], len(self._categories))
            box = box_of(read["geometry"]["coordinates"])
        # From here on nothing can fail, so that a bad line leaves no half-fed state.
        row = self._rows.get(site_id)
        if row is None:
            row = self._new_row(site_id, seq)
        else:
            self._events.setdefault(row, [self._first[row]]).append(seq)
        self._kinds.append(_KIND_NUMBERS[kind])
        self._row_of.append(row)
        if box is not None:
            self._current[row] = seq
            self._version[row] = version
            self._category[row] = category
            self._put(row, box)
            self._texts[row] = None
        elif kind is not EventKind.VERSION:
            self._mark(row, seq, kind)

    def skip(self) -> None:
        """Count a line that cannot be read, so that numbers stay in step."""
        self._kinds.append(-1)
        self._row_of.append(-1)

    def _new_row(self, site_id: str, seq: int) -> int:
        row = self._rows[site_id] = len(self._ids)
        self._ids.append(site_id)
        self._first.append(seq)
        for column in (self._current, self._version, self._category, self._state):
            column.append(0)
        self._texts.append(None)
        self._fresh.append(_NOWHERE)
        return row

    def _put(self, row: int, box: Bounds) -> None:
        known = len(self._boxes)
        if row >= known:
            self._fresh[row - known] = box
        else:
            self._boxes.put(row, box)

    def _mark(self, row: int, seq: int, kind: EventKind) -> None:
        if kind in _AMENDING:
            self._amended.setdefault(row, []).append(seq)
            return
        was_seen = self._state[row] == _ON
        if kind is EventKind.REDACT:
            self._state[row] = _REDACTED
            self._texts[row] = ""
        elif self._state[row] != _REDACTED:
            self._state[row] = _HIDDEN if kind is EventKind.HIDE else _ON
        self._invisible += was_seen - (self._state[row] == _ON)

    # -- asking ------------------------------------------------------------------------

    def __len__(self) -> int:
        """How many sites may be seen."""
        return len(self._ids) - self._invisible

    def admit(self, event: Event, staged: Mapping[str, int]) -> int | None:
        """Raise if `event` may not follow; return its number if it was recorded before.

        `staged` holds the versions that earlier events of the same batch will make.
        """
        row = self._rows.get(event.site_id)
        if row is not None and event.cause and (known := self._caused(row, event)):
            return known
        if row is not None and self._state[row] == _REDACTED:
            raise RedactedSiteError(event.site_id)
        if event.site is None:
            if row is None and event.site_id not in staged:
                raise UnknownSiteError(event.site_id)
            return None
        now = staged.get(event.site_id, 0 if row is None else self._version[row])
        if event.site.version != now + 1:
            current = self._seen(row) if row is not None and self._current[row] else None
            raise VersionConflictError(event.site_id, event.site.version, current)
        return None

    def stage(self, events: Iterable[Event], newest: int) -> tuple[list[int], list[bytes]]:
        """Return the number of each event, and the lines to write after number `newest`.

        Events recorded before get their old number and no line. Raises what `admit`
        raises, before anything is written.
        """
        numbers: list[int] = []
        lines: list[bytes] = []
        staged: dict[str, int] = {}
        for event in events:
            known = self.admit(event, staged)
            if known is None:
                known = newest + len(lines) + 1
                lines.append(encode(event, known))
                if event.site is not None:
                    staged[event.site_id] = event.site.version
            numbers.append(known)
        return numbers, lines

    def get(self, site_id: str) -> bytes:
        """Return the current version's line; `UnknownSiteError` if it may not be seen."""
        row = self._rows.get(site_id)
        if row is None or self._state[row] != _ON or not self._current[row]:
            raise UnknownSiteError(site_id)
        return self._seen(row)

    def is_hidden(self, site_id: str) -> bool:
        """Was this site taken off the public site, and not put back?"""
        row = self._rows.get(site_id)
        return row is not None and self._state[row] == _HIDDEN

    def redacted(self) -> list[int]:
        """Return the numbers of all version lines whose words must not lie in a file."""
        rows = {row for row, state in enumerate(self._state) if state == _REDACTED}
        return [
            seq
            for row in sorted(rows)
            for seq in self._events.get(row, [self._first[row]])
            if self.kind(seq) is EventKind.VERSION
        ]

    def history(self, site_id: str) -> list[bytes]:
        """Return the lines of all versions that may be seen, oldest first."""
        row = self._rows.get(site_id)
        if row is None or self._state[row] != _ON:
            raise UnknownSiteError(site_id)
        events = self._events.get(row, [self._first[row]])
        versions = [seq for seq in events if self.kind(seq) is EventKind.VERSION]
        return [self._amend(row, self._line_of(seq)) for seq in versions]

    def query(self, query: Query) -> Page:
        """Return a page of visible sites in the order they were first recorded."""
        self._settle()
        rows = self._matching(query)
        if query.text:
            sought = plain(query.text)
            matching = (row for row in rows.tolist() if sought in self._text(row))
            taken = [row for row, _ in zip(matching, range(query.limit + 1), strict=False)]
        else:
            taken = rows[: query.limit + 1].tolist()
        more = len(taken) > query.limit
        taken = taken[: query.limit]
        return Page(
            lines=self._lines(taken),
            following=self._first[taken[-1]] if more and taken else None,
        )

    def rows(self) -> list[int]:
        """Return the rows of all visible sites."""
        every: list[int] = self._matching(Query()).tolist()
        return every

    def seen(self, row: int) -> bytes | None:
        """Return the line of `row` as it may be seen now, None if it may not."""
        return self._seen(row) if self._state[row] == _ON and self._current[row] else None

    def kind(self, seq: int) -> EventKind | None:
        """Return what happened at `seq`, None for a line that cannot be read."""
        number = self._kinds[seq - 1]
        return _KINDS[number] if number >= 0 else None

    def site_at(self, seq: int) -> str:
        """Return the id of the site that event `seq` is about."""
        return self._ids[self._row_of[seq - 1]]

    # -- how ---------------------------------------------------------------------------

    def _settle(self) -> None:
        if self._fresh:
            self._boxes.extend(np.array(self._fresh))
            self._fresh = []

    def _matching(self, query: Query) -> Rows:
        current = np.asarray(self._current)
        if query.bounds is None:
            rows = np.arange(len(current))
        else:
            rows = self._boxes.touching(query.bounds)
        seen = (np.asarray(self._state)[rows] == _ON) & (current[rows] > 0)
        if query.after:
            seen &= np.asarray(self._first)[rows] > query.after
        if query.category:
            seen &= np.asarray(self._category)[rows] == self._categories.get(query.category, -1)
        found: Rows = rows[seen]
        return found

    def _text(self, row: int) -> str:
        known = self._texts[row]
        if known is None:
            said = orjson.loads(self._line_of(self._current[row]))["properties"]
            known = plain("\n".join(said.get(name, "") for name in _SEARCHED))
            self._texts[row] = known
        return known

    def _lines(self, rows: list[int]) -> list[bytes]:
        if self._amended:
            return [self._seen(row) for row in rows]
        line_of, current = self._line_of, self._current
        return [line_of(current[row]) for row in rows]

    def _seen(self, row: int) -> bytes:
        return self._amend(row, self._line_of(self._current[row]))

    def _amend(self, row: int, line: bytes) -> bytes:
        """Return `line` as later withdrawals and masks let it be seen; mostly as it lies."""
        if row not in self._amended:
            return line
        read = orjson.loads(line)
        said = read["properties"]
        for seq in self._amended[row]:
            event = orjson.loads(self._line_of(seq))
            said["photos"] = list(_amended(said.get("photos", []), event))
        if not said["photos"]:
            del said["photos"]
        return orjson.dumps(read)

    def _caused(self, row: int, event: Event) -> int:
        for seq in self._events.get(row, [self._first[row]]):
            if self.kind(seq) is event.kind:
                read = orjson.loads(self._line_of(seq))
                if read.get("cause") == event.cause:
                    return seq
        return 0


def _amended(photos: list[dict[str, Any]], event: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    said = event["properties"]
    for photo in photos:
        if photo["id"] != said["photo"]:
            yield photo
        elif event["event"] == EventKind.MASKS:
            yield photo | {"renditions": said["renditions"]}


def box_of(coordinates: Any) -> Bounds:  # noqa: ANN401 - numbers at any depth
    """Return west, south, east, north of GeoJSON coordinates, however deep they lie.

    >>> box_of([139.65, 35.64]), box_of([[139.6, 35.6], [139.7, 35.5]])
    ((139.65, 35.64, 139.65, 35.64), (139.6, 35.5, 139.7, 35.6))
    """
    first = coordinates[0]
    if not isinstance(first, list | tuple):
        return (first, coordinates[1], first, coordinates[1])
    boxes = [box_of(part) for part in coordinates]
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


_NOWHERE: Final[Bounds] = (np.nan, np.nan, np.nan, np.nan)
_KINDS: Final = tuple(EventKind)
_KIND_NUMBERS: Final = {kind: number for number, kind in enumerate(_KINDS)}
