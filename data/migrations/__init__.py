"""The database's own history: one file in `versions/` for each change of its tables.

To change a table: change it in `data.database.tables`, add a file that makes an old
database so, and name it in `HEAD`. Tests hold all three together. Alembic is only
imported where there is something to do, because a start should not wait for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

FOLDER: Final = Path(__file__).parent
HEAD: Final = "0001"


def config() -> Config:
    """Return what Alembic wants to know."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    told = Config()
    told.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    told.set_main_option("path_separator", "os")
    return told


def revisions() -> tuple[str, ...]:
    """Return every revision that this program knows, newest first."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    return tuple(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())


def upgrade(connection: Connection) -> None:
    """Bring the database behind `connection` up to `HEAD`, in its transaction."""
    from alembic import command  # noqa: PLC0415 - see above

    told = config()
    told.attributes["connection"] = connection
    command.upgrade(told, "head")
