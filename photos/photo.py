"""What a photo is here, what may be wrong with one, and how large one may be.

Nothing in this module opens a picture, so that the server knows these words without
loading a decoder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from data.site import Rendition
from photos.words import words

_MEGA: Final = 1_000_000


class PhotoError(Exception):
    """The root of all that this package may raise."""


class UnusablePhotoError(PhotoError):
    """A picture that cannot be taken; `code` says why and `words` what to do instead."""

    def __init__(self, code: str, figures: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.figures: Mapping[str, Any] = MappingProxyType(dict(figures or {}))

    def words(self) -> dict[str, str]:
        """Return the sentence in each language: `{"ja": …, "en": …}`."""
        return words(self.code, self.figures)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large one picture may be. How many there may be is for the door to say."""

    max_bytes: int = 30 * _MEGA
    max_pixels: int = 60 * _MEGA
    # JPEG ends at 65,500 a side; a picture this long is a strip nobody can look at.
    max_side: int = 30_000


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that was taken in.

    `id` is the SHA-256 of the bytes as sent, in hex, so that sending a file twice makes
    one photo; `width` and `height` are the master's, upright, in pixels; renditions go
    from large to small.
    """

    id: str
    width: int
    height: int
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where and when a picture says that it was taken: a help for filling in a form.

    `position` is (longitude, latitude) in degrees on today's datum, or None; `taken_at`
    has a zone only where the camera wrote one. Each doubt is a code of `photos.words`.
    It is never stored with the picture: a contributor's front door is not open data.
    """

    position: tuple[float, float] | None = None
    accuracy_m: float | None = None
    taken_at: datetime | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Processed:
    """A photo with its bytes, on the way from intake to the store.

    `master` is the whole picture and stays private; `files` are the renditions' bytes by
    `Rendition.file`. Both are JPEGs of pixels alone. `notes` are codes of
    `photos.words` that its sender may want to know.
    """

    photo: Photo
    master: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    suggestion: Suggestion = Suggestion()
    notes: tuple[str, ...] = ()


def check_length(length: int, limits: Limits) -> None:
    """Refuse what is empty or too long, which one can tell without looking inside."""
    if not length:
        raise UnusablePhotoError("photo.empty")
    if length > limits.max_bytes:
        figures = {"mb": megas(length), "limit_mb": megas(limits.max_bytes)}
        raise UnusablePhotoError("photo.too_many_bytes", figures)


def megas(count: int) -> float | int:
    """Return how many millions that are, to a tenth, as people say it.

    >>> megas(30_000_000), megas(30_290_000)
    (30, 30.3)
    """
    rounded = round(count / _MEGA, 1)
    return int(rounded) if rounded.is_integer() else rounded
