"""Generated references are as `make docs` writes them today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.references import REFERENCES


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.name)
def test_it_is_as_the_code_says(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == REFERENCES[path](), "run `make docs`"
