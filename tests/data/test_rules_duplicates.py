"""The same place twice: what is taken for it, what is not, and how well that works."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, Point

from data.finding import Finding, Severity
from data.frame import to_frame
from data.names import name_key
from data.precision import at_block
from data.rules.duplicates import near_duplicates
from data.site import Precision, Site, SiteDraft
from tests.data.makers import a_draft, a_site
from tests.data.test_rules import CONTEXT, SOURCE, official

HERE = Point(139.653221, 35.646563)
# About 20, 50, 90 and 120 metres to the east.
M20, M50, M90, M120 = (
    Point(139.653221 + metres / 90_540, 35.646563) for metres in (20, 50, 90, 120)
)


def duplicates(*drafts: SiteDraft, published: list[Site] | None = None) -> list[Finding]:
    context = replace(CONTEXT, neighbours=to_frame(published or []))
    return list(near_duplicates(to_frame(drafts), context))


def test_a_site_of_the_same_kind_within_thirty_metres_is_named() -> None:
    site = a_site(name="広場の雨庭", at=M20)
    (finding,) = duplicates(a_draft(name="駅前"), published=[site])
    assert finding.severity is Severity.WARNING
    assert finding.figures["id"] == site.id
    assert finding.figures["name"] == "広場の雨庭"
    assert finding.figures["metres"] == 20
    assert duplicates(a_draft(name="駅前"), published=[a_site(name="広場の雨庭", at=M50)]) == []
    assert duplicates(a_draft(name="駅前"), published=[a_site(category="park", at=M20)]) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("若林小学校", "世田谷区立若林小学校", True),
        ("若林小学校", "若林　小学校", True),
        ("ＡＥＤステーション", "AEDステーション", True),
        ("池之上小学校（旧北沢小学校）", "池之上小学校", True),
        ("東京都立園芸高等学校", "園芸高等学校", True),
        ("下北沢雨庭ひろば公園", "下北沢雨庭ひろば公園内", True),
        ("第一公園前花壇通り", "第二公園前花壇通り", False),
        ("防災倉庫1号地域用", "防災倉庫2号地域用", False),
        ("王禅寺中央小学校", "王禅寺中央中学校", False),
        ("雨庭", "雨庭", False),
        ("生", "生", False),
    ],
)
def test_a_similar_name_within_a_hundred_metres_is_named(one: str, other: str, alike: bool) -> None:
    near = a_site(name=other, category="park", at=M90)
    findings = duplicates(a_draft(name=one), published=[near])
    assert bool(findings) is alike
    far = a_site(name=other, category="park", at=M120)
    assert duplicates(a_draft(name=one), published=[far]) == []


def test_a_site_is_never_its_own_duplicate() -> None:
    site = a_site(name="広場の雨庭")
    assert duplicates(site, published=[site]) == []
    edited = to_frame([a_draft(name="広場の雨庭")], ids=[site.id])
    assert list(near_duplicates(edited, replace(CONTEXT, neighbours=to_frame([site])))) == []
    # Nor is the published version of another row that is being checked.
    both = [site, a_site(name="別の雨庭", at=M50)]
    assert duplicates(*both, published=both) == []


def test_within_a_file_the_later_row_names_the_earlier() -> None:
    first, second = a_draft(name="広場の雨庭"), a_draft(name="広場の雨庭", at=M20)
    (finding,) = duplicates(first, second)
    assert finding.row == 1
    assert finding.figures["row"] == 0
    assert finding.figures["name"] == "広場の雨庭"


def test_the_likeliest_is_named_alone() -> None:
    nearest = a_site(name="別の雨庭", at=HERE)
    namesake = a_site(name="広場の雨庭", at=M50)
    (finding,) = duplicates(a_draft(name="広場の雨庭"), published=[nearest, namesake])
    assert finding.figures["id"] == namesake.id


def test_cells_are_compared_by_name_only() -> None:
    block = at_block(a_draft(name="駅前"))
    assert duplicates(block, published=[a_site(name="広場", at=block.geometry)]) == []
    hidden = a_site(name="広場", at=HERE, precision=Precision.BLOCK)
    assert duplicates(a_draft(name="駅前"), published=[hidden]) == []
    assert len(duplicates(block, published=[a_site(name="駅前", at=block.geometry)])) == 1


def test_a_line_is_as_far_as_its_nearest_part() -> None:
    hedge = a_site(name="垣根", at=LineString([M20, Point(139.66, 35.646563)]))
    (finding,) = duplicates(a_draft(name="駅前"), published=[hedge])
    assert finding.figures["metres"] == 20


def test_what_cannot_be_drawn_is_nobodys_duplicate() -> None:
    assert duplicates(a_draft(at=Point()), a_draft(at=Point(float("nan"), 1)), a_draft()) == []


# -- how well it works on real lists -------------------------------------------------------


def tokyo(shared: Path) -> list[SiteDraft]:
    path = shared / "opendata" / "tokyo_metro" / "130001_evacuation_center.csv"
    with path.open(encoding="utf-8-sig", newline="") as table:
        return [
            a_draft(
                name=row["避難所_名称"],
                at=Point(float(row["経度"]), float(row["緯度"])),
                category="designated_shelter",
            )
            for row in csv.DictReader(table)
            if row["指定区市町村名"] == "世田谷区"
        ]


def of_the_ward(shared: Path) -> dict[str, Any]:
    listed = [
        *official(shared, "evacuation_131121.json", "designated_shelter"),
        *official(shared, "emergency_131121.json", "designated_evacuation_site"),
    ]
    ids = [each.source.id for each in listed if each.source is not None]
    return {"frame": to_frame(listed, ids=ids), "names": {name_key(each.name) for each in listed}}


def test_two_official_lists_of_the_ward_are_matched(shared: Path) -> None:
    """Of 92 places 90 are found; one was moved by 207 m, one renamed 100 m off and more."""
    places, known = tokyo(shared), of_the_ward(shared)
    context = replace(SOURCE, neighbours=known["frame"])
    findings = {each.row: each for each in near_duplicates(to_frame(places), context)}
    assert len(places) == 92
    assert len(findings) == 90
    # Where the names agree the match is right; the rest are renamed schools, metres away.
    others = [
        each
        for row, each in findings.items()
        if name_key(places[int(str(row))].name) != name_key(each.figures["name"])
    ]
    assert len(others) <= 2
    assert all(each.figures["metres"] < 5 for each in others)


def test_the_pairs_known_to_be_one_place_are_found(shared: Path) -> None:
    with (shared / "opendata" / "duplicate_pairs_setagaya.csv").open(
        encoding="utf-8", newline=""
    ) as table:
        pairs = list(csv.DictReader(table))
    known = of_the_ward(shared)["frame"]
    drafts = [
        a_draft(
            name=pair["tokyo"],
            at=Point(float(pair["t_lon"]), float(pair["t_lat"])),
            category="designated_shelter",
        )
        for pair in pairs
    ]
    findings = list(near_duplicates(to_frame(drafts), replace(SOURCE, neighbours=known)))
    missed = {
        pair["tokyo"] for row, pair in enumerate(pairs) if row not in {f.row for f in findings}
    }
    assert len(pairs) == 46
    assert missed == {"若林小学校"}


def test_a_list_of_different_places_gives_no_false_alarm(shared: Path) -> None:
    shelters = official(shared, "evacuation_131121.json", "designated_shelter")
    assert list(near_duplicates(to_frame(shelters), SOURCE)) == []
