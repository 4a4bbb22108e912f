"""Pixels as one should see them: upright, in sRGB, on white, and nothing but pixels."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import ExifTags, Image, ImageCms

# What the eight values of EXIF's Orientation ask for (CIPA DC-008, 4.6.5).
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB: Final = ImageCms.createProfile("sRGB")


def seen(image: Image.Image) -> Image.Image:
    """Return the loaded `image` in mode RGB as a viewer would show it, with no metadata."""
    orientation = _orientation(image)
    profile = image.info.get("icc_profile")
    shown = to_srgb(flat(image), profile)
    if orientation in _UPRIGHT:
        shown = shown.transpose(_UPRIGHT[orientation])
    # Pillow writes a comment or XMP of `info` into a JPEG without being asked.
    shown.info = {}
    return shown


def _orientation(image: Image.Image) -> int:
    # Not ImageOps.exif_transpose: it writes the EXIF anew, and fails where that is broken.
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - Pillow raises whatever broken EXIF makes it raise
        return 1


def flat(image: Image.Image) -> Image.Image:
    """Return `image` with eight bits a channel, and white where one could see through."""
    if image.mode.startswith("I"):
        # Pillow's own conversion clips at 255 and would make 16-bit grey all white.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image
    clear = image.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return `image` in sRGB, converted from the ICC `profile` where there is another.

    A profile that is broken or belongs to another kind of picture is left out, as
    browsers do.
    """
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if not _is_srgb(source):
                mode = "RGB" if image.mode == "P" else image.mode
                converted = ImageCms.profileToProfile(
                    image.convert(mode), source, _SRGB, outputMode="RGB"
                )
                if converted is not None:
                    return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    # Always a copy, so that what follows never changes the caller's picture.
    return image.convert("RGB")


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    # Converting sRGB to sRGB only costs time and rounds every value once more.
    return ImageCms.getProfileDescription(profile).startswith("sRGB")
