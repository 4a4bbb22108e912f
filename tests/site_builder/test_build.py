"""What the built site shows, and what it never shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from data.event import Event, EventKind
from data.memory import MemoryStore
from data.site import Lifecycle, Site
from site_builder.build import Builder, build
from site_builder.options import BuildOptions
from site_builder.publish import MARKER
from tests.site_builder import makers
from tests.site_builder.makers import HOSTILE, numbered_site


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARKER
    }


class Elements(HTMLParser):
    """The elements of a page as a browser would read them, each with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    @classmethod
    def of(cls, page: bytes) -> list[tuple[str, dict[str, str | None]]]:
        reader = cls()
        reader.feed(page.decode())
        return reader.seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def put(store: MemoryStore, *sites: Site) -> None:
    store.append_many([Event.version(site) for site in sites])


def pages_of(public: Path, site: Site) -> dict[str, str]:
    return {
        language: (public / prefix / "sites" / site.id / "index.html").read_text(encoding="utf-8")
        for language, prefix in (("ja", ""), ("easy", "easy"), ("en", "en"))
    }


def test_the_sample_places_have_pages_in_three_languages(
    store: MemoryStore, public: Path, options: BuildOptions, shared: Path
) -> None:
    sites = makers.sample_sites(shared)
    put(store, *sites)

    made = build(store, public, options)

    assert made.failed == {}
    assert made.sites == len(sites)
    garden = pages_of(public, sites[0])
    assert "屋根などに降った雨を集めて" in garden["ja"]
    assert "Collects rain from roofs" in garden["en"]
    assert "<ruby>土<rp>(</rp><rt>つち</rt><rp>)</rp></ruby>に しみこむ" in garden["easy"]
    assert "120 m²" in garden["ja"]
    assert "およそ250mの範囲" in garden["ja"]
    assert "Within about 250 m" in garden["en"]
    assert "2026年10月4日" in garden["ja"]
    assert '<html lang="en"' in garden["en"]


def test_two_builds_of_the_same_are_the_same_bytes(
    store: MemoryStore, tmp_path: Path, options: BuildOptions
) -> None:
    put(store, *(numbered_site(number) for number in range(30)))

    build(store, tmp_path / "one", options)
    build(store, tmp_path / "two", options)

    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def _add(store: MemoryStore) -> list[str]:
    put(store, numbered_site(500, name="新しい井戸"))
    return [numbered_site(500).id]


def _edit(store: MemoryStore) -> list[str]:
    put(store, numbered_site(3, version=2, name="名前が変わった庭", category="park"))
    return [numbered_site(3).id]


def _hide(store: MemoryStore) -> list[str]:
    store.append(Event(EventKind.HIDE, numbered_site(4).id))
    return [numbered_site(4).id]


def _redact(store: MemoryStore) -> list[str]:
    store.append(Event(EventKind.REDACT, numbered_site(5).id))
    return [numbered_site(5).id]


@pytest.mark.parametrize("change", [_add, _edit, _hide, _redact])
def test_following_a_change_gives_the_bytes_of_a_full_build(
    change: Callable[[MemoryStore], list[str]],
    store: MemoryStore,
    tmp_path: Path,
    options: BuildOptions,
) -> None:
    put(store, *(numbered_site(number) for number in range(230)))
    builder = Builder(store, tmp_path / "followed", options)
    builder.build_all()

    builder.rebuild(change(store))

    build(store, tmp_path / "afresh", options)
    assert everything(tmp_path / "followed") == everything(tmp_path / "afresh")


def test_a_refilled_builder_goes_on_where_another_stopped(
    store: MemoryStore, tmp_path: Path, options: BuildOptions
) -> None:
    put(store, *(numbered_site(number) for number in range(12)))
    build(store, tmp_path / "followed", options)
    second = Builder(store, tmp_path / "followed", options)
    second.refill()

    second.rebuild(_edit(store))

    build(store, tmp_path / "afresh", options)
    assert everything(tmp_path / "followed") == everything(tmp_path / "afresh")


def test_one_change_at_many_sites_writes_only_what_it_touches(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    put(store, *(numbered_site(number) for number in range(900)))
    builder = Builder(store, public, options)
    builder.build_all()
    put(store, numbered_site(10, version=2, name="名前だけ変わった"))

    made = builder.rebuild([numbered_site(10).id])

    pages = [path for path in made.written if path.endswith(".html") and "data/" not in path]
    # The site's own page, its page of the list and of its category's, in three languages.
    assert len(pages) == 9


def test_a_hidden_site_vanishes_from_every_file(
    store: MemoryStore, public: Path, options: BuildOptions, photos: Path
) -> None:
    secret = numbered_site(1, name="ひみつの庭", photos=(makers.photo(photos),))
    put(store, secret, numbered_site(2))
    builder = Builder(store, public, options)
    builder.build_all()
    assert (public / "photos" / secret.photos[0].renditions[0].file).exists()

    store.append(Event(EventKind.HIDE, secret.id))
    builder.rebuild([secret.id])

    traces = [
        path
        for path, content in everything(public).items()
        if "ひみつの庭".encode() in content or secret.id.encode() in content or secret.id in path
    ]
    assert traces == []
    assert list(public.glob("photos/**/*.jpg")) == []


def test_a_withdrawn_photo_leaves_the_page_and_the_folder(
    store: MemoryStore, public: Path, options: BuildOptions, photos: Path
) -> None:
    one, two = makers.photo(photos, number=1), makers.photo(photos, number=2)
    site = numbered_site(1, photos=(one, two))
    put(store, site)
    builder = Builder(store, public, options)
    builder.build_all()

    put(store, site.but(version=2, photos=(two,)))
    builder.rebuild([site.id])

    assert one.id not in pages_of(public, site)["ja"]
    assert not (public / "photos" / one.id).exists()
    assert (public / "photos" / two.renditions[0].file).exists()


def test_a_photo_has_its_size_its_words_and_its_credit(
    store: MemoryStore, public: Path, options: BuildOptions, photos: Path
) -> None:
    picture = makers.photo(photos, illustration=True)
    site = numbered_site(1, photos=(picture,))
    put(store, site)

    build(store, public, options)

    page = pages_of(public, site)["en"]
    big, small = (each.file for each in picture.renditions)
    assert f'src="../../../photos/{big}" width="1600" height="1200"' in page
    assert f"../../../photos/{small} 400w" in page
    assert 'alt="Water in a hollow with grass around it"' in page
    assert "見本の会" in page
    assert "Illustration" in page


def test_a_photo_whose_file_is_missing_is_left_out_and_the_page_is_there(
    store: MemoryStore, public: Path, options: BuildOptions, photos: Path
) -> None:
    picture = makers.photo(photos)
    (photos / picture.renditions[0].file).unlink()
    (photos / picture.renditions[1].file).unlink()
    site = numbered_site(1, photos=(picture,))
    put(store, site)

    build(store, public, options)

    assert "<figure>" not in pages_of(public, site)["ja"]


def test_a_home_shows_its_block_and_leads_nobody_to_the_door(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    home = makers.home_garden()
    put(store, home)

    build(store, public, options)

    page = pages_of(public, home)["ja"]
    assert "約250m四方のどこかです" in page
    assert "geo:" not in page
    assert "maps.gsi.go.jp/#" not in page
    assert "道からご覧ください" in page
    assert "区の助成" not in page  # not known is not a fact


def test_a_site_that_is_gone_keeps_its_page_and_says_so(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    successor = numbered_site(2)
    closed = numbered_site(1, lifecycle=Lifecycle.CLOSED)
    superseded = numbered_site(3, lifecycle=Lifecycle.SUPERSEDED, superseded_by=successor.id)
    put(store, closed, successor, superseded)

    build(store, public, options)

    assert "いまはありません" in pages_of(public, closed)["ja"]
    assert "#site=" not in pages_of(public, closed)["ja"]
    assert f'href="../{successor.id}/"' in pages_of(public, superseded)["ja"]


def test_what_people_wrote_is_text_on_every_page(
    store: MemoryStore, public: Path, options: BuildOptions, photos: Path
) -> None:
    quoted = HOSTILE + "\"' onerror=alert(1) x"
    words: dict[str, Any] = dict.fromkeys(
        ("name", "name_kana", "name_en", "description", "description_easy", "description_en"),
        quoted,
    )
    words |= dict.fromkeys(("address", "district", "keeper", "group"), quoted)
    site = numbered_site(
        1,
        **words,
        category="park",
        attributes={"open_time": quoted, "area_m2": 3, "strange": quoted},
        photos=(makers.photo(photos, alt=quoted, credit=quoted, licence=quoted),),
        source={"name": quoted, "id": "1", "url": f"javascript:alert(1)//{quoted}"},
    )
    put(store, site)

    build(store, public, options)

    for path, content in everything(public).items():
        if path.endswith(".html"):
            seen = Elements.of(content)
            assert all("src" in held for name, held in seen if name == "script"), path
            assert not any(key.startswith("on") for _, held in seen for key in held), path
            assert not any(
                (held.get("href") or "").startswith("javascript:") for _, held in seen
            ), path


def test_one_site_that_cannot_be_shown_stops_no_other(
    store: MemoryStore, public: Path, options: BuildOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = numbered_site(1), numbered_site(2)
    put(store, good, bad)
    spoilt = store.get(bad.id).replace(b'"Point"', b'"Pint"')
    monkeypatch.setattr(store, "all", lambda: iter([spoilt, store.get(good.id)]))

    made = build(store, public, options)

    assert list(made.failed) == [bad.id]
    assert (public / "sites" / good.id / "index.html").exists()


def test_pages_work_in_a_sub_folder_and_load_nothing_from_elsewhere(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    put(store, numbered_site(1))

    build(store, public, options)

    for path, content in everything(public).items():
        if not path.endswith(".html") or path == "404.html":
            continue
        text = content.decode()
        loaded = re.findall(r'<(?:script|img|link|use)\b[^>]*?\s(?:src|href)="([^"]*)"', text)
        assert all(not re.match(r"/|[a-z]+:", address) for address in loaded), path
        for address in re.findall(r'\shref="([^"#?]*)', text):
            if re.match(r"[a-z]+:", address):
                continue
            target = (public / path).parent / address
            assert target.exists(), f"{path} links to {address}"


def test_no_page_holds_a_script_or_style_of_its_own(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    put(store, numbered_site(1), makers.home_garden(), makers.greenway())

    build(store, public, options)

    for path, content in everything(public).items():
        if path.endswith(".html"):
            assert b"Content-Security-Policy" in content, path
            seen = Elements.of(content)
            assert all("src" in held for name, held in seen if name == "script"), path
            assert not any(name == "style" for name, _ in seen), path
            assert not any(
                key == "style" or key.startswith("on") for _, held in seen for key in held
            ), path


def test_the_list_shows_every_site_once_newest_first_over_stable_pages(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    put(store, *(numbered_site(number) for number in range(230)))

    build(store, public, options)

    front = (public / "list/index.html").read_text(encoding="utf-8")
    oldest = (public / "list/1/index.html").read_text(encoding="utf-8")
    numbers = [
        int(number)
        for page in (front, oldest)
        for number in re.findall(r'"place-name">(\d+)番の工夫<', page)
    ]
    assert numbers == list(range(229, -1, -1))
    assert 'href="../list/1/"' in front
    assert 'href="../../list/"' in oldest
    assert "230か所" in front
    category = (public / "en/list/rain_garden/index.html").read_text(encoding="utf-8")
    assert "77 places" in category
