"""The ward: where it is, what it is called, how it is divided. Another ward is a folder.

A ward folder holds `ward.toml`, `outline.geojson` (exact, for checking),
`outline_for_drawing.geojson` (light, for maps) and `towns.csv` (which town lies in which
district). Coordinates are longitude, latitude; distances are measured in `plane_crs`.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, Self

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.vocabulary import Words

WARDS: Final = Path(__file__).with_name("wards")

_KANJI_DIGITS: Final = "一二三四五六七八九"
_CHOME: Final = re.compile(r"^(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:丁目|[-‐−ー])")
_CHOME_ENDING: Final = re.compile(r"[一二三四五六七八九十]+丁目$")


@dataclass(frozen=True)
class Ward:
    """One municipality. `area` is its land, `outline` the same drawn with fewer points.

    `bounds` and `wider_bounds` are west, south, east, north; what lies outside of
    `wider_bounds` is surely a mistake. `towns` maps a town, or one 丁目 of a town that is
    divided, to its district.
    """

    code: str
    name: Words
    prefecture: str
    plane_crs: str
    wider_bounds: tuple[float, float, float, float]
    office: tuple[float, float] | None
    districts: tuple[str, ...]
    district_names: Mapping[str, Words]
    towns: Mapping[str, str]
    towns_without_chome: frozenset[str]
    attribution: str
    area: BaseGeometry
    outline: BaseGeometry

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the ward that `folder` describes; raise OSError or ValueError if it doesn't."""
        said = tomllib.loads((folder / "ward.toml").read_text(encoding="utf-8"))
        area = _outline(folder / "outline.geojson")
        drawn = folder / "outline_for_drawing.geojson"
        office = said.get("office")
        return cls(
            code=said["code"],
            name=Words(**said["name"]),
            prefecture=said["prefecture"],
            plane_crs=said["plane_crs"],
            wider_bounds=tuple(said["wider_bounds"]),
            office=(office[0], office[1]) if office else None,
            districts=tuple(said["districts"]),
            district_names={key: Words(**of) for key, of in said["district_names"].items()},
            towns=_towns(folder / "towns.csv"),
            towns_without_chome=frozenset(said.get("towns_without_chome", ())),
            attribution=said["attribution"],
            area=area,
            outline=_outline(drawn) if drawn.exists() else area,
        )

    @classmethod
    @cache
    def default(cls) -> Self:
        """Return Setagaya, read once a process."""
        return cls.load(WARDS / "setagaya")

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the land, in degrees."""
        west, south, east, north = self.area.bounds
        return west, south, east, north

    def town_of(self, address: str) -> str:
        """Return the town that `address` names, with its 丁目 where it has one; "" if none.

        >>> Ward.default().town_of("東京都世田谷区代沢5-34-11")
        '代沢五丁目'
        >>> Ward.default().town_of("砧公園1-1"), Ward.default().town_of("横浜市")
        ('砧公園', '')
        """
        plain = unicodedata.normalize("NFKC", address).replace(" ", "")
        plain = plain.removeprefix(self.prefecture).removeprefix(self.name.ja)
        names = [town for town in self._whole_towns if plain.startswith(town)]
        if not names:
            return ""
        town = max(names, key=len)
        chome = _CHOME.match(plain.removeprefix(town))
        if chome is None or town in self.towns_without_chome:
            return town
        return f"{town}{_in_kanji(chome['number'])}丁目"

    @cached_property
    def _whole_towns(self) -> frozenset[str]:
        return frozenset(_CHOME_ENDING.sub("", town) for town in self.towns)

    def district_of(self, address: str) -> str:
        """Return the district that `address` lies in, "" where the address does not tell.

        >>> ward = Ward.default()
        >>> [ward.district_of(address) for address in ("代沢5-34-11", "駒沢二丁目", "駒沢")]
        ['北沢', '世田谷', '']
        """
        town = self.town_of(address)
        return self.towns.get(town) or self.towns.get(_CHOME_ENDING.sub("", town)) or ""


def _in_kanji(number: str) -> str:
    """Return a 丁目 number in kanji, as addresses write it.

    >>> _in_kanji("5"), _in_kanji("12"), _in_kanji("三")
    ('五', '十二', '三')
    """
    if not number.isdigit():
        return number
    tens, ones = divmod(int(number), 10)
    head = "" if tens == 0 else ("" if tens == 1 else _KANJI_DIGITS[tens - 1]) + "十"
    return head + (_KANJI_DIGITS[ones - 1] if ones else "")


def _outline(path: Path) -> BaseGeometry:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    drawn = shape(read["geometry"])
    shapely.prepare(drawn)
    return drawn


def _towns(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as table:
        return {row["town"]: row["district"] for row in csv.DictReader(table)}
