"""The way from a decision to the ledger, which a crash may interrupt anywhere.

The decision and its event are in the outbox already. Here the pictures are published,
the event is appended, and the parcel is marked done. Every step may be repeated: a
picture published twice is published once, and the ledger records a cause once. Pictures
come before the event, so that nobody who follows the ledger misses one, and after the
decision, so that nothing undecided is ever in a public folder.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

import structlog

from api.refusals import SiteConflictError
from data import geojson
from data.database import Database, DatabaseError, audit, outbox, submissions
from data.database.outbox import Parcel, State
from data.site import Site, SitePhoto
from data.store import (
    RedactedSiteError,
    SiteStore,
    StoreError,
    UnknownSiteError,
    VersionConflictError,
)
from data.submission import Status, reopened, replaced
from photos.photo import PhotoError
from photos.store import PhotoStore

_STALE = (VersionConflictError, RedactedSiteError, UnknownSiteError)

Log = structlog.stdlib.BoundLogger


class Publisher:
    """Carries parcels from the outbox to the ledger.

    `turn` is held while the ledger is written or caught up with in this process.
    """

    def __init__(self, database: Database, sites: SiteStore, photos: PhotoStore, log: Log) -> None:
        self.turn = threading.RLock()
        self._database = database
        self._sites = sites
        self._photos = photos
        self._log = log

    def deliver(self, parcel: Parcel) -> int:
        """Return the event's number in the ledger, once it is on the disk.

        Raises `SiteConflictError` if the site changed meanwhile: the decision is undone
        then. Any other error leaves the parcel waiting, and nothing is lost.
        """
        with self.turn:
            try:
                self._publish_photos(parcel.event.site)
                seq = self._sites.append(parcel.event)
            except _STALE as stale:
                self._undo(parcel)
                raise self._conflict(parcel, stale) from stale
        try:
            with self._database.writing() as connection:
                outbox.settle(connection, parcel, State.DONE)
        except DatabaseError as failed:
            # It is in the ledger. The next start finds it waiting and sees that it is there.
            self._log.warning("outbox.not_marked", parcel=parcel.id, error=type(failed).__name__)
        return seq

    def recover(self) -> int:
        """Deliver what an earlier process left in the outbox; return how many parcels.

        What cannot be delivered now is told to the log and keeps waiting: a full disk must
        not keep the server from starting.
        """
        with self._database.reading() as connection:
            parcels = outbox.waiting(connection)
        delivered = 0
        for parcel in parcels:
            try:
                self.deliver(parcel)
            except (SiteConflictError, StoreError, PhotoError, DatabaseError) as failed:
                self._log.error(
                    "outbox.waiting",
                    parcel=parcel.id,
                    submission=parcel.submission_id,
                    error=type(failed).__name__,
                )
            else:
                delivered += 1
        if parcels:
            self._log.info("outbox.recovered", delivered=delivered, found=len(parcels))
        return delivered

    def catch_up(self) -> int:
        """Take in what other processes wrote to the ledger; return its newest number."""
        with self.turn:
            return self._sites.refresh()

    def missing_photos(self, site: Site) -> list[str]:
        """Return the ids of photos that `site` shows and that are nowhere to be found."""
        shown = _photos(self._current(site.id))
        return [each.id for each in _new(site, shown) if each.id not in self._photos]

    def _publish_photos(self, site: Site | None) -> None:
        if site is not None:
            for photo in _new(site, _photos(self._current(site.id))):
                self._photos.publish(rendition.file for rendition in photo.renditions)

    def _undo(self, parcel: Parcel) -> None:
        """Take the decision back: its submission waits for another one."""
        submission_id = parcel.submission_id
        with self._database.writing() as connection:
            if not outbox.settle(connection, parcel, State.REFUSED) or submission_id is None:
                return
            submissions.undo_acceptance(connection, submission_id)
            before = submissions.get(connection, submission_id)
            audit.note(
                connection, None, "submission.undo", submission_id, site=parcel.event.site_id
            )
            newer = [
                each
                for each in submissions.pending_for(connection, before.site_id)
                if each.group_id == before.group_id
            ]
            again = reopened(before)
            submissions.set_status(
                connection, replaced(again) if newer else again, was=Status.ACCEPTED
            )
        if parcel.event.site is not None:
            self._withdraw_photos(parcel.event.site, submission_id)

    def _withdraw_photos(self, site: Site, submission_id: str) -> None:
        new = {photo.id for photo in _new(site, _photos(self._current(site.id)))}
        with self._database.reading() as connection:
            elsewhere = submissions.accepted_with(connection, new, besides=submission_id)
        for photo_id in new - elsewhere:
            self._photos.withdraw(photo_id)

    def _conflict(self, parcel: Parcel, stale: StoreError) -> Exception:
        if parcel.event.site is None or isinstance(stale, RedactedSiteError):
            return stale
        current = self._current(parcel.event.site_id)
        version = geojson.decode(current).version if current else 0
        return SiteConflictError(version, current, geojson.encode(parcel.event.site))

    def _current(self, site_id: str) -> bytes | None:
        try:
            return self._sites.get(site_id)
        except UnknownSiteError:
            return None


def _photos(current: bytes | None) -> set[str]:
    return {photo.id for photo in geojson.decode(current).photos} if current else set()


def _new(site: Site, shown: Iterable[str]) -> list[SitePhoto]:
    """Return the photos of `site` that its published version does not show yet."""
    known = set(shown)
    return [photo for photo in site.photos if photo.id not in known]
