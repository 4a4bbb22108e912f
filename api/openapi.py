"""`python -m api.openapi > docs/openapi.json`: the OpenAPI document, as it is served."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from api.app import create_app
from api.settings import Settings
from data.vocabulary import Vocabulary
from data.ward import Ward

FILE: Final = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def text() -> str:
    """Return the document as the text of the file. Nothing is opened for it."""
    nowhere = Path("workspace")
    settings = Settings(
        home=nowhere,
        database_url="",
        ledger=nowhere,
        ward=Ward.default(),
        vocabulary=Vocabulary.default(),
    )
    return json.dumps(create_app(settings).openapi(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
