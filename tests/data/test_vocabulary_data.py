"""The words of the vocabulary are complete: whatever a page shows, it can say in each language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.vocabulary import LANGUAGES, Attribute, Category, Vocabulary, Words

VOCABULARY = Vocabulary.default()
FILE = Path(__file__).parents[2] / "data" / "vocabulary.json"

# A run of kanji that no kana in brackets follows; 々 repeats the kanji before it.
WITHOUT_READING = re.compile(r"[\u3400-\u9fff々]+(?![\u3400-\u9fff々]|\([ぁ-んァ-ヶー]+\))")


def _all_words() -> Iterator[tuple[str, Words]]:
    for category in VOCABULARY:
        yield f"{category.id}.name", category.name
        yield f"{category.id}.why", category.why
        for attribute in category.attributes:
            yield f"{category.id}.{attribute.key}", attribute.name
    for kind in ("values", "functions", "hazards", "units"):
        for key, words in getattr(VOCABULARY, kind).items():
            yield f"{kind}.{key}", words


def test_there_are_42_categories_each_with_an_id_of_its_own() -> None:
    ids = [category.id for category in VOCABULARY]
    assert len(ids) == len(set(ids)) == 42
    assert {category.family for category in VOCABULARY} == {"green", "resilience"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_words_of_its_own_in(language: str) -> None:
    silent = [where for where, words in _all_words() if not getattr(words, language).strip()]
    assert silent == []


def test_easy_japanese_gives_a_reading_for_every_kanji() -> None:
    unread = {
        where: WITHOUT_READING.findall(words.easy)
        for where, words in _all_words()
        if WITHOUT_READING.search(words.easy)
    }
    assert unread == {}


def test_easy_explanations_are_short_sentences_that_say_nigeru_and_not_hinan() -> None:
    for category in VOCABULARY:
        bare = re.sub(r"\([ぁ-んー]+\)|\s", "", category.why.easy)
        assert all(len(sentence) <= 40 for sentence in re.split("[。]", bare)), category.id
        assert "避難" not in bare, category.id
        assert category.why.easy.endswith("。")


def test_every_value_function_hazard_and_unit_in_use_has_words() -> None:
    for category in VOCABULARY:
        assert set(category.functions) <= set(VOCABULARY.functions), category.id
        assert set(category.hazards) <= set(VOCABULARY.hazards), category.id
        for attribute in category.attributes:
            assert set(attribute.values) <= set(VOCABULARY.values), attribute.key
            assert attribute.unit in {"", *VOCABULARY.units}, attribute.key


@pytest.mark.parametrize("category", VOCABULARY, ids=lambda category: category.id)
def test_attributes_are_typed_and_bounded(category: Category) -> None:
    keys = [attribute.key for attribute in category.attributes]
    assert len(keys) == len(set(keys))
    for attribute in category.attributes:
        _assert_sensible(attribute)


def _assert_sensible(attribute: Attribute) -> None:
    if attribute.type in ("number", "integer"):
        assert attribute.minimum is not None
        assert attribute.maximum is not None
        assert attribute.minimum < attribute.maximum
    else:
        assert (attribute.minimum, attribute.maximum) == (None, None)
    if attribute.type == "enum":
        assert attribute.values
    assert not (attribute.unit and attribute.type in ("enum", "list", "date", "time"))


def test_legal_standing_is_for_official_sources_and_wells_want_consent() -> None:
    for official in ("designated_shelter", "wide_area_evacuation_site", "flood_shelter"):
        assert VOCABULARY[official].assert_by == "official_only"
    assert VOCABULARY["emergency_well"].privacy == "consent_required"
    assert VOCABULARY["disaster_storehouse"].privacy == "no_contents_detail"


def test_the_file_is_written_the_one_way_so_that_its_history_reads_well() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_nothing_of_the_researched_vocabulary_was_lost(shared: Path) -> None:
    researched = json.loads((shared / "vocabulary.json").read_text(encoding="utf-8"))
    for theirs in researched:
        ours = VOCABULARY[theirs["id"]]
        assert [known.key for known in ours.attributes] == [
            known["key"] for known in theirs["attributes"]
        ]
        assert ours.assert_by == theirs["assert_by"]
        assert ours.privacy == theirs["privacy"]
        assert ours.osm_tags == tuple(theirs["osm_tags"])
