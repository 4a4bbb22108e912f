"""Folium without its defaults: no chance, no foreign server, no script in the page."""

from __future__ import annotations

import re

import folium
import pytest
from branca.element import Element
from markupsafe import escape

from site_builder.map.elements import GSI_TILES, QuietTiles, base_map
from site_builder.map.kufu_map import KufuMap, counted_ids
from site_builder.map.page import render_map
from site_builder.pages import Pages


def a_map() -> KufuMap:
    return KufuMap(
        bounds=(139.58, 35.59, 139.69, 35.68), zooms=(5, 18), label="<地図>", words={"close": "×"}
    )


def test_two_maps_are_equal_byte_for_byte() -> None:
    def made() -> str:
        with counted_ids():
            drawn = a_map()
            base_map().add_to(drawn)
            return drawn.parts().start

    assert made() == made()


def test_ids_are_random_again_outside() -> None:
    with counted_ids():
        assert [Element()._id, Element()._id] == ["1", "2"]
    assert Element()._id != Element()._id


def test_ids_are_random_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), counted_ids():
        1 / 0  # noqa: B018
    assert len(Element()._id) == 32


def test_folium_keeps_its_own_lists() -> None:
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    a_map().add_js_link("ours", "ours.js")
    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert KufuMap.default_js is folium.Map.default_js


def test_a_label_cannot_become_markup() -> None:
    assert "&lt;地図&gt;" in a_map().parts().element


def test_an_element_needs_a_map() -> None:
    with pytest.raises(TypeError, match="not been added"):
        _ = QuietTiles().on


def test_the_only_foreign_addresses_are_the_tiles_and_their_credit(
    map_files: dict[str, bytes],
) -> None:
    start = [name for name in map_files if name.startswith("assets/start")]
    text = "".join(map_files[name].decode() for name in start)
    addresses = set(re.findall(r"https?://[^\s\"'\\]+", text))
    assert addresses == {GSI_TILES, "https://maps.gsi.go.jp/development/ichiran.html"}


def test_the_page_has_no_script_and_no_style_inside(map_files: dict[str, bytes]) -> None:
    for name in ("index.html", "easy/index.html", "en/index.html"):
        page = map_files[name].decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


def test_what_languages_share_is_written_once(map_files: dict[str, bytes]) -> None:
    kinds = [name.split("-")[0] for name in map_files if name.startswith("assets/")]
    assert sorted(kinds) == sorted(
        ["assets/leaflet", "assets/leaflet", "assets/map", "assets/map", "assets/ward"]
        + ["assets/start"] * 3
    )


def test_rendering_again_changes_nothing(pages: Pages, map_files: dict[str, bytes]) -> None:
    again = render_map(pages, pages.options.languages[0])
    assert again == {name: map_files[name] for name in again}


def test_every_category_is_in_the_legend_with_its_sentence(
    pages: Pages, map_files: dict[str, bytes]
) -> None:
    page = map_files["en/index.html"].decode()
    for category in pages.options.vocabulary:
        assert f'data-category="{category.id}"' in page
        assert str(escape(category.why.en)) in page
