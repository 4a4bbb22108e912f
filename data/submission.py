"""A submission: what a group asks to have published, and what was decided about it.

Pure transitions, no I/O: each takes a submission and returns the next one, or raises
because that step is not possible any more. Keeping them is the database's work, carrying
them out is the desk's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

import orjson

from data import geojson, migrate
from data.finding import Finding
from data.site import SCHEMA_VERSION, SiteDraft

MESSAGE_LIMIT: Final = 2000


class Kind(StrEnum):
    """What is asked for: a new site, or a new version of one's own or of anybody's."""

    NEW = "new"
    EDIT = "edit"
    CORRECTION = "correction"


class Status(StrEnum):
    """Where a submission is on its way."""

    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


PENDING: Final = (Status.RECEIVED, Status.RETURNED)
"""Not settled yet: the group may still send something better in its place."""


class Verdict(StrEnum):
    """What a reviewer may say."""

    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"

    @property
    def leads_to(self) -> Status:
        """Return the status that a submission has after this verdict.

        >>> Verdict.RETURN.leads_to.value
        'returned'
        """
        return _LEADS_TO[self]


_LEADS_TO: Final = {
    Verdict.ACCEPT: Status.ACCEPTED,
    Verdict.RETURN: Status.RETURNED,
    Verdict.DECLINE: Status.DECLINED,
}


class SubmissionError(Exception):
    """The root of what a submission may refuse."""


class UnknownSubmissionError(SubmissionError):
    """There is no such submission, or none that this person may see."""

    def __init__(self, submission_id: str) -> None:
        super().__init__(f"there is no submission {submission_id}")
        self.submission_id = submission_id


class AlreadyDecidedError(SubmissionError):
    """Somebody decided before; `status` is what came of it."""

    def __init__(self, submission_id: str, status: Status) -> None:
        super().__init__(f"submission {submission_id} is {status.value} already")
        self.submission_id = submission_id
        self.status = status


class MessageMissingError(SubmissionError):
    """A return must say what to mend: nobody can act on silence."""

    def __init__(self) -> None:
        super().__init__("a return needs a message")


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict of one reviewer. `message` is for the group that sent it."""

    verdict: Verdict
    message: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """What `group` sent about one site.

    `draft` is a Feature in canonical bytes, coarsened already where its precision is
    "block": an exact position that was not to be shown is not in here, nor anywhere.
    `base_version` is the published version that an edit or correction was made from, 0
    for a new site. `photos` are ids, in the order shown.
    """

    id: str
    site_id: str
    group_id: str
    group: str
    person_id: str
    kind: Kind
    draft: bytes
    received_at: datetime
    base_version: int = 0
    consent: bool = False
    photos: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    status: Status = Status.RECEIVED
    messages: tuple[Decision, ...] = ()

    @property
    def is_pending(self) -> bool:
        """May it still be decided, or mended?"""
        return self.status in PENDING

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the draft's bounds, longitude and latitude."""
        west, south, east, north = draft_of(self.draft).geometry.bounds
        return (west + east) / 2, (south + north) / 2

    @property
    def version(self) -> int:
        """The version that the site will have once this is accepted."""
        return self.base_version + 1


def decided(submission: Submission, decision: Decision) -> Submission:
    """Return `submission` as it is after `decision`.

    Only what was received can be decided. Saying the same a second time changes nothing,
    so that a reviewer whose connection broke may try again; anything else raises
    `AlreadyDecidedError`. To return it without a word raises `MessageMissingError`.
    """
    if submission.status is decision.verdict.leads_to:
        return submission
    if submission.status is not Status.RECEIVED:
        raise AlreadyDecidedError(submission.id, submission.status)
    if decision.verdict is Verdict.RETURN and not decision.message.strip():
        raise MessageMissingError
    return replace(
        submission,
        status=decision.verdict.leads_to,
        messages=(*submission.messages, decision),
    )


def replaced(submission: Submission) -> Submission:
    """Return `submission` as one whose group has sent something better in its place."""
    if not submission.is_pending:
        raise AlreadyDecidedError(submission.id, submission.status)
    return replace(submission, status=Status.REPLACED)


def reopened(submission: Submission) -> Submission:
    """Return an accepted `submission` as received again: its site changed meanwhile.

    The acceptance that came to nothing is taken out of the messages with it.
    """
    if submission.status is not Status.ACCEPTED:
        raise AlreadyDecidedError(submission.id, submission.status)
    return replace(submission, status=Status.RECEIVED, messages=submission.messages[:-1])


def draft_bytes(draft: SiteDraft) -> bytes:
    """Return `draft` as it is kept: a Feature in canonical bytes that says its format."""
    said = geojson.feature(draft)
    said["properties"] = {"format": SCHEMA_VERSION} | said["properties"]
    return orjson.dumps(said)


def draft_of(kept: bytes) -> SiteDraft:
    """Return the draft in `kept`, whichever schema version wrote it."""
    said = migrate.to_current(geojson.loads(kept))
    properties = {name: value for name, value in said["properties"].items() if name != "format"}
    return SiteDraft(**properties, geometry=geojson.read_geometry(said["geometry"]))
