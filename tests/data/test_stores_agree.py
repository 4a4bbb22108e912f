"""Whatever happens to sites, the stores answer alike; a ledger also after opening it again.

Hypothesis makes up what happens: versions, edits from a stale page, hiding, redaction,
crashes in the middle of a line. The memory store is the model, the ledger is on trial.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import hypothesis.strategies as st
import orjson
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from shapely import Point

from data.event import Event, EventKind
from data.ids import id_from_source
from data.ledger import Ledger
from data.memory import MemoryStore
from data.site import Rendition, Site, SitePhoto
from data.store import Query, SiteStore, StoreError
from tests.data.makers import a_site

IDS = [id_from_source("stores agree", str(number)) for number in range(4)]
PHOTO = SitePhoto(id="a" * 64, renditions=(Rendition(width=4, height=3, file="a.jpg"),))
BOX = (139.62, 35.62, 139.66, 35.66)


def outcome(store: SiteStore, event: Event) -> object:
    """Return what appending leads to: a number, or the kind of refusal."""
    try:
        return store.append(event)
    except StoreError as refused:
        return type(refused)


def seen(store: SiteStore) -> list[object]:
    """Return everything that a store tells."""
    told: list[object] = [store.seq, len(store), list(store.all()), list(store.changes())]
    for site_id in IDS:
        for ask in (store.get, store.history, store.is_hidden):
            try:
                told.append(ask(site_id))
            except StoreError as refused:
                told.append(type(refused))
    queries = (Query(bounds=BOX), Query(category="hedge"), Query(text="庭2"), Query(limit=2))
    told.extend(store.query(query) for query in queries)
    return told


class StoresAgree(RuleBasedStateMachine):
    """One thing happens after another, to both stores."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "sites.geojsonl"
        self.model = MemoryStore()
        self.ledger = Ledger.open(self.path)

    def teardown(self) -> None:
        self.folder.cleanup()

    def happens(self, event: Event) -> None:
        assert outcome(self.ledger, event) == outcome(self.model, event)

    @rule(
        site_id=st.sampled_from(IDS),
        version=st.integers(1, 4),
        lon=st.floats(139.6, 139.68),
        category=st.sampled_from(["hedge", "rain_garden"]),
        photos=st.sampled_from([(), (PHOTO,)]),
        cause=st.sampled_from(["", "submission:1", "submission:2"]),
    )
    def somebody_sends_a_version(  # noqa: PLR0913, PLR0917 - as many as a version has sides
        self,
        site_id: str,
        version: int,
        lon: float,
        category: str,
        photos: tuple[SitePhoto, ...],
        cause: str,
    ) -> None:
        site: Site = a_site(
            f"庭{version}",
            at=Point(round(lon, 6), 35.64),
            id=site_id,
            version=version,
            category=category,
            photos=photos,
        )
        self.happens(Event.version(site, cause=cause))

    @rule(
        site_id=st.sampled_from(IDS),
        kind=st.sampled_from([EventKind.HIDE, EventKind.SHOW, EventKind.REDACT]),
    )
    def a_reviewer_acts(self, site_id: str, kind: EventKind) -> None:
        self.happens(Event(kind, site_id))

    @rule(site_id=st.sampled_from(IDS))
    def a_photo_is_withdrawn(self, site_id: str) -> None:
        detail = {"photo": PHOTO.id}
        self.happens(Event(EventKind.WITHDRAW_PHOTO, site_id, detail=detail))

    @rule()
    def the_process_starts_anew(self) -> None:
        self.ledger = Ledger.open(self.path)

    @rule(torn=st.integers(1, 200))
    def a_writer_crashes_in_the_middle_of_a_line(self, torn: int) -> None:
        with self.path.open("ab") as file:
            file.write((b'{"type":"Feature","seq":' + b"9" * 200)[:torn])
        self.ledger = Ledger.open(self.path)

    @invariant()
    def they_tell_the_same(self) -> None:
        assert seen(self.ledger) == seen(self.model)
        assert self.ledger.damaged == ()

    @invariant()
    def no_redacted_word_is_left(self) -> None:
        lines = [orjson.loads(line) for line in self.path.read_bytes().split(b"\n")[:-1]]
        gone = {line["id"] for line in lines if line["event"] == "redact"}
        for line in lines:
            if line["id"] in gone and line["event"] == "version":
                assert "name" not in line["properties"]


TestStoresAgree = StoresAgree.TestCase
TestStoresAgree.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
