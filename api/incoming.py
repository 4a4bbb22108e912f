"""A submission as it comes over HTTP: a form with pictures, or JSON without.

Read while it arrives, within limits, to the disk where it is large. A form that ends
before its last line was cut off on the way and is refused whole: half a submission would
look like one without its pictures.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, BinaryIO, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.deps import Caller, TheLimits, media_type
from api.examine import Sent
from api.problems import Problem, RequestError
from api.refusals import FindingsError
from api.settings import Limits
from data.finding import Finding, Severity
from data.geojson import BadGeoJSONError, loads

FORM: Final = "multipart/form-data"
JSON: Final = ("application/json", "application/geo+json")
_PARTS: Final = frozenset({"site", "photo", "base_version", "consent"})
_YES_OR_NO: Final[Mapping[object, bool]] = {
    True: True,
    False: False,
    "true": True,
    "false": False,
}
_LARGEST_VERSION: Final = 2**31 - 1
_LONGEST: Final = len(str(_LARGEST_VERSION))


async def sent(request: Request, _person: Caller, limits: TheLimits) -> AsyncIterator[Sent]:
    """Yield what was sent; its pictures are gone once the request is answered."""
    kind = media_type(request)
    if kind == FORM:
        async with _form(request, limits) as form:
            yield await _from_form(form, limits)
    elif kind in JSON:
        yield _sent(_feature(await request.body()), {}, ())
    else:
        accepted = ", ".join((FORM, *JSON))
        raise RequestError(Problem("request.content_type", figures={"accepted": accepted}))


Incoming = Annotated[Sent, Depends(sent)]


class _WholeForm(MultiPartParser):
    """Starlette's parser, which also minds whether it has seen the form's last line."""

    def __init__(self, request: Request, limits: Limits) -> None:
        super().__init__(
            request.headers,
            self._to_its_end(request.stream()),
            max_files=limits.photos + 1,  # the site may come as a file as well
            max_fields=len(_PARTS),
            max_part_size=limits.text_bytes,
        )
        self._ended = False

    def on_end(self) -> None:
        self._ended = True

    async def _to_its_end(self, stream: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        async for chunk in stream:
            yield chunk
        if not self._ended:
            raise MultiPartException("cut off")


@asynccontextmanager
async def _form(request: Request, limits: Limits) -> AsyncIterator[FormData]:
    try:
        form = await _WholeForm(request, limits).parse()
    except MultiPartException as broken:
        raise RequestError(_form_problem(broken, limits)) from broken
    try:
        yield form
    finally:
        await form.close()


def _form_problem(broken: MultiPartException, limits: Limits) -> Problem:
    """Return what Starlette's parser complains of: it has one error and a sentence for each."""
    if broken.message.startswith("Too many files"):
        return Problem("form.too_many_photos", "/photo", {"limit": limits.photos})
    if broken.message.startswith("Part exceeded"):
        return Problem("request.too_large", figures={"limit": limits.text_bytes})
    return Problem("form.broken")


async def _from_form(form: FormData, limits: Limits) -> Sent:
    unknown = [name for name in form if name not in _PARTS]
    if unknown:
        raise RequestError(Problem("form.part_unknown", figures={"name": unknown[0][:80]}))
    sites = form.getlist("site")
    if len(sites) != 1:
        raise RequestError(Problem("form.site_missing", "/site"))
    pictures = [each for each in form.getlist("photo") if not _is_empty_choice(each)]
    if not all(isinstance(each, UploadFile) for each in pictures):
        raise RequestError(Problem("form.photo_not_a_file", "/photo"))
    if len(pictures) > limits.photos:
        figures = {"limit": limits.photos}
        raise RequestError(Problem("form.too_many_photos", "/photo", figures))
    feature = _feature(await _text(sites[0], limits))
    said = {
        name: form[name] for name in ("base_version", "consent") if form.get(name) not in (None, "")
    }
    files = [each.file for each in pictures if isinstance(each, UploadFile)]
    return _sent(feature, said, files)


def _is_empty_choice(part: UploadFile | str) -> bool:
    """Is this what a browser sends for a file field in which nothing was chosen?"""
    return isinstance(part, UploadFile) and not part.filename and not part.size


async def _text(part: UploadFile | str, limits: Limits) -> bytes:
    if isinstance(part, str):
        return part.encode()
    if (part.size or 0) > limits.text_bytes:
        raise RequestError(Problem("request.too_large", figures={"limit": limits.text_bytes}))
    return await part.read()


def _feature(text: bytes) -> dict[str, Any]:
    try:
        return loads(text)
    except BadGeoJSONError as bad:
        raise RequestError(Problem(bad.code, bad.pointer, {"where": bad.detail})) from bad


def _sent(
    feature: dict[str, Any], parts: Mapping[str, Any], pictures: list[BinaryIO] | tuple[()]
) -> Sent:
    findings: list[Finding] = []
    version = parts.get("base_version", feature.get("base_version"))
    if (
        isinstance(version, str)
        and version.isascii()
        and version.isdigit()
        and len(version) <= _LONGEST
    ):
        version = int(version)
    if version is None:
        version = 0
    elif not _is_version(version):
        findings.append(Finding("base_version.format", Severity.ERROR, "/base_version"))
    consent = parts.get("consent", feature.get("consent"))
    consent = False if consent is None else consent
    if not isinstance(consent, bool | str) or consent not in _YES_OR_NO:
        findings.append(Finding("consent.format", Severity.ERROR, "/consent"))
    if findings:
        raise FindingsError(findings)
    return Sent(feature, pictures, version, _YES_OR_NO[consent])


def _is_version(said: object) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and 1 <= said <= _LARGEST_VERSION
