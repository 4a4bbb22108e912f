"""Rules about what a site says: texts, facts, days, and what came after it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.finding import Severity
from data.frame import to_frame
from data.ids import new_id
from data.rules import check
from data.site import ALT_LIMIT, MAX_PHOTOS, TEXT_LIMITS, SitePhoto, Source
from data.vocabulary import Vocabulary
from tests.data.makers import a_draft, a_site
from tests.data.test_rules import CONTEXT, found


@pytest.mark.parametrize("name", ["", " ", "\u3000\u3000"])
def test_a_name_says_something(name: str) -> None:
    assert set(found(a_draft(name=name))) == {"name.blank"}


@pytest.mark.parametrize(("field", "limit"), TEXT_LIMITS.items())
def test_a_text_may_reach_its_limit_and_no_further(field: str, limit: int) -> None:
    full: dict[str, Any] = {field: "雨" * limit}
    assert found(a_draft(**full)) == {}
    finding = found(a_draft(**full | {field: "雨" * (limit + 1)}))["text.too_long"]
    assert finding.pointer == f"/properties/{field}"
    assert finding.figures == {"limit": limit, "length": limit + 1}


def test_ten_megabytes_of_text_are_answered_shortly() -> None:
    said = found(a_draft(description="雨" * 10_000_000))["text.too_long"].as_json()
    assert len(str(said)) < 1000


def test_texts_of_photos_sources_and_facts_have_limits_too() -> None:
    photo = SitePhoto(id="0" * 64, alt="雨" * (ALT_LIMIT + 1), credit="雨" * 301)
    draft = a_draft(
        photos=(photo,),
        source=Source(name="雨" * 301, id="1"),
        licence="雨" * 301,
        attributes={"maintained_by": "雨" * 501},
    )
    assert [finding.code for finding in found(draft).values()] == ["text.too_long"]


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ud800", "\ufeff"]
)
def test_a_character_nobody_sees_is_found_wherever_it_is(character: str) -> None:
    for said in (
        {"name": f"雨庭{character}"},
        {"description": f"雨庭{character}"},
        {"photos": (SitePhoto(id="0" * 64, alt=f"雨庭{character}"),)},
        {"source": Source(name=f"雨庭{character}", id="1")},
        {"attributes": {"maintained_by": f"雨庭{character}"}},
    ):
        finding = found(a_draft(**said))["text.control"]
        assert finding.severity is Severity.ERROR
        assert finding.figures["position"] == 3
        assert character not in str(finding.as_json())


@pytest.mark.parametrize(
    "character", [*"\u202a\u202b\u202c\u202d\u202e", *"\u2066\u2067\u2068\u2069"]
)
def test_a_bidirectional_override_is_found(character: str) -> None:
    assert set(found(a_draft(name=f"雨{character}庭"))) == {"text.bidirectional"}
    assert set(found(a_draft(description_en=f"rain{character}"))) == {"text.bidirectional"}


def test_lines_may_break_in_descriptions_and_nowhere_else() -> None:
    assert found(a_draft(description="一行目\n二行目\r\n\t三行目")) == {}
    assert set(found(a_draft(name="雨\n庭"))) == {"text.control"}


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cn")),
        max_size=100,
    )
)
def test_all_that_people_write_is_welcome(text: str) -> None:
    assert not {"text.control", "text.bidirectional"} & set(found(a_draft(description=text)))


def test_a_script_in_a_name_is_text_like_any_other() -> None:
    assert found(a_draft(name="</script><script>alert(1)</script>")) == {}


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.org/list?id=1", True),
        ("HTTP://example.org", True),
        ("", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("//example.org", False),
    ],
)
def test_a_source_is_linked_to_the_web_only(url: str, good: bool) -> None:
    codes = set(found(a_draft(source=Source(name="l", id="1", url=url))))
    assert codes == (set() if good else {"source.not_a_link"})


def test_every_attribute_of_the_vocabulary_takes_what_it_asks_for() -> None:
    good: dict[str, Any] = {
        "integer": 1,
        "number": 1.5,
        "string": "a",
        "date": "2026-11-23",
        "time": "09:00",
    }
    for category in Vocabulary.default():
        attributes = {
            each.key: each.values[0]
            if each.type == "enum"
            else list(each.values[:2]) or ["a"]
            if each.type == "list"
            else good[each.type]
            for each in category.attributes
        }
        assert not {
            code
            for code in found(a_draft(category=category.id, attributes=attributes))
            if code.startswith("attribute.")
        }


@pytest.mark.parametrize(
    ("category", "attributes", "code"),
    [
        ("rain_garden", {"area": 3}, "attribute.unknown"),
        ("rain_garden", {"a/b~c": 3}, "attribute.unknown"),
        ("rain_garden", {"area_m2": "3"}, "attribute.number"),
        ("rain_garden", {"area_m2": True}, "attribute.number"),
        ("rain_garden", {"area_m2": float("nan")}, "attribute.number"),
        ("rain_garden", {"area_m2": float("inf")}, "attribute.number"),
        ("rain_garden", {"area_m2": 10**400}, "attribute.number"),
        ("rain_garden", {"area_m2": [3]}, "attribute.number"),
        ("rain_garden", {"area_m2": -1}, "attribute.range"),
        ("rain_garden", {"area_m2": 10**9}, "attribute.range"),
        ("street_trees", {"count": 1.5}, "attribute.whole_number"),
        ("street_trees", {"count": -1}, "attribute.range"),
        ("rain_garden", {"overflow": "perhaps"}, "attribute.choice"),
        ("rain_garden", {"overflow": True}, "attribute.text"),
        ("rain_garden", {"maintained_by": 1}, "attribute.text"),
        ("disaster_storehouse", {"contents_public": ["water", "gold"]}, "attribute.choice"),
        ("disaster_storehouse", {"contents_public": "water"}, "attribute.list"),
        ("disaster_storehouse", {"contents_public": [1]}, "attribute.list"),
        ("disaster_storehouse", {"contents_public": ["water"] * 51}, "attribute.long_list"),
        ("aed", {"open_time": "9:00"}, "attribute.time"),
        ("aed", {"open_time": "24:00"}, "attribute.time"),
        ("aed", {"open_time": "日没"}, "attribute.time"),
        ("aed", {"open_time": 900}, "attribute.time"),
        ("street_extinguisher", {"expires_on": "1982-04-99"}, "attribute.date"),
        ("street_extinguisher", {"expires_on": "4/1/82"}, "attribute.date"),
        ("street_extinguisher", {"expires_on": 20260401}, "attribute.date"),
    ],
)
def test_a_fact_is_of_its_type_and_possible(
    category: str, attributes: dict[str, Any], code: str
) -> None:
    findings = found(a_draft(category=category, attributes=attributes))
    assert findings.keys() - {"category.needs_check"} == {code}
    assert findings[code].severity is Severity.ERROR
    assert findings[code].pointer.startswith("/properties/attributes/")


def test_a_fact_nobody_knows_is_answered_with_what_was_probably_meant() -> None:
    finding = found(a_draft(attributes={"area": 3, "a/b~c": 1}))["attribute.unknown"]
    assert finding.pointer == "/properties/attributes/a~1b~0c"
    assert (
        found(a_draft(attributes={"area": 3}))["attribute.unknown"].figures["suggestion"]
        == "area_m2"
    )


def test_a_thousand_strange_facts_with_long_names_are_answered_shortly() -> None:
    draft = a_draft(attributes={f"{number}" * 10_000: "\x00" for number in range(1000)})
    findings = check(to_frame([draft]), CONTEXT)
    assert len(findings) <= 100
    assert all(len(str(finding.as_json())) < 2000 for finding in findings)


def test_the_bounds_are_told_in_their_unit() -> None:
    words = found(a_draft(attributes={"area_m2": -1}))["attribute.range"].words()
    assert "面積" in words["ja"]
    assert "10,000,000" in words["en"]


def test_facts_of_an_unknown_category_wait_for_the_category() -> None:
    assert set(found(a_draft(category="rain_gardn", attributes={"area_m2": "x"}))) == {
        "category.unknown_meant"
    }


def test_nothing_has_been_seen_tomorrow() -> None:
    assert found(a_draft(confirmed_on=date(2026, 11, 23))) == {}
    assert set(found(a_draft(confirmed_on=date(2026, 11, 24)))) == {"date.in_the_future"}
    photo = SitePhoto(id="0" * 64, taken_on=date(2026, 11, 24))
    finding = found(a_draft(photos=(photo,)))["date.in_the_future"]
    assert finding.pointer == "/properties/photos/0/taken_on"


def test_photos_fit_on_a_page() -> None:
    photos = tuple(SitePhoto(id=f"{number:064x}") for number in range(MAX_PHOTOS + 1))
    assert found(a_draft(photos=photos[:-1])) == {}
    assert set(found(a_draft(photos=photos))) == {"photos.too_many"}


def test_what_is_superseded_says_by_what() -> None:
    other = new_id()
    assert found(a_draft(lifecycle="superseded", superseded_by=other)) == {}
    assert set(found(a_draft(lifecycle="superseded"))) == {"lifecycle.successor_missing"}
    assert set(found(a_draft(superseded_by=other))) == {"lifecycle.not_superseded"}
    itself = a_site(id=other, lifecycle="superseded", superseded_by=other)
    assert set(found(itself)) == {"lifecycle.own_successor"}
