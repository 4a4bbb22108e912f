"""A process that follows the ledger and keeps the public site up to date.

It remembers how far it came and with what it built. After a restart it goes on from
there; if templates, words, settings, the day or the machine's uptime are not those it
built with, it builds everything again, which touches only the files that differ.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from threading import Event
from typing import Final

import structlog

from data.store import SiteStore, StoreError
from site_builder.build import Builder, Manifest
from site_builder.options import BuildOptions
from site_builder.publish import PublishError

ROOT: Final = Path(__file__).resolve().parent.parent
POLL_S: Final = 0.2
_LONGEST_WAIT_S: Final = 10.0
_JAPAN: Final = timezone(timedelta(hours=9))
_MADE_WITH: Final = (
    ".py",
    ".html",
    ".po",
    ".css",
    ".js",
    ".svg",
    ".json",
    ".geojson",
    ".csv",
    ".toml",
)
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")

_log: Final = structlog.get_logger("kufu.builder")


class BuilderRunningError(Exception):
    """Another builder already works on this workspace; two would undo each other's work."""

    def __init__(self, lock: Path) -> None:
        super().__init__(
            f"another builder is at work here ({lock} is locked). Stop it first, or leave "
            "the work to it"
        )


@dataclass(frozen=True, slots=True)
class State:
    """How far the built site is: up to which event, and what it was made with."""

    seq: int
    fingerprint: str

    @classmethod
    def read(cls, path: Path) -> State | None:
        """Return what a former run remembered, None if nothing readable is there."""
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            return cls(int(said["seq"]), str(said["fingerprint"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Remember this, whole or not at all."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_text(json.dumps({"seq": self.seq, "fingerprint": self.fingerprint}) + "\n")
        beside.replace(path)


def today_in_japan() -> date:
    """Return today's date where the ward is."""
    return datetime.now(_JAPAN).date()


def follow(  # noqa: PLR0913 - a process has as many sides
    store: SiteStore,
    out: Path,
    options: BuildOptions,
    stop: Event,
    *,
    state_folder: Path,
    poll_s: float = POLL_S,
    today: Callable[[], date] = today_in_japan,
    on_build: Callable[[Manifest], None] = lambda _: None,
) -> None:
    """Keep `out` the site of `store` until `stop` is set; `options.today` moves with the days.

    `state_folder` is the workspace's private/builder. `on_build` hears of every build.
    Raises `BuilderRunningError` if another process is at it, and what opening the store's
    files raises at the start. Later trouble is logged and tried again, ever more slowly.
    """
    with only_builder(state_folder):
        follower = _Follower(store, out, options, state_folder / "state.json")
        wait = 0.0
        while not stop.wait(wait):
            try:
                built = follower.step(today())
                wait = poll_s
            except (PublishError, StoreError, OSError) as trouble:
                wait = min(_LONGEST_WAIT_S, max(1.0, wait * 2))
                _log.error("build_put_off", reason=str(trouble), again_in_s=wait)
                continue
            if built is not None:
                _log.info(
                    "built",
                    seq=follower.seq,
                    sites=built.sites,
                    written=len(built.written),
                    removed=len(built.removed),
                    failed=len(built.failed),
                )
                on_build(built)


class _Follower:
    """Where the following is. A step either finishes or leaves all of it to the next one."""

    def __init__(self, store: SiteStore, out: Path, options: BuildOptions, state: Path) -> None:
        self._store = store
        self._out = out
        self._options = options
        self._state_file = state
        self._builder: Builder | None = None
        self._fingerprint = ""
        self._made_with = made_with()
        self._failed: frozenset[str] = frozenset()
        self.seq = 0

    def step(self, today: date) -> Manifest | None:
        """Build what happened since the last step; None if nothing did."""
        newest = self._store.refresh()
        if self._builder is None or self._options.today != today:
            return self._start(replace(self._options, today=today), newest)
        if newest == self.seq:
            return None
        if newest < self.seq:
            # An older ledger was put back from a backup; what we know of it is worth nothing.
            return self._done(self._builder.build_all(), newest)
        touched = {change.site_id for change in self._store.changes(self.seq)}
        built = self._builder.rebuild(sorted(touched | self._failed))
        return self._done(built, newest)

    def _start(self, options: BuildOptions, newest: int) -> Manifest | None:
        """Take up the work, at the start or on a new day."""
        is_new_day = self._builder is not None
        builder = Builder(self._store, self._out, options)
        self._fingerprint = fingerprint(options, self._out, self._made_with)
        known = None if is_new_day else State.read(self._state_file)
        if known is None or known.fingerprint != self._fingerprint or known.seq > newest:
            built = self._done(builder.build_all(), newest)
            self._options, self._builder = options, builder
            return built
        builder.refill()
        self.seq = known.seq
        self._options, self._builder = options, builder
        return self.step(options.today)

    def _done(self, built: Manifest, newest: int) -> Manifest:
        self.seq = newest
        self._failed = frozenset(built.failed)
        State(newest, self._fingerprint).write(self._state_file)
        return built


def fingerprint(options: BuildOptions, out: Path, made_with_: str) -> str:
    """Return what, besides the sites, decides the bytes of a built site."""
    boot = ""
    with suppress(OSError):
        # The files are not flushed one by one; after a restart of the machine look again.
        boot = _BOOT.read_text(encoding="ascii")
    parts = (
        made_with_,
        options.today.isoformat(),
        options.address,
        ",".join(options.language_ids),
        options.ward.code,
        repr(options.vocabulary),
        repr((options.ward.name, options.ward.districts, options.ward.attribution)),
        str(out.resolve()),
        str(options.photos),
        boot,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def made_with() -> str:
    """Return a hash of the programs, templates and words that make the site."""
    digest = hashlib.sha256()
    files = (
        path
        for package in ("data", "site_builder")
        for path in (ROOT / package).rglob("*")
        if path.suffix in _MADE_WITH
    )
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def only_builder(state_folder: Path) -> Iterator[None]:
    """Be the one builder of a workspace in the block, or raise `BuilderRunningError`.

    `state_folder` is the workspace's private/builder. Who builds without `follow` should
    hold this, because a full build sweeps away what it did not write itself.
    """
    state_folder.mkdir(parents=True, exist_ok=True)
    lock = state_folder / "lock"
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise BuilderRunningError(lock) from busy
        yield
