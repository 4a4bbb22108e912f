"""A file before the public is whole, or the one before it, and only ours are swept away."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from site_builder.publish import (
    MARKER,
    DiskFullError,
    NotOurFolderError,
    PublicFolder,
    PublishError,
)


@contextmanager
def no_file_longer_than(length: int) -> Iterator[None]:
    """Let the operating system refuse longer files, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {
        MARKER
    }


def test_a_file_is_there_and_readable_for_the_web_server(public: Path) -> None:
    mask = os.umask(0o077)
    try:
        assert PublicFolder(public).write("sites/1/index.html", b"page")
    finally:
        os.umask(mask)

    assert (public / "sites/1/index.html").read_bytes() == b"page"
    assert (public / "sites/1/index.html").stat().st_mode & 0o777 == 0o644
    assert names(public) == {"sites/1/index.html"}


def test_what_has_not_changed_is_not_touched(public: Path) -> None:
    PublicFolder(public).write("a.html", b"same")
    before = (public / "a.html").stat().st_ino
    folder = PublicFolder(public)

    assert not folder.write("a.html", b"same")
    assert (public / "a.html").stat().st_ino == before
    assert folder.written == []


def test_a_reader_keeps_the_old_file_whole_while_the_new_one_comes(public: Path) -> None:
    folder = PublicFolder(public)
    folder.write("a.html", b"old" * 1000)
    with (public / "a.html").open("rb") as reading:
        folder.write("a.html", b"new")
        assert reading.read() == b"old" * 1000
    assert (public / "a.html").read_bytes() == b"new"


def test_a_full_disk_is_told_and_leaves_the_old_file_and_no_rest(public: Path) -> None:
    folder = PublicFolder(public)
    folder.write("a.html", b"old")

    with no_file_longer_than(10_000), pytest.raises(DiskFullError, match="no room left"):
        folder.write("a.html", b"x" * 100_000)

    assert (public / "a.html").read_bytes() == b"old"
    assert names(public) == {"a.html"}


def test_what_stands_in_the_way_is_told(public: Path) -> None:
    folder = PublicFolder(public)
    folder.write("a.html/inner", b"")

    with pytest.raises(PublishError, match=r"a\.html"):
        folder.write("a.html", b"page")
    assert names(public) == {"a.html/inner"}


def test_sweeping_takes_what_was_not_written_and_rests_of_a_cut_run(public: Path) -> None:
    first = PublicFolder(public)
    first.write("gone/index.html", b"1")
    first.write("stays/index.html", b"2")
    (public / "stays" / ".index.html.99~").write_bytes(b"half")
    second = PublicFolder(public)
    second.write("stays/index.html", b"2")

    second.sweep()

    assert names(public) == {"stays/index.html"}
    assert not (public / "gone").exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(NotOurFolderError, match="Name an empty folder"):
        PublicFolder(tmp_path)
    assert names(tmp_path) == {"letter.txt"}


def test_a_linked_file_follows_its_original_when_that_is_replaced(
    public: Path, tmp_path: Path
) -> None:
    original = tmp_path / "r1-400.jpg"
    original.write_bytes(b"first")
    folder = PublicFolder(public)
    assert folder.link("photos/r1-400.jpg", original)
    assert not folder.link("photos/r1-400.jpg", original)

    masked = tmp_path / "masked"
    masked.write_bytes(b"other")
    masked.replace(original)

    assert folder.link("photos/r1-400.jpg", original)
    assert (public / "photos/r1-400.jpg").read_bytes() == b"other"
    assert names(public) == {"photos/r1-400.jpg"}


def test_removing_takes_empty_folders_along_and_never_the_root(public: Path) -> None:
    folder = PublicFolder(public)
    folder.write("sites/1/index.html", b"page")

    assert folder.remove("sites/1/index.html")
    assert not folder.remove("sites/1/index.html")
    assert public.is_dir()
    assert not (public / "sites").exists()
    folder.write("sites/1/index.html", b"again")
    assert names(public) == {"sites/1/index.html"}
