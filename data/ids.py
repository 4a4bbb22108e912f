"""Names that are for ever: ULIDs, minted by a client, by us, or from a source's own id.

A ULID is 26 characters of Crockford's base 32: 48 bits of time, then 80 bits of chance
(https://github.com/ulid/spec). One that is derived from an official list has no time in
it and takes its 80 bits from the list's name and row id, so that a second import on
another machine finds the same site.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from ulid import ULID

ULID_PATTERN: Final = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
_ULID: Final = re.compile(ULID_PATTERN)


def new_id() -> str:
    """Return a ULID nobody has had before."""
    return str(ULID())


def id_from_source(source: str, key: str) -> str:
    """Return the id that row `key` of the list `source` has, today and on any machine.

    >>> id_from_source("131121_aed", "12") == id_from_source("131121_aed", "12")
    True
    >>> id_from_source("131121_aed", "12") == id_from_source("131121_aed", "13")
    False
    """
    digest = hashlib.sha256(f"{source}\x1f{key}".encode()).digest()
    return str(ULID.from_bytes(b"\0" * 6 + digest[:10]))


def is_id(text: object) -> bool:
    """Is this a ULID as we write it: 26 upper-case characters?

    >>> is_id("01ARZ3NDEKTSV4RRFFQ69G5FAV"), is_id("01arz3ndektsv4rrffq69g5fav")
    (True, False)
    """
    return isinstance(text, str) and _ULID.fullmatch(text) is not None
