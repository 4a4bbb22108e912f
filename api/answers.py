"""Answers: JSON from a model, and stored bytes with their tag, compressed where it is wanted.

An answer that depends on nothing but the ledger carries the ledger's number as a weak
ETag: who has it already is told so in a few bytes, and a compressed answer is made once
for all who ask the same.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import brotli
from anyio import to_thread
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

GEOJSON: Final = "application/geo+json"
JSON: Final = "application/json"
Encoding = Literal["", "br", "gzip"]

_SMALL: Final = 1024
_BROTLI_QUALITY: Final = 5
_GZIP_LEVEL: Final = 6


def json_answer(
    model: BaseModel, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return `model` as JSON, not to be kept by anybody on the way."""
    told = {"Cache-Control": "no-store"} | (headers or {})
    return Response(model.model_dump_json(), status, told, JSON)


class Compressed:
    """Compressed answers by what was asked, tag and encoding; the oldest go first.

    Used from the event loop's thread alone.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[tuple[bytes, bytes, Encoding], bytes] = OrderedDict()

    async def of(self, asked: bytes, tag: bytes, encoding: Encoding, body: bytes) -> bytes:
        """Return `body` in this encoding, and keep it."""
        key = (asked, tag, encoding)
        made = await to_thread.run_sync(_compress, body, encoding)
        if key not in self._kept and len(made) <= self._most:
            self._kept[key] = made
            self._size += len(made)
            while self._size > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
        return made

    def get(self, asked: bytes, tag: bytes, encoding: Encoding) -> bytes | None:
        """Return what was compressed before, so that the body need not even be made."""
        known = self._kept.get((asked, tag, encoding))
        if known is not None:
            self._kept.move_to_end((asked, tag, encoding))
        return known


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer of stored bytes: what kind, under which tag, and how to come by it."""

    kind: str
    tag: bytes
    make: Callable[[], bytes]


async def choose(
    scope: Scope, kept: Compressed, stored: Stored
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Return status, headers and body as this caller takes them: 304 who has it already."""
    headers = [
        (b"etag", stored.tag),
        (b"cache-control", b"no-cache"),
        (b"vary", b"accept-encoding"),
        (b"access-control-allow-origin", b"*"),
    ]
    tags = accepted = b""
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            tags = value
        elif name == b"accept-encoding":
            accepted = value
    if is_known(tags, stored.tag):
        return 304, headers, b""
    encoding = encoding_for(accepted)
    asked = b"%b?%b" % (scope["path"].encode(), scope["query_string"])
    body = kept.get(asked, stored.tag, encoding) if encoding else None
    if body is None:
        body = stored.make()
        encoding = encoding if len(body) >= _SMALL else ""
        if encoding:
            body = await kept.of(asked, stored.tag, encoding, body)
    headers.append((b"content-type", stored.kind.encode()))
    headers.append((b"content-length", b"%d" % len(body)))
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    return 200, headers, body


async def stored_answer(request: Request, stored: Stored) -> Response:
    """Return the answer to this request."""
    status, headers, body = await choose(request.scope, request.app.state.compressed, stored)
    answer = Response(body, status)
    answer.raw_headers = headers
    return answer


def tag_of(body: bytes) -> bytes:
    """Return the tag of bytes that depend on more than the ledger's number."""
    return b'W/"%b"' % hashlib.blake2b(body, digest_size=12).hexdigest().encode()


@lru_cache(maxsize=256)
def encoding_for(accepted: bytes) -> Encoding:
    """Return the best encoding that an Accept-Encoding header takes.

    >>> encoding_for(b"gzip, deflate, br"), encoding_for(b"gzip;q=1, br;q=0"), encoding_for(b"")
    ('br', 'gzip', '')
    """
    offers: dict[str, float] = {}
    for offer in accepted.decode("latin-1").lower().split(","):
        name, _, weight = offer.strip().partition(";")
        try:
            offers[name.strip()] = float(weight.partition("q=")[2] or 1)
        except ValueError:
            offers[name.strip()] = 0
    anything = offers.get("*", 0)
    if offers.get("br", anything) > 0:
        return "br"
    return "gzip" if offers.get("gzip", anything) > 0 else ""


def is_known(tags: bytes, tag: bytes) -> bool:
    """Does an If-None-Match header name `tag`, weakly compared?

    >>> is_known(b'"1", W/"2"', b'W/"2"'), is_known(b"*", b'W/"2"'), is_known(b"", b'W/"2"')
    (True, True, False)
    """
    if not tags:
        return False
    strong = tag.removeprefix(b"W/")
    given = (each.strip().removeprefix(b"W/") for each in tags.split(b","))
    return tags.strip() == b"*" or strong in given


def _compress(body: bytes, encoding: Encoding) -> bytes:
    if encoding == "br":
        compressed: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
        return compressed
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)
