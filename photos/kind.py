"""What a file is, by its first bytes: names and headers of an upload say what they like."""

from __future__ import annotations

from typing import Final

from photos.photo import UnusablePhotoError

_HEIF_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})

# What people send instead of a picture, so that the refusal can call it by its name.
_REFUSED: Final = (
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"#!", "a script"),
    (b"\x1aE\xdf\xa3", "a video"),
)
_LOOK_FOR_SVG_IN: Final = 4096


def kind_of(data: bytes) -> str:
    r"""Return "JPEG", "PNG", "WEBP", "HEIF" or "AVIF"; refuse whatever else it is.

    >>> kind_of(b"\x89PNG\r\n\x1a\n...")
    'PNG'
    """
    if data.startswith(b"\xff\xd8"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _kind_of_boxes(data)
    for start, name in _REFUSED:
        if data.startswith(start):
            raise UnusablePhotoError("photo.type", {"type": name})
    text = data[:_LOOK_FOR_SVG_IN].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<"):
        raise UnusablePhotoError("photo.type", {"type": _markup(text)})
    raise UnusablePhotoError("photo.not_a_picture")


def _kind_of_boxes(data: bytes) -> str:
    # ISO/IEC 14496-12: the first box lists the brands that a reader must know one of.
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    raise UnusablePhotoError("photo.type", {"type": "a video"})


def _markup(text: bytes) -> str:
    if b"<svg" in text:
        return "SVG"
    return "a script" if text.startswith(b"<?php") else "HTML"
