"""What a draft is a case of, and what the rules say about it.

A new site, an edit of the group's own, a correction of anybody's: that follows from what
is published and what is pending, and a sender who believed otherwise is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Final

import orjson
import pandas as pd
from geopandas import GeoDataFrame

from api import refusals
from api.examine import Examined, Sent
from api.pairing import with_renditions
from data import geojson
from data.database import Database, submissions
from data.database.people import Person
from data.finding import Finding
from data.frame import neighbours_of, to_frame
from data.ids import new_id
from data.rules import Context, check, nearby
from data.site import Site, SiteDraft
from data.store import Bounds, SiteStore, UnknownSiteError
from data.submission import Kind, Submission, draft_of
from data.vocabulary import Vocabulary
from data.ward import Ward

_ROW: Final = 0
# A little more than the longest distance at which sites are compared, in degrees.
_AROUND: Final = 0.002
# A day is what the calendar in the ward says, and Japan has one zone and no summer time.
_JAPAN: Final = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Case:
    """A draft, completed by what is known already, and what it asks for."""

    site_id: str
    kind: Kind
    draft: SiteDraft
    base: Site | None
    consent: bool
    findings: list[Finding] = field(default_factory=list)


class Judge:
    """Looks at the record; changes nothing."""

    def __init__(
        self,
        database: Database,
        sites: SiteStore,
        vocabulary: Vocabulary,
        ward: Ward,
        clock: Callable[[], datetime],
    ) -> None:
        self._clock = clock
        self._database = database
        self._sites = sites
        self._vocabulary = vocabulary
        self._ward = ward

    def published(self, site_id: str) -> Site | None:
        """Return the site as published, None where there is none; `SiteHiddenError` if hidden."""
        if self._sites.is_hidden(site_id):
            raise refusals.SiteHiddenError
        try:
            return geojson.decode(self._sites.get(site_id))
        except UnknownSiteError:
            return None

    def case(self, person: Person, sent: Sent, examined: Examined) -> Case:
        """Return what `sent` is a case of.

        Raises `SiteExistsError` where a new site's id is published, `SitePendingError`
        where another group's submission has it, `UnknownSiteError` where there is nothing
        to edit, `SiteConflictError` where it was made from another version.
        """
        base = self.published(sent.site_id) if sent.site_id else None
        mine = self._pending(person, sent.site_id) if sent.site_id else []
        if sent.base_version == 0:
            if base is not None:
                raise refusals.SiteExistsError(base.version)
            kind = Kind.NEW
        else:
            if base is None:
                raise UnknownSiteError(sent.site_id)
            if base.version != sent.base_version:
                current = self._sites.get(base.id)
                raise refusals.SiteConflictError(
                    base.version, current, _yours(sent, examined.draft)
                )
            own = base.group_id == person.group.id
            kind = Kind.EDIT if own else Kind.CORRECTION
        known = {photo.id: photo for draft in map(_draft, mine) for photo in draft.photos}
        if base is not None:
            known |= {photo.id: photo for photo in base.photos}
        draft, findings = with_renditions(examined.draft, examined.pictures.photos, known)
        return Case(
            site_id=sent.site_id or new_id(),
            kind=kind,
            draft=self._completed(draft, base),
            base=base,
            consent=sent.consent,
            findings=findings,
        )

    def findings(self, person: Person, case: Case, examined: Examined) -> list[Finding]:
        """Return what the rules find, neighbours seen as this person may see them."""
        frame = to_frame([case.draft], rows=[_ROW], ids=[case.site_id])
        row = frozenset({_ROW})
        corrects = case.base is not None and case.base.category == case.draft.category
        witness = examined.suggested.position
        context = Context(
            ward=self._ward,
            vocabulary=self._vocabulary,
            today=self._clock().astimezone(_JAPAN).date(),
            asserter="reviewer" if person.role.reviews else "member",
            neighbours=self._neighbours(person, case, frame),
            consents=row if case.consent else frozenset(),
            corrections=row if corrects else frozenset(),
            witnesses={_ROW: witness} if witness else {},
        )
        return check(frame, context)

    def _pending(self, person: Person, site_id: str) -> list[Submission]:
        """Return what this person's group has pending about a site."""
        with self._database.reading() as connection:
            pending = submissions.pending_for(connection, site_id)
        mine = [each for each in pending if each.group_id == person.group.id]
        if any(each.kind is Kind.NEW for each in pending) and not mine:
            raise refusals.SitePendingError
        return mine

    def _completed(self, draft: SiteDraft, base: Site | None) -> SiteDraft:
        """Return `draft` with what its sender left out and need not know."""
        changes: dict[str, Any] = {}
        if base is not None and draft.source is None and base.source is not None:
            # Facts of a list stay that list's, whoever corrects them.
            changes |= {"source": base.source, "licence": base.licence}
        if not draft.district:
            changes["district"] = self._ward.district_of(draft.address)
        unknown = (base.model_extra or {}) if base is not None else {}
        return draft.model_copy(update=dict(unknown) | changes)

    def _neighbours(self, person: Person, case: Case, frame: GeoDataFrame) -> GeoDataFrame:
        """Return what is published around, and what the same group has pending; nobody else's."""
        published = nearby(self._sites, frame)
        if case.draft.geometry.is_empty:
            return published
        with self._database.reading() as connection:
            pending = submissions.pending_near(
                connection, person.group.id, _around(case.draft.geometry.bounds)
            )
        own = [_named(site_id, kept) for site_id, kept in pending if site_id != case.site_id]
        if not own:
            return published
        return pd.concat([published, neighbours_of(own)], ignore_index=True)


def _draft(submission: Submission) -> SiteDraft:
    return draft_of(submission.draft)


def _named(site_id: str, kept: bytes) -> bytes:
    return orjson.dumps(orjson.loads(kept) | {"id": site_id})


def _yours(sent: Sent, draft: SiteDraft) -> bytes:
    return orjson.dumps(geojson.feature(draft) | {"id": sent.site_id})


def _around(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    return west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND
