"""How long a 12-megapixel JPEG takes, beside the same Pillow calls in a bare loop.

`python -m tests.bench.bench_photos`, from the repository. All run in turns, so that
whatever else the machine does falls on all; the figure is the best turn of each, because
other work only ever adds, and most to the worker, which gives way to it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Final

from PIL import Image

from photos.intake import process
from photos.pool import PhotoPool
from tests.bench.figure import Figure, timed

WIDTH, HEIGHT = 4032, 3024
TURNS: Final = 9
MUST_REACH: Final = 1.3


def a_phone_picture() -> bytes:
    """Return a JPEG of 12 megapixels with a phone's amount of detail: about 4 MB."""
    red = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    green = Image.radial_gradient("L").resize((WIDTH, HEIGHT))
    grain = Image.frombytes("L", (2016, 1512), random.Random(1).randbytes(2016 * 1512))
    grain = grain.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    channels = [Image.blend(channel, grain, 0.25) for channel in (red, green, red)]
    buffer = BytesIO()
    Image.merge("RGB", channels).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def by_hand(data: bytes) -> list[bytes]:
    """Return master and renditions as one would write it in ten lines, and no more."""
    sent = Image.open(BytesIO(data))
    sent.load()
    image = sent.convert("RGB")
    made = [_jpeg(image, quality=92)]
    for size in ((1600, 1200), (400, 300)):
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        made.append(_jpeg(image, quality=82, progressive=True, optimize=True))
    return made


def _jpeg(image: Image.Image, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def measure() -> list[Figure]:
    """Return what one picture takes by hand, by intake and through a worker."""
    data = a_phone_picture()
    made = process(data)
    if [made.master, *made.files.values()] != by_hand(data):
        message = "the loop by hand makes other pictures, so the comparison says nothing"
        raise RuntimeError(message)
    with PhotoPool(1) as pool:
        pool.accept(data)
        ways: dict[str, Callable[[], object]] = {
            "the same Pillow calls in a bare loop": lambda: by_hand(data),
            "by photos.intake": lambda: process(data),
            "by photos.pool, in a worker": lambda: pool.accept(data),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(TURNS):
            for name, way in ways.items():
                taken[name].append(timed(way))
    return list(_figures({name: min(times) for name, times in taken.items()}))


def _figures(best: Mapping[str, float]) -> Iterator[Figure]:
    bare = next(iter(best.values()))
    for number, (name, seconds) in enumerate(best.items()):
        what = f"12-megapixel JPEG to master and two renditions, {name}"
        if not number:
            yield Figure(what, f"{seconds * 1e3:.0f} ms")
            continue
        ratio = seconds / bare
        measured = f"{seconds * 1e3:.0f} ms, {ratio:.2f} ×"
        yield Figure(what, measured, f"≤{MUST_REACH} ×", ratio <= MUST_REACH)


def main() -> None:
    """Print the figures, a row each."""
    for figure in measure():
        print(figure.row())


if __name__ == "__main__":
    main()
