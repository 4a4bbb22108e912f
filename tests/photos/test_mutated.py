"""Pictures with damaged bytes are taken in or refused; nothing else ever comes of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.photos.pictures import encoded, outputs, plain, taken_or_refused

SEEDS = (
    "setagaya_synthetic_gps/18_ref_S_W.jpg",
    "gps_broken/Issue_508.jpg",
    "corrupt/truncated.heic",
    "webp_avif/Nikon_D1X.webp",
    "adversarial_synthetic/png_16bit.png",
)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_damaged_file_is_bare_pixels_or_refused(seed: str, shared: Path) -> None:
    whole = (shared / "photos" / seed).read_bytes()
    dice = random.Random(seed)
    for _ in range(120):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            data[int(len(data) * dice.random() ** 3)] = dice.randrange(256)
        processed = taken_or_refused(bytes(data))
        for content in outputs(processed).values() if processed else ():
            assert b"Exif" not in content
            assert content.endswith(b"\xff\xd9")


def test_a_damaged_end_of_every_kind() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "AVIF"):
        whole = encoded(plain(), kind)
        for cut in range(1, len(whole), 7):
            taken_or_refused(whole[:cut])
