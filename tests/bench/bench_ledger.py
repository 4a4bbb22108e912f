"""How long it takes to open a ledger, to add to it, and to find what is in a box."""

from __future__ import annotations

import random
import statistics
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from data.event import Event
from data.ledger import Ledger
from data.store import Query
from tests.bench.figure import Figure, p95, timed
from tests.bench.filling import fill, made_up_sites

_SIZES = (0, 10_000, 100_000)


def measure() -> list[Figure]:
    """Return what it takes at none, 10,000 and 100,000 records."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in _SIZES:
            path = Path(folder) / f"{size}.geojsonl"
            fill(path, size)
            opening = statistics.median(timed(partial(Ledger.open, path)) for _ in range(5))
            if size == _SIZES[-1]:
                figures.append(
                    Figure("open a ledger of 100,000", f"{opening:.2f} s", "≤1 s", opening <= 1)
                )
            ledger = Ledger.open(path)
            ledger.query(Query(bounds=(139.6, 35.6, 139.61, 35.61)))
            adding = [timed(partial(ledger.append, each)) for each in _events(300)]
            figures.append(
                Figure(f"append and flush, {size:,} before it", f"p95 {p95(adding) * 1e3:.2f} ms")
            )
            figures.append(
                Figure(f"find a box of 100 among {size:,}", f"{_finding(ledger, size):.0f} µs")
            )
    return figures


def _events(count: int) -> list[Event]:
    return [Event.version(site) for site in made_up_sites(count, seed=2)]


def _finding(ledger: Ledger, size: int) -> float:
    dice = random.Random(3)
    side = 0.1 * (100 / max(size, 100)) ** 0.5
    boxes = [
        (west, south, west + side, south + side)
        for west, south in (_corner(dice) for _ in range(300))
    ]
    start = perf_counter()
    for box in boxes:
        ledger.query(Query(bounds=box))
    return (perf_counter() - start) / len(boxes) * 1e6


def _corner(dice: random.Random) -> tuple[float, float]:
    return dice.uniform(139.6, 139.66), dice.uniform(35.6, 35.66)
