"""The file that the map draws: all that a marker needs, exactly, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from data.site import Lifecycle, LocatedBy, Precision, Site
from site_builder.map.points import BLOCK_RADIUS_M, points
from tests.data.makers import a_site


def read(*sites: Site) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(points(sites))
    return said


def walked(steps: list[int], origin: list[int]) -> list[tuple[float, float]]:
    x, y = origin
    ring = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        ring.append((x / 1e6, y / 1e6))
    return ring


def test_a_place_comes_back_to_the_sixth_decimal() -> None:
    west = a_site(at=shapely.Point(139.612345, 35.654321))
    east = a_site(at=shapely.Point(139.7, 35.6))
    said = read(east, west)
    lon, lat = said["origin"]
    places = {
        said["id"][n]: ((lon + said["x"][n]) / 1e6, (lat + said["y"][n]) / 1e6) for n in (0, 1)
    }
    assert places == {west.id: (139.612345, 35.654321), east.id: (139.7, 35.6)}


def test_the_order_of_the_sites_makes_no_difference() -> None:
    sites = [a_site(str(n), at=shapely.Point(139.6 + n / 1000, 35.6)) for n in range(20)]
    assert points(sites) == points(reversed(sites))


def test_no_sites_make_a_map_without_markers() -> None:
    assert read()["id"] == []


@pytest.mark.parametrize("gone", [Lifecycle.CLOSED, Lifecycle.SUPERSEDED])
def test_what_is_gone_is_not_drawn(gone: Lifecycle) -> None:
    assert read(a_site(lifecycle=gone))["id"] == []


def test_a_site_shown_by_its_block_says_how_far_off_it_may_be() -> None:
    block = a_site(precision=Precision.BLOCK)
    assert read(block)["rough"] == {"0": BLOCK_RADIUS_M}


def test_a_position_from_an_address_says_how_far_off_it_may_be() -> None:
    assert read(a_site(located_by=LocatedBy.ADDRESS, accuracy_m=250))["rough"] == {"0": 250}
    assert read(a_site(accuracy_m=8))["rough"] == {}


def test_a_greenway_is_drawn_along_its_way_with_a_marker_on_it() -> None:
    way = shapely.LineString([(139.6, 35.6), (139.61, 35.6), (139.61, 35.62)])
    said = read(a_site(at=way))
    kind, steps = said["shape"]["0"]
    assert (kind, walked(steps, said["origin"])) == (1, list(way.coords))
    marker = shapely.Point(*(place / 1e6 for place in said["origin"]))
    assert marker.distance(way) < 1e-6


def test_a_garden_keeps_its_hole_and_its_marker_stands_on_it() -> None:
    ring = (
        shapely.Point(139.65, 35.65)
        .buffer(0.01)
        .difference(shapely.Point(139.65, 35.65).buffer(0.005))
    )
    said = read(a_site(at=ring))
    kind, *rings = said["shape"]["0"]
    assert (kind, len(rings)) == (2, 2)
    assert shapely.Point(*(place / 1e6 for place in said["origin"])).within(ring)


def test_the_smallest_picture_is_named_with_its_size() -> None:
    photo = {
        "id": "a" * 64,
        "illustration": True,
        "renditions": [
            {"width": 1600, "height": 1200, "file": "a/r1-1600.jpg"},
            {"width": 400, "height": 300, "file": "a/r1-400.jpg"},
        ],
    }
    assert read(a_site(photos=[photo]))["photo"] == {"0": ["a/r1-400.jpg", 400, 300, 1]}


def test_descriptions_stay_on_the_sites_own_pages() -> None:
    site = a_site(description="ながい説明", address="代沢5-34-11", keeper="雨庭の会")
    text = points([site]).decode()
    assert not any(words in text for words in ("ながい説明", "代沢", "雨庭の会"))
