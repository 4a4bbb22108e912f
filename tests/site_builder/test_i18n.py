"""Nobody meets an English word on a Japanese page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from markupsafe import Markup

import site_builder
from site_builder import i18n
from site_builder.options import BuildOptions
from tests.site_builder.conftest import TODAY

PACKAGE: Final = Path(site_builder.__file__).parent
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "msg": None}
_FILLED_IN: Final = re.compile(r"%\(\w+\)s|\{\w+\}")


def messages() -> dict[str, str]:
    """Return every message of templates and programs, and a file that says it."""
    with (PACKAGE / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(PACKAGE), methods, options, keywords=KEYWORDS)
    return {(first(said or "")): file for file, _, said, _, _ in found}


def first(words: str | Sequence[str]) -> str:
    """Return a message, or the first form of one that has a plural."""
    return words if isinstance(words, str) else words[0]


def translated(language: str) -> dict[str, str]:
    with (i18n.LOCALES / language / "LC_MESSAGES" / "kufu.po").open("rb") as file:
        catalogue = read_po(file, locale=i18n.LANGUAGES[language].tag, abort_invalid=True)
    return {first(each.id): first(each.string or "") for each in catalogue if each.id}


@pytest.mark.parametrize("language", ["ja", "easy"])
def test_every_message_is_translated(language: str) -> None:
    known = translated(language)
    missing = {said: file for said, file in messages().items() if not known.get(said)}

    assert missing == {}


@pytest.mark.parametrize("language", ["ja", "easy"])
def test_no_translation_is_left_over(language: str) -> None:
    assert translated(language).keys() - messages().keys() == set()


@pytest.mark.parametrize("language", ["ja", "easy"])
def test_a_translation_fills_in_the_same_values(language: str) -> None:
    differing = {
        english: words
        for english, words in translated(language).items()
        if set(_FILLED_IN.findall(english)) != set(_FILLED_IN.findall(words))
    }

    assert differing == {}


def test_english_speaks_for_itself() -> None:
    assert i18n.translations("en").gettext("Map") == "Map"


def test_a_reading_stands_above_its_word_and_nothing_else_becomes_markup() -> None:
    assert i18n.ruby("井戸(いど)<b>") == Markup(
        "<ruby>井戸<rp>(</rp><rt>いど</rt><rp>)</rp></ruby>&lt;b&gt;"
    )


def test_text_is_escaped_even_after_the_same_characters_came_as_markup() -> None:
    assert i18n.ruby(Markup("<i>雨庭</i>")) == "<i>雨庭</i>"
    assert i18n.ruby("<i>雨庭</i>") == "&lt;i&gt;雨庭&lt;/i&gt;"


def test_a_language_that_we_do_not_speak_is_refused_with_those_that_we_do() -> None:
    with pytest.raises(i18n.UnknownLanguageError, match="ja, easy, en"):
        BuildOptions(today=TODAY, language_ids=("ja", "xx"))
