"""Pictures kept in memory: for tests, and to see how little a store has to do."""

from __future__ import annotations

from collections.abc import Iterable

from photos.photo import Processed
from photos.store import UnknownPhotoError, known_file, known_id


class MemoryPhotoStore:
    """A `photos.store.PhotoStore` that lasts as long as the process."""

    def __init__(self) -> None:
        self._masters: dict[str, bytes] = {}
        self._private: dict[str, bytes] = {}
        self._published: dict[str, bytes] = {}

    def put(self, processed: Processed) -> None:
        """Keep master and renditions in private."""
        files = {known_file(file): content for file, content in processed.files.items()}
        master_id = known_id(processed.photo.id)
        self._private.update(files)
        self._masters[master_id] = processed.master

    def __contains__(self, photo_id: object) -> bool:
        return photo_id in self._masters

    def master(self, photo_id: str) -> bytes:
        """Return the private master's bytes."""
        return _read(self._masters, known_id(photo_id))

    def rendition(self, file: str) -> bytes:
        """Return a private rendition's bytes."""
        return _read(self._private, known_file(file))

    def published(self, file: str) -> bytes:
        """Return a published rendition's bytes."""
        return _read(self._published, known_file(file))

    def publish(self, files: Iterable[str]) -> None:
        """Publish the renditions named, or none."""
        self._published.update({file: self.rendition(file) for file in files})

    def withdraw(self, photo_id: str) -> None:
        """Take every published rendition of a photo back."""
        _drop(self._published, known_id(photo_id))

    def discard(self, photo_id: str) -> None:
        """Forget a photo altogether."""
        self.withdraw(photo_id)
        _drop(self._private, photo_id)
        self._masters.pop(photo_id, None)


def _read(files: dict[str, bytes], name: str) -> bytes:
    if name not in files:
        raise UnknownPhotoError(name)
    return files[name]


def _drop(files: dict[str, bytes], photo_id: str) -> None:
    for file in [file for file in files if file.startswith(f"{photo_id}/")]:
        del files[file]
