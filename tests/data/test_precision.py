"""What is kept at block level tells its cell and nothing more."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.precision import at_block, cell_centre, half_diagonal, to_chome
from data.rules.context import metres
from data.site import Precision
from data.ward import Ward
from tests.data.makers import a_draft

# Places in steps of a millionth of a degree, as we keep them.
LON = st.integers(122_000_000, 154_000_000).map(lambda micro: micro / 10**6)
LAT = st.integers(20_000_000, 46_000_000).map(lambda micro: micro / 10**6)
INSIDE = st.tuples(st.integers(0, 3124), st.integers(0, 2082))


@given(column=st.integers(39040, 49279), row=st.integers(9600, 22079), one=INSIDE, other=INSIDE)
def test_one_cell_has_one_centre(
    column: int, row: int, one: tuple[int, int], other: tuple[int, int]
) -> None:
    # A cell is 3125 millionths wide; it begins at the next whole millionth in the north.
    west, south = column * 3125, -(-row * 6250 // 3)
    centres = {
        cell_centre((west + across) / 10**6, (south + up) / 10**6) for across, up in (one, other)
    }
    assert len(centres) == 1


@given(lon=LON, lat=LAT)
def test_the_centre_is_near_and_is_its_own_centre(lon: float, lat: float) -> None:
    centre = cell_centre(lon, lat)
    assert cell_centre(*centre) == centre
    assert abs(centre[0] - lon) <= 0.5 / 320 + 1e-6
    assert abs(centre[1] - lat) <= 0.5 / 480 + 1e-6


def test_the_cell_is_the_quarter_mesh_of_the_standard() -> None:
    # Mesh 53393595 is the kilometre around Shibuya; its quarter is 30″ / 4 by 45″ / 4.
    lon, lat = cell_centre(139.7016, 35.6580)
    south, west = lat - 7.5 / 3600 / 2, lon - 11.25 / 3600 / 2
    assert south / (7.5 / 3600) == pytest.approx(round(south / (7.5 / 3600)), abs=1e-3)
    assert west / (11.25 / 3600) == pytest.approx(round(west / (11.25 / 3600)), abs=1e-3)


def test_the_accuracy_covers_the_whole_cell() -> None:
    lon, lat = cell_centre(139.65322, 35.64656)
    corner = (lon + 0.5 / 320, lat - 0.5 / 480)
    centre, far = metres(np.array([(lon, lat), corner]), Ward.default().plane_crs)
    assert np.hypot(*(centre - far)) == pytest.approx(half_diagonal(lat), abs=2)
    assert half_diagonal(lat) == pytest.approx(180, abs=5)


@pytest.mark.parametrize(
    "shape",
    [
        Point(139.65322, 35.64656),
        LineString([(139.6551, 35.6464), (139.6553, 35.6468)]),
        Polygon([(139.6551, 35.6464), (139.6553, 35.6464), (139.6552, 35.6468)]),
        Polygon([(139.654, 35.646), (139.656, 35.647), (139.656, 35.646), (139.654, 35.647)]),
        LineString([(139.6551, 35.6464), (139.6551, 35.6464)]),
    ],
)
def test_whatever_it_was_it_becomes_its_cells_centre(shape: BaseGeometry) -> None:
    block = at_block(a_draft(at=shape, address="代沢5-34-11", accuracy_m=3.5))
    assert block.geometry == Point(cell_centre(139.6552, 35.6466))
    assert block.precision is Precision.BLOCK
    assert block.accuracy_m == 183
    assert block.address == "代沢5丁目"
    assert at_block(block) == block


@pytest.mark.parametrize("shape", [Point(), Point(float("nan"), 1), Point(float("inf"), 1)])
def test_a_geometry_that_tells_nothing_stays_for_the_rules(shape: BaseGeometry) -> None:
    draft = a_draft(at=shape, address="代沢5-34-11")
    assert at_block(draft).geometry is shape
    assert at_block(draft).address == "代沢5丁目"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("四丁目21番27号", "四丁目"),
        ("4-21-27", "4丁目"),
        ("4丁目", "4丁目"),
        ("代沢5-34-11", "代沢5丁目"),
        ("代沢５丁目３４−１１", "代沢５丁目"),
        ("東京都世田谷区代沢五丁目34番11号 コーポ田中201", "東京都世田谷区代沢五丁目"),
        ("東京都 世田谷区 代沢 5丁目 34-11", "東京都 世田谷区 代沢 5丁目"),
        ("代沢五ノ三四ノ十一", "代沢五丁目"),
        ("三軒茶屋2-1-1", "三軒茶屋2丁目"),
        ("豪徳寺1-23-4", "豪徳寺1丁目"),
        ("世田谷区世田谷4-21-27", "世田谷区世田谷4丁目"),
        ("〒154-8504 東京都世田谷区世田谷4-21-27", "東京都世田谷区世田谷4丁目"),
        # Two numbers may be a block and a house: not sure, so less.
        ("代沢5-34", "代沢"),
        ("砧公園1-1", "砧公園"),
        ("代沢1234", "代沢"),
        # Names of houses and people go with their numbers.
        ("佐藤宅 代沢5-34-11", ""),
        ("代沢佐藤宅", ""),
        ("世田谷区代沢ひばり荘5-34-11", "世田谷区"),
        ("代沢グリーンハイツ", ""),
        ("世田谷区代沢ハイツ201", "世田谷区"),
        ("世田谷区", "世田谷区"),
        ("九品仏", "九品仏"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_chome_and_earlier_when_in_doubt(address: str, kept: str) -> None:
    assert to_chome(address) == kept
    assert to_chome(kept) == kept


@given(
    town=st.sampled_from(
        ["代沢", "三軒茶屋", "八幡山", "世田谷区桜", "東京都世田谷区玉川田園調布"]
    ),
    numbers=st.lists(st.integers(10, 999), min_size=2, max_size=4),
    dash=st.sampled_from(["-", "－", "ー", "−", "の", " - "]),
    tail=st.sampled_from(["", " 田中方", "メゾン302", "号"]),
)
def test_no_number_after_the_first_survives(
    town: str, numbers: list[int], dash: str, tail: str
) -> None:
    told = town + dash.join(map(str, numbers)) + tail
    kept = to_chome(told)
    assert kept in {town, f"{town}{numbers[0]}丁目"}


def test_every_chome_of_the_ward_is_kept_whole(shared: Path) -> None:
    with (shared / "ward" / "towns_points.csv").open(encoding="utf-8-sig", newline="") as table:
        towns = [row["town"] for row in csv.DictReader(table)]
    assert len(towns) == 277
    for town in towns:
        assert to_chome(f"東京都世田谷区{town}21番27号") == f"東京都世田谷区{town}"
