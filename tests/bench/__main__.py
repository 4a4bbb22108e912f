"""Measure everything and print the table: `make bench`, or `-m tests.bench api photos`."""

from __future__ import annotations

import importlib
import platform
import sys
from typing import Final

PARTS: Final = ("api", "ledger", "follow", "build", "photos", "rules")


def main(wanted: list[str]) -> int:
    """Print the table; return 1 if anything that must be reached was not."""
    print(f"Python {platform.python_version()} on {platform.machine()}\n")
    print("| what | measured | must reach | reached |\n| --- | --- | --- | --- |", flush=True)
    missed = 0
    for part in wanted or PARTS:
        for figure in importlib.import_module(f"tests.bench.bench_{part}").measure():
            print(figure.row(), flush=True)
            missed += figure.reached is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
