"""What a build needs to know besides the sites themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from data.vocabulary import Vocabulary
from data.ward import Ward
from site_builder.i18n import Language, languages

# A fact this old may still be true; the page says kindly that another look would help.
CONFIRMED_FOR_DAYS: Final = 366


@dataclass(frozen=True)
class BuildOptions:
    """The settings of one build; `kufu.toml` is read elsewhere.

    `today` is the day the site is built for: the same sites, photos and day give the same
    bytes. `photos` is the workspace's folder of published renditions, None where there is
    none. `address` is where the site will stand ("https://map.example.jp/"), for what
    cannot be relative; the site works in a sub-folder and without an address too.
    """

    today: date
    photos: Path | None = None
    address: str = ""
    language_ids: tuple[str, ...] = ("ja", "easy", "en")
    ward: Ward = field(default_factory=Ward.default)
    vocabulary: Vocabulary = field(default_factory=Vocabulary.default)

    def __post_init__(self) -> None:
        """Refuse a language we do not speak now rather than in the middle of a build."""
        languages(self.language_ids)
        if self.address and not self.address.endswith("/"):
            object.__setattr__(self, "address", f"{self.address}/")

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, the main one first."""
        return languages(self.language_ids)
