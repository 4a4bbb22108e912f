"""A sheet of paper and a few brushes: flat shapes with soft edges, in one warm palette.

Coordinates are pixels of the finished picture, from the left and from the top. Shapes are
drawn twice as large and brought down at the end, which is what makes their edges smooth.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1600, 1200
_FINER: Final = 2

Place = tuple[float, float]

PAPER, CREAM, SAND = "#fbf6e9", "#f4e8cd", "#e6d2a8"
SKY, CLOUD, SUN = "#d9edf2", "#f6fbfb", "#f7c95b"
LEAF, DEEP_LEAF, LIME, MOSS = "#6fa95c", "#3f7d4f", "#a8c96b", "#8fb573"
BARK, SOIL, DARK_SOIL = "#8a6244", "#b48a62", "#8f6b4a"
WATER, DEEP_WATER, FOAM = "#8ecae6", "#4f9fc4", "#dff2f9"
STONE, DARK_STONE, PALE_STONE = "#b8b2a7", "#8c867c", "#d6d1c7"
RED, DARK_RED, ORANGE, PINK, YELLOW = "#d1493f", "#a5332c", "#ec8b46", "#ec9fae", "#f4cf58"
VIOLET, WHITE, INK = "#a48bc4", "#fffdf6", "#43403b"
WALL, ROOF, WINDOW, BLUE = "#f2dfc2", "#c26d4f", "#b5d7e3", "#4a78ab"


class Canvas:
    """What a scene draws on. The dice are part of it, so that a seed gives one picture."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        size = (WIDTH * _FINER, HEIGHT * _FINER)
        self._image = Image.new("RGB", size, PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        """Return the picture in its final size."""
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def change(self, how: Callable[[Image.Image], Image.Image]) -> None:
        """Do something to everything painted so far."""
        self._image = how(self._image)
        self._pen = ImageDraw.Draw(self._image)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """Fill a rectangle."""
        self._pen.rectangle(_finer((left, top, right, bottom)), fill=fill)

    def round_box(
        self, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 24
    ) -> None:
        """Fill a rectangle with round corners."""
        self._pen.rounded_rectangle(
            _finer((left, top, right, bottom)), radius=radius * _FINER, fill=fill
        )

    def oval(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        """Fill an ellipse around its middle; `wide` and `high` are half its size."""
        self._pen.ellipse(_finer((x - wide, y - high, x + wide, y + high)), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Fill a circle."""
        self.oval(x, y, radius, radius, fill)

    def shape(self, places: Sequence[Place], fill: str) -> None:
        """Fill a polygon."""
        self._pen.polygon([_finer(place) for place in places], fill=fill)

    def stroke(self, places: Sequence[Place], width: float, fill: str) -> None:
        """Draw a line with round ends and corners."""
        fine = [_finer(place) for place in places]
        self._pen.line(fine, fill=fill, width=round(width * _FINER), joint="curve")
        half = width * _FINER / 2
        for x, y in (fine[0], fine[-1]):
            self._pen.ellipse((x - half, y - half, x + half, y + half), fill=fill)

    def ribbon(self, places: Sequence[Place], far: float, near: float, fill: str) -> None:
        """Draw a path that comes towards us, from `far` wide to `near` wide."""
        last = len(places) - 1
        wide = [far + (near - far) * number / last for number in range(last + 1)]
        left = [(x - across / 2, y) for (x, y), across in zip(places, wide, strict=True)]
        right = [(x + across / 2, y) for (x, y), across in zip(places, wide, strict=True)]
        self.shape([*left, *reversed(right)], fill)

    def words(self, x: float, y: float, text: str, size: float, fill: str) -> None:
        """Write in Latin letters, with the one typeface that comes with Pillow."""
        font = ImageFont.load_default(size * _FINER)
        self._pen.text((x * _FINER, y * _FINER), text, fill=fill, font=font, anchor="lm")

    def between(self, low: float, high: float) -> float:
        """Throw the dice."""
        return self.dice.uniform(low, high)


def curve(*places: Place, steps: int = 40) -> list[Place]:
    """Return points along the Bézier curve that `places` control."""
    points: list[Place] = []
    for step in range(steps + 1):
        part = step / steps
        level = list(places)
        while len(level) > 1:
            level = [
                (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
                for a, b in pairwise(level)
            ]
        points.append(level[0])
    return points


def around(x: float, y: float, wide: float, high: float, count: int) -> list[Place]:
    """Return `count` places on an ellipse."""
    turns = (2 * math.pi * number / count for number in range(count))
    return [(x + wide * math.cos(turn), y + high * math.sin(turn)) for turn in turns]


def _finer(place: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(part * _FINER for part in place)
