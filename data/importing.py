"""Rows of other people's lists into the store: the door for whole files.

An import may be run again at any time: a row is the same site as long as its list and its
key are the same, so a list's next edition changes what it changed, and a file that was
imported half before a crash is imported whole. What a neighbour or a reviewer has edited
since is never overwritten; it is reported, with the row, for people to decide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

import orjson

from data import geojson
from data.event import Event
from data.exchange import Row
from data.finding import Finding, Severity, has_errors
from data.frame import to_frame
from data.ids import id_from_source
from data.rules import Context, check, nearby
from data.site import Site, SiteDraft
from data.store import RedactedSiteError, SiteStore, UnknownSiteError, VersionConflictError
from data.vocabulary import Vocabulary
from data.ward import Ward

CAUSE: Final = "import:"
"""What the cause of every imported version begins with."""

BATCH: Final = 5000
"""How many sites share a flush: few flushes, and a server beside us waits only briefly."""

_NOT_CONTENT: Final = frozenset(
    {"version", "format", "created_at", "recorded_at", "group", "group_id"}
)

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass
class Report:
    """What an import did, or with `dry_run` would do.

    `refused`, `warnings`, `notes` and `conflicts` give each row's line with what was found
    there; a row that was recorded before and says the same again is not reported anew.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, list[Finding]]] = field(default_factory=list)
    warnings: list[tuple[int, list[Finding]]] = field(default_factory=list)
    notes: list[tuple[int, list[Finding]]] = field(default_factory=list)
    conflicts: list[tuple[int, list[Finding]]] = field(default_factory=list)
    dry_run: bool = False

    @property
    def total(self) -> int:
        """How many rows there were."""
        outcomes = self.added + self.changed + self.unchanged
        return outcomes + len(self.refused) + len(self.conflicts)


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    site_id: str
    draft: SiteDraft
    found: list[Finding]


def import_rows(  # noqa: PLR0913 - everything an import depends on, and nothing read from elsewhere
    rows: Sequence[Row],
    store: SiteStore,
    *,
    ward: Ward,
    vocabulary: Vocabulary,
    source_name: str,
    today: date,
    now: datetime,
    dry_run: bool = False,
    consented: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Report:
    """Record `rows` of the list `source_name` in `store` and return what was done.

    A row with an error is refused; one with a warning is recorded, and reported.
    `consented` says that whoever published the list has the consent of all keepers, which
    the vocabulary wants for some categories. `now` is when the versions are recorded.
    """
    report = Report(dry_run=dry_run)
    store.refresh()
    sound = [row for row in rows if not row.refused]
    context = Context(
        ward=ward,
        vocabulary=vocabulary,
        today=today,
        asserter="source",
        consents=frozenset(row.line for row in sound) if consented else frozenset(),
        witnesses={row.line: row.witness for row in sound if row.witness is not None},
    )
    found = _found(sound, store, context, source_name)
    candidates: list[_Candidate] = []
    for row in rows:
        said = [*row.findings, *found.get(row.line, ())]
        if row.draft is None or has_errors(said):
            report.refused.append((row.line, said))
            continue
        site_id = id_from_source(source_name, row.key)
        candidates.append(_Candidate(row.line, site_id, row.draft, said))
    for start in range(0, len(candidates), BATCH):
        batch = candidates[start : start + BATCH]
        _record(batch, store, source_name, now, report)
        progress(len(report.refused) + start + len(batch), len(rows))
    return report


def _found(
    sound: Sequence[Row], store: SiteStore, context: Context, source_name: str
) -> dict[int, list[Finding]]:
    """Return what the rules find, by line: one check over one frame for the whole file."""
    if not sound:
        return {}
    frame = to_frame(
        [row.draft for row in sound if row.draft is not None],
        rows=[row.line for row in sound],
        ids=[id_from_source(source_name, row.key) for row in sound],
    )
    found: dict[int, list[Finding]] = {}
    for finding in check(frame, replace(context, neighbours=nearby(store, frame))):
        found.setdefault(int(str(finding.row)), []).append(finding)
    return found


def _record(
    batch: Sequence[_Candidate], store: SiteStore, source_name: str, now: datetime, report: Report
) -> None:
    waiting = dict(_events(batch, store, source_name, now, report))
    while waiting and not report.dry_run:
        before = store.seq
        try:
            numbers = store.append_many([event for _, event in waiting.values()])
            _drop_known(waiting, numbers, before, report)
            break
        except VersionConflictError as first:
            # Somebody was faster, between our reading and our writing: their word stands.
            row, _ = waiting.pop(first.site_id)
            finding = _conflict("import.edited_meanwhile", first.site_id)
            report.conflicts.append((row.line, [finding]))
        except RedactedSiteError as gone:
            row, _ = waiting.pop(gone.site_id)
            finding = _conflict("import.site_hidden", gone.site_id)
            report.conflicts.append((row.line, [finding]))
    for row, event in waiting.values():
        if row.found:
            severe = any(each.severity is Severity.WARNING for each in row.found)
            (report.warnings if severe else report.notes).append((row.line, row.found))
        if event.site is not None and event.site.version > 1:
            report.changed += 1
        else:
            report.added += 1


def _drop_known(
    waiting: dict[str, tuple[_Candidate, Event]],
    numbers: Sequence[int],
    before: int,
    report: Report,
) -> None:
    """Take out what the store says it had recorded already: a site that was redacted since."""
    known = [site_id for site_id, at in zip(waiting, numbers, strict=True) if at <= before]
    for site_id in known:
        row, _ = waiting.pop(site_id)
        report.conflicts.append((row.line, [_conflict("import.site_hidden", site_id)]))


def _events(
    batch: Sequence[_Candidate], store: SiteStore, source_name: str, now: datetime, report: Report
) -> Iterator[tuple[str, tuple[_Candidate, Event]]]:
    for each in batch:
        current = _current(each.site_id, store)
        if current is None and store.is_hidden(each.site_id):
            finding = _conflict("import.site_hidden", each.site_id)
            report.conflicts.append((each.line, [finding]))
            continue
        known = 0 if current is None else int(current["properties"]["version"])
        created = now if current is None else current["properties"]["created_at"]
        site = Site.of(
            each.draft, id=each.site_id, version=known + 1, created_at=created, recorded_at=now
        )
        if current is not None:
            offered = content(geojson.feature(site))
            ours = current if _is_imported(current) else _last_imported(each.site_id, store)
            if offered in (content(current), content(ours or current)):
                report.unchanged += 1
                continue
            if ours is not current:
                finding = _conflict("import.edited_since", each.site_id)
                report.conflicts.append((each.line, [finding]))
                continue
        yield each.site_id, (each, Event.version(site, cause=_cause(source_name, site)))


def content(feature: dict[str, Any]) -> bytes:
    """Return what a Feature says about its place, without when and as which version.

    Neither does the day count on which a list was fetched: that is no news of the place.
    """
    said = {key: value for key, value in feature["properties"].items() if key not in _NOT_CONTENT}
    if "source" in said:
        said["source"] = {
            key: value for key, value in said["source"].items() if key != "retrieved_on"
        }
    return orjson.dumps([feature["geometry"], said])


def _cause(source_name: str, site: Site) -> str:
    # The version is part of it: a list may go back to what it said before.
    said = site.model_dump_json(exclude=set(_NOT_CONTENT) | {"geometry"}).encode()
    digest = hashlib.sha256(said + site.geometry.wkb + b"%d" % site.version).hexdigest()
    return f"{CAUSE}{source_name}:{digest[:16]}"


def _current(site_id: str, store: SiteStore) -> dict[str, Any] | None:
    try:
        read: dict[str, Any] = orjson.loads(store.get(site_id))
    except UnknownSiteError:
        return None
    return read


def _is_imported(read: dict[str, Any]) -> bool:
    return str(read.get("cause", "")).startswith(CAUSE)


def _last_imported(site_id: str, store: SiteStore) -> dict[str, Any] | None:
    versions = (orjson.loads(line) for line in reversed(store.history(site_id)))
    return next((read for read in versions if _is_imported(read)), None)


def _conflict(code: str, site_id: str) -> Finding:
    return Finding(code, Severity.WARNING, figures={"site": site_id})
