"""What comes in is read whole before anything is kept: the draft and its pictures.

The result is the same for a check and for a submission; only the desk makes something of
it. A position that must not be shown exactly is coarse when it leaves `read_draft`, and
so is everything here that could be compared with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol

import orjson

from api.pairing import paired
from data import geojson
from data.draft import read_draft
from data.finding import Finding, Severity, has_errors
from data.ids import is_id
from data.precision import cell_centre, half_diagonal
from data.site import Precision, SiteDraft
from photos.photo import Photo, Processed, Suggestion, UnusablePhotoError


class Opener(Protocol):
    """Who opens pictures; `photos.pool.PhotoPool` does."""

    def accept(self, data: bytes) -> Processed:
        """Return the photo in `data`, or raise `UnusablePhotoError`."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in: a Feature as parsed, pictures still to be read, and what goes along.

    `base_version` is 0 where none was given.
    """

    feature: dict[str, Any]
    pictures: Sequence[BinaryIO] = ()
    base_version: int = 0
    consent: bool = False

    @property
    def site_id(self) -> str:
        """The id that the sender gave the site, "" where it gave none."""
        said = self.feature.get("id")
        return said if isinstance(said, str) else ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Where and when a picture says that it was taken: a help, never kept.

    Longitude and latitude in degrees, the centre of a cell where the draft asks for the
    block only.
    """

    position: tuple[float, float] | None = None
    accuracy_m: float | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    """What came along, opened."""

    processed: tuple[Processed, ...] = ()

    @property
    def photos(self) -> dict[str, Photo]:
        """The photos by id, in the order they came."""
        return {each.photo.id: each.photo for each in self.processed}

    def suggestion(self) -> Suggestion:
        """Return what the first picture with a position says, else the first with a time."""
        said = [each.suggestion for each in self.processed]
        placed = (each for each in said if each.position)
        timed = (each for each in said if each.taken_at)
        return next(placed, None) or next(timed, None) or Suggestion()


@dataclass(frozen=True, slots=True)
class Examined:
    """What was sent, read.

    `digest` stands for it, with nothing in it that is not kept as well: from the digest
    of an exact position, the position could be found by trying.
    """

    draft: SiteDraft
    pictures: Pictures
    suggested: Suggested
    digest: str


def examine(sent: Sent, opener: Opener, largest: int) -> tuple[Examined | None, list[Finding]]:
    """Return what was sent, or None where something kept it from being read; and findings.

    No more than `largest` bytes of a picture, and one, are read: who opens it refuses those.
    """
    pictures, findings = _open(sent.pictures, opener, largest)
    feature, unpaired = paired(sent.feature, list(pictures.photos))
    draft, misread = read_draft(feature)
    findings += [*unpaired, *misread]
    if not _is_usable(sent.feature.get("id")) and all(each.pointer != "/id" for each in findings):
        findings.append(Finding("id.format", Severity.ERROR, "/id"))
    if sent.base_version and not sent.site_id:
        findings.append(Finding("base_version.no_id", Severity.ERROR, "/id"))
    if draft is None or has_errors([each for each in findings if each.pointer == "/id"]):
        return None, findings
    suggested = _suggested(draft, pictures.suggestion())
    return Examined(draft, pictures, suggested, _digest(sent, draft)), findings


def _open(
    files: Sequence[BinaryIO], opener: Opener, largest: int
) -> tuple[Pictures, list[Finding]]:
    """Return the pictures, each read, opened and let go of before the next."""
    processed: list[Processed] = []
    findings: list[Finding] = []
    for number, file in enumerate(files):
        where = f"/photo/{number}"
        try:
            each = opener.accept(file.read(largest + 1))
        except UnusablePhotoError as refused:
            findings.append(Finding(refused.code, Severity.ERROR, where, figures=refused.figures))
            continue
        processed.append(each)
        said = (*each.notes, *each.suggestion.doubts)
        findings += [Finding(code, Severity.NOTE, where) for code in said]
    return Pictures(tuple(processed)), findings


def _is_usable(site_id: object) -> bool:
    """Is this an id, or nothing, so that we make one?"""
    return site_id is None or is_id(site_id)


def _digest(sent: Sent, draft: SiteDraft) -> str:
    said = [sent.site_id, sent.base_version, sent.consent, geojson.feature(draft)]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()


def _suggested(draft: SiteDraft, said: Suggestion) -> Suggested:
    if said.position is None:
        return Suggested(taken_at=said.taken_at)
    if draft.precision is Precision.BLOCK:
        lon, lat = cell_centre(*said.position)
        return Suggested((lon, lat), half_diagonal(lat), said.taken_at)
    return Suggested(said.position, said.accuracy_m, said.taken_at)
