"""Cells to values: numbers, yes and no, times and dates, as people type them.

Every function takes the text of a cell and returns None where the cell says nothing that
can be trusted. Numbers, codes and times are read in any width (NFKC); names and
addresses are nobody's business here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

_NUMBER: Final = re.compile(
    r"(?P<number>[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)(?P<unit>\D*[23]?)"
)
_UNITS: Final = frozenset(
    {
        "",
        "人",
        "名",
        "台",
        "基",
        "個",
        "本",
        "m",
        "m2",
        "m3",
        "㎡",
        "cm",
        "mm",
        "l",
        "リットル",
        "t",
    }
)
_TIME: Final = re.compile(r"(?P<hour>\d{1,2})(?:[:時](?P<minute>\d{1,2})?分?)?(?::\d{2})?")
_DATE: Final = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")
_ERA_DATE: Final = re.compile(
    r"(?P<era>令和|平成|昭和|大正|[RHST])\.?(?P<year>元|\d{1,2})[-/.年](?P<month>\d{1,2})[-/.月]"
    r"(?P<day>\d{1,2})日?",
    re.IGNORECASE,
)
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911}
_ERA_LETTERS: Final = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正"}
_HOURS, _MINUTES = 24, 60

_YES: Final = frozenset(
    {"有", "有り", "あり", "可", "○", "〇", "◯", "◎", "●", "1", "true", "yes", "y"}
)
_NO: Final = frozenset(
    {"無", "無し", "なし", "不可", "×", "✕", "x", "0", "false", "no", "n", "-", "―"}
)
_UNKNOWN: Final = frozenset({"9", "不明", "unknown"})
# GIF code 2: known, and not made public. Saying nothing is all that we may do with it.
_NOT_TOLD: Final = frozenset({"2", "非公開"})


def plain(text: str) -> str:
    """Return `text` in half width and without space around it.

    >>> plain("　１６２−２ ")
    '162-2'
    """
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("‐", "-")


def number(text: str) -> float | None:
    """Return the number in `text`; powers of ten are what a spreadsheet lost, so None.

    >>> number("１，２３４．５"), number("300人"), number("1.23E+12"), number("約30")
    (1234.5, 300.0, None, None)
    """
    read = _NUMBER.fullmatch(plain(text))
    if read is None or plain(read["unit"]).lower() not in _UNITS:
        return None
    return float(read["number"].replace(",", ""))


def yes_or_no(text: str) -> str | None:
    """Return "yes", "no" or "unknown", "" for what is deliberately not told.

    >>> [yes_or_no(cell) for cell in ("有", "0", "○", "９", "2", "たぶん")]
    ['yes', 'no', 'yes', 'unknown', '', None]
    """
    said = plain(text).lower()
    for answer, words in (("yes", _YES), ("no", _NO), ("unknown", _UNKNOWN), ("", _NOT_TOLD)):
        if said in words:
            return answer
    return None


def time_of_day(text: str) -> str | None:
    """Return the time as HH:MM. 24:00 is no time of the day, so None.

    >>> time_of_day("8:00"), time_of_day("９時"), time_of_day("24:00"), time_of_day("日没")
    ('08:00', '09:00', None, None)
    """
    read = _TIME.fullmatch(plain(text))
    if read is None:
        return None
    hour, minute = int(read["hour"]), int(read["minute"] or 0)
    return f"{hour:02}:{minute:02}" if hour < _HOURS and minute < _MINUTES else None


def day(text: str) -> str | None:
    """Return the date as YYYY-MM-DD; a day that does not exist, or a short year, is None.

    >>> day("令和8年11月23日"), day("R8.11.23"), day("1982-04-99"), day("11/23/26")
    ('2026-11-23', '2026-11-23', None, None)
    """
    said = plain(text)
    read = _DATE.fullmatch(said)
    if read is not None:
        year = int(read["year"])
    else:
        read = _ERA_DATE.fullmatch(said)
        if read is None:
            return None
        era = _ERA_LETTERS.get(read["era"].upper(), read["era"])
        year = _ERAS[era] + (1 if read["year"] == "元" else int(read["year"]))
    try:
        return date(year, int(read["month"]), int(read["day"])).isoformat()
    except ValueError:
        return None


def several(text: str) -> list[str]:
    """Return the parts of a list, without empty ones.

    >>> several("池尻町会;三宿町会；")
    ['池尻町会', '三宿町会']
    """
    return [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()]


def one_line(text: str) -> str:
    """Return `text` with its line breaks as single spaces; the words stay as they are."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    return re.sub(r"[ \t]*[\r\n]+[ \t　]*", " ", text).strip()
