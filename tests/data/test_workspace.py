"""A workspace is one folder; what is wrong with it is said before anything is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.workspace import Config, Workspace, WorkspaceError


def test_a_new_workspace_has_everything_in_its_place(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "here")
    assert made == Workspace.open(tmp_path / "here") == Workspace.create(tmp_path / "here")
    assert made.ward().code == "131121"
    assert "rain_garden" in made.vocabulary()
    assert oct(made.private.stat().st_mode & 0o777) == "0o700"


def test_a_folder_that_is_none_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="kufu demo"):
        Workspace.open(tmp_path)


def test_a_newer_workspace_is_refused_and_left_alone(tmp_path: Path) -> None:
    Workspace.create(tmp_path)
    (tmp_path / "FORMAT").write_text("99\n")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    for door in (Workspace.open, Workspace.create):
        with pytest.raises(WorkspaceError, match="Install the newer version"):
            door(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_disk_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match="cannot be made a workspace"):
        Workspace.create(tmp_path / "file")


def test_every_setting_is_optional_and_can_be_said() -> None:
    assert Config.read("") == Config()
    said = Config.read('languages = ["en"]\nmax_photos = 3\nward = "mine"')
    assert (said.languages, said.max_photos, said.ward) == (("en",), 3, "mine")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("languges = []", "did you mean languages"),
        ("nothing_like_it = 1", "no setting nothing_like_it"),
        ("max_photos = 'three'", "type int"),
        ("max_photos = true", "type int"),
        ("max_photos = 0", "1 or more"),
        ("languages = ['fr']", "languages may be"),
        ("languages = []", "languages may be"),
        ("languages = 'ja'", "type list"),
        ("= 1", "not TOML"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(text: str, told: str) -> None:
    with pytest.raises(WorkspaceError, match=told):
        Config.read(text)


def test_a_workspace_may_bring_its_own_ward_and_words(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path)
    (tmp_path / "kufu.toml").write_text('ward = "nowhere"')
    with pytest.raises(WorkspaceError, match="no ward folder nowhere"):
        Workspace.open(tmp_path).ward()
    (tmp_path / "vocabulary.json").write_text('{"categories": []}')
    assert len(made.vocabulary()) == 0
