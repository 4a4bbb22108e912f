"""What every PhotoStore promises; a new store joins with one line in STORES."""

from __future__ import annotations

import resource
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from photos.disk import DiskPhotoStore
from photos.intake import process
from photos.memory import MemoryPhotoStore
from photos.store import PhotoStore, PhotoStoreFullError, UnknownPhotoError
from tests.photos.pictures import encoded, plain, processed_like

STORES: dict[str, Callable[[Path], PhotoStore]] = {
    "memory": lambda _: MemoryPhotoStore(),
    "disk": DiskPhotoStore,
}
ABSENT = "0" * 64


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PhotoStore:
    return STORES[request.param](tmp_path)


def test_what_intake_made_can_be_kept_and_read(store: PhotoStore) -> None:
    processed = process(encoded(plain()))
    assert processed.photo.id not in store
    store.put(processed)
    assert processed.photo.id in store
    assert store.master(processed.photo.id) == processed.master
    for rendition in processed.photo.renditions:
        assert store.rendition(rendition.file) == processed.files[rendition.file]


def test_nothing_is_published_before_it_is_asked_for(store: PhotoStore) -> None:
    picture = processed_like(b"one")
    store.put(picture)
    for file in picture.files:
        with pytest.raises(UnknownPhotoError):
            store.published(file)


def test_renditions_are_published_as_they_are_and_stay_in_private(store: PhotoStore) -> None:
    picture, other = processed_like(b"one"), processed_like(b"two")
    store.put(picture)
    store.put(other)
    store.publish(picture.files)
    for file, content in picture.files.items():
        assert store.published(file) == store.rendition(file) == content
    for file in other.files:
        with pytest.raises(UnknownPhotoError):
            store.published(file)


def test_every_step_may_be_repeated(store: PhotoStore) -> None:
    picture = processed_like(b"one")
    for _ in range(2):
        store.put(picture)
    for _ in range(2):
        store.publish(picture.files)
    assert all(store.published(file) == content for file, content in picture.files.items())
    for _ in range(2):
        store.withdraw(picture.photo.id)
    for _ in range(2):
        store.discard(picture.photo.id)
    assert picture.photo.id not in store


def test_withdrawing_takes_every_published_rendition_back_and_only_those(
    store: PhotoStore,
) -> None:
    picture, other = processed_like(b"one"), processed_like(b"two")
    for each in (picture, other):
        store.put(each)
        store.publish(each.files)
    store.withdraw(picture.photo.id)
    for file in picture.files:
        with pytest.raises(UnknownPhotoError):
            store.published(file)
        assert store.rendition(file)
    assert picture.photo.id in store
    assert all(store.published(file) for file in other.files)
    store.publish(picture.files)
    assert all(store.published(file) for file in picture.files)


def test_discarding_forgets_a_photo_altogether(store: PhotoStore) -> None:
    picture = processed_like(b"one")
    store.put(picture)
    store.publish(picture.files)
    store.discard(picture.photo.id)
    assert picture.photo.id not in store
    with pytest.raises(UnknownPhotoError):
        store.master(picture.photo.id)
    for file in picture.files:
        for read in (store.rendition, store.published):
            with pytest.raises(UnknownPhotoError):
                read(file)


def test_if_one_rendition_is_missing_none_is_published(store: PhotoStore) -> None:
    picture = processed_like(b"one")
    store.put(picture)
    with pytest.raises(UnknownPhotoError):
        store.publish([*picture.files, f"{ABSENT}/r1-400.jpg"])
    for file in picture.files:
        with pytest.raises(UnknownPhotoError):
            store.published(file)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        f"../masters/{ABSENT}.jpg",
        f"{ABSENT}/../../masters/{ABSENT}.jpg",
        f"{ABSENT}/r1-400.jpg\n",
        f"/{ABSENT}/r1-400.jpg",
        ABSENT,
        "",
        f"{ABSENT}/",
        f"{ABSENT.upper().replace('0', 'A')}/r1-400.jpg",
    ],
)
def test_a_name_no_rendition_has_reaches_no_file(name: str, store: PhotoStore) -> None:
    with pytest.raises(UnknownPhotoError):
        store.publish([name])
    for read in (store.rendition, store.published):
        with pytest.raises(UnknownPhotoError):
            read(name)


@pytest.mark.parametrize("name", ["..", "", "../private", "a" * 63, "A" * 64])
def test_a_name_no_photo_has_reaches_no_file(name: str, store: PhotoStore) -> None:
    assert name not in store
    for use in (store.master, store.withdraw, store.discard):
        with pytest.raises(UnknownPhotoError):
            use(name)
    assert 7 not in store


def test_a_reader_sees_a_file_whole_or_not_at_all(store: PhotoStore) -> None:
    picture = processed_like(b"x" * 300_000)
    file, content = next(iter(picture.files.items()))
    store.put(picture)
    done = threading.Event()

    def publish_and_withdraw() -> None:
        for _ in range(30):
            store.publish([file])
            store.withdraw(picture.photo.id)
        done.set()

    writer = threading.Thread(target=publish_and_withdraw)
    writer.start()
    while not done.is_set():
        try:
            assert store.published(file) == content
        except UnknownPhotoError:
            continue
    writer.join()


def test_two_may_put_and_publish_the_same_at_once(store: PhotoStore) -> None:
    pictures = [processed_like(bytes([number])) for number in range(8)]
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for picture in pictures:
                store.put(picture)
                store.publish(picture.files)
        except BaseException as error:  # noqa: BLE001 - shown by the assert below
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures
    assert all(store.published(file) for picture in pictures for file in picture.files)


def test_on_disk_the_public_can_read_what_is_published_and_nothing_else(tmp_path: Path) -> None:
    store = DiskPhotoStore(tmp_path)
    picture = processed_like(b"one")
    store.put(picture)
    store.publish(picture.files)
    modes = {
        path.relative_to(tmp_path).parts[0]: stat.S_IMODE(path.stat().st_mode)
        for path in tmp_path.rglob("*.jpg")
    }
    assert modes == {"photos": 0o644, "private": 0o600}
    folders = {
        str(path.relative_to(tmp_path)): stat.S_IMODE(path.stat().st_mode)
        for path in tmp_path.rglob("*")
        if path.is_dir()
    }
    assert {folders["photos"], folders[f"photos/{picture.photo.id}"]} == {0o755}
    assert {mode for name, mode in folders.items() if name.startswith("private")} == {0o700}
    assert not [path for path in (tmp_path / "photos").rglob("*") if "master" in path.name]


@contextmanager
def no_file_longer_than(length: int) -> Iterator[None]:
    """Have the kernel refuse to write on, as it does where a disk or a quota is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_leaves_no_half_file_and_what_was_there(tmp_path: Path) -> None:
    store = DiskPhotoStore(tmp_path)
    before, late = processed_like(b"one"), processed_like(b"x" * 50_000)
    store.put(before)
    files = set(tmp_path.rglob("*.*"))
    with no_file_longer_than(10_000), pytest.raises(PhotoStoreFullError):
        store.put(late)
    assert set(tmp_path.rglob("*.*")) == files
    assert late.photo.id not in store
    assert store.master(before.photo.id) == before.master
    store.put(late)
    with no_file_longer_than(10_000), pytest.raises(PhotoStoreFullError):
        store.publish(late.files)
    assert not list((tmp_path / "photos").rglob("*.*"))
    store.publish(late.files)
    assert all(store.published(file) == content for file, content in late.files.items())
