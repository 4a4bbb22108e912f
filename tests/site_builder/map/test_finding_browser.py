"""Finding places in a real browser: kinds, names, what is near, and addresses to send on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.site_builder.map.conftest import Serve
from tests.site_builder.map.places import marker, spread

OpenPage = Callable[..., Page]


def test_an_address_opens_a_site_and_follows_what_is_open(serve: Serve, page: Page) -> None:
    sites = spread("雨庭", "井戸")
    page.goto(f"{serve(sites)}#site={sites[1].id}")
    expect(page.get_by_role("dialog", name="井戸")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("^[^#]*$"))
    marker(page, sites[1]).click()
    expect(page).to_have_url(re.compile(f"#site={sites[1].id}$"))


def test_an_address_with_a_site_that_is_gone_says_so(serve: Serve, page: Page) -> None:
    page.goto(f"{serve(spread('雨庭'))}#site=01ARZ3NDEKTSV4RRFFQ69G5FAV")
    expect(page.locator("#map-count")).to_have_text("この場所は、いまは地図にありません。")
    expect(page.locator(".map-marker")).to_have_count(1)


def test_choosing_a_kind_shows_only_that_and_its_address_too(serve: Serve, page: Page) -> None:
    green, well = spread("雨庭")[0], spread("", "井戸", category="emergency_well")[1]
    address = serve([green, well])
    page.goto(address)
    page.get_by_role("checkbox", name="震災対策用井戸").check()
    expect(marker(page, green)).to_have_count(0)
    expect(marker(page, well)).to_have_count(1)
    expect(page.locator("#map-count")).to_have_text("2か所のうち1か所を表示")
    expect(page).to_have_url(f"{address}#category=emergency_well")
    page.goto("about:blank")
    page.goto(f"{address}#category=rain_garden")
    expect(marker(page, green)).to_have_count(1)
    page.get_by_role("button", name="すべて表示").click()
    expect(page.locator(".map-marker")).to_have_count(2)


def test_kinds_that_the_ward_does_not_have_stay_out_of_the_way(serve: Serve, page: Page) -> None:
    page.goto(serve(spread("雨庭")))
    expect(page.locator("#map-legend li:visible")).to_have_count(1)


@pytest.mark.parametrize("words", ["しもきた", "ｼﾓｷﾀ", "シモキタ 雨庭", "shimo"])
def test_a_name_is_found_however_it_is_written(serve: Serve, page: Page, words: str) -> None:
    sought, other = spread("シモキタ雨庭広場", "羽根木公園")
    page.goto(serve([sought.but(name_en="Shimokita Rain Garden"), other]))
    expect(page.locator(".map-marker")).to_have_count(2)
    page.locator("#map-words").fill(words)
    expect(page.locator(".map-marker")).to_have_count(1)
    page.locator("#map-results-list").get_by_role("button").click()
    expect(page.get_by_role("dialog", name="シモキタ雨庭広場")).to_be_focused()


def test_names_are_in_the_language_of_the_page_where_they_can_be(serve: Serve, page: Page) -> None:
    both, one = spread("雨庭", "井戸")
    address = serve([both.but(name_en="Rain garden"), one])
    page.goto(f"{address}en/#site={both.id}")
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text("Rain garden")
    page.evaluate("hash => { location.hash = hash; }", f"site={one.id}")
    heading = page.get_by_role("dialog").get_by_role("heading")
    expect(heading).to_have_text("井戸")
    expect(heading).to_have_attribute("lang", "ja")


def test_nearest_places_are_told_with_distance_and_direction(
    serve: Serve, open_page: OpenPage
) -> None:
    here = {"longitude": 139.63, "latitude": 35.615}
    page = open_page(geolocation=here, permissions=["geolocation"])
    page.goto(serve(spread("一", "二", "三")))
    expect(page.locator(".map-marker").first).to_be_visible()
    page.locator("#map-near").click()
    first = page.locator("#map-results-list li").first
    expect(first).to_contain_text("二")
    expect(first).to_contain_text("北へ約560 m")


def test_without_a_position_the_other_ways_are_offered(serve: Serve, page: Page) -> None:
    page.goto(serve(spread("一")))
    expect(page.locator(".map-marker")).to_have_count(1)
    page.locator("#map-near").click()
    expect(page.locator("#map-count")).to_contain_text("現在地がわかりませんでした")
