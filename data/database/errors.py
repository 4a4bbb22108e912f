"""What the private database may raise, and the table from a driver's errors to ours."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError


class DatabaseError(Exception):
    """The root of all that the database may raise."""


class DatabaseFullError(DatabaseError):
    """There was no room to write. Nothing was changed, and all that was is still there."""

    def __init__(self) -> None:
        super().__init__(
            "there is no room left on the disk: nothing was recorded, and everything that was "
            "recorded before is still there"
        )


class DatabaseBusyError(DatabaseError):
    """Others were writing for too long. Nothing was changed; trying again will do."""

    def __init__(self) -> None:
        super().__init__("the database was busy for too long: nothing was changed, try again")


class DatabaseUnusableError(DatabaseError):
    """The database cannot be read or written: gone, damaged, or no database at all."""


class NewerWorkspaceError(DatabaseError):
    """A newer Kufū Map wrote it; writing to it with this one would lose what it says."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the private database was written by a newer Kufū Map (its revision {found} is not "
            "known here): nothing was changed. Install the newer version, then try again"
        )
        self.found = found


class TakenError(DatabaseError):
    """Somebody else was first with what there can be only one of."""


# What SQLite says when a file cannot grow: its own limit, the disk's, or the process's.
_NO_ROOM: Final = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
)
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PG_NO_ROOM: Final = "53100"
_PG_BUSY: Final = frozenset({"40001", "40P01", "55P03"})
_PG_TAKEN: Final = "23505"
_PRIMARY: Final = 0xFF


def translated(failed: DBAPIError) -> DatabaseError:
    """Return our error for the driver's. Its words stay out: they may quote what was written."""
    state = getattr(failed.orig, "sqlstate", None)
    number = getattr(failed.orig, "sqlite_errorcode", 0)
    if number in _NO_ROOM or state == _PG_NO_ROOM:
        return DatabaseFullError()
    if number & _PRIMARY in _BUSY or state in _PG_BUSY:
        return DatabaseBusyError()
    if number & _PRIMARY == sqlite3.SQLITE_CONSTRAINT or state == _PG_TAKEN:
        return TakenError(getattr(failed.orig, "sqlite_errorname", state) or "taken")
    said = getattr(failed.orig, "sqlite_errorname", None) or state or type(failed.orig).__name__
    return DatabaseUnusableError(f"the private database cannot be used: {said}")
