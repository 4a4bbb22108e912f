"""The demo's records: real places of Setagaya, told in our own words.

Positions are those of the 丁目, about 250 m rough, and say so. Pictures are drawn by
`data.samples.pictures` and labelled as illustrations.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from data.geojson import read_geometry
from data.site import SiteDraft

_FILE: Final = Path(__file__).with_name("setagaya.geojson")


@dataclass(frozen=True, slots=True)
class Sample:
    """One place of the demo. `alt` and `alt_en` say what its illustration shows."""

    draft: SiteDraft
    alt: str
    alt_en: str


def samples() -> list[Sample]:
    """Return the demo's places in the order of the file."""
    read = orjson.loads(_FILE.read_bytes())
    return [
        Sample(
            SiteDraft(geometry=read_geometry(each["geometry"]), **each["properties"]),
            **each["illustration"],
        )
        for each in read["features"]
    ]


def sample_drafts() -> list[SiteDraft]:
    """Return the demo's records alone."""
    return [sample.draft for sample in samples()]
