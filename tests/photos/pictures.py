"""Pictures to test with: real ones by folder, made ones, and an independent reader."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from data.site import Rendition
from photos.intake import process
from photos.photo import Photo, Processed, UnusablePhotoError

NOT_PICTURES: Final = frozenset({".json", ".csv", ".md"})

# What exiftool says of a JPEG that holds pixels and the tables to decode them.
_OF_THE_FILE: Final = frozenset(
    {
        "SourceFile",
        "ExifTool:ExifToolVersion",
        "File:FileName",
        "File:Directory",
        "File:FileSize",
        "File:FileModifyDate",
        "File:FileAccessDate",
        "File:FileInodeChangeDate",
        "File:FilePermissions",
        "File:FileType",
        "File:FileTypeExtension",
        "File:MIMEType",
        "File:ImageWidth",
        "File:ImageHeight",
        "File:EncodingProcess",
        "File:BitsPerSample",
        "File:ColorComponents",
        "File:YCbCrSubSampling",
        "JFIF:JFIFVersion",
        "JFIF:ResolutionUnit",
        "JFIF:XResolution",
        "JFIF:YResolution",
        "Composite:ImageSize",
        "Composite:Megapixels",
    }
)


def files_of(folder: Path) -> list[Path]:
    """Return the pictures of a folder, and what passes itself off as one."""
    found = sorted(path for path in folder.iterdir() if path.suffix not in NOT_PICTURES)
    assert found, f"nothing in {folder}"
    return found


def outputs(processed: Processed) -> dict[str, bytes]:
    """Return every file that came out, by a name for it."""
    return {f"{processed.photo.id}/master.jpg": processed.master, **processed.files}


def told_by(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what exiftool finds in the files below `folder` besides the encoding."""
    command = ["exiftool", "-json", "-G", "-a", "-u", "-ee", "-q", "-r", str(folder)]
    answer = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return {
        told["SourceFile"]: {name: told[name] for name in told if name not in _OF_THE_FILE}
        for told in json.loads(answer.stdout)
    }


def opened(content: bytes) -> Image.Image:
    """Return a loaded picture."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:  # noqa: ANN401
    """Return `image` as a file; options are Pillow's."""
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def plain(size: tuple[int, int] = (64, 48), colour: str = "seagreen") -> Image.Image:
    """Return a picture of one colour."""
    return Image.new("RGB", size, colour)


def detailed(width: int, height: int) -> Image.Image:
    """Return a picture that is as much work as a phone's: gradients with noise, always equal."""
    red = Image.linear_gradient("L").resize((width, height))
    green = Image.radial_gradient("L").resize((width, height))
    grain = Image.frombytes("L", (512, 512), random.Random(1).randbytes(512 * 512))
    blue = grain.resize((width, height), Image.Resampling.BICUBIC)
    return Image.merge("RGB", (red, green, Image.blend(red, blue, 0.3)))


def processed_like(content: bytes) -> Processed:
    """Return what intake might have made of `content`, for tests of what comes after it."""
    photo_id = hashlib.sha256(content).hexdigest()
    names = [f"{photo_id}/r1-1600.jpg", f"{photo_id}/r1-400.jpg"]
    renditions = tuple(Rendition(width=4, height=3, file=name) for name in names)
    files = {name: name.encode() + content for name in names}
    return Processed(Photo(photo_id, 4, 3, renditions), b"master " + content, files)


def taken_or_refused(data: bytes) -> Processed | None:
    """Return what intake makes of `data`, None where it refuses; a refusal has its words."""
    try:
        return process(data)
    except UnusablePhotoError as refusal:
        said = refusal.words()
    assert set(said) == {"ja", "en"}
    assert all(said.values())
    return None
