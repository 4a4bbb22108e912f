"""Where sites are kept: what every store promises, whatever it is made of.

A store is a list of events, each about one site, each with a sequence number that counts
up from 1 without gaps. Readers see a projection of it: the last version of each site, as
far as later events let it be seen. `tests/data/test_site_store.py` is the promise in
full; a new backend joins it with one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from data.event import Event, EventKind

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


class StoreError(Exception):
    """The root of all that a store may raise."""


class UnknownSiteError(StoreError):
    """Nobody ever recorded a site with this id, or all its words were redacted."""

    def __init__(self, site_id: str) -> None:
        super().__init__(f"there is no site {site_id}")
        self.site_id = site_id


class RedactedSiteError(StoreError):
    """The words of this site were erased for good; its id is never used again."""

    def __init__(self, site_id: str) -> None:
        super().__init__(f"site {site_id} was redacted; its id is never used again")
        self.site_id = site_id


class VersionConflictError(StoreError):
    """Somebody else was first: the version offered does not follow the current one.

    `current` is the current version's bytes, None where there is none yet.
    """

    def __init__(self, site_id: str, offered: int, current: bytes | None) -> None:
        super().__init__(f"version {offered} of {site_id} does not follow the current one")
        self.site_id = site_id
        self.offered = offered
        self.current = current


class StoreFullError(StoreError):
    """There was no room to write. Nothing was recorded, and all that was is still there."""


class StoreDamagedError(StoreError):
    """Lines in the middle cannot be read, so nothing may be added until they are mended.

    `lines` are their numbers, counted from 1, in the file that `where` names.
    """

    def __init__(self, where: str, lines: Sequence[int]) -> None:
        shown = ", ".join(map(str, lines[:10]))
        super().__init__(
            f"{where}: line {shown} cannot be read. Put the lines back from a backup, then "
            "open the workspace again; until then reading works and writing does not"
        )
        self.where = where
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Query:
    """Which sites: each part that is given must hold.

    `after` is the cursor of a former page; `text` is looked for in names, descriptions
    and addresses, in any width and case.
    """

    bounds: Bounds | None = None
    category: str = ""
    text: str = ""
    after: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Sites as stored bytes, in the order they were first recorded.

    `following` is the cursor of the next page, None where this is the last.
    """

    lines: list[bytes]
    following: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """That something happened to a site. What it looks like now is for `get` to say."""

    seq: int
    kind: EventKind
    site_id: str


class SiteStore(Protocol):
    """The role; `data.memory` and `data.ledger` are the actors."""

    @property
    def seq(self) -> int:
        """The number of the newest event that this store knows; 0 when empty."""

    def refresh(self) -> int:
        """Take in what other processes have written; return the newest number."""

    def append(self, event: Event) -> int:
        """Record `event` for good and return its number.

        The event is on the disk before this returns. A version must follow the current
        one, else `VersionConflictError`; any other event needs a site, else
        `UnknownSiteError`. An event whose `cause` was recorded before for the same site
        is not recorded twice: its first number is returned.
        """

    def append_many(self, events: Iterable[Event]) -> list[int]:
        """Record `events` with one flush: all of them, or none and an error."""

    def get(self, site_id: str) -> bytes:
        """Return the current version's bytes; `UnknownSiteError` if it may not be seen."""

    def is_hidden(self, site_id: str) -> bool:
        """Was this site taken off the public site, and not put back?"""

    def history(self, site_id: str) -> list[bytes]:
        """Return all versions that may be seen, oldest first; `UnknownSiteError` if none."""

    def query(self, query: Query) -> Page:
        """Return a page of current, visible sites."""

    def all(self) -> Iterator[bytes]:
        """Yield every current, visible site, in the order they were first recorded."""

    def changes(self, since: int = 0) -> Iterator[Change]:
        """Yield what happened after number `since`, in order."""

    def __len__(self) -> int:
        """How many sites may be seen."""
