"""Rules a site must meet before it is published.

A rule reads a frame of sites and yields what it finds. It never repairs, raises or touches
the disk, so that the API, an import and the command line share it: one row from a phone, a
hundred thousand from a spreadsheet. What an error or a warning means is for the door to
decide. To add a rule, write it, list it in RULES and give its codes words in
`data/findings.json`.
"""

from __future__ import annotations

from typing import Final

from geopandas import GeoDataFrame

from data.finding import Finding
from data.rules.attributes import attributes
from data.rules.category import (
    assertable,
    consent,
    home_shown_exactly,
    home_told_in_words,
    known_category,
)
from data.rules.context import Asserter, Context, Rule
from data.rules.doubts import at_the_office, few_decimals, piled_up, tokyo_datum
from data.rules.duplicates import near_duplicates
from data.rules.nearby import nearby
from data.rules.position import address_agrees, geometry_drawable, in_the_ward
from data.rules.record import days, photo_count, succession
from data.rules.words import links, named, texts

__all__ = ["RULES", "Asserter", "Context", "Rule", "check", "nearby"]

RULES: Final[tuple[Rule, ...]] = (
    geometry_drawable,
    in_the_ward,
    address_agrees,
    tokyo_datum,
    few_decimals,
    piled_up,
    at_the_office,
    named,
    texts,
    links,
    known_category,
    attributes,
    assertable,
    consent,
    home_shown_exactly,
    home_told_in_words,
    days,
    photo_count,
    succession,
    near_duplicates,
)


def check(frame: GeoDataFrame, context: Context) -> list[Finding]:
    """Return all that the rules find in `frame`, rule by rule."""
    return [finding for rule in RULES for finding in rule(frame, context)]
