"""A finding as the door shows it, whichever package it came from.

Rules, pictures and the door itself each keep the words of their own codes; a caller sees
one shape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from data import finding
from data.finding import Finding
from photos import words

_WORDS: Final = Path(__file__).with_name("findings.json")


def shown(found: Finding) -> dict[str, Any]:
    """Return `found` as JSON values: code, severity, pointer, message in ja and en, figures."""
    if found.code in finding.catalogue():
        return found.as_json()
    said: dict[str, Any] = {
        "code": found.code,
        "severity": found.severity.value,
        "pointer": found.pointer,
        "message": _message(found),
    }
    if found.figures:
        said["figures"] = dict(found.figures)
    return said


def _message(found: Finding) -> dict[str, str]:
    if found.code in words.catalogue():
        return words.words(found.code, found.figures)
    return {
        language: sentence.format_map(found.figures)
        for language, sentence in catalogue()[found.code].items()
    }


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return the door's own codes with their words, as read from `findings.json`."""
    read: dict[str, dict[str, str]] = json.loads(_WORDS.read_text(encoding="utf-8"))
    return MappingProxyType(read)
