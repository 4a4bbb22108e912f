"""One measurement: what was measured, what came out, what must be reached."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table. `reached` is None where there is nothing that must be reached."""

    what: str
    measured: str
    must: str = ""
    reached: bool | None = None

    def row(self) -> str:
        """Return the row in Markdown."""
        mark = {True: "yes", False: "**no**", None: ""}[self.reached]
        return f"| {self.what} | {self.measured} | {self.must} | {mark} |"


def p95(seconds: Sequence[float]) -> float:
    """Return the time that 95 of 100 took at the most."""
    return statistics.quantiles(seconds, n=20)[-1]


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` took."""
    start = perf_counter()
    work()
    return perf_counter() - start


def side_by_side(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float, float]:
    """Return the medians of both, and the median of their ratio, ours by theirs.

    They take turns, because a machine that others use as well is faster at one moment
    than at another, and the ratio of neighbours holds all the same.
    """
    pairs = [(timed(ours), timed(theirs)) for _ in range(rounds)]
    ratio = statistics.median(a / b for a, b in pairs)
    ours_s, theirs_s = (statistics.median(each) for each in zip(*pairs, strict=True))
    return ours_s, theirs_s, ratio
