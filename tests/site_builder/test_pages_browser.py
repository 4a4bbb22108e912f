"""The pages in a real Chromium: what people wrote stays text, and search finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from data.event import Event
from data.memory import MemoryStore
from site_builder.build import build
from site_builder.options import BuildOptions
from tests import browsing
from tests.site_builder import makers
from tests.site_builder.makers import HOSTILE, numbered_site

OpenPage = Callable[..., Page]
ServeFolder = Callable[[Path], str]


@pytest.fixture
def address(
    store: MemoryStore,
    public: Path,
    options: BuildOptions,
    photos: Path,
    serve_folder: ServeFolder,
) -> str:
    """Return where a site of some hundred places is served, one of them hostile."""
    sites = [numbered_site(number) for number in range(230)]
    sites[0] = numbered_site(
        0,
        name=HOSTILE,
        description=HOSTILE,
        photos=(makers.photo(photos, alt=HOSTILE, alt_en=HOSTILE),),
    )
    sites[1] = numbered_site(1, name="ｽﾀﾝﾄﾞパイプ置き場", district="砧")
    store.append_many([Event.version(site) for site in sites])
    build(store, public, options)
    return serve_folder(public)


def test_a_hostile_name_is_shown_and_never_run(address: str, page: Page) -> None:
    alerts: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    site = numbered_site(0)

    for path in (f"sites/{site.id}/", f"en/sites/{site.id}/", f"easy/sites/{site.id}/"):
        page.goto(address + path, wait_until="networkidle")
        assert page.inner_text("h1") == HOSTILE
        assert page.get_attribute("figure img", "alt") == HOSTILE
    page.goto(f"{address}list/?q=alert", wait_until="networkidle")
    expect(page.locator(".place")).to_have_count(1)
    assert page.inner_text(".place-name") == HOSTILE
    assert alerts == []


def test_search_finds_in_any_width_and_kana_and_can_be_sent_as_a_link(
    address: str, page: Page
) -> None:
    page.goto(f"{address}list/", wait_until="networkidle")
    page.fill("input[name=q]", "すたんど")
    expect(page.locator(".place")).to_have_count(1)
    assert page.inner_text(".place-name") == "ｽﾀﾝﾄﾞパイプ置き場"
    assert "1件" in page.inner_text("#found")

    link = page.url
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".place")).to_have_count(1)
    assert page.input_value("input[name=q]") == "すたんど"

    page.fill("input[name=q]", "")
    expect(page.locator(".place")).to_have_count(130)
    assert "230か所" in page.inner_text("#found")


def test_search_by_kind_and_area_shows_the_rest_on_demand(address: str, page: Page) -> None:
    page.goto(f"{address}en/list/", wait_until="networkidle")
    page.select_option("select[name=district]", "砧")
    expect(page.locator(".place")).to_have_count(1)
    page.select_option("select[name=district]", "北沢")
    expect(page.locator(".place")).to_have_count(100)
    page.click("button.more")
    assert page.locator(".place").count() == 200
    page.click("button.more")
    assert page.locator(".place").count() == 229
    assert page.locator("button.more").count() == 0
    page.locator(".place a").last.click()
    page.wait_for_url("**/en/sites/**")


def test_the_list_is_all_there_without_a_script(address: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport=browsing.PHONE)
    page.goto(f"{address}list/")

    assert page.locator(".place").count() == 130
    assert not page.is_visible("#filter")
    page.click("summary")
    page.click(".kinds a >> nth=0")
    assert page.locator(".place").count() > 50
    page.goto(f"{address}list/")
    page.click("a[rel=next]")
    assert page.locator(".place").count() == 100


@pytest.mark.parametrize("size", [browsing.PHONE, browsing.DESKTOP, {"width": 320, "height": 640}])
def test_nothing_is_wider_than_the_window_and_taps_have_room(
    address: str, open_page: OpenPage, size: dict[str, int]
) -> None:
    page = open_page(viewport=size)
    site = numbered_site(0)
    for path in ("list/", "data/", f"sites/{site.id}/", f"easy/sites/{site.id}/", "404.html"):
        page.goto(address + path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        small = page.evaluate(
            """[...document.querySelectorAll('header a, nav a, .button, select, input, summary')]
               .filter((each) => each.checkVisibility())
               .filter((each) => each.getBoundingClientRect().height < 43.5)
               .map((each) => each.outerHTML)"""
        )
        assert small == [], path


def test_the_keyboard_reaches_the_content_first(address: str, page: Page) -> None:
    page.goto(f"{address}list/", wait_until="networkidle")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
