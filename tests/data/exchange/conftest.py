"""A reader for files that a test makes up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.exchange import FileReading, read_file
from data.vocabulary import Vocabulary
from data.ward import Ward
from tests.data.exchange.reads import Read


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return `read(content, name, **options)`."""

    def reading(content: str | bytes, name: str = "131121_aed.csv", **said: Any) -> FileReading:  # noqa: ANN401
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path, ward=Ward.default(), vocabulary=Vocabulary.default(), **said)

    return reading
