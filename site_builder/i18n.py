"""The three languages of the site and their words.

Message ids are plain English, so that a template reads as what it says. Translations lie
in `locales/<language>/LC_MESSAGES/kufu.po` and are compiled in memory when they are first
asked for: there is no build step to forget. やさしい日本語 writes the reading behind a
word, 地図(ちず); `ruby` sets it above the word where the page is for the eye.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from markupsafe import Markup, escape

LOCALES: Final = Path(__file__).with_name("locales")
DOMAIN: Final = "kufu"


class UnknownLanguageError(ValueError):
    """The site has no words in this language."""

    def __init__(self, language: str) -> None:
        known = ", ".join(LANGUAGES)
        super().__init__(f"there is no language {language!r}; there are {known}")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site: `tag` is for HTML, `prefix` its folder below the root."""

    id: str
    tag: str
    prefix: str
    name: str


LANGUAGES: Final = {
    "ja": Language("ja", "ja", "", "にほんご"),
    "easy": Language("easy", "ja", "easy/", "やさしい日本語"),
    "en": Language("en", "en", "en/", "English"),
}


def languages(ids: Iterable[str]) -> tuple[Language, ...]:
    """Return the languages named; `UnknownLanguageError` for one that we do not speak."""
    named = tuple(ids)
    for unknown in (one for one in named if one not in LANGUAGES):
        raise UnknownLanguageError(unknown)
    return tuple(LANGUAGES[one] for one in named)


@cache
def translations(language: str) -> Translations:
    """Return the words of `language`, compiled from its committed .po file."""
    with (LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGES[language].tag, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


@lru_cache(maxsize=4096)
def day(on: date, language: str) -> str:
    """Return the day in words.

    >>> day(date(2026, 11, 3), "ja"), day(date(2026, 11, 3), "en")
    ('2026年11月3日', '3 November 2026')
    """
    return format_date(on, format="long", locale="en_GB" if language == "en" else "ja")


@lru_cache(maxsize=4096)
def number(value: float, language: str) -> str:
    """Return the number as one reads it: grouped, at most three decimals.

    >>> number(1200, "ja"), number(0.25, "en")
    ('1,200', '0.25')
    """
    return format_decimal(value, format="#,##0.###", locale=LANGUAGES[language].tag)


_READING: Final = re.compile(r"([\u3400-\u9fff々〆ヶ]+)[(（]([\u3041-\u309fー]+)[)）]")
_RUBY: Final = r"<ruby>\1<rp>(</rp><rt>\2</rt><rp>)</rp></ruby>"


# By type too: text that looks like markup must never be taken for markup of that look.
@lru_cache(maxsize=8192, typed=True)
def ruby(text: str) -> Markup:
    """Return `text` escaped, with readings in brackets set above their words.

    >>> ruby("<b> 雨(あめ)")
    Markup('&lt;b&gt; <ruby>雨<rp>(</rp><rt>あめ</rt><rp>)</rp></ruby>')
    """
    return Markup(_READING.sub(_RUBY, str(escape(text))))  # noqa: S704 - escaped just before
