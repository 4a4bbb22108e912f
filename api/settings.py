"""How this door is set up: built once by who starts it, and passed down.

Nothing reads the environment, here or anywhere below; `of` takes everything from a
workspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from data.vocabulary import Vocabulary
from data.ward import Ward
from data.workspace import Workspace

PREFIX: Final = "/api/v1"
_MEGA: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may bring and take. Sizes in bytes.

    `text_bytes` holds for JSON and for each text part of a form, `upload_bytes` for a
    whole form. `uploads_at_once` bounds memory: that many requests with photos are worked
    on, the others wait in line.
    """

    text_bytes: int = 1 * _MEGA
    photo_bytes: int = 30 * _MEGA
    photo_pixels: int = 60 * _MEGA
    photos: int = 10
    page: int = 100
    largest_page: int = 1000
    uploads_at_once: int = 4
    photo_workers: int = 1
    kept_compressed_bytes: int = 32 * _MEGA

    @property
    def upload_bytes(self) -> int:
        """How large a whole form may be: its photos, its texts, and the lines between."""
        return self.photos * self.photo_bytes + 2 * self.text_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where everything lies and how much is allowed.

    `home` is the workspace folder, which holds photos, published and private.
    `public_dir` is the built site, served at `/`; None serves the API alone.
    `catch_up_seconds` is how soon this process sees what another one wrote to the ledger.
    """

    home: Path
    database_url: str
    ledger: Path
    ward: Ward
    vocabulary: Vocabulary
    public_dir: Path | None = None
    limits: Limits = Limits()
    catch_up_seconds: float = 0.2
    log_level: str = "info"

    @classmethod
    def of(cls, workspace: Workspace, *, database_url: str = "", log_level: str = "info") -> Self:
        """Return the settings that serve `workspace`; raise `WorkspaceError` if it is unusable."""
        config = workspace.config
        return cls(
            home=workspace.home,
            database_url=database_url or workspace.database_url,
            ledger=workspace.sites,
            public_dir=workspace.public,
            ward=workspace.ward(),
            vocabulary=workspace.vocabulary(),
            limits=Limits(
                photo_bytes=config.max_photo_bytes,
                photo_pixels=config.max_photo_pixels,
                photos=config.max_photos,
                photo_workers=config.photo_workers,
            ),
            log_level=log_level,
        )
