"""The README's commands do what it says: they are run, word for word, against a server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import orjson
import pytest

from tests.journeys.deployment import ROOT, eventually, kufu, serving

README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
TARGETS: Final = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_make_commands_are_there() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert {"demo", "test", "bench"} <= named <= TARGETS | {"and"}


def test_every_file_it_points_to_is_there() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).exists(), link


@pytest.mark.needs("curl", "bash")
def test_its_commands_run(tmp_path: Path, shared: Path) -> None:
    home = tmp_path / "my-workspace"
    member = kufu("group", "add", "代沢の会", "--role", "member", home=home).strip()
    reviewer = kufu("group", "add", "区の係", "--role", "reviewer", home=home).strip()
    photo = shared / "photos" / "setagaya_synthetic_gps" / "01_ward_office.jpg"
    (tmp_path / "garden.jpg").write_bytes(photo.read_bytes())
    command = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m kufu "$@"\n'
    (tmp_path / "kufu").write_text(command)
    (tmp_path / "kufu").chmod(0o755)
    run = [block for block in BLOCKS if not block.startswith("make ")]
    assert len(run) == 3
    with serving(home, log=tmp_path / "server.log") as server:
        script = (
            "\n".join(run)
            .replace("http://127.0.0.1:8000/", server.url.split("api/")[0])
            .replace(".venv/bin/kufu", "./kufu")
            .replace("../shared", str(shared))
        )
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=os.environ | {"MEMBER": member, "REVIEWER": reviewer},
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        receipt = orjson.loads((tmp_path / "receipt.json").read_bytes())
        assert receipt["status"] == "received"

        def published() -> bool:
            built = orjson.loads((home / "public" / "data" / "sites.geojson").read_bytes())
            names = [each["properties"]["name"] for each in built["features"]]
            return "わたしたちの雨庭" in names and len(names) > 90

        eventually(published, 10, "the garden and the list on the public site")
