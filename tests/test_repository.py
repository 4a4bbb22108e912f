"""What holds for the repository as a whole: its pins, its rooms, its set-up, its files."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parent.parent
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES: Final = ("api", "data", "photos", "site_builder")
PINS: Final = ("requirements.txt", "requirements-test.txt", "requirements-node.txt")
LONG: Final = 300
NOT_OURS: Final = frozenset(
    {"build", "dist", "node_modules", "vendor", "workspace", "__pycache__", "kufu_map.egg-info"}
)


def run(
    *words: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Return how a program ended and what it said, both streams in one."""
    return subprocess.run(
        [os.fspath(word) for word in words],
        cwd=cwd,
        env=env,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def our_files() -> Iterator[Path]:
    """Yield every file that is, or may be, part of the repository."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        assert listed.returncode == 0, listed.stdout
        yield from (path for name in listed.stdout.split("\0") if (path := ROOT / name).is_file())
        return
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name == ".ci" or not (name in NOT_OURS or name.startswith("."))
        ]
        yield from (Path(folder, name) for name in names)


def our_texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file that is text."""
    for path in our_files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


# Rooms

WEB: Final = ("fastapi", "starlette", "uvicorn")
FORBIDDEN: Final = (
    *((room, "kufu") for room in PACKAGES),
    *((room, name) for room in ("data", "photos", "site_builder", "api.desk") for name in WEB),
    *(("data", room) for room in ("photos", "site_builder", "api")),
    *(("photos", room) for room in ("site_builder", "api")),
    ("site_builder", "api"),
    ("api", "site_builder"),
)


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """Return a copy of the four packages, to break."""
    for name in PACKAGES:
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=lambda _, names: {*names} & {*NOT_OURS, "static"}
        )
    for name in ("pyproject.toml", "kufu.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what import-linter says about the packages in `folder`."""
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    return run(sys.executable, "-c", lint, "--no-cache", cwd=folder)


def test_the_rooms_keep_to_themselves(rooms: Path) -> None:
    said = lint_imports(rooms)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(("importer", "imported"), FORBIDDEN)
def test_a_forbidden_import_is_caught(rooms: Path, importer: str, imported: str) -> None:
    if importer in PACKAGES:
        importer = f"{importer}.trespass"
    with (rooms / f"{importer.replace('.', '/')}.py").open("a") as module:
        module.write(f"\nimport {imported}\n")
    said = lint_imports(rooms)
    assert said.returncode == 1, said.stdout
    assert f"{importer} -> {imported}" in said.stdout


def test_every_contract_is_tried() -> None:
    """A contract that is added here has to be broken in `FORBIDDEN` as well."""
    contracts = {contract["id"] for contract in PROJECT["tool"]["importlinter"]["contracts"]}
    assert contracts == {"rooms", "command", "web", "desk"}


# Pins


def pinned(name: str) -> dict[str, set[str]]:
    """Return the versions that a requirements file pins for each project."""
    versions: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if found := re.match(r"([\w.-]+)(?:\[[^]]*\])?==(\S+)", line):
            versions.setdefault(canonicalize_name(found[1]), set()).add(found[2])
    return versions


@pytest.mark.parametrize("name", PINS)
def test_pins_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|@ ", text)


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert pins
    assert [line for line in pins if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize(
    ("name", "direct"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-test.txt", PROJECT["project"]["dependencies"]),
        ("requirements-test.txt", PROJECT["project"]["optional-dependencies"]["test"]),
        ("requirements.txt", PROJECT["dependency-groups"]["build"]),
        ("requirements-node.txt", PROJECT["dependency-groups"]["node"]),
    ],
)
def test_every_direct_dependency_is_pinned_within_its_bounds(name: str, direct: list[str]) -> None:
    pins = pinned(name)
    for wanted in map(Requirement, direct):
        versions = pins.get(canonicalize_name(wanted.name), set())
        assert versions, f"{wanted.name} is not in {name}; run `make pins`"
        assert all(wanted.specifier.contains(version) for version in versions), wanted


def test_tests_run_on_the_versions_that_people_run() -> None:
    tested = pinned("requirements-test.txt")
    assert {name: tested.get(name) for name in pinned("requirements.txt")} == pinned(
        "requirements.txt"
    )


def imported_by(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the top-level name of everything that the Python files import."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield str(node.module).split(".")[0]


def test_everything_imported_is_a_direct_dependency() -> None:
    """What only came along with something else may stay away next time."""
    ours = [*PACKAGES, "kufu", "tests"]
    python = [path for path in our_files() if path.suffix == ".py"]
    tests = [path for path in python if path.is_relative_to(ROOT / "tests")]
    known = {
        canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]
    }
    also = {
        canonicalize_name(Requirement(line).name)
        for line in PROJECT["project"]["optional-dependencies"]["test"]
    }
    providers = importlib.metadata.packages_distributions()
    for paths, allowed in (({*python} - {*tests}, known), (tests, known | also)):
        foreign = {*imported_by(paths)} - {*ours, *sys.stdlib_module_names}
        named = {name: {canonicalize_name(d) for d in providers.get(name, ())} for name in foreign}
        assert {name: by for name, by in named.items() if not by & allowed} == {}


# Set-up


@pytest.mark.needs("make", "bash")
def test_an_old_python_is_told_what_is_needed(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    old = tmp_path / "python-old"
    old.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    old.chmod(0o755)
    said = run("make", "env", f"PYTHON={old}", cwd=tmp_path)
    assert said.returncode != 0
    assert "Python 3.11 or newer" in said.stdout
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_missing_test_tool_is_named_and_fails_in_ci(ci: str, status: int, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    bare = {"PATH": os.fspath(tmp_path), "CI": ci}
    said = run(bash, "scripts/install-test-tools", env=bare)
    assert said.returncode == status
    assert "no chromium (this machine has no apt-get)" in said.stdout
    assert len(said.stdout.splitlines()) == 6


def test_ci_and_the_scripts_can_be_started() -> None:
    for path in (ROOT / ".ci/run", *(ROOT / "scripts").iterdir()):
        assert os.access(path, os.X_OK), path


# Files


def hosts_and_paths() -> set[str]:
    """Return the names that only mean something here: package indexes, folders."""
    asked = [
        run(sys.executable, "-m", "pip", "config", "list").stdout,
        run(
            sys.executable,
            "-c",
            "from pip._internal.models.index import PyPI as i;"
            "print(f'https://{i.netloc}/ https://{i.file_storage_domain}/')",
        ).stdout,
        *(value for name, value in os.environ.items() if name.lower().endswith("index_url")),
    ]
    if shutil.which("npm"):
        asked.append(run("npm", "config", "get", "registry").stdout)
    for listed in Path("/etc/apt").glob("sources.list*"):
        paths = listed.iterdir() if listed.is_dir() else [listed]
        asked += [path.read_text("utf-8", errors="replace") for path in paths if path.is_file()]
    hosts = set(re.findall(r"https?://(?:[^@/\s]*@)?([^\s/:'\"]+\.[^\s/:'\"]+)", "\n".join(asked)))
    folders = set(re.findall(r"file://(/[^\s'\"]+)", asked[0]))
    return hosts | folders | {os.fspath(ROOT), f"{Path.home()}/"} - {"//"}


def test_no_file_names_a_package_index_or_this_machine() -> None:
    names = hosts_and_paths()
    assert names
    forbidden = re.compile("|".join(map(re.escape, sorted(names))))
    found = [f"{name}: {hit[0]}" for name, text in our_texts() if (hit := forbidden.search(text))]
    assert found == []


def test_long_files_are_worth_a_question() -> None:
    """Past 300 lines, ask. So this is a warning, with the list in it, and never a failure."""
    lengths = {
        name: text.count("\n")
        for name, text in our_texts()
        if name.endswith((".py", ".js", ".css", ".html"))
    }
    long = [f"{name} ({lines})" for name, lines in sorted(lengths.items()) if lines > LONG]
    if long:
        warnings.warn(f"over {LONG} lines, one idea a file? {', '.join(long)}", stacklevel=1)


def test_the_changelog_has_room_for_what_comes_and_for_the_data_format() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in text
    unreleased = text.split("## [Unreleased]")[1].split("\n## ")[0]
    assert "### Data format" in unreleased


def test_code_and_data_have_their_licences() -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert "creativecommons.org/licenses/by/4.0/" in (ROOT / "LICENSE-DATA").read_text("utf-8")


def test_the_readme_names_the_commands_and_the_rooms() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    wanted = ("make demo", "make test", "make bench", *(f"{room}/" for room in PACKAGES))
    assert [name for name in wanted if name not in text] == []
