"""Names as they are compared, never as they are shown.

Two lists write one school as 「世田谷区立若林小学校」 and 「若林小学校」, one in full width, one
with a space. The key of a name is what is left when such differences are gone. Names that
differ in a number name different things, however alike they look: 第一公園 is not 第二公園.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# 世田谷区立, 東京都立, 区立, 国立 …, but not 中町立体駐車場.
_FOUNDER: Final = re.compile(r"^\D{0,8}?[都道府県市区町村国私]立(?!体)(?=..)")
_FORMER: Final = re.compile(r"\((?:旧|元)[^)]*\)")
_SEPARATORS: Final = re.compile(
    r"[\s・･,，.、。「」『』()\[\]【】〔〕<>〈〉《》\-‐‑–—―_/／~〜'\"’”]+"
)
_KANJI_NUMBER: Final = re.compile(r"(?<=第)[一二三四五六七八九]|[一二三四五六七八九](?=丁目|号|番)")
_TELLTALE: Final = re.compile(r"\d+|小学校|中学校|高等学校|高校|幼稚園|保育園")
_SAME_SOUND: Final = str.maketrans({"ヶ": "ケ", "ヵ": "カ", "ｹ": "ケ"})
_KANJI: Final = "〇一二三四五六七八九"


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """Return `name` as it is compared: one width and case, no spaces, marks or founder.

    >>> name_key("世田谷区立 若林小学校"), name_key("若林小学校（旧　若林尋常小学校）")
    ('若林小学校', '若林小学校')
    >>> name_key("ＡＥＤ・第一会館"), name_key("aed 第1会館")
    ('aed第1会館', 'aed第1会館')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = _FORMER.sub("", plain)
    plain = _SEPARATORS.sub("", plain).translate(_SAME_SOUND)
    plain = _KANJI_NUMBER.sub(lambda found: str(_KANJI.index(found[0])), plain)
    return _FOUNDER.sub("", plain) or plain


def same_telltales(one: str, other: str) -> bool:
    """Do two keys agree in the little that tells two places of one name apart?

    That is their numbers, and what kind of school: 道志小学校 stands beside 道志中学校.

    >>> same_telltales("防災倉庫1", "防災倉庫2"), same_telltales("道志小学校", "道志中学校")
    (False, False)
    >>> same_telltales("代田富士356広場", "富士356広場")
    True
    """
    return _TELLTALE.findall(one) == _TELLTALE.findall(other)
