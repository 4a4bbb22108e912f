"""Files put before the public, each one whole or not at all.

A reader always gets the old file or the new one, because a file is written beside its
place and moved there in one step. What has not changed is not touched, so that a rebuild
leaves caches and backups in peace. The folder is marked as ours when it is first used:
sweeping up what is gone must never happen in a folder that belongs to somebody else.

These files can always be built again, so nothing waits here for the disk to flush.
"""

# Plain paths as text: with thirty thousand small files, making a Path of each shows.
# ruff: noqa: PTH101, PTH102, PTH103, PTH105, PTH106, PTH108, PTH116, PTH118, PTH120

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

MARKER: Final = ".kufu-public"
_MARKER_TEXT: Final = b"Built by Kufu Map. Files that the builder did not make are removed.\n"
_MODE: Final = 0o644
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class PublishError(Exception):
    """A file could not be put before the public. The one that was there still is."""


class DiskFullError(PublishError):
    """There was no room for a file. The one that was there still is."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"no room left on the disk to write {path}; the page that was there is still "
            "served. Make room, and the builder goes on by itself"
        )
        self.path = path


class NotOurFolderError(PublishError):
    """The folder has files in it that we did not make, so we neither add nor sweep."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} has files in it that Kufu Map did not build. Name an empty folder, "
            f"or put an empty file {MARKER} into it if it may be taken over"
        )
        self.folder = folder


class PublicFolder:
    """The folder of the built site. Paths are relative to it, with forward slashes."""

    def __init__(self, folder: Path, *, is_new: bool = False) -> None:
        self.folder = folder
        self.written: list[str] = []
        self.removed: list[str] = []
        self._root = f"{folder}{os.sep}"
        self._parents: set[str] = set()
        self._kept: set[str] = set()
        # Nothing was in it, so nothing has to be looked at. One process may tell another.
        self.is_new = _take_over(folder) or is_new

    def write(self, path: str, content: bytes) -> bool:
        """Put `content` at `path`; return whether that changed anything.

        Raises `DiskFullError` or another `PublishError`, and then leaves what was there.
        """
        self._kept.add(path)
        target = self._root + path
        if self._is_there(target, content):
            return False
        try:
            self._make_parent(target)
            _replace(target, content)
        except OSError as error:
            raise _translated(error, Path(target)) from error
        self.written.append(path)
        return True

    def link(self, path: str, original: Path) -> bool:
        """Put the file `original` at `path`, as a hard link where the disk allows it."""
        self._kept.add(path)
        target = self._root + path
        try:
            if _is_same(target, original):
                return False
            self._make_parent(target)
            beside = _beside(target)
            try:
                _link_or_copy(original, beside)
                os.replace(beside, target)
            except OSError:
                _forget(beside)
                raise
        except OSError as error:
            raise _translated(error, Path(target)) from error
        self.written.append(path)
        return True

    def note(self, written: Iterable[str]) -> None:
        """Count files as written that another process wrote for this one."""
        self.written.extend(written)

    def keep(self, *paths: str) -> None:
        """Leave these where they are in the next `sweep`, if they are there."""
        self._kept.update(paths)

    def remove(self, path: str) -> bool:
        """Take `path` away, and its folder with it where that is empty then."""
        self._kept.discard(path)
        target = self._root + path
        try:
            os.unlink(target)
        except FileNotFoundError:
            return False
        self.removed.append(path)
        parent = os.path.dirname(target)
        while len(parent) >= len(self._root):
            try:
                os.rmdir(parent)
            except OSError:
                break
            self._parents.discard(parent)
            parent = os.path.dirname(parent)
        return True

    def sweep(self) -> None:
        """Remove every file that was not written or linked since this object was made."""
        if self.is_new:
            return
        kept = self._kept | {MARKER}
        skip = len(self._root)
        for folder, _, names in os.walk(self.folder, topdown=False):
            start = f"{folder}/"[skip:].replace(os.sep, "/")
            for name in names:
                if start + name not in kept:
                    self.remove(start + name)

    def _is_there(self, target: str, content: bytes) -> bool:
        if self.is_new:
            return False
        try:
            file = os.open(target, os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            length = os.fstat(file).st_size
            return length == len(content) and os.read(file, length + 1) == content
        finally:
            os.close(file)

    def _make_parent(self, target: str) -> None:
        parent = os.path.dirname(target)
        if parent in self._parents:
            return
        try:
            os.mkdir(parent)
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(parent, exist_ok=True)
        self._parents.add(parent)


def _take_over(folder: Path) -> bool:
    """Make the folder ours and return whether it is new, or refuse with `NotOurFolderError`."""
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if marker.exists():
        return False
    if any(folder.iterdir()):
        raise NotOurFolderError(folder)
    marker.write_bytes(_MARKER_TEXT)
    return True


def _replace(target: str, content: bytes) -> None:
    beside = _beside(target)
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
    try:
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(file, view) :]
            # Whatever the umask: the web server may run as somebody else.
            os.fchmod(file, _MODE)
        finally:
            os.close(file)
        os.replace(beside, target)
    except OSError:
        _forget(beside)
        raise


def _beside(target: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{os.getpid()}~")


def _forget(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _is_same(target: str, original: Path) -> bool:
    source = original.stat()
    try:
        there = os.stat(target)
    except FileNotFoundError:
        return False
    if (there.st_ino, there.st_dev) == (source.st_ino, source.st_dev):
        return True
    return there.st_nlink == 1 and (there.st_size, there.st_mtime_ns) == (
        source.st_size,
        source.st_mtime_ns,
    )


def _link_or_copy(original: Path, beside: str) -> None:
    try:
        os.link(original, beside)
    except OSError as error:
        if error.errno in _NO_ROOM or isinstance(error, FileNotFoundError):
            raise
        shutil.copy2(original, beside)
        os.chmod(beside, _MODE)


def _translated(error: OSError, path: Path) -> PublishError:
    if error.errno in _NO_ROOM:
        return DiskFullError(path)
    return PublishError(f"{path} could not be written: {error.strerror}")
