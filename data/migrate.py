"""An old record, read as one of today's: one function for each change of the schema.

A function takes the Feature as schema version n wrote it and returns it as n + 1 would
have. None is ever removed: what was published once can be read for ever. To change the
schema, raise `SCHEMA_VERSION` in `data.site`, add a function here and a golden record in
`tests/data/golden/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from data.site import SCHEMA_VERSION

Feature = dict[str, Any]


class NewerFormatError(Exception):
    """The record was written by a newer Kufū Map; reading it would lose what it says."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"this record has format {found}, and this program reads up to "
            f"{SCHEMA_VERSION}: install the newer Kufū Map, then open the workspace again"
        )
        self.found = found


def _from_drafts_of_2026(read: Feature) -> Feature:
    """Format 0, of the first drawings: `status` for lifecycle, `surveyed_on`, no format."""
    said = dict(read.get("properties") or {})
    status = said.pop("status", None)
    if status is not None:
        said["lifecycle"] = {"removed": "closed"}.get(status, status)
    if "surveyed_on" in said:
        said["confirmed_on"] = said.pop("surveyed_on")
    return read | {"properties": said | {"format": 1}}


# The function at n turns format n into n + 1.
STEPS: Final[tuple[Callable[[Feature], Feature], ...]] = (_from_drafts_of_2026,)


def to_current(read: Feature) -> Feature:
    """Return `read` as the current schema writes it; raise `NewerFormatError` if it is newer."""
    found = int((read.get("properties") or {}).get("format", 0))
    if found > SCHEMA_VERSION:
        raise NewerFormatError(found)
    for step in STEPS[found:]:
        read = step(read)
    return read
