"""The ward's files say what the ward is, and addresses lead to districts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import shapely

from data.ward import Ward


@pytest.fixture
def ward() -> Ward:
    return Ward.default()


def test_the_outline_is_the_wards(ward: Ward) -> None:
    area = shapely.area(shapely.transform(ward.area, lambda xy: xy * [90_500, 110_950]))
    assert area / 1e6 == pytest.approx(58.05, rel=0.01)
    assert ward.area.is_valid
    assert shapely.get_num_coordinates(ward.outline) < shapely.get_num_coordinates(ward.area)
    assert "N03" in ward.attribution


def test_every_chome_leads_to_its_district(ward: Ward, shared: Path) -> None:
    with (shared / "ward" / "towns_points.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            assert ward.town_of(row["town"]) == row["town"]
            assert ward.district_of(f"東京都世田谷区{row['town']}1-1") == row["area"]


@pytest.mark.parametrize(
    ("address", "town", "district"),
    [
        ("東京都世田谷区世田谷4-21-27", "世田谷四丁目", "世田谷"),
        ("世田谷区 代沢５丁目34番11号", "代沢五丁目", "北沢"),
        ("上北沢三丁目", "上北沢三丁目", "烏山"),
        ("砧公園1-1", "砧公園", "砧"),
        ("駒沢三丁目", "駒沢三丁目", "玉川"),
        ("駒沢", "駒沢", ""),
        ("代沢", "代沢", "北沢"),
        ("横浜市", "", ""),
        ("", "", ""),
    ],
)
def test_addresses_as_people_write_them(ward: Ward, address: str, town: str, district: str) -> None:
    assert (ward.town_of(address), ward.district_of(address)) == (town, district)
