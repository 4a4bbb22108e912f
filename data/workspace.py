"""A workspace: the one folder that holds everything a deployment owns, and so its backup.

`kufu.toml` in it says how this deployment differs from the default; every key is
optional, and one that we do not know is refused by name, because a misspelt setting that
is passed over is worse than none.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Self

from data.vocabulary import LANGUAGES, Language, Vocabulary
from data.ward import WARDS, Ward

FORMAT: Final = 1

_NEW_TOML: Final = """\
# Kufū Map: how this deployment differs from the default. Every key is optional;
# docs/settings.md lists them all.
"""


class WorkspaceError(Exception):
    """The folder cannot be used as a workspace; the message says what to do."""


@dataclass(frozen=True)
class Config:
    """What `kufu.toml` may say.

    `ward` is a folder, looked for in the workspace first and then among ours.
    """

    ward: str = field(default="setagaya", metadata={"says": "the ward's folder"})
    languages: tuple[Language, ...] = field(
        default=LANGUAGES, metadata={"says": "languages of the public site, the first at /"}
    )
    site_url: str = field(
        default="", metadata={"says": "where the public site is reached, for absolute links"}
    )
    max_photo_bytes: int = field(
        default=30_000_000, metadata={"says": "largest photo that is taken in, in bytes"}
    )
    max_photo_pixels: int = field(
        default=60_000_000, metadata={"says": "largest photo that is taken in, in pixels"}
    )
    max_photos: int = field(default=10, metadata={"says": "photos a submission may carry"})
    photo_workers: int = field(default=1, metadata={"says": "processes that work on photos"})

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what `text`, the content of a `kufu.toml`, says; raise `WorkspaceError`."""
        try:
            said = tomllib.loads(text)
        except tomllib.TOMLDecodeError as broken:
            message = f"kufu.toml is not TOML: {broken}"
            raise WorkspaceError(message) from broken
        known = {each.name: each for each in fields(cls)}
        for name, value in said.items():
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                message = f"kufu.toml: there is no setting {name}{hint}"
                raise WorkspaceError(message)
            _check(name, value, known[name].default)
        if "languages" in said:
            said["languages"] = tuple(said["languages"])
        return cls(**said)


def _check(name: str, value: Any, default: Any) -> None:  # noqa: ANN401 - what TOML gave
    wanted = list if isinstance(default, tuple) else type(default)
    if not isinstance(value, wanted) or isinstance(value, bool):
        message = f"kufu.toml: {name} should be of type {wanted.__name__}, it is {value!r}"
        raise WorkspaceError(message)
    if name == "languages" and not (value and set(value) <= set(LANGUAGES)):
        message = f"kufu.toml: languages may be {', '.join(LANGUAGES)}, and one at least"
        raise WorkspaceError(message)
    if isinstance(value, int) and value < 1:
        message = f"kufu.toml: {name} should be 1 or more"
        raise WorkspaceError(message)


@dataclass(frozen=True)
class Workspace:
    """The folder `home` and what lies where in it."""

    home: Path
    config: Config

    @classmethod
    def create(cls, home: Path) -> Self:
        """Return the workspace at `home`, made where there is none yet."""
        try:
            for folder in ("data", "photos", "public", "private"):
                (home / folder).mkdir(parents=True, exist_ok=True)
            (home / "private").chmod(0o700)
            if not (home / "kufu.toml").exists():
                (home / "kufu.toml").write_text(_NEW_TOML, encoding="utf-8")
            if not (home / "FORMAT").exists():
                (home / "FORMAT").write_text(f"{FORMAT}\n", encoding="ascii")
        except OSError as failed:
            message = f"{home} cannot be made a workspace: {failed.strerror}"
            raise WorkspaceError(message) from failed
        return cls.open(home)

    @classmethod
    def open(cls, home: Path) -> Self:
        """Return the workspace at `home`; refuse a folder that is none, or a newer one's."""
        if not (home / "FORMAT").exists():
            message = f"{home} is no workspace yet: `kufu demo` or `kufu group add` makes one"
            raise WorkspaceError(message)
        found = (home / "FORMAT").read_text(encoding="ascii").strip()
        if not found.isdigit() or int(found) > FORMAT:
            message = (
                f"{home} was written by a newer Kufū Map (format {found}; this one reads up to "
                f"{FORMAT}): nothing was changed. Install the newer version, then try again"
            )
            raise WorkspaceError(message)
        return cls(home.resolve(), Config.read((home / "kufu.toml").read_text(encoding="utf-8")))

    @property
    def sites(self) -> Path:
        """The ledger of sites."""
        return self.home / "data" / "sites.geojsonl"

    @property
    def photos(self) -> Path:
        """Renditions that are published."""
        return self.home / "photos"

    @property
    def public(self) -> Path:
        """The built site."""
        return self.home / "public"

    @property
    def private(self) -> Path:
        """What is never served."""
        return self.home / "private"

    @property
    def database_url(self) -> str:
        """The private database, as SQLAlchemy names it."""
        return f"sqlite:///{self.private / 'kufu.sqlite'}"

    def ward(self) -> Ward:
        """Return the ward that the configuration names; raise `WorkspaceError` if there is none."""
        for folder in (self.home / self.config.ward, WARDS / self.config.ward):
            if (folder / "ward.toml").exists():
                return Ward.load(folder)
        message = f"kufu.toml: there is no ward folder {self.config.ward}"
        raise WorkspaceError(message)

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary: the workspace's own `vocabulary.json`, or ours."""
        own = self.home / "vocabulary.json"
        return Vocabulary.load(own if own.exists() else None)
