"""Cells of somebody's row to a draft of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pydantic
from shapely.geometry.base import BaseGeometry

from data.exchange import columns, position
from data.exchange.attributes import Columns, Told, attributes_of, columns_of
from data.exchange.position import Place
from data.exchange.recognise import kinds, other_municipality
from data.exchange.row import Row, note, refusal
from data.exchange.values import one_line, plain, yes_or_no
from data.finding import Finding
from data.site import LocatedBy, SiteDraft, Source, Wheelchair
from data.vocabulary import Vocabulary
from data.ward import Ward

_WHEELCHAIR: Final = {"yes": Wheelchair.YES, "no": Wheelchair.NO}


@dataclass
class Mapper:
    """Turns the rows of one list into drafts.

    `category` is what all rows are; where it is "", each row must say so itself, and
    `fallback` is for those that don't. `everywhere` lets rows of other municipalities in.
    """

    ward: Ward
    vocabulary: Vocabulary
    source: Source
    category: str = ""
    fallback: str = ""
    everywhere: bool = False
    met: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    without_key: int = 0

    def __post_init__(self) -> None:
        self._kinds = kinds(self.vocabulary)
        self._seen: dict[str, int] = {}
        self._columns: dict[str, Columns] = {}

    def row(
        self,
        line: int,
        cells: Mapping[str, str],
        found: tuple[Finding, ...] = (),
        *,
        drawn: BaseGeometry | None = None,
    ) -> Row:
        """Return the row that `cells` make; `drawn` is its geometry where a file has one."""
        if found:
            return Row(line, "", None, found)
        address = self._address(cells)
        elsewhere = "" if self.everywhere else other_municipality(cells, address, self.ward)
        if elsewhere:
            refused = refusal("import.other_municipality", "/properties/address", place=elsewhere)
            return Row(line, "", None, (refused,))
        self.met.update(cells)
        category, follows = self._category(cells)
        if not category:
            kind = self._first(cells, "kind") or "—"
            refused = refusal("import.category_unknown", "/properties/category", given=kind)
            return Row(line, "", None, (refused,))
        place = Place(drawn) if drawn is not None else self._place(cells)
        name = one_line(self._first(cells, "name")) or self._made_name(category, cells, address)
        key, key_findings = self._key(cells, name, address)
        told = self._told(cells, category)
        self.used |= told.used
        findings = (*place.findings, *key_findings, *told.findings)
        if place.geometry is None or not key:
            return Row(line, key, None, findings)
        said = self._said(cells, told, name, address, category)
        if self.source.licence:
            said["licence"] = self.source.licence
        said["attributes"] = dict(follows) | told.attributes
        said["source"] = self.source.model_copy(update={"id": key} | self._link(cells))
        try:
            draft = SiteDraft(geometry=place.geometry, **said)
        except pydantic.ValidationError as wrong:
            pointer = "/properties/" + "/".join(str(part) for part in wrong.errors()[0]["loc"])
            refused = refusal("import.not_a_site", pointer, detail=wrong.errors()[0]["msg"])
            return Row(line, key, None, (*findings, refused))
        return Row(line, key, draft, findings, place.witness)

    def _told(self, cells: Mapping[str, str], category_id: str) -> Told:
        category = self.vocabulary[category_id]
        known = self._columns.get(category_id)
        if known is None:
            known = self._columns[category_id] = columns_of(category)
        return attributes_of(cells, category, known)

    def _said(
        self, cells: Mapping[str, str], told: Told, name: str, address: str, category: str
    ) -> dict[str, Any]:
        wheels = self._any(cells, columns.WHEELCHAIR)
        remarks = [
            f"{columns.LABELS.get(column, column)}：{cells[column].strip()}"
            for column in columns.REMARKS
            if column in cells
        ]
        self.used.update(column for column in columns.REMARKS if column in cells)
        return {
            "name": name,
            "name_kana": one_line(self._first(cells, "name_kana")),
            "name_en": one_line(self._first(cells, "name_en")),
            "category": category,
            "description": "\n".join([*told.words, *remarks]),
            "address": address,
            "district": self.ward.district_of(address),
            "wheelchair": _WHEELCHAIR.get(yes_or_no(wheels) or "") if wheels else None,
            "located_by": LocatedBy.SOURCE,
        }

    def _link(self, cells: Mapping[str, str]) -> dict[str, str]:
        link = self._first(cells, "url")
        return {"url": link} if link.startswith(("http://", "https://")) else {}

    def _any(self, cells: Mapping[str, str], names: tuple[str, ...]) -> str:
        for name in names:
            if name in cells:
                self.used.add(name)
                return cells[name]
        return ""

    def _first(self, cells: Mapping[str, str], our_name: str) -> str:
        return self._any(cells, columns.FIELDS[our_name]).strip()

    def _address(self, cells: Mapping[str, str]) -> str:
        whole = self._first(cells, "address")
        if not whole:
            whole = "".join(cells.get(part, "").strip() for part in columns.ADDRESS_PARTS)
        self.used.update(columns.ADDRESS_PARTS)
        return one_line(f"{whole} {self._first(cells, 'building')}")

    def _category(self, cells: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
        if self.category:
            return self.category, {}
        for column in columns.FIELDS["kind"]:
            known = self._kinds.get(cells.get(column, "").strip())
            if known:
                self.used.add(column)
                return known
        return self.fallback, {}

    def _place(self, cells: Mapping[str, str]) -> Place:
        longitude, latitude = self._first(cells, "longitude"), self._first(cells, "latitude")
        first, second = self._first(cells, "first_axis"), self._first(cells, "second_axis")
        if longitude or latitude:
            place = position.declared(longitude, latitude)
        elif first or second:
            place = position.by_value(first, second, self.ward)
        else:
            place = position.in_one_cell(self._first(cells, "in_one_cell"), self.ward)
        datum = self._first(cells, "datum")
        return position.in_datum(place, datum) if datum else place

    def _made_name(self, category: str, cells: Mapping[str, str], address: str) -> str:
        """Return a name for a row of a list that names nothing: hydrants, wells."""
        said = self._first(cells, "kind")
        kind = said if said in self._kinds else self.vocabulary[category].name.ja.split("（")[0]
        where = address or self._first(cells, "key")
        return f"{kind}（{where}）" if where else ""

    def _key(
        self, cells: Mapping[str, str], name: str, address: str
    ) -> tuple[str, tuple[Finding, ...]]:
        key = self._first(cells, "key")
        if key:
            self._seen[key] = again = self._seen.get(key, 0) + 1
            if again > 1:
                return "", (refusal("import.id_repeated", "/properties/source/id", given=key),)
            return key, ()
        if not name:
            return "", (refusal("import.name_missing", "/properties/name"),)
        # Places of one name at one address, such as two AEDs, are told apart by their order.
        self.without_key += 1
        made = f"{matched(name)}|{matched(address)}"
        self._seen[made] = again = self._seen.get(made, 0) + 1
        return made if again == 1 else f"{made}|{again}", ()


def unused(header: tuple[str, ...], mapper: Mapper) -> list[Finding]:
    """Return the note on columns that say something and were not read, so that none is lost.

    Columns that are empty in every row we looked at have nothing to lose.
    """
    skipped = columns.NOT_NEEDED.union(
        columns.FIELDS["key"], columns.MUNICIPALITY_CODES, columns.MUNICIPALITY_NAMES
    )
    left = [name for name in header if name in mapper.met - mapper.used - skipped]
    return [note("import.columns_unused", columns=", ".join(dict.fromkeys(left)))] if left else []


def matched(text: str) -> str:
    """Return `text` as keys are made of it, so that a change of width is no new place.

    >>> matched("代沢５－３４ 会館") == matched("代沢5-34会館")
    True
    """
    return "".join(plain(text).split()).lower().replace("ー", "-")
