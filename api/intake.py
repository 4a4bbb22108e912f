"""What somebody sends: read, judged, and kept until a reviewer decides.

The order matters. All is found before anything is kept, pictures are kept before the
submission that shows them, and the key of a repeated request is looked for before the
site's state, because the first try may have changed that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from api import refusals
from api.examine import Examined, Opener, Sent, Suggested, examine
from api.judging import Judge
from data.database import Database, TakenError, audit, submissions
from data.database.people import Person
from data.database.submissions import Repeat
from data.finding import Finding, has_errors
from data.ids import new_id
from data.submission import Kind, Status, Submission, draft_bytes, replaced
from photos.store import PhotoStore


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody who sent something is told. `suggested` is told once and never kept."""

    submission: Submission
    suggested: Suggested


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    findings: tuple[Finding, ...]
    suggested: Suggested


class Intake:
    """Takes in submissions. Safe to share between threads."""

    def __init__(  # noqa: PLR0913 - it is where everything comes together
        self,
        *,
        database: Database,
        judge: Judge,
        photos: PhotoStore,
        opener: Opener,
        largest_picture: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._judge = judge
        self._photos = photos
        self._opener = opener
        self._largest_picture = largest_picture
        self._clock = clock

    def check(self, person: Person, sent: Sent) -> Report:
        """Return what a submission of `sent` would be told; keep nothing."""
        examined, findings = examine(sent, self._opener, self._largest_picture)
        if examined is None:
            return Report(tuple(findings), Suggested())
        case = self._judge.case(person, sent, examined)
        found = self._judge.findings(person, case, examined)
        return Report((*findings, *case.findings, *found), examined.suggested)

    def submit(self, person: Person, sent: Sent, key: str = "") -> Receipt:
        """Keep what `sent` asks for until a reviewer decides; return the receipt.

        Under a `key` that this person used before for the same, nothing is kept again and
        the receipt is the same. Raises `FindingsError` for what must be mended first,
        `KeyReusedError`, and what `Judge.case` raises where the site is in another state
        than its sender believed.
        """
        examined, findings = examine(sent, self._opener, self._largest_picture)
        if examined is None:
            raise refusals.FindingsError(findings)
        if key and (before := self._sent_before(person, key, examined)):
            return Receipt(before, examined.suggested)
        try:
            submission = self._judged(person, sent, examined, findings)
            for picture in examined.pictures.processed:
                self._photos.put(picture)
            self._keep(submission, Repeat(examined.digest, submission.id), key)
        except (TakenError, refusals.SiteExistsError, refusals.SitePendingError):
            # Its twin may have been quicker by a moment; then this is the repetition.
            if key and (before := self._sent_before(person, key, examined)):
                return Receipt(before, examined.suggested)
            raise
        return Receipt(submission, examined.suggested)

    def _judged(
        self, person: Person, sent: Sent, examined: Examined, findings: list[Finding]
    ) -> Submission:
        case = self._judge.case(person, sent, examined)
        found = (*findings, *case.findings, *self._judge.findings(person, case, examined))
        if has_errors(list(found)):
            raise refusals.FindingsError(found)
        return Submission(
            id=new_id(),
            site_id=case.site_id,
            group_id=person.group.id,
            group=person.group.name,
            person_id=person.id,
            kind=case.kind,
            draft=draft_bytes(case.draft),
            received_at=self._clock(),
            base_version=sent.base_version,
            consent=sent.consent,
            photos=tuple(photo.id for photo in case.draft.photos),
            findings=found,
        )

    def _sent_before(self, person: Person, key: str, examined: Examined) -> Submission | None:
        with self._database.reading() as connection:
            known = submissions.repeat_of(connection, person.id, key)
            if known is None:
                return None
            if known.digest != examined.digest:
                raise refusals.KeyReusedError
            first = submissions.get(connection, known.submission_id)
        # The answer is that of the first time, whatever has become of it since.
        return replace(first, status=Status.RECEIVED, messages=())

    def _keep(self, submission: Submission, repeat: Repeat, key: str) -> None:
        with self._database.writing() as connection:
            for other in submissions.pending_for(connection, submission.site_id):
                if other.group_id == submission.group_id:
                    submissions.set_status(connection, replaced(other), was=other.status)
                elif other.kind is submission.kind is Kind.NEW:
                    raise refusals.SitePendingError
            submissions.add(connection, submission)
            if key:
                submissions.remember(connection, submission.person_id, key, repeat)
            audit.note(
                connection,
                submission.person_id,
                "submission.send",
                submission.id,
                site=submission.site_id,
                kind=submission.kind.value,
            )
