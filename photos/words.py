"""The sentences that go with the codes of this package, in Japanese and English.

Codes are stable and for programs; the sentences in `words.json` are for people and say
what to do next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_WORDS: Final = Path(__file__).with_name("words.json")


def words(code: str, figures: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return the sentence for `code` in each language: `{"ja": …, "en": …}`.

    >>> words("photo.empty")["en"]
    'Please choose the picture once more: the file arrived empty.'
    """
    return {
        language: sentence.format_map(_Figures(figures or {}))
        for language, sentence in catalogue()[code].items()
    }


class _Figures(dict[str, Any]):
    """Figures for a sentence; one that is missing shows as an ellipsis, never a crash."""

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return every code there is with its words, as read from `words.json`."""
    read: dict[str, dict[str, str]] = json.loads(_WORDS.read_text(encoding="utf-8"))
    return MappingProxyType(read)
