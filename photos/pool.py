"""A few processes that open pictures, so that the server stays quick and stays up.

Each worker does one picture at a time. One that dies or overruns its time costs that
picture and no other: it is replaced, and the picture is refused with its reason. Our own
rather than `ProcessPoolExecutor`, where one dead worker fails everybody's pictures, and
rather than `multiprocessing`, whose workers load the whole program that started them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing import Pipe
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from photos import wire
from photos.photo import LIMITS, Limits, Processed, UnusablePhotoError, check_length

_ROOT: Final = Path(__file__).resolve().parent.parent
# A worker ends itself at its time limit; one that cannot is ended this much later, which
# also covers the second that a new one takes to load the decoders on a busy machine.
_GRACE_SECONDS: Final = 10.0
MEMORY_BYTES: Final = 3 * 1024**3


class PhotoPool:
    """Workers, started when the first picture comes. Safe to use from many threads.

    `seconds` is how long one picture may take, `memory_bytes` how much address space a
    worker may have, where the system can limit that.
    """

    def __init__(
        self,
        workers: int = 2,
        limits: Limits = LIMITS,
        *,
        seconds: float = 30.0,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._limits = limits
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._turns = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._working: set[_Worker] = set()
        self._closed = False

    def accept(self, data: bytes) -> Processed:
        """Return the photo in `data`, or raise `UnusablePhotoError`.

        Waits for a free worker and then for its answer: call it from a thread. What can
        be told from the length alone is told without a worker.
        """
        check_length(len(data), self._limits)
        with self._turns, self._worker() as worker:
            return worker.ask(data, self._seconds)

    def worker_ids(self) -> tuple[int, ...]:
        """Return the process ids of the workers there are now."""
        with self._lock:
            return tuple(worker.process.pid for worker in (*self._idle, *self._working))

    def close(self) -> None:
        """End all workers, also those at work; whoever waits is told `photo.worker_lost`."""
        with self._lock:
            self._closed = True
            idle = [*self._idle]
            self._idle.clear()
            for worker in self._working:
                # Its link is in use by a thread, which sees the end and tidies up.
                worker.process.kill()
        for worker in idle:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        worker = self._take()
        try:
            yield worker
        finally:
            with self._lock:
                self._working.discard(worker)
                keep = worker.is_alive() and not self._closed
                if keep:
                    self._idle.append(worker)
            if not keep:
                worker.end()

    def _take(self) -> _Worker:
        while True:
            with self._lock:
                if self._closed:
                    raise UnusablePhotoError("photo.worker_lost")
                fresh = not self._idle
                worker = self._new() if fresh else self._idle.pop()
                self._working.add(worker)
            # A worker that died while it rested is no fault of the picture that comes next.
            if fresh or worker.answers():
                return worker
            with self._lock:
                self._working.discard(worker)
            worker.end()

    def _new(self) -> _Worker:
        return _Worker(self._limits, self._seconds, self._memory_bytes)


class _Worker:
    """One process and the link to it."""

    def __init__(self, limits: Limits, seconds: float, memory_bytes: int) -> None:
        self._link, theirs = Pipe()
        with theirs:
            arguments = (theirs.fileno(), seconds, memory_bytes, json.dumps(asdict(limits)))
            self.process = subprocess.Popen(  # noqa: S603 - our own module, by its name
                [sys.executable, "-m", "photos.worker", *map(str, arguments)],
                cwd=_ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Ctrl-C is for the server, which then closes the links in good order.
                process_group=0,
            )
        self._lost = False

    def ask(self, data: bytes, seconds: float) -> Processed:
        watch = threading.Timer(seconds + _GRACE_SECONDS, self.process.kill)
        watch.start()
        # Until it has answered in full: half an answer must never meet the next picture.
        self._lost = True
        try:
            self._link.send_bytes(data)
            processed = wire.receive(self._link)
        except UnusablePhotoError:
            self._lost = False
            raise
        except Exception as error:
            # The link broke, or what came over it was nonsense.
            figures = {"seconds": seconds}
            raise UnusablePhotoError("photo.worker_lost", figures) from error
        finally:
            watch.cancel()
        self._lost = False
        return processed

    def answers(self) -> bool:
        """Is it there and waiting for work?"""
        try:
            self._link.send_bytes(b"")
            return self._link.poll(_GRACE_SECONDS) and not self._link.recv_bytes(1)
        except (EOFError, OSError):
            return False

    def is_alive(self) -> bool:
        return not self._lost and self.process.poll() is None

    def end(self) -> None:
        self._link.close()
        self.process.kill()
        self.process.wait()
