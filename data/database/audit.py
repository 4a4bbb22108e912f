"""Who did what, to which, and when. Kept for good, and never with anybody's position."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.database import moments
from data.database.tables import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did. `person_id` is None for the command line."""

    at: datetime
    person_id: str | None
    action: str
    subject: str
    detail: dict[str, Any]


def note(
    connection: Connection,
    person_id: str | None,
    action: str,
    subject: str,
    **detail: str | int,
) -> None:
    """Write down that `person_id` did `action` to `subject`, an id."""
    row = {
        "at": moments.to_text(moments.now()),
        "person_id": person_id,
        "action": action,
        "subject": subject,
        "detail": json.dumps(detail, ensure_ascii=False),
    }
    connection.execute(insert(audit).values(row))


def deeds(connection: Connection, subject: str = "") -> Iterator[Deed]:
    """Yield what was done, oldest first; to `subject` only, if one is given."""
    asked = select(audit).order_by(audit.c.id)
    if subject:
        asked = asked.where(audit.c.subject == subject)
    for row in connection.execute(asked):
        yield Deed(
            at=moments.from_text(row.at),
            person_id=row.person_id,
            action=row.action,
            subject=row.subject,
            detail=json.loads(row.detail),
        )
