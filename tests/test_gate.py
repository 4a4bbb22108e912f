"""A test that did not run has shown nothing: what is skipped here fails in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent

# Our gate and nothing else of our configuration.
OURS: Final = (
    *("-c", os.devnull, "--rootdir", "."),
    *("-p", "tests.conftest", "-o", "markers=needs: programs"),
)
SKIPS: Final = {
    "no program": '@pytest.mark.needs("no-such-program")\ndef test_it() -> None: ...\n',
    "no wish": '@pytest.mark.skip(reason="not today")\ndef test_it() -> None: ...\n',
    "a second thought": 'def test_it() -> None:\n    pytest.skip("not today")\n',
    "no module": 'pytest.importorskip("no_such_module")\n',
}


def outcome(test: str, folder: Path, *, ci: str) -> subprocess.CompletedProcess[str]:
    """Return how pytest ends with `test` as its only module and our gate in place."""
    (folder / "test_it.py").write_text(f"import pytest\n\n{test}", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *OURS, "test_it.py"],
        cwd=folder,
        env=os.environ | {"CI": ci, "PYTHONPATH": os.fspath(ROOT)},
        check=False,
        text=True,
        capture_output=True,
    )


@pytest.mark.parametrize("skips", SKIPS.values(), ids=SKIPS)
def test_what_is_skipped_here_fails_in_ci(skips: str, tmp_path: Path) -> None:
    said = outcome(skips, tmp_path, ci="true")
    assert said.returncode not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert "With CI=true every test has to run" in said.stdout


@pytest.mark.parametrize("skips", SKIPS.values(), ids=SKIPS)
def test_elsewhere_a_skip_is_a_skip(skips: str, tmp_path: Path) -> None:
    said = outcome(skips, tmp_path, ci="")
    assert "1 skipped" in said.stdout


def test_a_test_that_runs_passes_in_ci(tmp_path: Path) -> None:
    assert outcome("def test_it() -> None: ...\n", tmp_path, ci="true").returncode == 0


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    fails = "@pytest.mark.xfail\ndef test_it() -> None:\n    assert False\n"
    assert outcome(fails, tmp_path, ci="true").returncode == 0
