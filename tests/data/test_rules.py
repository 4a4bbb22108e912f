"""Rules in general, and those about where a site is: what is found, and what is left alone."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.finding import Finding, Severity
from data.frame import to_frame
from data.precision import at_block
from data.rules import RULES, Context, check
from data.rules.context import metres
from data.rules.doubts import piled_up
from data.rules.duplicates import near_duplicates
from data.site import Site, SiteDraft, Source
from data.vocabulary import Vocabulary
from data.ward import Ward
from tests.data.makers import a_draft, a_site

CONTEXT = Context(Ward.default(), Vocabulary.default(), today=date(2026, 11, 23))
SOURCE = replace(CONTEXT, asserter="source")
NAN = float("nan")


def found(
    *sites: SiteDraft | Site, context: Context = CONTEXT, rows: list[Hashable] | None = None
) -> dict[str, Finding]:
    """Return what is found, by code; every sentence has its figures."""
    findings = check(to_frame(sites, rows=rows), context)
    for finding in findings:
        assert "…" not in "".join(finding.words().values()), finding
        json.dumps(finding.as_json())
    return {finding.code: finding for finding in findings}


def official(shared: Path, name: str, category: str) -> list[SiteDraft]:
    """Return an official list of the ward as drafts, read in the simplest way."""
    text = (shared / "opendata" / "gsi_setagaya" / name).read_text(encoding="utf-8")
    return [
        a_draft(
            name=each["properties"]["施設・場所名"],
            at=Point(each["geometry"]["coordinates"]),
            category=category,
            address=each["properties"]["住所"],
            source=Source(name=name, id=each["properties"]["共通ID"]),
        )
        for each in json.loads(text)["features"]
    ]


def test_a_good_site_gives_nothing() -> None:
    assert found(a_draft()) == {}
    assert found(a_site()) == {}
    assert check(to_frame([]), CONTEXT) == []


@pytest.mark.parametrize(
    ("shape", "codes"),
    [
        (Point(139.653221, 35.646563), set()),
        (LineString([(139.653221, 35.646563), (139.654221, 35.646563)]), set()),
        (Polygon([(139.653221, 35.6465), (139.654221, 35.6465), (139.654221, 35.647)]), set()),
        (Point(), {"geometry.empty"}),
        (Polygon(), {"geometry.empty"}),
        (Point(NAN, 35.6), {"geometry.invalid"}),
        (Point(139.6, float("inf")), {"geometry.invalid"}),
        (LineString([(139.65, 35.65), (139.65, 35.65)]), {"geometry.invalid"}),
        (
            Polygon([(139.65, 35.64), (139.66, 35.65), (139.66, 35.64), (139.65, 35.65)]),
            {"geometry.invalid"},
        ),
    ],
)
def test_one_of_every_geometry(shape: BaseGeometry, codes: set[str]) -> None:
    assert set(found(a_draft(at=shape))) == codes


def test_a_bow_tie_is_told_where_it_crosses() -> None:
    bow_tie = Polygon([(139.65, 35.64), (139.66, 35.65), (139.66, 35.64), (139.65, 35.65)])
    finding = found(a_draft(at=bow_tie), rows=["line 7"])["geometry.invalid"]
    assert finding.severity is Severity.ERROR
    assert finding.row == "line 7"
    assert "Self-intersection" in finding.figures["reason"]


def test_a_missing_geometry_is_asked_for() -> None:
    frame = to_frame([a_draft(), a_draft()])
    frame.loc[0, "geometry"] = None
    assert [(each.code, each.row) for each in check(frame, CONTEXT)] == [("geometry.empty", 0)]


def test_what_touches_the_ward_is_in_it() -> None:
    west, south, _, _ = Ward.default().bounds
    greenway = LineString([(west - 0.01234, south + 0.04321), (139.653221, 35.646563)])
    assert found(a_draft(at=greenway)) == {}


def test_near_the_border_is_a_note_and_outside_a_warning() -> None:
    kawasaki = found(a_draft(at=Point(139.62003, 35.59031)))["position.outside"]
    assert kawasaki.severity is Severity.WARNING
    assert kawasaki.figures["metres"] > 50
    corner = Point(shapely.get_coordinates(Ward.default().area)[0])
    beside = Point(round(corner.x, 6) + 0.00001, round(corner.y, 6) + 0.00001)
    near = found(a_draft(at=beside))
    assert set(near) <= {"position.near_border"}


def test_a_school_seven_metres_outside_is_noted_and_all_the_ward_is_accepted(shared: Path) -> None:
    for name, category in (
        ("emergency_131121.json", "designated_evacuation_site"),
        ("evacuation_131121.json", "designated_shelter"),
    ):
        schools = official(shared, name, category)
        findings = [
            (schools[int(str(each.row))].name, each.code, each.severity, each.figures)
            for each in check(to_frame(schools), SOURCE)
            if each.code != "duplicate.near"
        ]
        if category == "designated_shelter":
            (school, code, severity, figures) = findings.pop()
            assert (school, code, severity) == ("東玉川小学校", "position.near_border", "note")
            assert figures["metres"] == 7
        assert findings == []


def test_far_outside_is_an_error_and_is_said_once() -> None:
    assert set(found(a_draft(at=Point(135.50231, 34.69374)))) == {"position.far_outside"}
    assert set(found(a_draft(at=Point(0.12345, 0.12345)))) == {"position.far_outside"}
    assert set(found(a_draft(at=Point(369.56056, 35.64656)))) == {"position.far_outside"}


@pytest.mark.parametrize(
    "shape",
    [
        Point(35.646563, 139.653221),
        LineString([(35.646563, 139.653221), (35.647563, 139.653221)]),
    ],
)
def test_exchanged_coordinates_are_found_offered_and_not_repaired(shape: BaseGeometry) -> None:
    draft = a_draft(at=shape)
    (finding,) = found(draft).values()
    assert (finding.code, finding.severity) == ("position.exchanged", Severity.ERROR)
    assert finding.figures["suggestion"]["type"] == shape.geom_type
    assert "139.653221, 35.646563" in str(finding.figures["suggestion"]["coordinates"])
    assert draft.geometry is shape


@pytest.mark.parametrize("north_first", [True, False])
def test_metres_of_the_plane_are_known_by_their_size_not_their_order(north_first: bool) -> None:
    plane = Ward.default().plane_crs
    ((east, north),) = metres(np.array([[139.653221, 35.646563]]), plane).tolist()
    given_as = Point(north, east) if north_first else Point(east, north)
    (finding,) = found(a_draft(at=given_as)).values()
    assert finding.code == "position.plane_metres"
    lon, lat = finding.figures["suggestion"]["coordinates"]
    assert (lon, lat) == pytest.approx((139.653221, 35.646563), abs=2e-6)


def test_coordinates_of_the_old_datum_are_found_by_a_witness() -> None:
    # The ward office, and the same place as a Tokyo Datum list would have it.
    here, tokyo = (139.653221, 35.646563), Point(139.656444, 35.643323)
    assert found(a_draft(at=tokyo)) == {}
    finding = found(a_draft(at=tokyo), context=replace(CONTEXT, witnesses={0: here}))[
        "position.tokyo_datum"
    ]
    assert finding.severity is Severity.WARNING
    assert finding.figures["suggestion"]["coordinates"] == pytest.approx(here, abs=1e-4)
    assert finding.figures["metres"] == pytest.approx(461, abs=15)
    close = replace(CONTEXT, witnesses={0: (tokyo.x, tokyo.y)})
    assert found(a_draft(at=tokyo), context=close) == {}
    elsewhere = replace(CONTEXT, witnesses={0: (139.66, 35.66), 9: here})
    assert found(a_draft(at=tokyo), context=elsewhere) == {}


def test_a_namesake_in_another_list_is_a_witness_too() -> None:
    tokyo = Point(139.656444, 35.643323)
    listed = a_site(name="世田谷区立若林小学校", source=Source(name="another list", id="1"))
    neighbours = replace(CONTEXT, neighbours=to_frame([listed]))
    school = a_draft(name="若林小学校", at=tokyo)
    assert set(found(school, context=neighbours)) == {"position.tokyo_datum"}
    same_list = school.model_copy(update={"source": Source(name="another list", id="2")})
    assert found(same_list, context=neighbours) == {}
    assert found(a_draft(name="山崎小学校", at=tokyo), context=neighbours) == {}


def test_few_decimals_are_told_in_metres() -> None:
    finding = found(a_draft(at=Point(139.653, 35.64)))["position.few_decimals"]
    assert finding.figures == {"digits": 3, "metres": 111}
    assert found(a_draft(at=Point(139.65, 35.64656))) == {}
    far = found(a_draft(at=Point(139, 36)))
    assert set(far) == {"position.far_outside", "position.few_decimals"}


def test_three_on_one_point_are_a_pile_and_cells_of_a_home_are_not() -> None:
    pile = [a_draft(name=name, at=Point(139.64, 35.64001)) for name in "甲乙丙"]
    findings = list(piled_up(to_frame(pile), CONTEXT))
    assert [(each.row, each.figures["count"]) for each in findings] == [(0, 3), (1, 3), (2, 3)]
    assert list(piled_up(to_frame(pile[:2]), CONTEXT)) == []
    assert list(piled_up(to_frame([at_block(each) for each in pile]), CONTEXT)) == []
    published = [a_site(name=name, at=Point(139.64, 35.64001)) for name in "丁戊"]
    context = replace(CONTEXT, neighbours=to_frame(published))
    (one,) = piled_up(to_frame(pile[:1]), context)
    assert one.figures["count"] == 3
    assert list(piled_up(to_frame(published[:1]), context)) == []


def test_an_address_that_ended_up_at_the_office_is_doubted() -> None:
    office = Point(139.653221, 35.646563)
    assert set(found(a_draft(at=office, located_by="address"))) == {"position.at_office"}
    assert found(a_draft(at=Point(139.6546, 35.64656), located_by="address")) == {}


def test_an_address_in_another_ward_is_doubted_when_the_point_is_here() -> None:
    finding = found(a_draft(address="東京都目黒区下目黒3-23-18"))["address.elsewhere"]
    assert "目黒区" in finding.words()["ja"]
    assert found(a_draft(address="東京都世田谷区代沢5-34-11")) == {}
    assert found(a_draft(address="代沢5-34-11")) == {}


# -- one implementation for one row and for many ------------------------------------------

LOOK_AROUND = {near_duplicates, piled_up}

NASTY: list[dict[str, Any]] = [
    {},
    {"at": Point(35.64, 139.65)},
    {"at": Point(139.62003, 35.59031), "address": "川崎市"},
    {"at": Point()},
    {"at": Point(NAN, NAN)},
    {"at": Point(139.65, 35.64), "category": "no_such"},
    {"name": " ", "description": "a\x00"},
    {"category": "aed", "attributes": {"open_time": "24:00", "child_pads": "maybe", "x": 1}},
    {"category": "emergency_well", "setting": "private_home"},
    {"category": "designated_shelter"},
    {"lifecycle": "superseded"},
    {"confirmed_on": date(2027, 1, 1)},
    {"setting": "private_home", "precision": "block", "description": "代沢5-34-11の家"},
    {"at": LineString([(139.653221, 35.646563), (139.654221, 35.646563)])},
]


@settings(max_examples=25)
@given(picks=st.lists(st.sampled_from(NASTY), min_size=1, max_size=12))
def test_many_rows_are_found_what_each_alone_is(picks: list[dict[str, Any]]) -> None:
    drafts = [a_draft(**said) for said in picks]
    frame = to_frame(drafts)
    for rule in RULES:
        if rule in LOOK_AROUND:
            continue
        together = sorted(str(each) for each in rule(frame, CONTEXT))
        alone = sorted(
            str(each)
            for row, draft in enumerate(drafts)
            for each in rule(to_frame([draft], rows=[row]), CONTEXT)
        )
        assert together == alone


def test_the_frame_is_as_it_was_after_a_check() -> None:
    frame = to_frame([a_draft(**said) for said in NASTY])
    before = frame.copy()
    check(frame, CONTEXT)
    assert frame.drop(columns="geometry").equals(before.drop(columns="geometry"))
    assert frame.geometry.to_wkb().equals(before.geometry.to_wkb())
