"""A server on a disk that fills up: `python -m tests.api.served HOME PORT FILE_LIMIT`.

FILE_LIMIT bounds the size of any file it writes, in bytes, as a full disk would; 0 is no
bound.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import Settings
from data.workspace import Workspace


def main() -> None:
    """Serve a workspace until somebody ends it."""
    home, port, limit = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    app = create_app(Settings.of(Workspace.open(home)))
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False, ws="none")


if __name__ == "__main__":
    main()
