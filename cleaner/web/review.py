"""The review page: what a browser loads. It has no build step and needs no other host."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

from cleaner.web.problems import Problem

__all__ = ["POLICY", "STATIC", "router"]

# Nothing but these scripts and styles runs or shows, whatever stands in a text.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
STATIC = (
    "article.js",
    "client.js",
    "diff.js",
    "drafts.js",
    "icon.svg",
    "marks.js",
    "page.js",
    "queue.js",
    "review.css",
)

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page() -> Response:
    """The page itself."""
    return Response(
        _content("review.html"),
        media_type="text/html",
        headers={"Content-Security-Policy": POLICY},
    )


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """A script, the style sheet, the icon."""
    if name not in STATIC:
        raise Problem(404, "There is nothing at this address; / is the review page.")
    return Response(_content(name), media_type=_TYPES[name.rpartition(".")[2]])


@cache
def _content(name: str) -> bytes:
    return (files("cleaner.web") / "static" / name).read_bytes()
