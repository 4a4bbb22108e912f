"""The database itself: opened, migrated, and handed out one transaction at a time.

SQLite by default, in one file, with a write-ahead log and a flush at every commit. What
is SQLite's own stays in the two hooks below; everything else is SQLAlchemy Core.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from data import migrations
from data.database.errors import NewerWorkspaceError, translated

_PATIENCE_MS: Final = 10_000
_WRITES: Final = "kufu_writes"


Transaction = Connection
"""What `Database.reading` and `writing` hand out: all of it holds, or nothing does."""


class Database:
    """The private database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the database at `url`, made new where there is none, migrated where it is old.

        Raises `NewerWorkspaceError` for one that a newer program wrote, and leaves it as
        it is.
        """
        parsed = make_url(url)
        # A statement's parameters hold what people wrote; they have no business in a log.
        if parsed.get_backend_name() == "sqlite":
            if parsed.database:
                Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            engine = create_engine(parsed, pool_size=8, max_overflow=56, hide_parameters=True)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            engine = create_engine(parsed, hide_parameters=True)
        database = cls(engine)
        try:
            database._migrate()
        except BaseException:
            engine.dispose()
            raise
        return database

    def close(self) -> None:
        """Let go of all connections; in SQLite this also folds the log into the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one moment of the database."""
        with _ours(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes all hold once the block ends, or none does.

        Raises `DatabaseFullError`, `DatabaseBusyError`, or `TakenError` where a rule of
        uniqueness was broken; nothing has changed then.
        """
        with (
            _ours(),
            self._engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def ask(self) -> None:
        """Return once the database has answered; raise what keeps it from that."""
        with self.reading() as connection:
            connection.execute(select(1))

    def _migrate(self) -> None:
        """Bring an old database up to date; two processes that start together take turns."""
        with self.reading() as connection:
            if _revision(connection) == migrations.HEAD:
                return
        with self.writing() as connection:
            found = _revision(connection)
            if found not in (None, *migrations.revisions()):
                raise NewerWorkspaceError(str(found))
            if found != migrations.HEAD:
                migrations.upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


@contextmanager
def _ours() -> Iterator[None]:
    try:
        yield
    except DBAPIError as failed:
        raise translated(failed) from failed


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - any DBAPI's
    """Make a new SQLite connection keep its promises, and leave BEGIN to us."""
    if not isinstance(connection, sqlite3.Connection):  # pragma: no cover - a wrapped driver
        connection = connection.driver_connection
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    _use_log(connection)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch a new file to its write-ahead log, as often as somebody else is at it.

    SQLite does not wait by its busy timeout for this one step, so two processes that open
    a new database together would refuse each other.
    """
    until = time.monotonic() + _PATIENCE_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as busy:
            if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where we will write: a later upgrade could fail as busy."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
