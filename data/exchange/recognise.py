"""What a list is a list of, and whether a row of it belongs to our ward."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from data.exchange import columns
from data.exchange.values import plain
from data.vocabulary import Vocabulary
from data.ward import Ward

# Columns that only one kind of list has.
_TELLING: Final = (
    ("指定緊急避難場所との住所同一", "designated_shelter"),
    ("避難所_名称", "designated_shelter"),
    ("指定避難所との住所同一", "designated_evacuation_site"),
    ("災害種別_洪水", "designated_evacuation_site"),
    ("災害種別_地震", "designated_evacuation_site"),
    ("小児対応設備の有無", "aed"),
    ("オストメイト設置トイレ有無", "public_toilet"),
    ("オストメイト設置トイレの有無", "public_toilet"),
    ("井戸の形態", "emergency_well"),
)
_OTHER_PREFECTURE: Final = re.compile(r"(北海道|(?:大阪|京都)府|東京都|.{2,3}県)(?=.)")
_MUNICIPALITY: Final = re.compile(r".+[市区町村]$")
_CODE_LENGTH: Final = 5


def category_of_list(file_name: str, header: Iterable[str], vocabulary: Vocabulary) -> str:
    """Return the category that a file's name or columns speak of, "" if they don't.

    >>> category_of_list("131121_aed.csv", (), Vocabulary.default())
    'aed'
    """
    names = set(header)
    stem = file_name.lower()
    found = [category for column, category in _TELLING if column in names]
    found += [category for part, category in columns.FILE_NAMES if part in stem]
    return next((category for category in found if category in vocabulary), "")


def kinds(vocabulary: Vocabulary) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Return what a row may say that it is: its category, and attributes that follow.

    The vocabulary's ids and Japanese names count as well as what `columns` lists, each
    name also without its remarks: 雨庭（レインガーデン） is 雨庭.
    """
    said: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for category in vocabulary:
        whole = plain(category.name.ja)
        short = re.split(r"[(]", whole)[0]
        for name in (category.id, whole, *short.split("・"), short):
            said.setdefault(name, (category.id, {}))
    listed = {name: what for name, what in columns.KINDS.items() if what[0] in vocabulary}
    return said | listed


def whole_code(text: str) -> str:
    """Return a municipality's code with its check digit, "" for what is no such code.

    >>> whole_code("13112"), whole_code("１３１１２１"), whole_code("東京")
    ('131121', '131121', '')
    """
    digits = plain(text).removesuffix(".0")
    if not digits.isdigit() or len(digits) not in (_CODE_LENGTH, _CODE_LENGTH + 1):
        return ""
    if len(digits) == _CODE_LENGTH:
        total = sum(
            int(digit) * weight for digit, weight in zip(digits, range(6, 1, -1), strict=True)
        )
        digits += str((11 - total % 11) % 10)
    return digits


def other_municipality(cells: Mapping[str, str], address: str, ward: Ward) -> str:
    """Return the other municipality that a row says it belongs to, "" if it says none.

    A code counts more than a name, a name more than the address. The code of a
    prefecture says who publishes the list and nothing about the place.
    """
    for column in columns.MUNICIPALITY_CODES:
        code = whole_code(cells.get(column, ""))
        if code and code[2:5] != "000":
            return "" if code == ward.code else code
    for column in columns.MUNICIPALITY_NAMES:
        name = cells.get(column, "").strip()
        if _MUNICIPALITY.match(name):
            return "" if name.endswith(ward.name.ja) else name
    prefecture = _OTHER_PREFECTURE.match(address)
    ours = ward.prefecture + ward.name.ja
    return prefecture[0] if prefecture and not address.startswith(ours) else ""
