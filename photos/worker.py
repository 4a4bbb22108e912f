"""The process in which pictures are opened: `python -m photos.worker`, for `photos.pool`.

It gives itself a limit of memory and of time, so that it ends even when nobody is left
to end it, and works politely: the server's answers come first.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final

from photos.intake import process
from photos.photo import Limits, Processed, UnusablePhotoError
from photos.wire import MAX_FRAME, send

_NICE: Final = 5


def main(arguments: list[str]) -> None:
    """Answer pictures that come over the link until its other end is closed."""
    link_number, seconds, memory_bytes, limits = arguments
    bounded = Limits(**json.loads(limits))
    link: Connection[bytes, bytes] = Connection(int(link_number))
    _restrict(int(memory_bytes))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            data = link.recv_bytes(MAX_FRAME)
            if not data:  # "are you there?"
                link.send_bytes(b"")
                continue
            # The alarm's default is to end the process, wherever in a decoder it is.
            signal.setitimer(signal.ITIMER_REAL, float(seconds))
            answer = _answer(data, bounded)
            del data
            send(link, answer)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(data: bytes, limits: Limits) -> Processed | UnusablePhotoError:
    try:
        return process(data, limits)
    except UnusablePhotoError as refusal:
        # Without its traceback, which would keep the picture in memory.
        return UnusablePhotoError(refusal.code, refusal.figures)


def _restrict(memory_bytes: int) -> None:
    os.nice(_NICE)
    # A core file would leave somebody's picture on the disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # where the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    main(sys.argv[1:])
