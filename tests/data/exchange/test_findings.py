"""Whatever a reader or an import reports, it can say kindly, in Japanese and in English."""

from __future__ import annotations

import json
import re
from pathlib import Path

from data import finding

DATA = Path(__file__).parents[3] / "data"
WORDS: dict[str, dict[str, str]] = json.loads(
    (DATA / "exchange" / "findings.json").read_text(encoding="utf-8")
)


def _codes_in_use() -> set[str]:
    sources = [*(DATA / "exchange").glob("*.py"), DATA / "importing.py"]
    found: set[str] = set()
    for source in sources:
        found.update(re.findall(r'"(import\.[a-z0-9_]+)"', source.read_text(encoding="utf-8")))
    return found


def test_every_code_has_words_and_every_words_a_code() -> None:
    assert _codes_in_use() == set(WORDS)


def test_the_words_are_in_both_languages_and_end_as_sentences() -> None:
    for code, words in WORDS.items():
        assert set(words) == {"ja", "en"}, code
        assert words["ja"].endswith("。"), code
        assert words["en"].endswith("."), code


def test_the_one_catalogue_knows_these_words_too() -> None:
    assert set(WORDS) <= set(finding.catalogue())
