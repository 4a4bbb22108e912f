"""Facts as the vocabulary types them: known to the category, of their type, in range.

The schema is closed: a fact that no category knows would be read by nobody. It is refused
with the name that was probably meant.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

from geopandas import GeoDataFrame

from data.finding import Finding, Severity
from data.frame import column
from data.rules.context import SHOWN, Context, attribute_pointer
from data.vocabulary import Attribute, Category, Vocabulary, Words

MOST_IN_A_LIST: Final = 50
# No category has a fifth of this; a thousand strange facts need not be named one by one.
MOST_ATTRIBUTES: Final = 50
_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Whole numbers that every JSON reader keeps as they are.
_WHOLE_AT_MOST: Final = 2**53


def attributes(frame: GeoDataFrame, context: Context) -> Iterator[Finding]:
    """Yield findings for facts that the category does not know or that cannot be true.

    Nothing is said about sites whose category is unknown: another rule does, and with the
    category mended the facts may be right.
    """
    categories, facts = column(frame, "category"), column(frame, "attributes")
    rows = frame.index.tolist()
    for row, category_id, said in zip(rows, categories, facts, strict=True):
        category = context.vocabulary.get(category_id) if said else None
        if category is not None:
            yield from _of_one(row, category, said, context.vocabulary)


def _of_one(
    row: object, category: Category, said: Mapping[str, Any], vocabulary: Vocabulary
) -> Iterator[Finding]:
    for key, value in islice(said.items(), MOST_ATTRIBUTES):
        attribute = category.attribute(key)
        pointer = attribute_pointer(key)
        if attribute is None:
            known = [each.key for each in category.attributes]
            figures: dict[str, Any] = {"key": key[:SHOWN], "known": ", ".join(known)}
            if close := difflib.get_close_matches(key[:SHOWN], known, n=1):
                figures["suggestion"] = close[0]
            yield Finding("attribute.unknown", Severity.ERROR, pointer, row, figures)
        elif found := _wrong(attribute, value):
            code, more = found
            figures = {"name": attribute.name.ja, "name_en": attribute.name.en or key} | more
            if code == "attribute.range":
                figures |= _unit(attribute, vocabulary)
            yield Finding(code, Severity.ERROR, pointer, row, figures)


def _wrong(attribute: Attribute, value: object) -> tuple[str, dict[str, Any]] | None:
    """Return the code and the figures of what is wrong with a value, None if nothing is."""
    match attribute.type:
        case "number" | "integer":
            return _wrong_number(attribute, value)
        case "enum":
            return _wrong_choice(attribute, value)
        case "list":
            return _wrong_list(attribute, value)
        case "date":
            return None if _is_day(value) else ("attribute.date", {})
        case "time":
            good = isinstance(value, str) and _TIME.fullmatch(value)
            return None if good else ("attribute.time", {})
        case "string":
            return None if isinstance(value, str) else ("attribute.text", {})


def _wrong_number(attribute: Attribute, value: object) -> tuple[str, dict[str, Any]] | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        return "attribute.number", {}
    if attribute.type == "integer" and value != int(value):
        return "attribute.whole_number", {}
    low = -_WHOLE_AT_MOST if attribute.minimum is None else attribute.minimum
    high = _WHOLE_AT_MOST if attribute.maximum is None else attribute.maximum
    if low <= value <= high:
        return None
    return "attribute.range", {"minimum": f"{low:,}", "maximum": f"{high:,}"}


def _unit(attribute: Attribute, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the unit in both languages; what is counted has none and says so."""
    if not attribute.unit:
        return {"unit": "単位なし", "unit_en": "no unit"}
    words = vocabulary.units.get(attribute.unit) or Words(attribute.unit)
    return {"unit": words.ja, "unit_en": words.of("en")}


def _wrong_choice(attribute: Attribute, value: object) -> tuple[str, dict[str, Any]] | None:
    if not isinstance(value, str):
        return "attribute.text", {}
    return None if value in attribute.values else ("attribute.choice", _choices(attribute, value))


def _wrong_list(attribute: Attribute, value: object) -> tuple[str, dict[str, Any]] | None:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        return "attribute.list", {}
    if len(value) > MOST_IN_A_LIST:
        return "attribute.long_list", {"limit": MOST_IN_A_LIST}
    strange = [each for each in value if attribute.values and each not in attribute.values]
    return ("attribute.choice", _choices(attribute, strange[0])) if strange else None


def _choices(attribute: Attribute, value: str) -> dict[str, Any]:
    figures: dict[str, Any] = {"value": value[:SHOWN], "choices": ", ".join(attribute.values)}
    if close := difflib.get_close_matches(value[:SHOWN], attribute.values, n=1):
        figures["suggestion"] = close[0]
    return figures


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_finite(value: float) -> bool:
    # A whole number may be too large for a float, and is then no fact about a town.
    return abs(value) <= _WHOLE_AT_MOST if isinstance(value, int) else math.isfinite(value)
