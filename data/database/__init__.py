"""What is private: who people are, what they sent, what was decided, who did what.

`Database.open` hands out transactions; the modules beside it are the questions and
changes that fit into one: `people`, `submissions`, `outbox`, `audit`.
"""

from data.database.engine import Database, Transaction
from data.database.errors import (
    DatabaseBusyError,
    DatabaseError,
    DatabaseFullError,
    DatabaseUnusableError,
    NewerWorkspaceError,
    TakenError,
)

__all__ = [
    "Database",
    "DatabaseBusyError",
    "DatabaseError",
    "DatabaseFullError",
    "DatabaseUnusableError",
    "NewerWorkspaceError",
    "TakenError",
    "Transaction",
]
