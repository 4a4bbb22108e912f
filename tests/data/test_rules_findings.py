"""Every code has its words, in both languages, and every word has its code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import data
from data import finding
from data.finding import Finding, Severity

ROOM = Path(str(data.__file__)).parent
# Rooms within the room that keep the words of their own codes beside them.
ELSEWHERE = {path.parent for path in ROOM.glob("*/findings.json")}
CODE = re.compile(
    r"\"((?:address|attribute|category|consent|date|duplicate|field|geometry|json|lifecycle|name"
    r"|photos|position|precision|source|text)\.[a-z_]+)\""
)


def codes_in_the_source() -> set[str]:
    return {
        code
        for path in ROOM.rglob("*.py")
        if path.parent not in ELSEWHERE
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }


def test_every_code_has_words_and_no_words_are_left_over() -> None:
    ours = {code for code in finding.catalogue() if CODE.fullmatch(f'"{code}"')}
    assert codes_in_the_source() == ours


@pytest.mark.parametrize("code", finding.catalogue())
def test_words_are_there_in_both_languages_and_end_as_sentences_do(code: str) -> None:
    words = Finding(code, Severity.NOTE).words()
    assert set(words) == {"ja", "en"}
    assert words["ja"].endswith(("。", "）"))
    assert words["en"].endswith((".", ")"))
