"""Lists come in whole, again and again, and never over what people have mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import geojson
from data.event import Event, EventKind
from data.exchange import FileReading, read_file
from data.importing import Report, import_rows
from data.ledger import Ledger
from data.memory import MemoryStore
from data.store import SiteStore, StoreFullError
from data.vocabulary import Vocabulary
from data.ward import Ward

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 3, tzinfo=UTC)

HEAD = "ID,名称,所在地_連結表記,緯度,経度,設置位置"
TWO = (
    f"{HEAD}\n1,区役所,世田谷4-21-27,35.646563,139.653221,玄関\n"
    "2,図書館,代沢5-1-1,35.657128,139.666409,受付\n"
)

Bring = Callable[..., Report]


@pytest.fixture
def store() -> SiteStore:
    return MemoryStore()


@pytest.fixture
def bring(store: SiteStore, tmp_path: Path) -> Bring:
    def bringing(content: str, *, now: datetime = NOW, dry_run: bool = False) -> Report:
        path = tmp_path / "131121_aed.csv"
        path.write_text(content, encoding="utf-8")
        return _import(_read(path), store, now=now, dry_run=dry_run)

    return bringing


def _read(path: Path, category: str = "") -> FileReading:
    return read_file(path, ward=Ward.default(), vocabulary=Vocabulary.default(), category=category)


def _import(
    reading: FileReading,
    store: SiteStore,
    *,
    now: datetime = NOW,
    dry_run: bool = False,
    consented: bool = False,
) -> Report:
    return import_rows(
        reading.rows,
        store,
        ward=Ward.default(),
        vocabulary=Vocabulary.default(),
        source_name=reading.source_name,
        today=TODAY,
        now=now,
        dry_run=dry_run,
        consented=consented,
    )


def _outcome(report: Report) -> tuple[int, int, int, int, int]:
    refused, conflicts = len(report.refused), len(report.conflicts)
    return report.added, report.changed, report.unchanged, refused, conflicts


def _edit(store: SiteStore, name: str, **changes: object) -> str:
    line = next(line for line in store.all() if name in line.decode())
    site = geojson.decode(line)
    edited = site.but(version=site.version + 1, recorded_at=LATER, **changes)
    store.append(Event.version(edited, cause="submission:1"))
    return site.id


def test_the_same_list_twice_changes_nothing_the_second_time(
    store: SiteStore, bring: Bring
) -> None:
    assert _outcome(bring(TWO)) == (2, 0, 0, 0, 0)
    before = store.seq
    assert _outcome(bring(TWO, now=LATER)) == (0, 0, 2, 0, 0)
    assert store.seq == before


def test_a_changed_row_becomes_the_next_version_of_the_same_site(
    store: SiteStore, bring: Bring
) -> None:
    bring(TWO)
    assert _outcome(bring(TWO.replace("受付", "２階"), now=LATER)) == (0, 1, 1, 0, 0)
    changed = next(geojson.decode(line) for line in store.all() if "図書館" in line.decode())
    assert changed.version == 2
    assert changed.attributes["install_position"] == "２階"
    assert (changed.created_at, changed.recorded_at) == (NOW, LATER)


def test_a_list_may_go_back_to_what_it_said_before(store: SiteStore, bring: Bring) -> None:
    for content in (TWO, TWO.replace("受付", "２階"), TWO):
        bring(content)
    restored = next(geojson.decode(line) for line in store.all() if "図書館" in line.decode())
    assert restored.version == 3
    assert restored.attributes["install_position"] == "受付"


def test_what_neighbours_mended_is_kept_as_long_as_the_list_says_the_same(
    store: SiteStore, bring: Bring
) -> None:
    bring(TWO)
    site_id = _edit(store, "図書館", description="入って右です")
    assert _outcome(bring(TWO, now=LATER)) == (0, 0, 2, 0, 0)
    assert geojson.decode(store.get(site_id)).description == "入って右です"


def test_a_list_that_changed_what_neighbours_mended_is_a_conflict_and_not_a_loss(
    store: SiteStore, bring: Bring
) -> None:
    bring(TWO)
    site_id = _edit(store, "図書館", description="入って右です")
    report = bring(TWO.replace("受付", "２階"), now=LATER)
    assert _outcome(report) == (0, 0, 1, 0, 1)
    ((line, findings),) = report.conflicts
    assert line == 3
    assert findings[0].code == "import.edited_since"
    assert findings[0].figures == {"site": site_id}
    assert geojson.decode(store.get(site_id)).description == "入って右です"


def test_a_neighbour_who_was_first_with_the_lists_news_is_no_conflict(
    store: SiteStore, bring: Bring
) -> None:
    bring(TWO)
    _edit(store, "図書館", attributes={"install_position": "２階"})
    assert _outcome(bring(TWO.replace("受付", "２階"), now=LATER)) == (0, 0, 2, 0, 0)


@pytest.mark.parametrize("what", [EventKind.HIDE, EventKind.REDACT])
def test_what_was_taken_off_the_map_stays_off(
    store: SiteStore, bring: Bring, what: EventKind
) -> None:
    bring(TWO)
    site_id = geojson.decode(next(iter(store.all()))).id
    store.append(Event(what, site_id))
    report = bring(TWO, now=LATER)
    assert _outcome(report) == (0, 0, 1, 0, 1)
    assert report.conflicts[0][1][0].code == "import.site_hidden"
    assert len(store) == 1


def test_a_dry_run_reports_all_and_records_nothing(store: SiteStore, bring: Bring) -> None:
    report = bring(TWO + "3,a,b,調整中,調整中,\n", dry_run=True)
    assert _outcome(report) == (2, 0, 0, 1, 0)
    assert report.dry_run
    assert (store.seq, len(store)) == (0, 0)


def test_errors_refuse_a_row_and_warnings_only_say_so(bring: Bring) -> None:
    far, swapped = "3,京都駅,x,34.985849,135.758767,\n", "4,逆,x,139.653221,35.646563,\n"
    outside = "5,渋谷駅,渋谷区,35.658034,139.701636,\n"
    report = bring(TWO + far + swapped + outside)
    assert [line for line, _ in report.refused] == [4, 5]
    codes = [{finding.code for finding in found} for _, found in report.refused]
    assert "position.far_outside" in codes[0]
    assert "position.exchanged" in codes[1]
    assert report.added == 3
    assert 6 in [line for line, _ in report.warnings]
    assert report.total == 5


def test_an_import_that_broke_off_is_simply_run_again(
    store: SiteStore, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_events: object) -> list[int]:
        raise StoreFullError

    first, *rest = TWO.splitlines()[1:]
    bring(f"{HEAD}\n{first}\n")
    with monkeypatch.context() as broken:
        broken.setattr(store, "append_many", full)
        with pytest.raises(StoreFullError):
            bring(TWO)
    assert rest
    assert _outcome(bring(TWO)) == (1, 0, 1, 0, 0)


def test_every_official_place_of_the_ward_comes_in_and_stays_one(
    shared: Path, tmp_path: Path
) -> None:
    ledger = Ledger.open(tmp_path / "sites.geojsonl")
    lists = shared / "opendata" / "gsi_setagaya"
    for name, rows in (("evacuation_131121.json", 95), ("emergency_131121.json", 53)):
        assert _outcome(_import(_read(lists / name), ledger)) == (rows, 0, 0, 0, 0)
    assert any("東玉川小学校".encode() in line for line in ledger.all())
    again = _import(_read(lists / "evacuation_131121.json"), ledger, now=LATER)
    assert _outcome(again) == (0, 0, 95, 0, 0)
    reopened = Ledger.open(tmp_path / "sites.geojsonl")
    assert len(reopened) == 148


def test_tokyos_list_brings_the_wards_rows_and_says_where_the_others_belong(
    shared: Path, store: SiteStore
) -> None:
    path = shared / "opendata" / "tokyo_metro" / "130001_evacuation_center.csv"
    report = _import(_read(path), store)
    assert _outcome(report) == (92, 0, 0, 2544, 0)
    assert report.refused[0][1][0].figures == {"place": "131016"}


def test_the_same_place_in_another_list_is_a_warning_that_names_it(
    shared: Path, store: SiteStore
) -> None:
    opendata = shared / "opendata"
    _import(_read(opendata / "gsi_setagaya" / "evacuation_131121.json"), store)
    report = _import(_read(opendata / "tokyo_metro" / "130001_evacuation_center.csv"), store)
    doubled = [found for _, found in report.warnings if found[-1].code.startswith("duplicate")]
    assert len(doubled) > 80


def test_wells_want_their_keepers_consent_from_a_list_too(store: SiteStore, tmp_path: Path) -> None:
    path = tmp_path / "wells.csv"
    path.write_text("ID,住所,緯度,経度,井戸の形態\n1,代沢5,35.657128,139.666409,手動ポンプ\n")
    assert _import(_read(path), store).refused[0][1][0].code == "consent.missing"
    assert _outcome(_import(_read(path), store, consented=True)) == (1, 0, 0, 0, 0)
    (line,) = store.all()
    assert geojson.decode(line).attributes == {"pump": "manual"}


def test_progress_counts_up_to_all_rows(store: SiteStore, tmp_path: Path) -> None:
    path = tmp_path / "131121_aed.csv"
    path.write_text(TWO, encoding="utf-8")
    reading = _read(path)
    told: list[tuple[int, int]] = []
    import_rows(
        reading.rows,
        store,
        ward=Ward.default(),
        vocabulary=Vocabulary.default(),
        source_name=reading.source_name,
        today=TODAY,
        now=NOW,
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(2, 2)]
