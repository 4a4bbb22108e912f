"""The built site, served at `/` as any web server would: files as they lie.

The builder swaps files in while they are being served. So a file is opened once, and its
length and its content come from that one opening: whoever asks gets the old file whole or
the new one whole.
"""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send

_API: Final = "api/"
_CHUNK: Final = 256 * 1024


class OpenedFile(FileResponse):
    """A file's content as it was when it was opened, whatever its name stands for since."""

    def __init__(self, path: Path, file: BinaryIO, status: int) -> None:
        super().__init__(path, status_code=status, stat_result=os.fstat(file.fileno()))
        self.file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the content; a part of it is sent the framework's way."""
        with self.file:
            if "range" in Headers(scope=scope):
                await super().__call__(scope, receive, send)
                return
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            more = scope["method"] != "HEAD"
            while more:
                chunk = await to_thread.run_sync(self.file.read, _CHUNK)
                more = len(chunk) == _CHUNK
                await send({"type": "http.response.body", "body": chunk, "more_body": more})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b"", "more_body": False})


class PublicSite(StaticFiles):
    """Static files. An address of the API that is not there gets a problem, not a page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, `index.html` of a folder, or the site's own 404 page."""
        if path.startswith(_API):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        try:
            answer = await super().get_response(path, scope)
        except HTTPException as refused:
            if refused.status_code != HTTPStatus.UNAUTHORIZED:
                raise
            # A file that we may not read is our affair; there is nothing to sign in to.
            raise HTTPException(HTTPStatus.NOT_FOUND) from refused
        answer.headers.setdefault("Cache-Control", "no-cache")
        return answer

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,  # noqa: ARG002 - of the name, which may mean another file now
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or that the caller has it already."""
        try:
            file = Path(full_path).open("rb")  # noqa: SIM115 - the answer closes it
        except FileNotFoundError as gone:
            raise HTTPException(HTTPStatus.NOT_FOUND) from gone
        answer = OpenedFile(Path(full_path), file, status_code)
        if self.is_not_modified(answer.headers, Headers(scope=scope)):
            file.close()
            return NotModifiedResponse(answer.headers)
        return answer
