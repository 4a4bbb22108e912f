"""The built site, served at `/` as any web server would: files as they lie."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_API = "api/"


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
