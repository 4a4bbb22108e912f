"""Pictures kept in a workspace's folders.

    photos/<id>/r1-1600.jpg               published; any web server may read it
    private/renditions/<id>/r1-1600.jpg   the same before and after, for us alone
    private/masters/<id>.jpg              never leaves

A file is written beside its place, flushed, and renamed into it. A crash leaves at most
a file whose name starts with a dot, which nothing reads.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from photos.photo import Processed
from photos.store import PhotoStoreFullError, UnknownPhotoError, known_file, known_id

_PRIVATE: Final = 0o700
_PUBLIC: Final = 0o755
# A full disk, a used-up quota, and a limit on the size of one file.
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskPhotoStore:
    """A `photos.store.PhotoStore` below the workspace folder `home`."""

    def __init__(self, home: Path) -> None:
        self._masters = home / "private" / "masters"
        self._private = home / "private" / "renditions"
        self._published = home / "photos"

    def put(self, processed: Processed) -> None:
        """Write the renditions, then the master, each flushed."""
        for file, content in processed.files.items():
            _write(self._private / known_file(file), content, _PRIVATE)
        # The master last: whose master is here is here whole.
        _write(self._master_path(processed.photo.id), processed.master, _PRIVATE)

    def __contains__(self, photo_id: object) -> bool:
        try:
            return isinstance(photo_id, str) and self._master_path(photo_id).is_file()
        except UnknownPhotoError:
            return False

    def master(self, photo_id: str) -> bytes:
        """Return the private master's bytes."""
        return _read(self._master_path(photo_id))

    def rendition(self, file: str) -> bytes:
        """Return a private rendition's bytes."""
        return _read(self._private / known_file(file))

    def published(self, file: str) -> bytes:
        """Return a published rendition's bytes."""
        return _read(self._published / known_file(file))

    def publish(self, files: Iterable[str]) -> None:
        """Copy renditions into the published folder, once all of them are found."""
        contents = {file: self.rendition(file) for file in files}
        for file, content in contents.items():
            _write(self._published / file, content, _PUBLIC)

    def withdraw(self, photo_id: str) -> None:
        """Remove the published folder of a photo."""
        _remove_folder(self._published / known_id(photo_id))

    def discard(self, photo_id: str) -> None:
        """Remove a photo from all three folders."""
        self.withdraw(photo_id)
        # The master first, for the reason that `put` writes it last.
        self._master_path(photo_id).unlink(missing_ok=True)
        _remove_folder(self._private / photo_id)

    def _master_path(self, photo_id: str) -> Path:
        return self._masters / f"{known_id(photo_id)}.jpg"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnknownPhotoError(path.name) from error


def _write(path: Path, content: bytes, folder_mode: int) -> None:
    """Put `content` at `path`, whole or not at all, flushed; modes say who may read."""
    try:
        _make_folder(path.parent, folder_mode)
        handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                # mkstemp makes 0600, which another user's web server could not read.
                os.fchmod(file.fileno(), folder_mode & 0o666)
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)
    except OSError as error:
        if error.errno in _FULL:
            message = "there is no room left to keep the picture"
            raise PhotoStoreFullError(message) from error
        raise


def _make_folder(folder: Path, mode: int) -> None:
    if folder.is_dir():
        return
    missing = [folder, *(above for above in folder.parents if not above.exists())]
    for each in reversed(missing):
        with suppress(FileExistsError):  # another thread was first
            each.mkdir()
            each.chmod(mode)
            _flush_folder(each.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_folder(folder: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
        _flush_folder(folder.parent)
