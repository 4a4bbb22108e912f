"""The map in a real browser: by mouse, by keyboard, with hostile names, without tiles.

Every test also fails on a console error, a policy violation or a request to a foreign
host (`watched`, in tests/conftest.py).
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Dialog, Page, expect

from data.ids import id_from_source
from data.site import Precision
from data.vocabulary import Vocabulary
from data.ward import Ward
from tests import browsing
from tests.browsing import Watched
from tests.data.makers import a_site
from tests.site_builder.map.conftest import Serve
from tests.site_builder.map.places import marker, spread

OpenPage = Callable[..., Page]

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "{{7*7}} ${alert(3)} `alert(4)`",
)


def is_inside(page: Page, selector: str) -> bool:
    inside: bool = page.evaluate(
        "selector => document.activeElement.closest(selector) !== null", selector
    )
    return inside


def test_real_places_of_the_ward_are_on_the_map_under_its_attribution(
    serve: Serve, page: Page, shared: Path
) -> None:
    with (shared / "sample" / "places.csv").open(encoding="utf-8", newline="") as table:
        sites = [
            a_site(
                row["name"],
                at=shapely.Point(float(row["lon"]), float(row["lat"])),
                id=id_from_source("sample", row["name"]),
                category=row["category"],
                accuracy_m=float(row["accuracy_m"]),
            )
            for row in csv.DictReader(table)
        ]
    page.goto(serve(sites))
    expect(page.locator("#map-count")).to_contain_text(str(len(sites)))
    expect(page.locator(".map-marker").first).to_be_visible()
    expect(page.get_by_role("link", name="地理院タイル", exact=True)).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("国土数値情報")


def test_by_keyboard_alone_a_card_opens_and_gives_the_focus_back(serve: Serve, page: Page) -> None:
    sites = spread("雨庭", "井戸")
    page.goto(serve(sites))
    expect(marker(page, sites[0])).to_be_visible()
    page.locator(".folium-map").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if is_inside(page, f'[data-site="{sites[0].id}"]'):
            break
    expect(marker(page, sites[0])).to_be_focused()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="雨庭")
    expect(card).to_be_focused()
    expect(card.get_by_role("link")).to_have_attribute("href", f"sites/{sites[0].id}/")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(marker(page, sites[0])).to_be_focused()


def test_the_map_can_be_skipped_on_the_way_to_the_legend(serve: Serve, page: Page) -> None:
    page.goto(serve(spread("雨庭", "井戸")))
    expect(page.locator(".map-marker")).to_have_count(2)
    page.locator("#map-near").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox").first).to_be_focused()


def test_a_marker_is_named_by_site_and_category(serve: Serve, page: Page) -> None:
    (site,) = spread("みんなの井戸", category="emergency_well")
    page.goto(serve([site]))
    expect(marker(page, site)).to_have_accessible_name("みんなの井戸 (震災対策用井戸)")


def test_families_differ_in_shape(serve: Serve, page: Page) -> None:
    green, well = spread("雨庭")[0], spread("", "井戸", category="emergency_well")[1]
    page.goto(serve([green, well]))
    radius = "element => getComputedStyle(element).borderRadius"
    round_, square = (
        marker(page, site).locator(".map-symbol").evaluate(radius) for site in (green, well)
    )
    assert (round_, square != round_) == ("50%", True)


def test_a_group_opens_by_keyboard_and_the_focus_goes_on_inside(serve: Serve, page: Page) -> None:
    close = [a_site(f"雨庭{n}", at=shapely.Point(139.65 + n * 0.002, 35.65)) for n in range(3)]
    page.goto(serve(close))
    group = page.locator(".map-marker:not([data-site])")
    expect(group).to_have_accessible_name("3か所（みどり3、防災0）。開く")
    group.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-marker[data-site]")).to_have_count(3)
    page.wait_for_function("document.activeElement.matches('.map-marker[data-site]')")


def test_sites_on_one_point_are_listed(serve: Serve, page: Page) -> None:
    place = shapely.Point(139.652324, 35.66271)
    sites = [a_site(name, at=place) for name in ("井戸", "貯水槽", "マンホールトイレ")]
    page.goto(serve(sites))
    page.locator(".map-marker").click()
    page.get_by_role("dialog").get_by_role("button", name="貯水槽").click()
    expect(page.get_by_role("dialog", name="貯水槽")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".map-marker")).to_be_focused()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_just_a_name(serve: Serve, page: Page, name: str) -> None:
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    (site,) = spread(name)
    page.goto(f"{serve([site])}#site={site.id}")
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text(name)
    page.keyboard.press("Escape")
    page.locator("#map-words").fill(name[:8])
    expect(page.locator("#map-results-list")).to_contain_text(name)
    assert page.locator('img[src="x"]').count() == 0
    assert dialogs == []


def test_a_site_shown_by_its_block_has_a_soft_circle_and_says_so(serve: Serve, page: Page) -> None:
    (site,) = spread("だれかの雨水タンク", precision=Precision.BLOCK)
    page.goto(f"{serve([site])}#site={site.id}")
    expect(page.get_by_role("dialog")).to_contain_text("おおよその位置")
    expect(page.locator("path.map-rough")).to_have_count(1)


def test_greenways_and_gardens_are_drawn_as_they_lie(serve: Serve, page: Page) -> None:
    way = a_site("緑道", at=shapely.LineString([(139.64, 35.65), (139.65, 35.652)]))
    garden = a_site("庭", at=shapely.box(139.644, 35.653, 139.646, 35.655))
    page.goto(f"{serve([way, garden])}#site={way.id}")
    expect(page.locator("path.map-line")).to_have_count(1)
    expect(page.locator("path.map-area")).to_have_count(1)


def test_when_the_tile_server_fails_the_map_says_so_once_and_works(
    serve: Serve, page: Page, watched: Watched
) -> None:
    page.route("https://cyberjapandata.gsi.go.jp/**", lambda route: route.abort())
    page.goto(serve(spread("雨庭")))
    expect(page.locator("#map-quiet")).to_be_visible()
    expect(page.locator("path.ward-border")).to_have_count(1)
    page.locator(".map-marker").click()
    expect(page.get_by_role("dialog", name="雨庭")).to_be_visible()
    assert all("ERR_FAILED" in complaint for complaint in watched.console)
    watched.console.clear()


def test_a_picture_that_is_missing_leaves_no_hole(
    serve: Serve, page: Page, watched: Watched
) -> None:
    small = {"width": 400, "height": 300, "file": f"{'a' * 64}/r1-400.jpg"}
    (site,) = spread("雨庭", photos=[{"id": "a" * 64, "renditions": [small]}])
    page.goto(f"{serve([site])}#site={site.id}")
    expect(page.get_by_role("dialog", name="雨庭")).to_be_visible()
    expect(page.get_by_role("dialog").locator("figure")).to_have_count(0)
    assert all("404" in complaint for complaint in watched.console)
    watched.console.clear()


def test_without_scripts_the_list_is_one_step_away(serve: Serve, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(serve(spread("雨庭")))
    expect(page.locator("noscript a")).to_have_attribute("href", "./list/")


@pytest.mark.parametrize("path", ["", "easy/", "en/"])
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_everything_without_scrolling_sideways(
    serve: Serve, open_page: OpenPage, path: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 844}, has_touch=True)
    sites = spread("雨庭", "井戸")
    page.goto(f"{serve(sites)}{path}#site={sites[0].id}")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, a, label)")]
        .filter(each => !each.matches(".unseen, .map-skip"))
        .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
        .filter(([html]) => !html.includes("target=")).map(([html]) => html)"""
    )
    assert small == []


def test_ten_thousand_sites_are_shown_and_moved(
    serve: Serve, open_page: OpenPage, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(1)
    ward = Ward.default()
    west, south, east, north = ward.bounds
    kinds = [category.id for category in Vocabulary.default()]
    sites = [
        a_site(
            f"くふう{n}",
            at=shapely.Point(dice.uniform(west, east), dice.uniform(south, north)),
            id=id_from_source("dice", str(n)),
            category=dice.choice(kinds),
        )
        for n in range(10_000)
    ]
    page = open_page(viewport=browsing.PHONE)
    address = serve(sites)
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(".map-marker").first.wait_for()
    first_view = time.perf_counter() - started
    redraw = page.evaluate(
        """() => { const began = performance.now();
        for (let n = 0; n < 10; n += 1) sites_layer().draw();
        return (performance.now() - began) / 10;
        function sites_layer() {
          const name = Object.keys(window).find((key) => key.startsWith("sites_layer_"));
          return window[name];
        } }"""
    )
    with capsys.disabled():
        print(f"\n10,000 sites: first markers {first_view:.2f} s, redraw {redraw:.1f} ms")  # noqa: T201
    expect(page.locator("#map-count")).to_have_text("10,000か所")
    assert page.locator(".map-marker").count() < 200
