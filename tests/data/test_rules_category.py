"""Whose word is enough for which category, and whose consent is wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.finding import Severity
from data.precision import at_block
from data.rules import Context
from data.site import Source
from data.vocabulary import Vocabulary
from tests.data.makers import a_draft
from tests.data.test_rules import CONTEXT, SOURCE, found

REVIEWER = replace(CONTEXT, asserter="reviewer")
LIST = Source(name="an official list", id="1")


def with_consent(context: Context) -> Context:
    return replace(context, consents=frozenset({0}))


def test_a_category_is_one_of_the_vocabulary() -> None:
    finding = found(a_draft(category="raingarden"))["category.unknown_meant"]
    assert finding.severity is Severity.ERROR
    assert finding.figures["suggestion"] == "rain_garden"
    assert set(found(a_draft(category="寺"))) == {"category.unknown"}
    assert set(found(a_draft(category="x" * 10**6))) == {"category.unknown"}


@pytest.mark.parametrize("category", [each.id for each in Vocabulary.default()])
def test_every_category_has_its_asserters(category: str) -> None:
    assert_by = Vocabulary.default()[category].assert_by
    draft = a_draft(category=category)
    member, reviewer, source = (
        set(found(draft, context=with_consent(context))) for context in (CONTEXT, REVIEWER, SOURCE)
    )
    assert source == set()
    assert (
        member
        == {
            "community": set(),
            "official_or_checked": {"category.needs_check"},
            "official_only": {"category.official_only"},
        }[assert_by]
    )
    assert reviewer == ({"category.source_wanted"} if assert_by == "official_only" else set())


def test_a_neighbour_cannot_declare_a_shelter_and_is_told_what_to_do() -> None:
    said = a_draft(category="designated_shelter", source=LIST)
    finding = found(said)["category.official_only"]
    assert finding.severity is Severity.ERROR
    assert "訂正" in finding.words()["ja"]
    assert found(said, context=REVIEWER) == {}


def test_a_correction_of_a_shelter_is_for_a_reviewer_to_check() -> None:
    draft = a_draft(category="designated_shelter")
    correcting = replace(CONTEXT, corrections=frozenset({0}))
    finding = found(draft, context=correcting)["category.needs_check"]
    assert finding.severity is Severity.NOTE
    assert found(draft, context=replace(correcting, asserter="reviewer")) == {}


@pytest.mark.parametrize("setting", ["private_home", "private_other"])
def test_a_private_garden_is_shown_with_consent(setting: str) -> None:
    draft = at_block(a_draft(setting=setting))
    finding = found(draft)["consent.missing"]
    assert (finding.severity, finding.pointer) == (Severity.ERROR, "/consent")
    assert found(draft, context=with_consent(CONTEXT)) == {}
    assert found(draft, context=SOURCE) == {}
    assert found(a_draft()) == {}


def test_a_well_wants_consent_from_everybody_even_an_official_list() -> None:
    well = a_draft(category="emergency_well")
    for context in (CONTEXT, REVIEWER, SOURCE):
        assert "consent.missing" in found(well, context=context)
        assert "consent.missing" not in found(well, context=with_consent(context))


def test_a_home_is_better_shown_by_its_block() -> None:
    bench = a_draft(category="cooking_bench", setting="private_home")
    finding = found(bench)["precision.home_exact"]
    assert finding.severity is Severity.WARNING
    assert finding.figures["suggestion"] == "block"
    assert found(at_block(bench)) == {}
    assert found(bench, context=with_consent(CONTEXT)) == {}


@pytest.mark.parametrize("said", ["代沢5-34-11の生垣", "五丁目34番の家", "３４番地２"])
def test_a_block_is_not_told_apart_again_in_words(said: str) -> None:
    block = at_block(a_draft(category="cooking_bench"))
    told = block.model_copy(update={"description": said})
    assert set(found(told)) == {"precision.address_in_words"}
    assert (
        found(
            block.model_copy(
                update={"description": "2026-11-23 に植えた一番の木。電話 03-1234-5678"}
            )
        )
        == {}
    )
    assert found(a_draft(category="cooking_bench", description=said)) == {}
