"""What the server says about itself: one JSON object a line, for programs to read.

Made and passed along, never configured for the whole process. What may be in a line is
decided where it is written: the template of a route and never its address, the class of
an error and never its words, an id and never a place, a token or a name.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import orjson
import structlog

Log = structlog.stdlib.BoundLogger


def make_log(level: str = "info", stream: TextIO | None = None) -> Log:
    """Return a log that writes lines of `level` and above to `stream`, standard error if none."""
    minimum = logging.getLevelNamesMapping()[level.upper()]
    log: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(minimum),
        cache_logger_on_first_use=True,
    )
    return log


def where(error: BaseException) -> str:
    """Return where an error came from: file, line and function of each frame, without values.

    A usual stack shows the error's words, and those may quote what somebody sent.
    """
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " < ".join(reversed(frames))


def _json(said: Any, **_: object) -> str:  # noqa: ANN401 - whatever the line holds
    return orjson.dumps(said, default=str).decode()
