"""Which rows touch a box: an index that grows by one row as cheaply as it was built.

An STR tree answers quickly and cannot be changed; so new and moved rows wait in a short
list beside it, and when that list has grown to a fraction of the tree, both are built
into a new one. Answering stays flat from none to 100,000 rows.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Rows = NDArray[np.int64]

_FEW: Final = 512
_NOWHERE: Final = (np.nan, np.nan, np.nan, np.nan)


class BoxIndex:
    """Boxes by row number: west, south, east, north in degrees; NaN for nowhere."""

    def __init__(self) -> None:
        self._boxes = np.full((_FEW, 4), np.nan)
        self._size = 0
        self._tree: shapely.STRtree | None = None
        self._in_tree: Rows = np.empty(0, np.int64)
        self._loose: set[int] = set()

    def __len__(self) -> int:
        """How many rows there are, those that are nowhere included."""
        return self._size

    def put(self, row: int, box: tuple[float, float, float, float] | None) -> None:
        """Say where `row` is now; None takes it off. Rows are numbered from 0 without gaps."""
        self._grow(row + 1)
        self._boxes[row] = box or _NOWHERE
        self._loose.add(row)

    def extend(self, boxes: NDArray[np.float64]) -> None:
        """Add a row for each line of `boxes`, shape (n, 4), after those there are."""
        first = self._size
        self._grow(first + len(boxes))
        self._boxes[first : self._size] = boxes
        self._loose.update(range(first, self._size))

    def touching(self, box: tuple[float, float, float, float]) -> Rows:
        """Return the rows whose boxes touch `box`, borders included, in rising order."""
        if len(self._loose) > max(_FEW, len(self._in_tree) // 8):
            self._rebuild()
        found = self._in_tree[:0]
        if self._tree is not None:
            found = self._in_tree[self._tree.query(shapely.box(*box))]
        if self._loose:
            loose = np.fromiter(self._loose, np.int64, len(self._loose))
            found = np.union1d(found, loose)
        else:
            found.sort()
        there = self._boxes[found]
        west, south, east, north = box
        hit = (
            (there[:, 0] <= east)
            & (there[:, 2] >= west)
            & (there[:, 1] <= north)
            & (there[:, 3] >= south)
        )
        return found[hit]

    def _grow(self, size: int) -> None:
        if size > len(self._boxes):
            room = np.full((max(size, 2 * len(self._boxes)), 4), np.nan)
            room[: self._size] = self._boxes[: self._size]
            self._boxes = room
        self._size = max(size, self._size)

    def _rebuild(self) -> None:
        self._in_tree = np.flatnonzero(~np.isnan(self._boxes[: self._size, 0]))
        self._tree = shapely.STRtree(shapely.box(*self._boxes[self._in_tree].T))
        self._loose = set()
