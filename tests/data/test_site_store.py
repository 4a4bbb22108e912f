"""What every SiteStore promises; a new store joins with one line in STORES."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import orjson
import pytest
from shapely import LineString, Point

from data import geojson
from data.event import Event, EventKind
from data.ids import new_id
from data.ledger import Ledger
from data.memory import MemoryStore
from data.site import Rendition, SitePhoto
from data.store import (
    Query,
    RedactedSiteError,
    SiteStore,
    UnknownSiteError,
    VersionConflictError,
)
from tests.data.makers import a_site

STORES: dict[str, Callable[[Path], SiteStore]] = {
    "memory": lambda _folder: MemoryStore(),
    "ledger": lambda folder: Ledger.open(folder / "sites.geojsonl"),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SiteStore:
    return STORES[request.param](tmp_path)


def names(lines: list[bytes]) -> list[str]:
    return [geojson.decode(line).name for line in lines]


def test_an_empty_store_has_nothing_to_show(store: SiteStore) -> None:
    assert (store.seq, len(store), list(store.all()), list(store.changes())) == (0, 0, [], [])
    assert store.query(Query()).lines == []
    with pytest.raises(UnknownSiteError):
        store.get(new_id())


def test_a_recorded_site_is_read_back_as_it_was(store: SiteStore) -> None:
    site = a_site("井戸", attributes={"area_m2": 12.5}, confirmed_on=date(2026, 11, 1))
    assert store.append(Event.version(site)) == 1
    assert geojson.decode(store.get(site.id)) == site
    assert (store.seq, len(store)) == (1, 1)


def test_what_is_served_holds_the_canonical_bytes(store: SiteStore) -> None:
    site = a_site()
    store.append(Event.version(site, cause="submission:1"))
    canonical = geojson.encode(site).removeprefix(b'{"type":"Feature",')
    head = b'{"type":"Feature","seq":1,"event":"version","cause":"submission:1",'
    assert store.get(site.id) == head + canonical


def test_a_new_version_follows_the_current_one(store: SiteStore) -> None:
    site = a_site("古い名前")
    store.append(Event.version(site))
    store.append(Event.version(site.but(version=2, name="新しい名前")))
    assert names([store.get(site.id)]) == ["新しい名前"]
    assert names(store.history(site.id)) == ["古い名前", "新しい名前"]
    assert len(store) == 1


@pytest.mark.parametrize("offered", [1, 3])
def test_who_comes_second_is_told_what_is_there(store: SiteStore, offered: int) -> None:
    site = a_site("先の人")
    store.append(Event.version(site))
    with pytest.raises(VersionConflictError) as told:
        store.append(Event.version(site.but(version=offered, name="後の人")))
    assert told.value.current == store.get(site.id)
    assert (store.seq, names([store.get(site.id)])) == (1, ["先の人"])


def test_the_same_cause_is_recorded_once(store: SiteStore) -> None:
    event = Event.version(a_site(), cause="submission:01")
    assert store.append(event) == store.append(event) == 1
    assert (store.seq, len(store)) == (1, 1)


def test_the_first_version_is_one(store: SiteStore) -> None:
    with pytest.raises(VersionConflictError) as told:
        store.append(Event.version(a_site(version=2)))
    assert told.value.current is None


def test_many_are_recorded_together_or_not_at_all(store: SiteStore) -> None:
    first, second = a_site("一"), a_site("二")
    with pytest.raises(VersionConflictError):
        store.append_many(
            [Event.version(first), Event.version(second), Event.version(second.but(version=7))]
        )
    assert (store.seq, len(store)) == (0, 0)
    both = [Event.version(first), Event.version(first.but(version=2, name="一の二"))]
    assert store.append_many(both) == [1, 2]
    assert names([store.get(first.id)]) == ["一の二"]


def test_a_hidden_site_is_gone_at_once_and_can_come_back(store: SiteStore) -> None:
    site, other = a_site("隠す"), a_site("残す")
    store.append_many([Event.version(site), Event.version(other)])
    store.append(Event(EventKind.HIDE, site.id))
    assert store.is_hidden(site.id)
    assert names(store.query(Query()).lines) == names(list(store.all())) == ["残す"]
    for look in (store.get, store.history):
        with pytest.raises(UnknownSiteError):
            look(site.id)
    # Somebody may mend it while it is hidden, and it stays hidden until it is shown.
    store.append(Event.version(site.but(version=2, name="直した")))
    assert len(store) == 1
    store.append(Event(EventKind.SHOW, site.id))
    assert names([store.get(site.id)]) == ["直した"]
    assert (len(store), store.is_hidden(site.id)) == (2, False)


def test_only_what_exists_can_be_hidden(store: SiteStore) -> None:
    with pytest.raises(UnknownSiteError):
        store.append(Event(EventKind.HIDE, new_id()))


def test_a_withdrawn_photo_leaves_every_version(store: SiteStore) -> None:
    kept, gone = (
        SitePhoto(id=letter * 64, renditions=(Rendition(width=4, height=3, file=f"{letter}.jpg"),))
        for letter in "ab"
    )
    site = a_site(photos=(kept, gone))
    store.append_many([Event.version(site), Event.version(site.but(version=2, photos=(gone,)))])
    store.append(Event(EventKind.WITHDRAW_PHOTO, site.id, detail={"photo": gone.id}))
    seen = [geojson.decode(line).photos for line in store.history(site.id)]
    assert seen == [(kept,), ()]
    assert gone.id.encode() not in store.get(site.id)


def test_new_masks_change_the_renditions_only(store: SiteStore) -> None:
    old = Rendition(width=4, height=3, file="old.jpg")
    site = a_site(photos=(SitePhoto(id="c" * 64, alt="雨庭", renditions=(old,)),))
    store.append(Event.version(site))
    new = {"width": 4, "height": 3, "file": "masked.jpg"}
    detail = {"photo": "c" * 64, "renditions": [new]}
    store.append(Event(EventKind.MASKS, site.id, detail=detail))
    [photo] = geojson.decode(store.get(site.id)).photos
    assert (photo.alt, [each.file for each in photo.renditions]) == ("雨庭", ["masked.jpg"])


def test_redaction_takes_the_words_and_leaves_the_numbers(store: SiteStore) -> None:
    site, other = a_site("消してほしい"), a_site("残る")
    store.append_many([Event.version(site), Event.version(other)])
    store.append(Event.version(site.but(version=2)))
    store.append(Event(EventKind.REDACT, site.id))
    assert (store.seq, len(store)) == (4, 1)
    with pytest.raises(UnknownSiteError):
        store.history(site.id)
    with pytest.raises(RedactedSiteError):
        store.append(Event.version(a_site(id=site.id)))
    store.append(Event.version(other.but(version=2)))
    assert store.seq == 5


def test_a_box_finds_what_touches_it(store: SiteStore) -> None:
    inside = a_site("中", at=Point(139.65, 35.65))
    crossing = a_site("またぐ", at=LineString([(139.60, 35.65), (139.70, 35.65)]))
    outside = a_site("外", at=Point(139.60, 35.60))
    store.append_many([Event.version(each) for each in (inside, crossing, outside)])
    found = store.query(Query(bounds=(139.64, 35.64, 139.66, 35.66))).lines
    assert names(found) == ["中", "またぐ"]
    store.append(Event.version(inside.but(version=2, geometry=Point(139.60, 35.60))))
    found = store.query(Query(bounds=(139.64, 35.64, 139.66, 35.66))).lines
    assert names(found) == ["またぐ"]


def test_boxes_answer_the_same_however_many_rows_there_are(store: SiteStore) -> None:
    grid = [Point(139.6 + i % 50 / 1000, 35.6 + i // 50 / 1000) for i in range(1500)]
    store.append_many([Event.version(a_site(str(i), at=at)) for i, at in enumerate(grid)])
    box = (139.6095, 35.6045, 139.6205, 35.6105)
    expected = [
        str(i) for i, at in enumerate(grid) if box[0] <= at.x <= box[2] and box[1] <= at.y <= box[3]
    ]
    assert names(store.query(Query(bounds=box, limit=1000)).lines) == expected


def test_category_and_text_narrow_the_answer(store: SiteStore) -> None:
    sites = [
        a_site("AED", category="aed", address="代沢五丁目"),
        a_site("ｽﾀﾝﾄﾞﾊﾟｲﾌﾟ", category="fire_hydrant_standpipe"),
        a_site("雨庭", description="ＡＥＤの となり"),
    ]
    store.append_many([Event.version(site) for site in sites])
    assert names(store.query(Query(category="aed")).lines) == ["AED"]
    assert names(store.query(Query(text="スタンド")).lines) == ["ｽﾀﾝﾄﾞﾊﾟｲﾌﾟ"]
    assert names(store.query(Query(text="aed")).lines) == ["AED", "雨庭"]
    assert names(store.query(Query(text="aed", category="aed")).lines) == ["AED"]
    assert store.query(Query(category="nothing_such")).lines == []


def test_pages_cover_everything_once(store: SiteStore) -> None:
    sites = [a_site(str(number)) for number in range(25)]
    store.append_many([Event.version(site) for site in sites])
    store.append(Event.version(sites[3].but(version=2, name="三")))
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        page = store.query(Query(after=after, limit=10))
        seen += names(page.lines)
        after = page.following
    assert seen == ["0", "1", "2", "三", *map(str, range(4, 25))]


def test_changes_tell_what_happened_since(store: SiteStore) -> None:
    site = a_site()
    store.append(Event.version(site))
    store.append(Event(EventKind.HIDE, site.id))
    told = [(change.seq, change.kind, change.site_id) for change in store.changes(1)]
    assert told == [(2, EventKind.HIDE, site.id)]
    assert [change.seq for change in store.changes()] == [1, 2]


def test_unknown_fields_of_an_old_record_are_kept(store: SiteStore) -> None:
    site = a_site()
    read = orjson.loads(geojson.encode(site))
    read["properties"]["colour"] = {"hedge": False}
    old = geojson.site_from(read)
    store.append(Event.version(old))
    again = geojson.decode(store.get(site.id))
    assert again.model_extra == {"colour": {"hedge": False}}
    assert orjson.loads(geojson.encode(again)) == read
