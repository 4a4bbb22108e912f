"""Positions in all their spellings: converted and reported, or refused, and never mended."""

from __future__ import annotations

import pytest

from data.ward import Ward
from tests.data.exchange.reads import HEAD, Read, codes, only, spot_of


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("35646563", "139653221", "import.decimal_point_lost"),
        ("35.646", "13965.3221", "import.decimal_point_lost"),
        ("35.646", "369.56056", "import.decimal_point_lost"),
        ("調整中", "調整中", "import.position_unreadable"),
        ("3.5E+1", "1.39E+2", "import.position_unreadable"),
        ("", "139.65", "import.position_unreadable"),
        ("", "", "import.position_missing"),
    ],
)
def test_a_position_that_is_none_refuses_its_row_and_only_that(
    read: Read, latitude: str, longitude: str, code: str
) -> None:
    bad, good = read(f"{HEAD}\n1,a,x,{latitude},{longitude}\n2,b,y,35.6,139.6\n").rows
    assert codes(bad) == [code]
    assert bad.refused
    assert not good.refused


def test_exchanged_coordinates_are_left_for_the_rules_to_find(read: Read) -> None:
    row = only(read(f"{HEAD}\n1,a,x,139.653221,35.646563\n"))
    assert row.draft is not None
    assert spot_of(row) == (35.646563, 139.653221)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("139.653221", "35.646563", "import.axes_by_value"),
        ("35.646563", "139.653221", "import.axes_by_value"),
        ("-39187.8", "-16332.4", "import.plane_converted"),
        ("-16332.4", "-39187.8", "import.plane_converted"),
    ],
)
def test_x_and_y_are_told_apart_by_their_values(
    read: Read, first: str, second: str, code: str
) -> None:
    row = only(read(f"ID,名称,X座標,Y座標\n1,a,{first},{second}\n"))
    assert codes(row) == [code]
    assert row.draft is not None
    west, south, east, north = Ward.default().bounds
    x, y = spot_of(row)
    assert west < x < east
    assert south < y < north


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("N35°38′48″", "E139°39′11.6″"),
        ("35度38分48秒", "139度39分11.6秒"),
        ("353848", "1393911.6"),
        ("３５°３８'４８\"", "１３９°３９'１１.６\""),
    ],
)
def test_degrees_and_minutes_are_converted_and_reported(
    read: Read, latitude: str, longitude: str
) -> None:
    quoted = [f'"{part.replace(chr(34), chr(34) * 2)}"' for part in (latitude, longitude)]
    row = only(read(f"{HEAD}\n1,a,x,{','.join(quoted)}\n"))
    assert codes(row) == ["import.degrees_converted"]
    assert row.draft is not None
    assert spot_of(row) == pytest.approx((139.653222, 35.646667), abs=1e-6)


def test_a_declared_tokyo_datum_gives_a_witness_and_moves_nothing(read: Read) -> None:
    row = only(read(f"{HEAD},測地系\n1,a,x,35.643333,139.656421,日本測地系\n"))
    assert row.draft is not None
    assert spot_of(row) == (139.656421, 35.643333)
    assert row.witness == pytest.approx((139.6532, 35.64656), abs=1e-4)
