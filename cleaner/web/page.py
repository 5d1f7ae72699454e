"""/docs: the OpenAPI document as one plain page, without a script and without another host."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

__all__ = ["router"]

router = APIRouter()

STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
code, pre { font: .875rem/1.4 ui-monospace, monospace }
pre { overflow: auto; padding: .75rem; border: 1px solid #8886; border-radius: .25rem }
td, th { text-align: start; vertical-align: top; padding: .125rem 1rem .125rem 0 }
"""
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; frame-ancestors 'none'; base-uri 'none'"
)


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """What the service takes and answers, to read."""
    content = "".join(_page(request.app.openapi()))
    return HTMLResponse(content, headers={"Content-Security-Policy": POLICY})


def _page(api: Mapping[str, Any]) -> Iterator[str]:
    info = api["info"]
    yield '<!doctype html><html lang="en"><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(info['title'])} API</title><style>{STYLE}</style>"
    yield f"<main><h1>{escape(info['title'])} {escape(info['version'])}</h1>"
    yield f"<p>{escape(info['description'])} For programs: <a href=openapi.json>openapi.json</a>."
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            yield from _operation(f"{method.upper()} {path}", operation)
    yield "<h2>What the names mean</h2>"
    for name, schema in api["components"]["schemas"].items():
        yield from _schema(name, schema)
    yield "</main></html>"


def _operation(title: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{escape(title)}</code></h2><p>{escape(operation['summary'])}. "
    yield escape(operation.get("description", ""))
    for media in operation.get("requestBody", {}).get("content", {}).values():
        yield f"<p>Takes {_type(media['schema'])}, for instance:"
        for example in media.get("examples", {}).values():
            yield f"<pre>{escape(json.dumps(example['value'], indent=2))}</pre>"
    yield "<table><tr><th>Status<th>Answer"
    for status, response in operation["responses"].items():
        shown = [_type(one.get("schema", {})) for one in response.get("content", {}).values()]
        yield f"<tr><td>{escape(status)}<td>{escape(response['description'])} {' '.join(shown)}"
    yield "</table>"


def _schema(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f'<h3 id="{escape(name)}">{escape(name)}</h3><p>{escape(schema.get("description", ""))}'
    yield "<table><tr><th>Key<th>Value<th>"
    for key, value in schema.get("properties", {}).items():
        needed = "" if key in schema.get("required", ()) else " <small>optional</small>"
        yield f"<tr><td><code>{escape(key)}</code>{needed}<td>{_type(value)}"
        yield f"<td>{escape(value.get('description', ''))}"
    yield "</table>"


def _type(schema: Mapping[str, Any]) -> str:
    """A schema in a few words.

    >>> _type({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}})
    'list of string or null'
    """
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if several := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(map(_type, several))
    if values := schema.get("enum"):
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in values)
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(str(schema.get("const", schema.get("type", ""))))
