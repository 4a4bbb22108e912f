"""The desk: everything that can be done here, without a word of HTTP.

A page and an API call that do the same come to the same method. The desk knows who may
do what; how somebody showed who they are is the door's concern.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from api import refusals
from api.examine import Opener, Sent
from api.intake import Intake, Receipt, Report
from api.judging import Judge
from api.publishing import Log, Publisher
from data import geojson
from data.database import (
    Database,
    DatabaseError,
    Transaction,
    audit,
    outbox,
    people,
    submissions,
)
from data.database.moments import now
from data.database.people import Person
from data.event import Event, EventKind
from data.ids import new_id
from data.site import Site
from data.store import Page, Query, SiteStore
from data.submission import (
    AlreadyDecidedError,
    Decision,
    Status,
    Submission,
    UnknownSubmissionError,
    Verdict,
    decided,
    draft_of,
)
from data.vocabulary import Vocabulary
from data.ward import Ward
from photos.photo import LIMITS
from photos.store import PhotoStore, UnknownPhotoError


class Desk:
    """The use cases. Safe to share between threads."""

    def __init__(  # noqa: PLR0913 - it is where everything comes together
        self,
        *,
        database: Database,
        sites: SiteStore,
        photos: PhotoStore,
        opener: Opener,
        vocabulary: Vocabulary,
        ward: Ward,
        log: Log,
        largest_picture: int = LIMITS.max_bytes,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.vocabulary = vocabulary
        self.ward = ward
        self.publisher = Publisher(database, sites, photos, log)
        self._database = database
        self._sites = sites
        self._judge = Judge(database, sites, vocabulary, ward, clock)
        self._intake = Intake(
            database=database,
            judge=self._judge,
            photos=photos,
            opener=opener,
            largest_picture=largest_picture,
            clock=clock,
        )
        self._deciding = threading.Lock()
        self._log = log
        self._clock = clock

    # -- coming in ---------------------------------------------------------------------

    def person_of(self, token: str) -> Person | None:
        """Return who comes in with this token, None for nobody."""
        with self._database.reading() as connection:
            known = people.person_of(connection, token)
        if known is None:
            return None
        person, used_on = known
        today = self._clock().date().isoformat()
        if used_on != today:
            self._mark_used(token, today)
        return person

    def _mark_used(self, token: str, today: str) -> None:
        try:
            with self._database.writing() as connection:
                people.mark_used(connection, token, today)
        except DatabaseError as failed:
            # A full disk must not keep anybody from reading.
            self._log.warning("token.not_marked", error=type(failed).__name__)

    # -- submitting --------------------------------------------------------------------

    def check(self, person: Person, sent: Sent) -> Report:
        """Return what a submission of `sent` would be told; keep nothing."""
        return self._intake.check(person, sent)

    def submit(self, person: Person, sent: Sent, key: str = "") -> Receipt:
        """Keep what `sent` asks for until a reviewer decides; see `Intake.submit`."""
        return self._intake.submit(person, sent, key)

    # -- reading -----------------------------------------------------------------------

    def submission(self, person: Person, submission_id: str) -> Submission:
        """Return a submission that this person may see; `UnknownSubmissionError` for others.

        Those of other groups are as unknown as those that are not there.
        """
        with self._database.reading() as connection:
            found = submissions.get(connection, submission_id)
        if not (person.role.reviews or found.group_id == person.group.id):
            raise UnknownSubmissionError(submission_id)
        return found

    def submissions(
        self, person: Person, *, status: Status | None = None, after: str = "", limit: int = 50
    ) -> list[Submission]:
        """Return what this person may see, oldest first: a member's group's, a reviewer's all."""
        group_id = "" if person.role.reviews else person.group.id
        with self._database.reading() as connection:
            return submissions.page(
                connection, group_id=group_id, status=status, after=after, limit=limit
            )

    @property
    def seq(self) -> int:
        """The number of the newest event that readers here see."""
        return self._sites.seq

    def find(self, query: Query) -> Page:
        """Return a page of published sites."""
        return self._sites.query(query)

    def site(self, site_id: str) -> bytes:
        """Return a published site; `SiteHiddenError` or `UnknownSiteError` where there is none."""
        if self._sites.is_hidden(site_id):
            raise refusals.SiteHiddenError
        return self._sites.get(site_id)

    def history(self, site_id: str) -> list[bytes]:
        """Return all versions of a published site that may be seen, oldest first."""
        if self._sites.is_hidden(site_id):
            raise refusals.SiteHiddenError
        return self._sites.history(site_id)

    def readiness(self) -> int:
        """Return the ledger's newest number, once everything that an answer needs was reached."""
        self._database.ask()
        return self._sites.seq

    # -- deciding ----------------------------------------------------------------------

    def decide(
        self,
        person: Person,
        submission_id: str,
        verdict: Verdict,
        *,
        message: str = "",
        district: str = "",
    ) -> Submission:
        """Settle a submission and return it; an acceptance is in the ledger on return.

        `district` sets the site's where the address did not tell. Saying the same again
        changes nothing; what an earlier try left undelivered is delivered then.
        """
        if not person.role.reviews:
            raise refusals.NotAllowedError
        if district and district not in self.ward.districts:
            raise refusals.UnknownDistrictError(self.ward.districts)
        decision = Decision(verdict, message, person.id, self._clock())
        with self._deciding:
            with self._database.reading() as connection:
                before = submissions.get(connection, submission_id)
                waiting = outbox.waiting_of(connection, submission_id)
            after = decided(before, decision)
            if verdict is Verdict.ACCEPT:
                if after is not before:
                    waiting = self._accept(before, after, decision, district)
                if waiting is not None:
                    self.publisher.deliver(waiting)
            elif after is not before:
                with self._database.writing() as connection:
                    self._write_decision(connection, after, decision)
        return after

    def _accept(
        self, before: Submission, after: Submission, decision: Decision, district: str
    ) -> outbox.Parcel:
        site = self._site_of(before, decision.decided_at, district)
        if missing := self.publisher.missing_photos(site):
            raise UnknownPhotoError(missing[0])
        event = Event.version(site, cause=f"submission:{before.id}")
        with self._database.writing() as connection:
            self._write_decision(connection, after, decision)
            return outbox.put(connection, event, before.id)

    def _write_decision(
        self, connection: Transaction, after: Submission, decision: Decision
    ) -> None:
        if not submissions.set_status(connection, after, was=Status.RECEIVED):
            # Another process was quicker by a moment.
            raise AlreadyDecidedError(after.id, submissions.get(connection, after.id).status)
        submissions.add_decision(connection, after.id, decision)
        action = f"submission.{decision.verdict.value}"
        audit.note(connection, decision.decided_by, action, after.id, site=after.site_id)

    def _site_of(self, submission: Submission, accepted_at: datetime, district: str) -> Site:
        """Return the site that a submission becomes, if it follows the current version."""
        draft = draft_of(submission.draft)
        record = {
            "id": submission.site_id,
            "version": submission.version,
            "group": submission.group,
            "group_id": submission.group_id,
            "created_at": submission.received_at,
            "recorded_at": accepted_at,
        }
        base = self._judge.published(submission.site_id)
        if base is not None:
            record |= {
                "group": base.group,
                "group_id": base.group_id,
                "created_at": base.created_at,
            }
        if district:
            draft = draft.model_copy(update={"district": district})
        site = Site.of(draft, **record)
        if (base.version if base else 0) != submission.base_version:
            version = base.version if base else 0
            current = self._sites.get(base.id) if base else None
            raise refusals.SiteConflictError(version, current, geojson.encode(site))
        return site

    def hide(self, person: Person, site_id: str, reason: str) -> None:
        """Take a site off the public site at once. The reason is kept, and kept private."""
        if not person.role.reviews:
            raise refusals.NotAllowedError
        with self._deciding:
            if self._sites.is_hidden(site_id):
                return
            self._sites.get(site_id)
            event = Event(EventKind.HIDE, site_id, cause=f"hide:{new_id()}")
            with self._database.writing() as connection:
                audit.note(connection, person.id, "site.hide", site_id, reason=reason)
                parcel = outbox.put(connection, event)
            self.publisher.deliver(parcel)

    def catch_up(self) -> int:
        """See what other processes have written to the ledger; return its newest number."""
        return self.publisher.catch_up()

    def recover(self) -> int:
        """Finish what an earlier process had decided and not carried out."""
        return self.publisher.recover()
