"""References that are generated: `make docs` writes them, and a test compares.

What is written twice drifts apart; so what the code already says (settings, commands, the
API, a record's schema) is written here from the code, and nowhere by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Final

import typer
from typer.cli import get_docs_for_click

from api import openapi
from data import schema
from data.workspace import Config
from kufu import app

ROOT: Final = Path(__file__).resolve().parents[1]


def settings() -> str:
    """Return the table of what `kufu.toml` may say."""
    rows = [
        f"| `{each.name}` | `{_toml(each.default)}` | {each.metadata['says']} |"
        for each in fields(Config)
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "What `kufu.toml` in a workspace may say. Every key is optional; one that is not in",
            "this table is refused by name. Written by `make docs` from `data/workspace.py`.",
            "",
            "| key | default | what it is |",
            "| --- | --- | --- |",
            *rows,
            "",
            "Two more are read from the environment, or said on the command line:",
            "`KUFU_HOME` (`--home`), the workspace, and `KUFU_DATABASE` (`--database`), the",
            "private database as SQLAlchemy names it.",
            "",
        ]
    )


def _toml(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{each}"' for each in value) + "]"
    return str(value)


def commands() -> str:
    """Return what each command takes, as the command line itself explains it."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="kufu")
    return get_docs_for_click(obj=command, ctx=context, name="kufu").strip() + "\n"


REFERENCES: Final[dict[Path, Callable[[], str]]] = {
    ROOT / "docs" / "settings.md": settings,
    ROOT / "docs" / "commands.md": commands,
    ROOT / "docs" / "openapi.json": openapi.text,
    schema.FILE: schema.text,
}


if __name__ == "__main__":
    for path, text in REFERENCES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(), encoding="utf-8")
