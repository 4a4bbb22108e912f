"""Values of EXIF as Pillow hands them out: text, bytes, rationals, or anything else."""

from __future__ import annotations

import math
from typing import SupportsFloat


def text_of(value: object) -> str:
    r"""Return what is written, without padding; "" where it is no text.

    >>> text_of(b"WGS-84 \0")
    'WGS-84'
    """
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    return value.replace("\0", " ").strip() if isinstance(value, str) else ""


def number_of(value: object) -> float | None:
    """Return a finite number, or None. A rational of 0/0 means "not known"."""
    if not isinstance(value, str | SupportsFloat):
        return None
    try:
        number = float(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None
