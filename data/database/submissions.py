"""Submissions as they are kept: what was sent, what was said about it, what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from data.database import moments
from data.database.tables import decisions, groups, idempotency, submission_photos, submissions
from data.finding import Finding, Severity
from data.ids import new_id
from data.store import Bounds
from data.submission import (
    PENDING,
    Decision,
    Kind,
    Status,
    Submission,
    UnknownSubmissionError,
    Verdict,
)

_PENDING: Final = [status.value for status in PENDING]
_SELECT: Final = select(submissions, groups.c.name.label("group_name")).join(
    groups, groups.c.id == submissions.c.group_id
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A request that came before under the same key: what it said, and what it made."""

    digest: str
    submission_id: str


def add(connection: Connection, submission: Submission) -> None:
    """Keep a new submission; `TakenError` where a pending one stands in its way."""
    moment = moments.to_text(submission.received_at)
    lon, lat = submission.middle
    row = {
        "id": submission.id,
        "site_id": submission.site_id,
        "group_id": submission.group_id,
        "person_id": submission.person_id,
        "kind": submission.kind.value,
        "base_version": submission.base_version,
        "lon": lon,
        "lat": lat,
        "draft": submission.draft,
        "findings": _findings_text(submission.findings),
        "consent": submission.consent,
        "status": submission.status.value,
        "received_at": moment,
        "changed_at": moment,
    }
    connection.execute(insert(submissions).values(row))
    if submission.photos:
        rows = [
            {"submission_id": submission.id, "position": position, "photo_id": photo_id}
            for position, photo_id in enumerate(submission.photos)
        ]
        connection.execute(insert(submission_photos), rows)


def get(connection: Connection, submission_id: str) -> Submission:
    """Return the submission of this id, or raise `UnknownSubmissionError`."""
    found = _read(connection, _SELECT.where(submissions.c.id == submission_id))
    if not found:
        raise UnknownSubmissionError(submission_id)
    return found[0]


def page(
    connection: Connection,
    *,
    group_id: str = "",
    status: Status | None = None,
    after: str = "",
    limit: int = 50,
) -> list[Submission]:
    """Return submissions, oldest first, after the id `after`; one group's if it is given."""
    asked = _SELECT.where(submissions.c.id > after)
    if group_id:
        asked = asked.where(submissions.c.group_id == group_id)
    if status is not None:
        asked = asked.where(submissions.c.status == status.value)
    return _read(connection, asked.order_by(submissions.c.id).limit(limit))


def pending_for(connection: Connection, site_id: str) -> list[Submission]:
    """Return what is pending about one site, of all groups, oldest first."""
    asked = _SELECT.where(submissions.c.site_id == site_id, submissions.c.status.in_(_PENDING))
    return _read(connection, asked.order_by(submissions.c.id))


def pending_near(connection: Connection, group_id: str, bounds: Bounds) -> list[tuple[str, bytes]]:
    """Return site id and draft of what one group has pending with its middle in `bounds`."""
    west, south, east, north = bounds
    asked = select(submissions.c.site_id, submissions.c.draft).where(
        submissions.c.group_id == group_id,
        submissions.c.status.in_(_PENDING),
        submissions.c.lon.between(west, east),
        submissions.c.lat.between(south, north),
    )
    return [(row.site_id, row.draft) for row in connection.execute(asked)]


def set_status(connection: Connection, submission: Submission, *, was: Status) -> bool:
    """Write a submission's new status; False if it is not `was` any more.

    The comparison is the database's, so that of two who decide in one instant, in whatever
    process, one is told no.
    """
    changed = connection.execute(
        update(submissions)
        .where(submissions.c.id == submission.id, submissions.c.status == was.value)
        .values(status=submission.status.value, changed_at=moments.to_text(moments.now()))
    )
    return bool(changed.rowcount)


def add_decision(connection: Connection, submission_id: str, decision: Decision) -> None:
    """Keep what a reviewer said."""
    row = {
        "id": new_id(),
        "submission_id": submission_id,
        "person_id": decision.decided_by,
        "verdict": decision.verdict.value,
        "message": decision.message,
        "decided_at": moments.to_text(decision.decided_at),
    }
    connection.execute(insert(decisions).values(row))


def undo_acceptance(connection: Connection, submission_id: str) -> None:
    """Mark the acceptance of a submission as come to nothing."""
    connection.execute(
        update(decisions)
        .where(
            decisions.c.submission_id == submission_id,
            decisions.c.verdict == Verdict.ACCEPT.value,
            decisions.c.undone_at.is_(None),
        )
        .values(undone_at=moments.to_text(moments.now()))
    )


def accepted_with(connection: Connection, photo_ids: Iterable[str], *, besides: str) -> set[str]:
    """Return which of these photos an accepted submission shows, another one than `besides`."""
    asked = (
        select(submission_photos.c.photo_id)
        .join(submissions, submissions.c.id == submission_photos.c.submission_id)
        .where(
            submission_photos.c.photo_id.in_(list(photo_ids)),
            submissions.c.status == Status.ACCEPTED.value,
            submissions.c.id != besides,
        )
    )
    return set(connection.scalars(asked))


def repeat_of(connection: Connection, person_id: str, key: str) -> Repeat | None:
    """Return what this person sent under `key` before, None if nothing."""
    row = connection.execute(
        select(idempotency.c.digest, idempotency.c.submission_id).where(
            idempotency.c.person_id == person_id, idempotency.c.key == key
        )
    ).first()
    return None if row is None else Repeat(row.digest, row.submission_id)


def remember(connection: Connection, person_id: str, key: str, repeat: Repeat) -> None:
    """Keep a key with what it stands for; `TakenError` if somebody was quicker."""
    row = {
        "person_id": person_id,
        "key": key,
        "digest": repeat.digest,
        "submission_id": repeat.submission_id,
        "created_at": moments.to_text(moments.now()),
    }
    connection.execute(insert(idempotency).values(row))


def _read(connection: Connection, asked: Any) -> list[Submission]:  # noqa: ANN401 - a Select
    rows = connection.execute(asked).all()
    ids = [row.id for row in rows]
    if not ids:
        return []
    photos: dict[str, list[str]] = {}
    for row in connection.execute(
        select(submission_photos)
        .where(submission_photos.c.submission_id.in_(ids))
        .order_by(submission_photos.c.submission_id, submission_photos.c.position)
    ):
        photos.setdefault(row.submission_id, []).append(row.photo_id)
    said: dict[str, list[Decision]] = {}
    for row in connection.execute(
        select(decisions)
        .where(decisions.c.submission_id.in_(ids), decisions.c.undone_at.is_(None))
        .order_by(decisions.c.id)
    ):
        said.setdefault(row.submission_id, []).append(_decision(row))
    return [_submission(row, photos.get(row.id, ()), said.get(row.id, ())) for row in rows]


def _submission(
    row: Row[*tuple[Any, ...]], photos: Sequence[str], said: Sequence[Decision]
) -> Submission:
    return Submission(
        id=row.id,
        site_id=row.site_id,
        group_id=row.group_id,
        group=row.group_name,
        person_id=row.person_id,
        kind=Kind(row.kind),
        draft=row.draft,
        received_at=moments.from_text(row.received_at),
        base_version=row.base_version,
        consent=row.consent,
        photos=tuple(photos),
        findings=_findings(row.findings),
        status=Status(row.status),
        messages=tuple(said),
    )


def _decision(row: Row[*tuple[Any, ...]]) -> Decision:
    return Decision(
        verdict=Verdict(row.verdict),
        message=row.message,
        decided_by=row.person_id,
        decided_at=moments.from_text(row.decided_at),
    )


def _findings_text(findings: Iterable[Finding]) -> str:
    return json.dumps(
        [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "pointer": finding.pointer,
                "figures": dict(finding.figures),
            }
            for finding in findings
        ],
        ensure_ascii=False,
    )


def _findings(stored: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            each["code"],
            Severity(each["severity"]),
            each["pointer"],
            figures=each["figures"],
        )
        for each in json.loads(stored)
    )
