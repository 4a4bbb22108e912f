"""The door's reading of a Feature that somebody sends: a draft, or what to mend in it.

The schema is closed here. What the record keeps is never lost, but what a person sends
under a name nobody reads would be lost without a word, so it is found and named. What the
server alone sets is taken and passed over, so that a site can be fetched, changed and sent
back as it is. Block precision is applied here, before anything is stored or logged: the
draft that leaves this module no longer knows the exact place, and no finding quotes it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import EnumType
from itertools import islice
from typing import Any, Final, get_args

import shapely
from pydantic import ValidationError
from shapely.geometry.base import BaseGeometry

from data.finding import Finding, Severity
from data.geojson import BadGeoJSONError, read_geometry
from data.precision import at_block
from data.site import MAX_PHOTOS, Precision, Site, SiteDraft, SitePhoto, Source

FOREIGN_MEMBERS: Final = frozenset({"seq", "event", "cause", "base_version", "consent", "bbox"})
"""What may stand beside a Feature's own members. It is read elsewhere, or not at all."""

_MEMBERS: Final = frozenset({"type", "id", "geometry", "properties"}) | FOREIGN_MEMBERS
_SAID: Final = frozenset(SiteDraft.model_fields) - {"geometry"}
_SERVER_SETS: Final = frozenset(Site.model_fields) - frozenset(SiteDraft.model_fields)
_PHOTO_TEXTS: Final = ("alt", "alt_en", "credit", "licence")
_PHOTO_SERVER_SETS: Final = frozenset({"renditions"})
_PHOTO_SAID: Final = frozenset(SitePhoto.model_fields) - _PHOTO_SERVER_SETS
_DAYS: Final = frozenset({"confirmed_on", "taken_on", "retrieved_on"})
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PHOTO_ID: Final = re.compile(r"[0-9a-f]{64}")
_ANYWHERE: Final = shapely.Point(0, 0)
# Enough to mend a slip of the pen; somebody who sends a thousand unknown names learns no
# more from the thousandth.
_MOST_UNKNOWN: Final = 20
_SHOWN: Final = 80

_Words = tuple[str, str]
_OBJECT: Final = ("名前と値の組（オブジェクト）", "an object of names and values")
_LIST: Final = ("並び（配列）", "a list")
_TEXT: Final = ("文字", "text")
_NUMBER: Final = ("数", "a number")
_YES_OR_NO: Final = ("true か false", "true or false")
_WANTED: Final[Mapping[str, _Words]] = {
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "string_type": _TEXT,
    "enum": _TEXT,
}
_RANGE: Final = frozenset({"greater_than_equal", "less_than_equal", "finite_number"})


def read_draft(read: Mapping[str, Any]) -> tuple[SiteDraft | None, list[Finding]]:
    """Return the draft in a parsed Feature, and what was found on the way.

    There is no draft if there are findings, and there are findings for everything that
    kept it from being read, not just for the first. Photos are known by id and come
    without their renditions, which the server alone names. Whether what was read makes
    sense is for `data.rules` to find.
    """
    findings = list(_of_the_feature(read))
    shape: BaseGeometry = _ANYWHERE
    try:
        shape = read_geometry(read.get("geometry"))
    except BadGeoJSONError as bad:
        # Its detail may quote the position, so it does not travel.
        code = "geometry.missing" if read.get("geometry") is None else bad.code
        findings.append(Finding(code, Severity.ERROR, bad.pointer))
    properties = read.get("properties")
    if not isinstance(properties, Mapping):
        return None, [*findings, _wrong_type("/properties", _OBJECT)]
    draft = _read_properties(properties, shape, findings)
    # All of these are errors, each a thing that could not be read.
    if draft is None or findings:
        return None, findings
    return (at_block(draft) if draft.precision is Precision.BLOCK else draft), findings


def _of_the_feature(read: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _unknown(read, _MEMBERS, "")
    if read.get("type") != "Feature":
        yield _wrong_choice("/type", read.get("type"), ["Feature"])


def _read_properties(
    properties: Mapping[str, Any], shape: BaseGeometry, findings: list[Finding]
) -> SiteDraft | None:
    """Return the draft that pydantic makes of what is left when all slips are in `findings`."""
    said = _kept(properties, _SAID, _SERVER_SETS, "/properties", findings)
    accuracy = said.get("accuracy_m")
    if accuracy is not None and (isinstance(accuracy, bool | str)):
        findings.append(_wrong_type("/properties/accuracy_m", _NUMBER))
        del said["accuracy_m"]
    if isinstance(source := said.get("source"), Mapping):
        known = frozenset(Source.model_fields)
        said["source"] = _kept(source, known, frozenset(), "/properties/source", findings)
    photos = _read_photos(said.pop("photos", []), findings)
    try:
        return SiteDraft(geometry=shape, photos=photos, **said)
    except ValidationError as wrong:
        findings.extend(_from_pydantic(wrong))
        return None


def _kept(
    said: Mapping[str, Any],
    known: frozenset[str],
    passed_over: frozenset[str],
    pointer: str,
    findings: list[Finding],
) -> dict[str, Any]:
    """Return the known members that say something, days read; the rest goes to `findings`."""
    findings.extend(_unknown(said, known | passed_over, pointer))
    kept = {name: said[name] for name in said if name in known and said[name] is not None}
    for name in _DAYS & kept.keys():
        day = _day(kept.pop(name))
        if day is None:
            findings.append(Finding("field.date", Severity.ERROR, f"{pointer}/{name}"))
        else:
            kept[name] = day
    return kept


def _read_photos(said: object, findings: list[Finding]) -> tuple[SitePhoto, ...]:
    pointer = "/properties/photos"
    if not isinstance(said, list | tuple):
        findings.append(_wrong_type(pointer, _LIST))
        return ()
    if len(said) > MAX_PHOTOS:
        figures = {"limit": MAX_PHOTOS, "count": len(said)}
        findings.append(Finding("photos.too_many", Severity.ERROR, pointer, figures=figures))
        return ()
    slips = [slip for at, entry in enumerate(said) for slip in _slips(entry, f"{pointer}/{at}")]
    findings.extend(slips)
    if slips:
        return ()
    return tuple(SitePhoto(**_photo(entry)) for entry in said)


def _slips(entry: object, pointer: str) -> Iterator[Finding]:
    if not isinstance(entry, Mapping):
        yield _wrong_type(pointer, _OBJECT)
        return
    slips: list[Finding] = []
    kept = _kept(entry, _PHOTO_SAID, _PHOTO_SERVER_SETS, pointer, slips)
    yield from slips
    for name in _PHOTO_TEXTS:
        if not isinstance(kept.get(name, ""), str):
            yield _wrong_type(f"{pointer}/{name}", _TEXT)
    if not isinstance(kept.get("illustration", False), bool):
        yield _wrong_type(f"{pointer}/illustration", _YES_OR_NO)
    photo_id = kept.get("id")
    if not isinstance(photo_id, str) or not _PHOTO_ID.fullmatch(photo_id):
        yield Finding("photos.id", Severity.ERROR, f"{pointer}/id")


def _photo(entry: Mapping[str, Any]) -> dict[str, Any]:
    return _kept(entry, _PHOTO_SAID, _PHOTO_SERVER_SETS, "", [])


def _day(said: object) -> date | None:
    """Return the day that an ISO 8601 text names; None for anything else."""
    if not isinstance(said, str) or not _DAY.fullmatch(said):
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _unknown(said: Mapping[str, Any], known: frozenset[str], pointer: str) -> Iterator[Finding]:
    for name in islice((name for name in said if name not in known), _MOST_UNKNOWN):
        figures = {"field": name[:_SHOWN]}
        if close := difflib.get_close_matches(name[:_SHOWN], sorted(known), n=1):
            figures["suggestion"] = close[0]
        code = "field.unknown_meant" if close else "field.unknown"
        yield Finding(code, Severity.ERROR, _below(pointer, [name[:_SHOWN]]), figures=figures)


def _from_pydantic(wrong: ValidationError) -> Iterator[Finding]:
    for error in wrong.errors(include_url=False):
        pointer = _below("/properties", error["loc"])
        match error["type"]:
            case "missing":
                figures = {"field": str(error["loc"][-1])}
                yield Finding("field.missing", Severity.ERROR, pointer, figures=figures)
            case "enum" if isinstance(error["input"], str):
                yield _wrong_choice(pointer, error["input"], _choices(str(error["loc"][0])))
            case "string_pattern_mismatch":
                yield Finding("field.id", Severity.ERROR, pointer)
            case kind if kind in _RANGE:
                yield Finding("field.range", Severity.ERROR, pointer)
            case kind:
                yield _wrong_type(pointer, _WANTED.get(kind, _NUMBER))


def _choices(field: str) -> list[str]:
    annotation = SiteDraft.model_fields[field].annotation
    kind = next(iter(get_args(annotation)), annotation)
    return [str(choice) for choice in kind] if isinstance(kind, EnumType) else []


def _wrong_choice(pointer: str, said: object, choices: list[str]) -> Finding:
    figures: dict[str, Any] = {"value": str(said)[:_SHOWN], "choices": ", ".join(choices)}
    if close := difflib.get_close_matches(str(said)[:_SHOWN], choices, n=1):
        figures["suggestion"] = close[0]
    return Finding("field.choice", Severity.ERROR, pointer, figures=figures)


def _wrong_type(pointer: str, wanted: _Words) -> Finding:
    figures = {"wanted": wanted[0], "wanted_en": wanted[1]}
    return Finding("field.type", Severity.ERROR, pointer, figures=figures)


def _below(pointer: str, parts: Iterable[object]) -> str:
    """Return the JSON pointer (RFC 6901) of something below `pointer`."""
    steps = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "/".join([pointer, *steps])
