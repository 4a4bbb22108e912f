"""Sites far apart, so that each has a marker of its own, and where their markers are."""

from __future__ import annotations

from typing import Any

import shapely
from playwright.sync_api import Locator, Page

from data.site import Site
from tests.data.makers import a_site

FAR_APART = [(139.60, 35.66), (139.63, 35.62), (139.66, 35.65), (139.67, 35.60)]


def spread(
    *names: str,
    **said: Any,  # noqa: ANN401 - fields by name
) -> list[Site]:
    return [
        a_site(name, at=shapely.Point(*place), **said)
        for name, place in zip(names, FAR_APART, strict=False)
    ]


def marker(page: Page, site: Site) -> Locator:
    return page.locator(f'.map-marker[data-site="{site.id}"]')
