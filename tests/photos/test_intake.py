"""What intake promises: pixels upright and in sRGB, nothing else, or a refusal with words."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from photos.intake import process
from photos.photo import Limits, Processed, UnusablePhotoError
from tests.photos.pictures import (
    detailed,
    encoded,
    files_of,
    opened,
    outputs,
    plain,
    taken_or_refused,
    told_by,
)

FOLDERS = (
    "corrupt",
    "exif_broken",
    "gps_broken",
    "adversarial_synthetic",
    "heic",
    "orientation",
    "webp_avif",
    "gps_real",
    "setagaya_synthetic_gps",
    "yaizu_sandbag",
)


def refusal_of(data: bytes, limits: Limits | None = None) -> UnusablePhotoError:
    with pytest.raises(UnusablePhotoError) as caught:
        process(data, limits or Limits())
    assert all(caught.value.words().values())
    assert not any("…" in sentence for sentence in caught.value.words().values())
    return caught.value


@pytest.mark.needs("exiftool")
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_real_file_becomes_bare_pixels_or_is_refused_with_words(
    folder: str, shared: Path, tmp_path: Path
) -> None:
    taken = 0
    for path in files_of(shared / "photos" / folder):
        processed = taken_or_refused(path.read_bytes())
        if processed is None:
            continue
        taken += 1
        for name, content in outputs(processed).items():
            file = tmp_path / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
            assert content.endswith(b"\xff\xd9"), f"{path}: something after the end"
    told = told_by(tmp_path) if taken else {}
    assert len(told) == 3 * len(list(tmp_path.iterdir()))
    assert not {file: tags for file, tags in told.items() if tags}


def test_nothing_that_its_owner_wrote_into_a_picture_comes_out(shared: Path) -> None:
    secrets = (b"OWNER NAME", b"SN-123456", b"TestPhone", b"(c) owner", b"Exif", b"<script")
    folders = ("setagaya_synthetic_gps", "adversarial_synthetic")
    for path in [file for folder in folders for file in files_of(shared / "photos" / folder)]:
        processed = taken_or_refused(path.read_bytes())
        for content in outputs(processed).values() if processed else ():
            assert not [secret for secret in secrets if secret in content], path


def test_comments_and_xmp_that_pillow_would_hand_on_are_dropped() -> None:
    data = encoded(plain(), "JPEG", comment=b"our front door", xmp=b"<x:xmpmeta>35.6</x:xmpmeta>")
    for content in outputs(process(data)).values():
        assert b"front door" not in content
        assert b"xmpmeta" not in content


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("html_named.jpg", "photo.type"),
        ("gif_120_frames.gif", "photo.type"),
        ("empty.jpg", "photo.empty"),
        ("soi_only.jpg", "photo.broken"),
        ("truncated_header.jpg", "photo.truncated"),
        ("bomb_20000x20000_400MP.png", "photo.too_many_pixels"),
        ("bomb_sof_65500x65500.jpg", "photo.too_many_pixels"),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(file: str, code: str, shared: Path) -> None:
    data = (shared / "photos/adversarial_synthetic" / file).read_bytes()
    assert refusal_of(data).code == code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><p>", "HTML"),
        (b"<?php system($_GET['x']);", "a script"),
        (b"#!/bin/sh\nrm -rf /\n", "a script"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "a video"),
    ],
)
def test_what_is_no_photo_is_called_by_its_name(data: bytes, kind: str) -> None:
    refusal = refusal_of(data)
    assert (refusal.code, refusal.figures["type"]) == ("photo.type", kind)


def test_random_bytes_are_no_picture() -> None:
    assert refusal_of(b"\x07" * 1000).code == "photo.not_a_picture"


def test_limits_hold_for_bytes_pixels_and_sides() -> None:
    data = encoded(plain((200, 100)))
    assert refusal_of(data, Limits(max_bytes=len(data) - 1)).code == "photo.too_many_bytes"
    assert refusal_of(data, Limits(max_pixels=19_999)).code == "photo.too_many_pixels"
    assert refusal_of(data, Limits(max_side=199)).code == "photo.too_long"
    exactly = Limits(max_bytes=len(data), max_pixels=20_000, max_side=200)
    assert process(data, exactly).photo.width == 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_cut_upload_is_refused(kind: str, share: float) -> None:
    whole = encoded(detailed(640, 480), kind)
    assert process(whole).photo.width == 640
    code = refusal_of(whole[: int(len(whole) * share)]).code
    assert code in {"photo.truncated", "photo.broken"}


def test_the_id_is_the_hash_of_the_bytes_as_sent_and_the_same_bytes_give_the_same() -> None:
    data = encoded(detailed(700, 500), "JPEG")
    first, second = process(data), process(data)
    assert first.photo.id == hashlib.sha256(data).hexdigest()
    assert outputs(first) == outputs(second)
    assert first == second


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((3000, 2000), [(1600, 1067), (400, 267)]),
        ((2000, 3000), [(1067, 1600), (267, 400)]),
        ((800, 600), [(800, 600), (400, 300)]),
        ((300, 200), [(300, 200), (300, 200)]),
        ((1, 1), [(1, 1), (1, 1)]),
        ((5000, 2), [(1600, 1), (400, 1)]),
    ],
)
def test_two_renditions_of_recorded_size_and_none_enlarged(
    size: tuple[int, int], sizes: list[tuple[int, int]]
) -> None:
    processed = process(encoded(plain(size)))
    photo = processed.photo
    assert (photo.width, photo.height) == opened(processed.master).size == size
    assert [(each.width, each.height) for each in photo.renditions] == sizes
    assert [each.file for each in photo.renditions] == [
        f"{photo.id}/r1-1600.jpg",
        f"{photo.id}/r1-400.jpg",
    ]
    for each in photo.renditions:
        image = opened(processed.files[each.file])
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (each.width, each.height))


def test_the_red_mark_is_top_left_whichever_way_the_phone_was_held(shared: Path) -> None:
    for path in files_of(shared / "photos/setagaya_synthetic_gps"):
        processed = process(path.read_bytes())
        for content in outputs(processed).values():
            image = opened(content)
            red, green, blue = ImageStat.Stat(image.crop((0, 0, 4, 4))).mean
            assert red > 200, path
            assert max(green, blue) < 90, path


@pytest.mark.parametrize("scene", ["Portrait", "Landscape"])
def test_all_orientations_show_the_same_scene(scene: str, shared: Path) -> None:
    folder = shared / "photos/orientation"
    seen = [_tiny(process(path.read_bytes())) for path in sorted(folder.glob(f"{scene}_*.jpg"))]
    for other in seen[1:]:
        difference = ImageStat.Stat(ImageChops.difference(seen[0], other)).mean[0]
        # A number is written in the middle of each; any other turn differs by far more.
        assert difference < 8
        turned = other.transpose(Image.Transpose.ROTATE_180)
        assert ImageStat.Stat(ImageChops.difference(seen[0], turned)).mean[0] > 20


def _tiny(processed: Processed) -> Image.Image:
    return opened(processed.master).convert("L").resize((32, 32), Image.Resampling.BOX)


def test_a_wide_gamut_is_brought_to_srgb(shared: Path) -> None:
    profile = opened((shared / "photos/heic/IMG_1034.heic").read_bytes()).info["icc_profile"]
    name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile)))
    assert name.strip() == "Display P3"
    p3 = (180, 110, 90)
    data = encoded(Image.new("RGB", (32, 32), p3), "PNG", icc_profile=profile)
    got = opened(process(data).master).getpixel((16, 16))
    assert isinstance(got, tuple)
    for value, wanted in zip(got, _srgb_of_p3(p3), strict=True):
        assert value == pytest.approx(wanted, abs=3)


def _srgb_of_p3(colour: tuple[int, int, int]) -> list[float]:
    # CSS Color 4's matrix from linear Display P3 to linear sRGB; both use sRGB's curve.
    matrix = ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979))
    linear = [((value / 255 + 0.055) / 1.055) ** 2.4 for value in colour]
    mixed = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix]
    return [255 * (1.055 * value ** (1 / 2.4) - 0.055) for value in mixed]


@pytest.mark.parametrize("profile", [b"", b"nonsense", b"\0" * 500])
def test_a_broken_profile_costs_nothing_but_itself(profile: bytes) -> None:
    data = encoded(plain((20, 20), "#336699"), "PNG", icc_profile=profile)
    assert opened(process(data).master).getpixel((9, 9)) == pytest.approx((51, 102, 153), abs=3)


def _of_palette() -> bytes:
    image = Image.new("P", (40, 40), 1)
    image.putpalette([255, 0, 0, 0, 128, 0])
    return encoded(image, transparency=0)


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        (encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0))), (255, 255, 255)),
        (encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 128))), (127, 127, 127)),
        (encoded(Image.new("LA", (40, 40), (90, 255))), (90, 90, 90)),
        (encoded(Image.new("I;16", (40, 40), 0x8000)), (128, 128, 128)),
        (encoded(Image.new("1", (40, 40), 1)), (255, 255, 255)),
        (encoded(Image.new("L", (40, 40), 77), "JPEG"), (77, 77, 77)),
        (encoded(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "JPEG"), (255, 0, 0)),
        (_of_palette(), (0, 128, 0)),
    ],
    ids=["clear", "half", "grey-alpha", "16-bit", "bitmap", "grey", "cmyk", "palette"],
)
def test_every_mode_looks_right(data: bytes, colour: tuple[int, int, int]) -> None:
    assert opened(process(data).master).getpixel((20, 20)) == pytest.approx(colour, abs=3)


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_taken_and_said(kind: str) -> None:
    frames = [plain((40, 40), colour) for colour in ("#cc0000", "#0000cc")]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    processed = process(data)
    assert processed.notes == ("photo.first_frame",)
    assert opened(processed.master).getpixel((9, 9)) == pytest.approx((204, 0, 0), abs=4)


def test_the_position_is_suggested_as_the_truth_says(shared: Path) -> None:
    folder = shared / "photos/setagaya_synthetic_gps"
    truth: list[dict[str, Any]] = json.loads((folder / "truth.json").read_text())
    used = 0
    for each in truth:
        suggestion = process((folder / each["file"]).read_bytes()).suggestion
        if each["expect"] in {"accept", "edge_outside_5m"} or "shibuya" in each["file"]:
            assert suggestion.position == pytest.approx((each["lon"], each["lat"]), abs=2e-6)
            used += 1
    assert used >= 14


def test_pillows_own_settings_are_left_as_they_were() -> None:
    before = Image.MAX_IMAGE_PIXELS
    process(encoded(plain()), Limits(max_pixels=10_000))
    refusal_of(encoded(plain((200, 200))), Limits(max_pixels=10_000))
    assert before == Image.MAX_IMAGE_PIXELS
