"""`/docs`: the API in one page, made from its own OpenAPI document, from this host alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.problems import catalogue

router = APIRouter(include_in_schema=False)
_WEB: Final = Path(__file__).resolve().parent.parent / "web"
_METHODS: Final = ("get", "post", "put", "delete")


@router.get("/docs")
def get_docs(request: Request) -> Response:
    """Return the page."""
    document = request.app.openapi()
    page = (
        _templates()
        .get_template("docs.html")
        .render(
            title=document["info"]["title"],
            about=document["info"]["description"],
            calls=_calls(document),
            problems=catalogue(),
            document=request.app.openapi_url,
        )
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


@router.get("/docs/docs.css")
def get_style() -> Response:
    """Return its style sheet."""
    style = (_WEB / "static" / "docs.css").read_text(encoding="utf-8")
    return Response(style, media_type="text/css", headers={"Cache-Control": "no-cache"})


def _calls(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, "operation": said[method]}
        for path, said in document["paths"].items()
        for method in _METHODS
        if method in said
    ]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
