"""Every code has its words, and every word a code."""

from __future__ import annotations

import re
import string
from pathlib import Path

import photos
from photos.photo import PhotoError, UnusablePhotoError
from photos.words import catalogue, words

PACKAGE = Path(photos.__file__).parent


def test_codes_in_the_source_are_the_codes_in_the_catalogue() -> None:
    source = "".join(path.read_text() for path in PACKAGE.glob("*.py"))
    assert set(re.findall(r'"(photo\.[a-z_.]+)"', source)) == set(catalogue())


def test_both_languages_say_it_with_the_same_figures() -> None:
    for code, sentences in catalogue().items():
        assert set(sentences) == {"ja", "en"}, code
        figures = [_figures(sentence) for sentence in sentences.values()]
        assert figures[0] == figures[1], code


def _figures(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_a_missing_figure_is_no_crash() -> None:
    assert "…" in words("photo.type")["en"]


def test_a_refusal_carries_code_figures_and_words() -> None:
    refusal = UnusablePhotoError("photo.type", {"type": "GIF"})
    assert isinstance(refusal, PhotoError)
    assert "GIF" in refusal.words()["ja"]
    assert "GIF" in refusal.words()["en"]
