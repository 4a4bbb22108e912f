"""What a rule says about a site: a stable code, where, how serious, and kind words.

A finding carries no prose. Its words live in `findings.json`, here or in the folder of
who finds it, in Japanese and English, keyed by code, and say what to do next; `words`
fills in the figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_WORDS: Final = Path(__file__).with_name("findings.json")


class Severity(StrEnum):
    """How serious a finding is. What a door does about it is the door's decision."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    `pointer` is an RFC 6901 JSON pointer into the Feature ("/properties/name"); `row` is
    the label of the site in the frame that was checked, None where there was no frame;
    `figures` are the values that the words mention, JSON-ready, and may hold
    `suggestion`, a value that would mend the record if its author agrees.
    """

    code: str
    severity: Severity
    pointer: str = ""
    row: object = None
    figures: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def words(self) -> dict[str, str]:
        """Return the sentence in each language: `{"ja": …, "en": …}`."""
        return {
            language: sentence.format_map(_Figures(self.figures))
            for language, sentence in catalogue()[self.code].items()
        }

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the API shows it; `figures` ride along for programs."""
        shown: dict[str, Any] = {
            "code": self.code,
            "severity": self.severity.value,
            "pointer": self.pointer,
            "message": self.words(),
        }
        if self.figures:
            shown["figures"] = dict(self.figures)
        return shown


class _Figures(dict[str, Any]):
    """Figures for a sentence; one that is missing shows as an ellipsis, never a crash."""

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return every code there is with its words, as the `findings.json` files have them."""
    rooms = [_WORDS, *sorted(_WORDS.parent.glob("*/findings.json"))]
    read: dict[str, dict[str, str]] = {}
    for room in rooms:
        read |= json.loads(room.read_text(encoding="utf-8"))
    return MappingProxyType(read)


def has_errors(findings: list[Finding]) -> bool:
    """Is there anything in here that a door should not let through?"""
    return any(finding.severity is Severity.ERROR for finding in findings)
