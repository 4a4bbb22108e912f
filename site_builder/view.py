"""A site in the words of one language: what its page and its line in the list show.

All choices are made here, in Python, so that the templates only lay out. Where there are
no words in the language of the page, the Japanese ones are shown and marked as Japanese,
so that a screen reader reads them aloud as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlsplit

from data.site import Access, Lifecycle, Precision, Site, SitePhoto
from data.vocabulary import Attribute, Category, Vocabulary
from site_builder import i18n, words
from site_builder.i18n import Language
from site_builder.map.points import marker
from site_builder.options import CONFIRMED_FOR_DAYS, BuildOptions

_NOT_SAID: Final = frozenset({"", "unknown"})
_DECIMALS: Final = 5
# Days are those of the ward. Japan keeps one time all year.
_JAPAN: Final = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Text:
    """Words and the language they are in, "" where that is the page's own."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table of facts."""

    label: str
    value: Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A category as a page shows it."""

    id: str
    family: str
    family_name: str
    name: str
    why: str
    functions: tuple[str, ...]
    hazards: tuple[str, ...]
    asks_official: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with its sizes, large to small; `files` are (width, height, path)."""

    files: tuple[tuple[int, int, str], ...]
    alt: Text
    credit: str
    licence: tuple[str, str]
    taken_on: str
    illustration: bool


@dataclass(frozen=True, slots=True)
class View:
    """A site, ready to be laid out."""

    id: str
    name: Text
    other_names: tuple[Text, ...]
    kind: Kind
    state: str
    state_words: str
    superseded_by: str
    description: Text
    pictures: tuple[Picture, ...]
    facts: tuple[Fact, ...]
    district: str
    address: Text
    access: str
    asks_care: bool
    setting: str
    wheelchair: str
    is_block: bool
    located_by: str
    accuracy_m: str
    latitude: str
    longitude: str
    confirmed_on: str
    confirmed_long_ago: bool
    keeper: str
    group: str
    version: int
    recorded_on: str
    source_name: str
    source_url: str
    source_attribution: str
    source_licence: tuple[str, str]
    source_retrieved_on: str
    licence: tuple[str, str]


class Viewer:
    """Makes views in one language. What is the same for all sites is worked out once."""

    def __init__(self, language: Language, options: BuildOptions) -> None:
        say = i18n.translations(language.id).gettext
        self.language = language
        self._options = options
        self._vocabulary = options.vocabulary
        self._access = {key: say(text) for key, text in words.ACCESS.items()}
        self._wheelchair = {key: say(text) for key, text in words.WHEELCHAIR.items()}
        self._setting = {key: say(text) for key, text in words.SETTING.items()}
        self._located_by = {key: say(text) for key, text in words.LOCATED_BY.items()}
        self._state = {key: say(text) for key, text in words.LIFECYCLE.items()}
        self._yes_or_no = {key: say(text) for key, text in words.YES_OR_NO.items()}
        self._kinds = {
            each.id: kind(each, language, options.vocabulary) for each in options.vocabulary
        }
        self._recently = options.today - timedelta(days=CONFIRMED_FOR_DAYS)

    def kind(self, category: str) -> Kind:
        """Return the category's words; one that the vocabulary lost shows its id."""
        known = self._kinds.get(category)
        return known or Kind(category, "green", "", category, "", (), (), asks_official=False)

    def view(self, site: Site, has_file: Callable[[str], bool]) -> View:
        """Return `site` in this language; pictures without a file are left out."""
        names = self._names(site)
        longitude, latitude = marker(site.geometry)
        source = site.source
        district = self._options.ward.district_names.get(site.district)
        return View(
            id=site.id,
            name=names[0],
            other_names=tuple(names[1:]),
            kind=self.kind(site.category),
            state=site.lifecycle.value,
            state_words=self._state[site.lifecycle],
            superseded_by=(site.superseded_by or "")
            if site.lifecycle is Lifecycle.SUPERSEDED
            else "",
            description=self._description(site),
            pictures=tuple(self._pictures(site, names[0], has_file)),
            facts=tuple(self._facts(site)),
            district=district.of(self.language.id) if district else site.district,
            address=self._japanese(site.address),
            access=self._access[site.access],
            asks_care=site.access is not Access.ANYONE,
            setting=self._setting[site.setting],
            wheelchair=self._wheelchair[site.wheelchair],
            is_block=site.precision is Precision.BLOCK,
            located_by=self._located_by[site.located_by],
            accuracy_m=self._number(site.accuracy_m) if site.accuracy_m else "",
            latitude=f"{latitude:.{_DECIMALS}f}",
            longitude=f"{longitude:.{_DECIMALS}f}",
            confirmed_on=self._day(site.confirmed_on),
            confirmed_long_ago=site.confirmed_on is not None and site.confirmed_on < self._recently,
            keeper=site.keeper,
            group=site.group,
            version=site.version,
            recorded_on=self._day(site.recorded_at.astimezone(_JAPAN).date()),
            source_name=source.name if source else "",
            source_url=_web_address(source.url) if source else "",
            source_attribution=source.attribution if source else "",
            source_licence=words.licence(source.licence) if source else ("", ""),
            source_retrieved_on=self._day(source.retrieved_on) if source else "",
            licence=words.licence(site.licence),
        )

    def _japanese(self, text: str) -> Text:
        return Text(text, "ja" if self.language.tag != "ja" and text else "")

    def _names(self, site: Site) -> list[Text]:
        ja, en = Text(site.name), Text(site.name_en)
        if self.language.tag == "en":
            return [en, Text(site.name, "ja")] if site.name_en else [Text(site.name, "ja")]
        kana = [Text(site.name_kana)] if site.name_kana else []
        return [ja, *kana, *([Text(en.text, "en")] if site.name_en else [])]

    def _description(self, site: Site) -> Text:
        own = {"easy": site.description_easy, "en": site.description_en}
        text = own.get(self.language.id) or ""
        return Text(text) if text else self._japanese(site.description)

    def _pictures(
        self, site: Site, name: Text, has_file: Callable[[str], bool]
    ) -> Iterator[Picture]:
        for photo in site.photos:
            files = tuple(
                (each.width, each.height, each.file)
                for each in photo.renditions
                if has_file(each.file)
            )
            if files:
                yield Picture(
                    files=files,
                    alt=self._alt(photo, name),
                    credit=photo.credit,
                    licence=words.licence(photo.licence),
                    taken_on=self._day(photo.taken_on),
                    illustration=photo.illustration,
                )

    def _alt(self, photo: SitePhoto, name: Text) -> Text:
        if self.language.tag == "en" and photo.alt_en:
            return Text(photo.alt_en)
        return self._japanese(photo.alt) if photo.alt else name

    def _facts(self, site: Site) -> Iterator[Fact]:
        category = self._vocabulary.get(site.category)
        for attribute in category.attributes if category else ():
            value = self._value(attribute, site.attributes.get(attribute.key))
            if value is not None:
                yield Fact(attribute.name.of(self.language.id), value)

    def _value(self, attribute: Attribute, said: Any) -> Text | None:  # noqa: ANN401 - any JSON
        if said is None or (isinstance(said, str) and said in _NOT_SAID):
            return None
        match attribute.type:
            case "number" | "integer" if isinstance(said, int | float):
                return Text(self._with_unit(said, attribute.unit))
            case "date":
                return Text(self._day(_as_day(said)) or str(said))
            case "enum" if isinstance(said, str):
                return Text(self._yes_or_no.get(said) or self._word(said))
            case "list" if isinstance(said, list | tuple):
                comma = ", " if self.language.tag == "en" else "、"
                listed = comma.join(self._word(str(one)) for one in said)
                return Text(listed) if attribute.values else self._japanese(listed)
            case _:
                return self._japanese(str(said))

    def _word(self, value: str) -> str:
        return self._vocabulary.value_words(value).of(self.language.id)

    def _with_unit(self, said: float, unit: str) -> str:
        amount = self._number(said)
        known = self._vocabulary.units.get(unit)
        shown = known.of(self.language.id) if known else unit
        return f"{amount} {shown}".strip()

    def _number(self, value: float) -> str:
        return i18n.number(value, self.language.id)

    def _day(self, on: date | None) -> str:
        return i18n.day(on, self.language.id) if on else ""


def kind(category: Category, language: Language, vocabulary: Vocabulary) -> Kind:
    """Return `category` in the words of `language`."""
    say = i18n.translations(language.id).gettext
    return Kind(
        id=category.id,
        family=category.family,
        family_name=say(words.FAMILY[category.family]),
        name=category.name.of(language.id),
        why=category.why.of(language.id),
        functions=tuple(
            vocabulary.functions[each].of(language.id)
            for each in category.functions
            if each in vocabulary.functions
        ),
        hazards=tuple(
            vocabulary.hazards[each].of(language.id)
            for each in category.hazards
            if each in vocabulary.hazards
        ),
        asks_official=category.assert_by != "community",
    )


def _as_day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None


def _web_address(url: str) -> str:
    """Return `url` if it is a web address: what people sent must not become a script link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("https", "http") and parts.netloc else ""
