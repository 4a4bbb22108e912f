"""Block level: the promise that a home is shown no closer than its cell of a fixed grid.

The grid is the quarter mesh of JIS X 0410: 7.5″ of latitude by 11.25″ of longitude, about
230 m by 280 m here. It is fixed, so asking again, moving the pin a little or drawing a
line through the garden never tells more than the first time. The door applies this before
anything is stored or logged: what we don't have cannot leak.
"""

from __future__ import annotations

import math
import re
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from data.site import COORDINATE_DECIMALS, Precision, SiteDraft

# Cells in a degree: 3600 / 11.25 and 3600 / 7.5.
_ACROSS: Final = 320
_UP: Final = 480
_MILLIONTHS: Final = 10**COORDINATE_DECIMALS
_METRES_A_DEGREE: Final = 111_320

_NUMERAL: Final = r"(?:[0-9０-９]+|[〇一二三四五六七八九十百]+)"
_DASH: Final = r"\s*[-－‐‑–—―ー−ｰのノ之]\s*"
_CHOME: Final = re.compile(rf"{_NUMERAL}\s*丁目")
_THREE_NUMBERS: Final = re.compile(rf"({_NUMERAL}){_DASH}{_NUMERAL}{_DASH}{_NUMERAL}")
_FIRST_NUMBER: Final = re.compile(
    rf"[0-9０-９]|{_NUMERAL}(?=\s*(?:番地|番|号|丁目)|{_DASH}{_NUMERAL})"
)
_POSTCODE: Final = re.compile(r"^\s*〒?\s*[0-9０-９]{3}[-－‐−ー]?[0-9０-９]{4}(?![0-9０-９])\s*")
_MUNICIPALITY: Final = re.compile(
    r"^(?:東京都|北海道|(?:大阪|京都)府|[^\s\d]{2,3}県)?\s*"
    r"(?:[^\s\d]{1,6}?市(?!民|場))?\s*(?:[^\s\d]{1,5}?区(?!立|民))?"
)
# A town's name in this country: kanji, the kana that join them, and no more than a few.
_TOWN: Final = re.compile(r"[\u3005\u4e00-\u9fffケヶヵがのノツッ]{0,7}")
_SOMEBODYS: Final = re.compile(r"[宅様邸方荘家寮棟室店]")


def at_block(draft: SiteDraft) -> SiteDraft:
    """Return `draft` as it may be kept at block level.

    Whatever its geometry was becomes the centre of its cell, its address ends at the 丁目,
    its accuracy is the cell's half diagonal. Doing it twice changes nothing. A geometry
    that is empty or no number stays as it is: it tells nothing, and the rules refuse it.
    """
    spot = _spot(draft.geometry)
    changes: dict[str, object] = {
        "precision": Precision.BLOCK,
        "address": to_chome(draft.address),
    }
    if spot is not None:
        lon, lat = cell_centre(*spot)
        changes |= {"geometry": shapely.Point(lon, lat), "accuracy_m": half_diagonal(lat)}
    return draft.model_copy(update=changes)


def cell_centre(lon: float, lat: float) -> tuple[float, float]:
    """Return the centre of the cell around a place, longitude and latitude in degrees.

    Every place in a cell has the same centre; the west and south borders belong to it.

    >>> cell_centre(139.65322, 35.64656), cell_centre(139.6546, 35.6459)
    ((139.654687, 35.646875), (139.654687, 35.646875))
    """
    # Whole numbers, because 139.653125 × 320 need not be whole in binary.
    column = round(lon * _MILLIONTHS) * _ACROSS // _MILLIONTHS
    row = round(lat * _MILLIONTHS) * _UP // _MILLIONTHS
    return (
        round((2 * column + 1) / (2 * _ACROSS), COORDINATE_DECIMALS),
        round((2 * row + 1) / (2 * _UP), COORDINATE_DECIMALS),
    )


def half_diagonal(lat: float) -> float:
    """Return how far, in metres, a cell's centre is from its corners at a latitude.

    >>> half_diagonal(35.6467)
    183.0
    """
    across = math.cos(math.radians(lat)) / _ACROSS
    return float(round(math.hypot(across, 1 / _UP) / 2 * _METRES_A_DEGREE))


def to_chome(address: str) -> str:
    """Return `address` up to its 丁目, and less where we cannot be sure what it says.

    Only three numbers in a row tell that the first is a 丁目. What is left before the
    numbers must look like a town's name, else nothing smaller than the municipality is
    kept: the name of a house is as good as its number.

    >>> to_chome("東京都世田谷区代沢5-34-11"), to_chome("代沢五丁目34番11号")
    ('東京都世田谷区代沢5丁目', '代沢五丁目')
    >>> to_chome("砧公園1-1"), to_chome("世田谷区代沢ハイツ201"), to_chome("〒155-0033 代田4-38-52")
    ('砧公園', '世田谷区', '代田4丁目')
    """
    told = _POSTCODE.sub("", address).strip()
    number = _FIRST_NUMBER.search(told)
    if number is None:
        return _town(told)
    before = _town(told[: number.start()])
    if not told.startswith(before) or told[len(before) : number.start()].strip():
        return before
    rest = told[number.start() :]
    if chome := _CHOME.match(rest):
        return told[: number.start()] + chome[0]
    if three := _THREE_NUMBERS.match(rest):
        return f"{told[: number.start()]}{three[1]}丁目"
    return before


def _town(told: str) -> str:
    """Return the municipality and the town if that is all there is, else the former only."""
    found = _MUNICIPALITY.match(told)
    municipality = found[0] if found else ""
    town = told[len(municipality) :].strip()
    if _TOWN.fullmatch(town) and not _SOMEBODYS.search(town):
        return told.strip()
    return municipality.strip()


def _spot(shape: BaseGeometry) -> tuple[float, float] | None:
    """Return one place that stands for a geometry, however odd; None if it has none."""
    if shape.is_empty:
        return None
    if shape.is_valid:
        spot = shape.representative_point()
        return spot.x, spot.y
    west, south, east, north = shape.bounds
    middle = (west + east) / 2, (south + north) / 2
    return middle if all(map(math.isfinite, middle)) else None
