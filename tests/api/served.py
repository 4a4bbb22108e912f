"""A server to kill: `python -m tests.api.served HOME PORT [FILE_LIMIT]`.

Everything is imported once; then a child is forked for each life of the server, so that
it can be killed fifty times in a minute. FILE_LIMIT bounds the size of any file it
writes, in bytes, as a full disk would.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import Settings
from data.workspace import Workspace


def serve(home: Path, port: int, limit: int) -> None:
    """Serve a workspace until somebody ends it."""
    app = create_app(Settings.of(Workspace.open(home)))
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False, ws="none")


def main() -> None:
    """Serve again each time that the server was killed; end when it ends by itself."""
    home, port, limit = Path(sys.argv[1]), int(sys.argv[2]), int((*sys.argv, "0")[3])
    status = 0
    while os.WIFSIGNALED(status) or status == 0:
        child = os.fork()
        if child == 0:
            serve(home, port, limit)
            os._exit(1)
        print(child, flush=True)  # noqa: T201 - the test reads whom to kill
        _, status = os.waitpid(child, 0)


if __name__ == "__main__":
    main()
