"""Cells to attributes, each as the vocabulary types it.

A column belongs to an attribute if it bears the attribute's key or Japanese name, or is
listed in `columns.ATTRIBUTES`; so a new attribute needs no code. What cannot be read is
left out with a warning that quotes it, and times that are no times of day stay as words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from data.exchange import columns
from data.exchange.row import note, warning
from data.exchange.values import day, number, plain, several, time_of_day, yes_or_no
from data.finding import Finding
from data.vocabulary import Attribute, Category, Vocabulary

Columns = list[tuple[Attribute, tuple[str, ...]]]

_YES_NO: Final = frozenset({"yes", "no"})
_NOT_READ: Final = object()
_QUOTED: Final = 60
# What people type to say that there is nothing to say.
_DASHES: Final = frozenset("-―—–ー…")


@dataclass
class Told:
    """The attributes of a row, words for its description, findings, and columns read."""

    attributes: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def attributes_of(cells: Mapping[str, str], category: Category, known: Columns) -> Told:
    """Return what `cells` say in the attributes of `category`; `known` is its `columns_of`."""
    told = Told()
    for attribute, names in known:
        for name in names:
            if name in cells:
                told.used.add(name)
                _tell(told, attribute, name, cells[name].strip())
                break
    if category.attribute("hazards"):
        _tell_hazards(told, cells)
    barred = yes_or_no(cells.get(columns.OUTSIDE_USE_BARRED, ""))
    if barred in _YES_NO and category.attribute("outside_use"):
        told.attributes["outside_use"] = "no" if barred == "yes" else "yes"
        told.used.add(columns.OUTSIDE_USE_BARRED)
    return told


def columns_of(category: Category) -> Columns:
    """Return the attributes of `category`, each with the columns that it may come from."""
    return [
        (known, (known.key, plain(known.name.ja), *columns.ATTRIBUTES.get(known.key, ())))
        for known in category.attributes
    ]


def _tell(told: Told, attribute: Attribute, name: str, cell: str) -> None:
    if attribute.type != "string" and set(plain(cell)) <= _DASHES:
        return
    value = _value(attribute, cell)
    if value is not _NOT_READ:
        if value not in ("", []):
            told.attributes[attribute.key] = value
        return
    pointer = f"/properties/attributes/{attribute.key}"
    if attribute.type == "time":
        told.words.append(f"{columns.LABELS.get(name, name)}：{cell}")
        told.findings.append(note("import.time_kept_as_words", pointer, given=cell[:_QUOTED]))
    else:
        found = warning("import.value_not_understood", pointer, column=name, given=cell[:_QUOTED])
        told.findings.append(found)


def _value(attribute: Attribute, cell: str) -> object:  # noqa: PLR0911 - a table of types
    match attribute.type:
        case "number":
            read = number(cell)
            return _NOT_READ if read is None else read
        case "integer":
            read = number(cell)
            return _NOT_READ if read is None or not read.is_integer() else int(read)
        case "time":
            return time_of_day(cell) or _NOT_READ
        case "date":
            return day(cell) or _NOT_READ
        case "list":
            return several(cell)
        case "enum":
            return _one_of(attribute, cell)
        case _:
            return cell


def _one_of(attribute: Attribute, cell: str) -> object:
    if _YES_NO.issubset(attribute.values):
        answer = yes_or_no(cell)
        return _NOT_READ if answer is None else answer
    said = plain(cell)
    said = said.removesuffix(attribute.name.ja) or said
    words = Vocabulary.default()
    for value in attribute.values:
        if said in (value, words.value_words(value).ja):
            return value
    return _NOT_READ


def _tell_hazards(told: Told, cells: Mapping[str, str]) -> None:
    flagged: list[str] = list(told.attributes.get("hazards", []))
    for hazard, names in columns.HAZARDS.items():
        for name in names:
            if name not in cells:
                continue
            told.used.add(name)
            answer = yes_or_no(cells[name])
            if answer == "yes" and hazard not in flagged:
                flagged.append(hazard)
            elif answer is None:
                pointer = "/properties/attributes/hazards"
                given = cells[name].strip()[:_QUOTED]
                told.findings.append(
                    warning("import.value_not_understood", pointer, column=name, given=given)
                )
            break
    if flagged:
        told.attributes["hazards"] = flagged
