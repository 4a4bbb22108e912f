"""Where pictures are kept: what every store promises, whatever it is made of.

There are two places. The private one has masters and renditions from the moment a picture
is taken in; the published one has renditions only, and only those that an accepted site
shows. `tests/photos/test_photo_store.py` is the promise in full; a new backend joins it
with one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol

from photos.photo import PhotoError, Processed

_ID: Final = re.compile(r"[0-9a-f]{64}")
_FILE: Final = re.compile(r"[0-9a-f]{64}/[a-z0-9]+-[0-9]+\.[a-z0-9]+")


class PhotoStoreError(PhotoError):
    """The root of all that a store may raise."""


class UnknownPhotoError(PhotoStoreError):
    """There is no such photo here, or the name is none that a photo could have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no photo {name!r}")
        self.name = name


class PhotoStoreFullError(PhotoStoreError):
    """There was no room to write. No half a file stays, and all that was is still there."""


class PhotoStore(Protocol):
    """The role; `photos.memory` and `photos.disk` are the actors.

    Every method may be repeated without harm. A reader sees a file whole or not at all.
    """

    def put(self, processed: Processed) -> None:
        """Keep master and renditions in private; they are there for good on return."""

    def __contains__(self, photo_id: object) -> bool:
        """Is this photo kept whole, renditions and master?"""

    def master(self, photo_id: str) -> bytes:
        """Return the private master's bytes, or raise `UnknownPhotoError`."""

    def rendition(self, file: str) -> bytes:
        """Return a private rendition's bytes, or raise `UnknownPhotoError`."""

    def published(self, file: str) -> bytes:
        """Return a published rendition's bytes, or raise `UnknownPhotoError`."""

    def publish(self, files: Iterable[str]) -> None:
        """Publish the renditions that are named as `Rendition.file` names them.

        If one of them is not here, `UnknownPhotoError` and none is published.
        """

    def withdraw(self, photo_id: str) -> None:
        """Take every published rendition of a photo back; what is private stays."""

    def discard(self, photo_id: str) -> None:
        """Forget a photo altogether, as after a declined submission."""


def known_id(photo_id: str) -> str:
    """Return `photo_id` if it is one; names come from outside, and paths hide in them."""
    if _ID.fullmatch(photo_id) is None:
        raise UnknownPhotoError(photo_id)
    return photo_id


def known_file(file: str) -> str:
    """Return `file` if a rendition could be called so.

    >>> known_file("../private/masters/x.jpg")
    Traceback (most recent call last):
    photos.store.UnknownPhotoError: there is no photo '../private/masters/x.jpg'
    """
    if _FILE.fullmatch(file) is None:
        raise UnknownPhotoError(file)
    return file
