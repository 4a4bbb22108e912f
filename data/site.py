"""A site: one small piece of ingenuity in the town, as everybody may see it.

`SiteDraft` is what a person may say about a site, `Site` is that and what the record
adds: which version it is, who sent it, when. Both are flat, because GIS programs are.
Coordinates are longitude, latitude (RFC 7946) in degrees, kept to six decimals, which
is about 10 cm.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final, NewType, Self

import shapely
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    field_validator,
)
from shapely.geometry.base import BaseGeometry

from data.ids import ULID_PATTERN

SiteId = NewType("SiteId", str)

SCHEMA_VERSION: Final = 1
COORDINATE_DECIMALS: Final = 6
GEOMETRY_TYPES: Final = ("Point", "LineString", "Polygon")

# Characters, not bytes. The rules find what is longer; the JSON Schema says the same.
TEXT_LIMITS: Final = {
    "name": 120,
    "name_kana": 120,
    "name_en": 120,
    "description": 2000,
    "description_easy": 2000,
    "description_en": 2000,
    "address": 200,
    "district": 40,
    "keeper": 120,
}
ALT_LIMIT: Final = 300
MAX_PHOTOS: Final = 10


class Setting(StrEnum):
    """Whose ground it stands on. A home asks for more care than a park."""

    PUBLIC_PLACE = "public_place"
    PRIVATE_HOME = "private_home"
    PRIVATE_OTHER = "private_other"


class Precision(StrEnum):
    """How exactly the place may be shown; `data.precision` keeps the promise."""

    EXACT = "exact"
    BLOCK = "block"


class LocatedBy(StrEnum):
    """How the position came about, best first where there is a choice."""

    SURVEY = "survey"
    DEVICE = "device"
    PHOTO = "photo"
    MAP = "map"
    ADDRESS = "address"
    SOURCE = "source"


class Access(StrEnum):
    """Who may go and see it."""

    ANYONE = "anyone"
    HOURS = "hours"
    ASK_FIRST = "ask_first"
    FROM_STREET = "from_street"
    NOT_OPEN = "not_open"


class Wheelchair(StrEnum):
    """Can one get there on wheels? Nothing at all means that nobody has looked."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"


class Lifecycle(StrEnum):
    """A site that is gone is closed or superseded, never deleted: ids are for ever."""

    IN_USE = "in_use"
    CLOSED = "closed"
    SUPERSEDED = "superseded"


def _geometry(value: object) -> BaseGeometry:
    if not isinstance(value, BaseGeometry):
        message = "a shapely geometry, please; data.geojson reads the JSON form"
        raise TypeError(message)
    return value


Geometry = Annotated[
    BaseGeometry,
    PlainValidator(_geometry),
    PlainSerializer(shapely.geometry.mapping),
    WithJsonSchema({"type": "object"}),
]
Id = Annotated[str, Field(pattern=ULID_PATTERN)]
PhotoId = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Record(BaseModel):
    """Frozen, and keeps a field it does not know, so that an old program loses nothing."""

    model_config = ConfigDict(frozen=True, extra="allow", arbitrary_types_allowed=True)


class Rendition(_Record):
    """One size of a photo as published: `file` is its path below `photos/`."""

    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    file: str


class SitePhoto(_Record):
    """A photo as a site shows it. Renditions go from large to small.

    `alt` says in words what there is to see, for who cannot see it.
    """

    id: PhotoId
    alt: Annotated[str, Field(json_schema_extra={"maxLength": ALT_LIMIT})] = ""
    alt_en: Annotated[str, Field(json_schema_extra={"maxLength": ALT_LIMIT})] = ""
    credit: str = ""
    licence: str = "CC-BY-4.0"
    taken_on: date | None = None
    illustration: bool = False
    renditions: tuple[Rendition, ...] = ()


class Source(_Record):
    """Where a record came from, if not from a neighbour: a list and the row in it."""

    name: str
    id: str
    url: str = ""
    licence: str = ""
    attribution: str = ""
    retrieved_on: date | None = None


def _text(name: str, describe: str) -> Any:  # noqa: ANN401 - pydantic's Field is typed Any
    return Field(
        default="", description=describe, json_schema_extra={"maxLength": TEXT_LIMITS[name]}
    )


class SiteDraft(_Record):
    """What a person may say about a site. Empty means not said, never "no"."""

    geometry: Geometry
    name: Annotated[
        str,
        Field(
            description="What people call it",
            json_schema_extra={"minLength": 1, "maxLength": TEXT_LIMITS["name"]},
        ),
    ]
    name_kana: str = _text("name_kana", "The name in katakana")
    name_en: str = _text("name_en", "The name in English")
    category: Annotated[str, Field(description="An id of the vocabulary")]
    description: str = _text("description", "What one sees and what it does")
    description_easy: str = _text("description_easy", "The same in やさしい日本語")
    description_en: str = _text("description_en", "The same in English")
    address: str = _text("address", "In words; block-level sites stop at the 丁目")
    district: str = _text("district", "An area of the ward; follows from the address if empty")
    setting: Setting = Setting.PUBLIC_PLACE
    precision: Precision = Precision.EXACT
    located_by: LocatedBy = LocatedBy.MAP
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    attributes: dict[str, Any] = Field(
        default_factory=dict, description="Facts as the category's vocabulary types them"
    )
    access: Access = Access.ANYONE
    wheelchair: Wheelchair | None = None
    keeper: str = _text("keeper", "The group that looks after it; never a person's name")
    lifecycle: Lifecycle = Lifecycle.IN_USE
    superseded_by: Id | None = None
    confirmed_on: Annotated[
        date | None, Field(description="The day somebody last saw it there and usable")
    ] = None
    photos: tuple[SitePhoto, ...] = Field(default=(), json_schema_extra={"maxItems": MAX_PHOTOS})
    source: Source | None = None
    licence: str = "CC-BY-4.0"

    @field_validator("attributes")
    @classmethod
    def _said_only(cls, said: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in said.items() if value is not None}


class Site(SiteDraft):
    """A site as it is kept: a draft that was accepted, and what the record adds."""

    id: Id
    # Named `format` rather than `schema`, which pydantic keeps for itself.
    format: Annotated[int, Field(ge=1)] = SCHEMA_VERSION
    version: Annotated[int, Field(ge=1)] = 1
    group: Annotated[str, Field(description="The group that sent it, by name")] = ""
    group_id: Id | None = None
    created_at: datetime
    recorded_at: datetime

    @classmethod
    def of(cls, draft: SiteDraft, **record: Any) -> Self:  # noqa: ANN401 - fields by name
        """Return the draft as a site; `record` names what the record adds."""
        said = {name: getattr(draft, name) for name in SiteDraft.model_fields}
        return cls(**(said | (draft.model_extra or {}) | record))

    def but(self, **changes: Any) -> Self:  # noqa: ANN401 - fields by name
        """Return this site with some fields changed; the rest stays as it is."""
        return self.model_copy(update=changes)
