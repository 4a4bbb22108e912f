"""Many sites made at once: a few processes that each know the templates.

A site's pages depend on nothing but the site, so a full build shares them out over the
machine's cores. The processes make and write pages and hand back the parts of the shared
files; what is shared is joined in one place. With few sites, or one core, or no process
to be had, the same is done here, with the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import connection
from pathlib import Path
from typing import Final

from data import geojson
from site_builder.fragments import Fragment, Maker
from site_builder.options import BuildOptions
from site_builder.pages import Pages
from site_builder.publish import DiskFullError, PublicFolder, PublishError

# Below this, starting processes takes longer than they save.
_WORTH_IT: Final = 2_000
_CHUNK: Final = 100
_MOST: Final = 8


class CrewLostError(PublishError):
    """A process that made pages ended before its work was done, perhaps for want of memory."""

    def __init__(self) -> None:
        super().__init__(
            "a process that makes pages was ended from outside, perhaps because the memory "
            "ran out; what was published before is still served"
        )


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one stored line: its parts and the paths written, or why not."""

    line: bytes
    fragment: Fragment | None = None
    written: tuple[str, ...] = ()
    failure: str = ""


def make(lines: Iterable[bytes], maker: Maker, folder: PublicFolder | None) -> Iterator[Made]:
    """Make each line's site, and its pages where there is a folder for them.

    A site that cannot be made is yielded with its `failure`; only a full disk raises.
    """
    for line in lines:
        try:
            yield _made(line, maker, folder)
        except DiskFullError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad site must not keep others from view
            yield Made(line, failure=f"{type(error).__name__}: {error}")


def make_many(
    lines: Sequence[bytes], maker: Maker, folder: PublicFolder | None, options: BuildOptions
) -> Iterator[Made]:
    """Do what `make` does, on several cores if that is worth it. Order is kept."""
    hands = min(_cores(), _MOST)
    if hands < 2 or len(lines) < _WORTH_IT:  # noqa: PLR2004 - two is company
        yield from make(lines, maker, folder)
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    place = (None, False) if folder is None else (folder.folder, folder.is_new)
    with ProcessPoolExecutor(hands, context, _start, (options, *place)) as crew:
        under_way: deque[Future[list[Made]]] = deque()
        waiting = iter(_chunks(lines))
        try:
            for chunk in islice(waiting, hands * 3):
                under_way.append(crew.submit(_work, chunk))
            while under_way:
                finished = under_way.popleft().result()
                under_way.extend(crew.submit(_work, chunk) for chunk in islice(waiting, 1))
                for made in finished:
                    if folder is not None:
                        folder.note(made.written)
                    yield made
        except BrokenProcessPool as lost:
            raise CrewLostError from lost
        finally:
            crew.shutdown(cancel_futures=True)


def _made(line: bytes, maker: Maker, folder: PublicFolder | None) -> Made:
    site = geojson.decode(line)
    views = maker.views(site)
    written = []
    if folder is not None:
        for path, content in maker.site_pages(site, views):
            if folder.write(path, content):
                written.append(path)
    return Made(line, maker.fragment(line, site, views), tuple(written))


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system tells
        return os.cpu_count() or 1


def _chunks(lines: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(lines), _CHUNK):
        yield lines[start : start + _CHUNK]


# What a process of the crew works with, set when it starts.
_tools: tuple[Maker, PublicFolder | None] | None = None


def _start(options: BuildOptions, folder: Path | None, is_new: bool) -> None:  # noqa: FBT001
    global _tools  # noqa: PLW0603 - how a pool hands its processes their tools
    threading.Thread(target=_end_with_the_builder, daemon=True).start()
    _tools = (
        Maker(Pages(options), options),
        PublicFolder(folder, is_new=is_new) if folder else None,
    )


def _end_with_the_builder() -> None:
    """Leave when the builder is gone, even by SIGKILL: the pool alone would wait for ever."""
    builder = multiprocessing.parent_process()
    if builder is not None:
        connection.wait([builder.sentinel])
        os._exit(1)


def _work(lines: Sequence[bytes]) -> list[Made]:
    if _tools is None:
        raise RuntimeError("a process of the crew was not started by the crew")
    maker, folder = _tools
    return list(make(lines, maker, folder))
