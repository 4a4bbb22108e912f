"""A door for a module's tests: opening one takes longer than most of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.door import Door, open_door


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Return a door over a workspace of its own."""
    with open_door(tmp_path_factory.mktemp("workspace")) as opened:
        yield opened
