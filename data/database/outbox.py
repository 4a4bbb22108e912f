"""What was decided and is on its way to the ledger.

A decision and its event are written in one transaction, then the event is appended to
the ledger, then marked done. Whoever finds one that is still waiting may append it
again: the event carries its cause, and the ledger records a cause only once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from data import geojson
from data.database import moments
from data.database.tables import outbox
from data.event import Event, EventKind


class State(StrEnum):
    """How far an event has come. Refused: its site had changed meanwhile."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Parcel:
    """An event in the outbox, and the submission that it came from, if any."""

    id: int
    event: Event
    submission_id: str | None


def put(connection: Connection, event: Event, submission_id: str | None = None) -> Parcel:
    """Leave `event` in the outbox."""
    row = {
        "submission_id": submission_id,
        "site_id": event.site_id,
        "event": event.kind.value,
        "cause": event.cause,
        "feature": None if event.site is None else geojson.encode(event.site),
        "state": State.WAITING.value,
        "created_at": moments.to_text(moments.now()),
    }
    key = connection.execute(insert(outbox).values(row)).inserted_primary_key
    return Parcel(key[0] if key else 0, event, submission_id)


_WAITING: Final = select(outbox).where(outbox.c.state == State.WAITING.value).order_by(outbox.c.id)


def waiting(connection: Connection) -> list[Parcel]:
    """Return everything that has not reached the ledger, in the order it was decided."""
    return [_parcel(row) for row in connection.execute(_WAITING)]


def waiting_of(connection: Connection, submission_id: str) -> Parcel | None:
    """Return what `submission_id` still has to say to the ledger, None if nothing."""
    row = connection.execute(_WAITING.where(outbox.c.submission_id == submission_id)).first()
    return None if row is None else _parcel(row)


def settle(connection: Connection, parcel: Parcel, state: State) -> bool:
    """Mark `parcel`; False if somebody else did so before."""
    changed = connection.execute(
        update(outbox)
        .where(outbox.c.id == parcel.id, outbox.c.state == State.WAITING.value)
        .values(state=state.value)
    )
    return bool(changed.rowcount)


def _parcel(row: Row[*tuple[Any, ...]]) -> Parcel:
    site = None if row.feature is None else geojson.decode(row.feature)
    event = Event(EventKind(row.event), row.site_id, row.cause, site)
    return Parcel(row.id, event, row.submission_id)
