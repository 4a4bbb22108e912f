"""From the bytes of an upload to a photo: look, decode, turn upright, keep only pixels.

Pure work on the processor, without disk or network. It changes Pillow's settings while
it runs, so it does one picture at a time in a process; `photos.pool` sees to that.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

import pillow_heif
from PIL import Image

from photos import location, renditions
from photos.kind import kind_of
from photos.photo import (
    LIMITS,
    Limits,
    Photo,
    Processed,
    UnusablePhotoError,
    check_length,
    megas,
)
from photos.pixels import seen

pillow_heif.register_heif_opener()

# Files of these kinds hold several pictures of one moment, the main one first.
_ANIMATED_KINDS: Final = frozenset({"WEBP", "PNG", "AVIF"})


def process(data: bytes, limits: Limits = LIMITS, *, now: datetime | None = None) -> Processed:
    """Return the photo in `data`, fit to keep, or raise `UnusablePhotoError`.

    Pixels are kept, turned upright and brought to sRGB; everything else is dropped. What
    the file is gets decided by its content, and it is refused by its size before memory
    is spent on it. The same bytes give the same bytes. `now` tells a date in the future.
    """
    check_length(len(data), limits)
    kind = kind_of(data)
    photo_id = hashlib.sha256(data).hexdigest()
    with _strict(limits), _refusing(limits):
        image = _decoded(data, kind, limits)
        moves = kind in _ANIMATED_KINDS and getattr(image, "n_frames", 1) > 1
        suggestion = location.suggest(image, now or datetime.now(UTC))
        shown = seen(image)
        del image  # so that a large picture is in memory once less while it is encoded
        master = renditions.master(shown)
        made = renditions.render(photo_id, shown)
    return Processed(
        photo=Photo(photo_id, shown.width, shown.height, tuple(rendition for rendition, _ in made)),
        master=master,
        files={rendition.file: content for rendition, content in made},
        suggestion=suggestion,
        notes=("photo.first_frame",) if moves else (),
    )


def _decoded(data: bytes, kind: str, limits: Limits) -> Image.Image:
    image = Image.open(BytesIO(data), formats=[kind])
    _check_size(image, limits)
    image.load()
    # Once more: a decoder may find another size than the header promised.
    _check_size(image, limits)
    return image


def _check_size(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.max_pixels:
        raise _too_many_pixels(limits)
    if max(image.size) > limits.max_side:
        figures = {"width": image.width, "height": image.height, "limit_px": limits.max_side}
        raise UnusablePhotoError("photo.too_long", figures)


@contextmanager
def _strict(limits: Limits) -> Iterator[None]:
    """Have Pillow refuse at the limit, where it would only warn, and keep quiet otherwise."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


@contextmanager
def _refusing(limits: Limits) -> Iterator[None]:
    """Turn whatever a decoder raises into a refusal with a code."""
    try:
        yield
    except UnusablePhotoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(limits) from error
    except MemoryError as error:
        raise UnusablePhotoError("photo.out_of_memory") from error
    except Exception as error:
        # Decoders raise anything on a broken file: OSError, SyntaxError, struct.error, …
        cut = "truncated" in str(error).lower()
        raise UnusablePhotoError("photo.truncated" if cut else "photo.broken") from error


def _too_many_pixels(limits: Limits) -> UnusablePhotoError:
    return UnusablePhotoError("photo.too_many_pixels", {"limit_mp": megas(limits.max_pixels)})
