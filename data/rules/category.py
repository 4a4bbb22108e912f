"""Which category, on whose word, and with whose consent.

A neighbour's word is enough for a bench. A legal evacuation status is not a neighbour's
to give, and a well stands in somebody's garden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
from geopandas import GeoDataFrame
from rapidfuzz import process

from data.finding import Finding, Severity
from data.frame import column
from data.rules.context import SHOWN, Context, Mask, among
from data.site import Precision, Setting
from data.vocabulary import Category

_CATEGORY: Final = "/properties/category"
_PRIVATE: Final = (Setting.PRIVATE_HOME.value, Setting.PRIVATE_OTHER.value)
_CLOSE: Final = 70
# An address finer than a 丁目: 5-34-11, 五丁目34番, 34番11号, 34番地. Not 2026-11-23, nor 一番.
_HOUSE_NUMBER: Final = re.compile(
    r"(?<![0-9０-９])[0-9０-９]{1,2}[-－‐−ー][0-9０-９]{1,3}[-－‐−ー][0-9０-９]{1,3}(?![0-9０-９])"
    r"|丁目\s*[0-9０-９一二三四五六七八九十]"
    r"|[0-9０-９一二三四五六七八九十]番(?:地|[0-9０-９一二三四五六七八九十]+号)"
)


def known_category(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each category that the vocabulary does not have."""
    known = [each.id for each in context.vocabulary]
    categories = column(frame, "category")
    for at, row in among(frame, ~_any_of(categories, set(known))):
        said = str(categories[at])[:SHOWN]
        if close := process.extractOne(said, known, score_cutoff=_CLOSE):
            figures = {"category": said, "suggestion": close[0]}
            yield Finding("category.unknown_meant", Severity.ERROR, _CATEGORY, row, figures)
        else:
            figures = {"category": said}
            yield Finding("category.unknown", Severity.ERROR, _CATEGORY, row, figures)


def assertable(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield findings for categories that want another's word than the submitter's.

    A correction of what is published already is for a reviewer to check, whatever the
    category: its standing was asserted then.
    """
    if context.asserter == "source":
        return
    categories, sources = column(frame, "category"), column(frame, "source")
    guarded = {each.id for each in context.vocabulary if each.assert_by != "community"}
    for at, row in among(frame, _any_of(categories, guarded)):
        category = context.vocabulary[categories[at]]
        official = category.assert_by == "official_only"
        names = _names(category)
        if context.asserter == "reviewer":
            if official and sources[at] is None and row not in context.corrections:
                pointer = "/properties/source"
                yield Finding("category.source_wanted", Severity.ERROR, pointer, row, names)
        elif official and row not in context.corrections:
            yield Finding("category.official_only", Severity.ERROR, _CATEGORY, row, names)
        else:
            yield Finding("category.needs_check", Severity.NOTE, _CATEGORY, row, names)


def consent(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each site whose keeper must agree and is not known to have.

    An official list speaks for the keepers of what it publishes, except where the
    vocabulary wants consent always.
    """
    categories, settings = column(frame, "category"), column(frame, "setting")
    always = {each.id for each in context.vocabulary if each.privacy == "consent_required"}
    at_homes = {each.id for each in context.vocabulary if each.privacy == "consent_if_private"}
    wanted = _any_of(categories, always)
    if context.asserter != "source":
        wanted |= _any_of(categories, at_homes) & _any_of(settings, set(_PRIVATE))
    for at, row in among(frame, wanted):
        if row not in context.consents:
            names = _names(context.vocabulary[categories[at]])
            yield Finding("consent.missing", Severity.ERROR, "/consent", row, names)


def home_shown_exactly(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield a finding for each home shown exactly without its keeper's consent."""
    at_home = column(frame, "setting") == Setting.PRIVATE_HOME.value
    exact = column(frame, "precision") == Precision.EXACT.value
    for _, row in among(frame, at_home & exact):
        if row not in context.consents:
            figures = {"suggestion": Precision.BLOCK.value}
            pointer = "/properties/precision"
            yield Finding("precision.home_exact", Severity.WARNING, pointer, row, figures)


def home_told_in_words(frame: GeoDataFrame, _context: Context) -> Iterator[Finding]:
    """Yield a finding for each block-level site whose words seem to give a house number."""
    block = column(frame, "precision") == Precision.BLOCK.value
    for field in ("name", "description", "description_easy", "description_en"):
        texts = column(frame, field)
        for at, row in among(frame, block):
            if _HOUSE_NUMBER.search(texts[at]):
                pointer = f"/properties/{field}"
                yield Finding("precision.address_in_words", Severity.WARNING, pointer, row)


def _names(category: Category) -> dict[str, str]:
    return {"category": category.name.ja, "category_en": category.name.en or category.id}


def _any_of(values: np.ndarray, wanted: set[str]) -> Mask:
    return np.fromiter((value in wanted for value in values), dtype=bool, count=len(values))
