"""The demo opens on real places, tells only what is known, and shows pictures that say so."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from data.frame import to_frame
from data.ids import id_from_source
from data.rules import Context, check
from data.samples import Sample, sample_drafts, samples
from data.samples.pictures import SCENES, draw
from data.site import LocatedBy
from data.vocabulary import Vocabulary
from data.ward import Ward

WITHOUT_READING = re.compile(r"[\u3400-\u9fff々]+(?![\u3400-\u9fff々]|\([ぁ-んァ-ヶー]+\))")


def test_the_demo_is_the_24_places_of_the_list(shared: Path) -> None:
    with (shared / "sample" / "places.csv").open(encoding="utf-8", newline="") as table:
        listed = {
            (row["name"], row["category"], row["area"], float(row["lon"]), float(row["lat"]))
            for row in csv.DictReader(table)
        }
    ours = {
        (draft.name, draft.category, draft.district, *draft.geometry.bounds[:2])
        for draft in sample_drafts()
    }
    assert ours == listed
    assert len(ours) == 24


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.draft.name_en)
def test_a_place_is_told_in_three_languages_and_says_how_rough_its_position_is(
    sample: Sample,
) -> None:
    draft = sample.draft
    assert draft.description
    assert draft.description_easy
    assert draft.description_en
    assert not WITHOUT_READING.search(draft.description_easy)
    assert (draft.located_by, draft.accuracy_m) == (LocatedBy.ADDRESS, 250)
    assert draft.source is not None
    assert sample.alt.startswith("イラスト")
    assert sample.alt_en.startswith("Illustration")


def test_the_rules_find_nothing_that_would_keep_a_place_out() -> None:
    drafts = sample_drafts()
    frame = to_frame(drafts, ids=[_id(draft.source.id) for draft in drafts if draft.source])
    wells = [row for row, draft in enumerate(drafts) if draft.category == "emergency_well"]
    context = Context(
        Ward.default(),
        Vocabulary.default(),
        date(2026, 11, 23),
        asserter="source",
        consents=frozenset(wells),
    )
    found = check(frame, context)
    assert [finding for finding in found if finding.severity == "error"] == []


def _id(key: str) -> str:
    return id_from_source("samples", key)


def test_districts_are_those_that_the_addresses_say() -> None:
    for draft in sample_drafts():
        assert Ward.default().district_of(draft.address) in (draft.district, ""), draft.name


def test_every_category_has_a_scene_of_its_own() -> None:
    assert set(SCENES) == {category.id for category in Vocabulary.default()}
    assert len(set(SCENES.values())) == len(SCENES)


def test_a_picture_is_the_same_each_time_and_carries_nothing_but_pixels() -> None:
    drawn = draw("rain_garden", 1)
    assert drawn == draw("rain_garden", 1)
    assert drawn != draw("rain_garden", 2)
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1600, 1200))
        assert not picture.getexif()


def test_a_picture_says_in_its_corner_that_it_is_an_illustration() -> None:
    with Image.open(io.BytesIO(draw("aed", 1))) as picture:
        corner = picture.convert("L").crop((1140, 1110, 1560, 1170))
    shades = corner.histogram()
    assert sum(shades[:100]) > 500, "letters"
    assert sum(shades[240:]) > 10_000, "on white"


def test_a_category_that_nobody_has_drawn_yet_still_gets_a_picture() -> None:
    assert draw("a_category_of_next_year").startswith(b"\xff\xd8")
