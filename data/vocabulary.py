"""What kinds of site there are, in three languages, and what may be said about each.

The words and rules live in `vocabulary.json`; adding a category is adding an entry there,
and nothing here changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self

_FILE: Final = Path(__file__).with_name("vocabulary.json")

Language = Literal["ja", "easy", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ja", "easy", "en")

Family = Literal["green", "resilience"]
AttributeType = Literal["number", "integer", "string", "enum", "list", "date", "time"]
AssertBy = Literal["community", "official_or_checked", "official_only"]
Privacy = Literal["public", "consent_if_private", "consent_required", "no_contents_detail"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing in Japanese, やさしい日本語 and English."""

    ja: str
    easy: str = ""
    en: str = ""

    def of(self, language: str) -> str:
        """Return the words in `language`, in Japanese where there are none.

        >>> Words("井戸", en="Well").of("en"), Words("井戸").of("en")
        ('Well', '井戸')
        """
        return {"easy": self.easy, "en": self.en}.get(language) or self.ja


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact that sites of a category may carry: its type, unit and bounds.

    `values` are the ids an enum or list may take; empty means any text. `minimum` and
    `maximum` include their ends and are in `unit`.
    """

    key: str
    type: AttributeType
    name: Words
    unit: str = ""
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of site. `why` is the one sentence on how it helps.

    `assert_by` says whose word is enough to publish one, `privacy` what its keeper must
    have agreed to.
    """

    id: str
    family: Family
    name: Words
    why: Words
    attributes: tuple[Attribute, ...]
    assert_by: AssertBy
    privacy: Privacy
    osm_tags: tuple[str, ...] = ()
    osm_status: str = ""
    functions: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    poi_code: str = ""
    ods_dataset: str = ""
    sources: tuple[str, ...] = ()

    def attribute(self, key: str) -> Attribute | None:
        """Return the attribute named `key`, None where the category has none such."""
        return next((known for known in self.attributes if known.key == key), None)


@dataclass(frozen=True)
class Vocabulary:
    """All categories by id, in the order people should see them."""

    categories: tuple[Category, ...]
    values: Mapping[str, Words] = field(default_factory=dict)
    functions: Mapping[str, Words] = field(default_factory=dict)
    hazards: Mapping[str, Words] = field(default_factory=dict)
    units: Mapping[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the categories once; the dataclass stays frozen for everybody else."""
        object.__setattr__(self, "_by_id", {each.id: each for each in self.categories})

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Return the vocabulary in `path`, or ours. Raises what a broken file raises."""
        return cls.read(json.loads((path or _FILE).read_text(encoding="utf-8")))

    @classmethod
    @cache
    def default(cls) -> Self:
        """Return our own vocabulary, read once a process."""
        return cls.load()

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return the vocabulary that the parsed file says."""
        return cls(
            categories=tuple(_category(each) for each in said["categories"]),
            **{
                kind: {key: Words(**words) for key, words in said.get(kind, {}).items()}
                for kind in ("values", "functions", "hazards", "units")
            },
        )

    def __contains__(self, category: object) -> bool:
        """Is there a category of this id?"""
        return category in self._index

    def __getitem__(self, category: str) -> Category:
        """Return the category of this id; KeyError if there is none."""
        return self._index[category]

    def __iter__(self) -> Iterator[Category]:
        """Yield the categories in order."""
        return iter(self.categories)

    def __len__(self) -> int:
        """How many categories there are."""
        return len(self.categories)

    def get(self, category: str) -> Category | None:
        """Return the category of this id, None if there is none."""
        return self._index.get(category)

    def value_words(self, value: str) -> Words:
        """Return the words of an enum's or list's value; the value itself where it has none."""
        return self.values.get(value) or Words(value)

    @property
    def _index(self) -> Mapping[str, Category]:
        index: Mapping[str, Category] = self.__dict__["_by_id"]
        return index


def _category(said: Mapping[str, Any]) -> Category:
    more: dict[str, Any] = {
        key: tuple(said.get(key) or ()) for key in ("osm_tags", "functions", "hazards", "sources")
    } | {key: said.get(key) or "" for key in ("osm_status", "poi_code", "ods_dataset")}
    return Category(
        id=said["id"],
        family=said["family"],
        name=Words(**said["name"]),
        why=Words(**said["why"]),
        attributes=tuple(_attribute(each) for each in said["attributes"]),
        assert_by=said["assert_by"],
        privacy=said["privacy"],
        **more,
    )


def _attribute(said: Mapping[str, Any]) -> Attribute:
    return Attribute(
        key=said["key"],
        type=said["type"],
        name=Words(**said["name"]),
        unit=said.get("unit", ""),
        values=tuple(said.get("values", ())),
        minimum=said.get("minimum"),
        maximum=said.get("maximum"),
    )
