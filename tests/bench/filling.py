"""Records to measure with: many, spread over the ward, each about as long as a real one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from shapely import Point

from data.event import Event
from data.ids import new_id
from data.ledger import Ledger
from data.site import Site
from data.vocabulary import Vocabulary
from data.ward import Ward

_WORDS = "くぼ地に石をしきつめ、屋根に降った雨をためて、ゆっくり土にしみこませます。"


def made_up_sites(count: int, seed: int = 1) -> Iterator[Site]:
    """Yield `count` sites with made-up places and words."""
    dice = random.Random(seed)
    ward, kinds = Ward.default(), [each.id for each in Vocabulary.default()]
    west, south, east, north = ward.bounds
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for number in range(count):
        yield Site(
            geometry=Point(
                round(dice.uniform(west, east), 6), round(dice.uniform(south, north), 6)
            ),
            name=f"くふう {number}",
            category=dice.choice(kinds),
            description=_WORDS * dice.randint(1, 3),
            address=f"東京都世田谷区代沢五丁目{dice.randint(1, 40)}-{dice.randint(1, 20)}",
            district=dice.choice(ward.districts),
            id=new_id(),
            group="まちづくりの会",
            created_at=moment,
            recorded_at=moment,
        )


def fill(path: Path, count: int) -> Ledger:
    """Return a ledger at `path` with `count` made-up sites in it."""
    ledger = Ledger.open(path)
    ledger.append_many(Event.version(site) for site in made_up_sites(count))
    return ledger
