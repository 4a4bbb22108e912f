"""The sizes in which a picture is kept and shown.

`RECIPE` is part of every rendition's name: whoever changes a size or a quality here
raises it, and old and new pictures never mix.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image

from data.site import Rendition

RECIPE: Final = "r1"
SIDES: Final = (1600, 400)
_MASTER_QUALITY: Final = 92
_QUALITY: Final = 82
# Averages whole pixels first where a picture shrinks to less than a third; one cannot
# see the difference and it halves the time of a 48-megapixel picture.
_REDUCING_GAP: Final = 3.0


def master(image: Image.Image) -> bytes:
    """Return the whole of an RGB `image` as a JPEG."""
    return _jpeg(image, quality=_MASTER_QUALITY, progressive=False)


def render(photo_id: str, image: Image.Image) -> list[tuple[Rendition, bytes]]:
    """Return the renditions of an RGB `image`, from large to small; none is enlarged."""
    made: list[tuple[Rendition, bytes]] = []
    for side in SIDES:
        # The small one is made from the large one: the same to the eye, and much faster.
        image = _within(image, side)
        file = f"{photo_id}/{RECIPE}-{side}.jpg"
        rendition = Rendition(width=image.width, height=image.height, file=file)
        made.append((rendition, _jpeg(image, quality=_QUALITY, progressive=True)))
    return made


def _within(image: Image.Image, side: int) -> Image.Image:
    longest = max(image.size)
    if longest <= side:
        return image
    width, height = (max(1, round(length * side / longest)) for length in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)


def _jpeg(image: Image.Image, *, quality: int, progressive: bool) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality, progressive=progressive, optimize=progressive)
    return buffer.getvalue()
