"""What stands before every route: who may ask, how much at once, how large, how slowly.

Plain ASGI, so that a request is turned away before anything of its body is parsed.
"""

from __future__ import annotations

import asyncio
import hmac
import sys
import time
import traceback
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cleaner.web.desk import Desk
from cleaner.web.metrics import Metrics
from cleaner.web.problems import Problem, problem
from cleaner.web.settings import Settings, is_loopback

__all__ = ["Admission", "Bodies", "Watch"]

# What anyone may see: whether the service lives, and its description.
OPEN = frozenset({"/", "/healthz", "/readyz", "/docs", "/openapi.json"})
# The same of the page's scripts and styles; what is reviewed is asked for with the token.
OPEN_BELOW = "/static/"
# What is answered however much there is to do.
ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
# Methods with a body that a route may read.
BODIES = frozenset({"DELETE", "PATCH", "POST", "PUT"})
# Of a body that is too large so many times the limit is read and thrown away, so that the client
# gets to read the answer.
PATIENCE = 8

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Watch:
    """Outermost: security headers, one line of log and the counters for each request, no faults.

    A route's own headers win. The log has the route's pattern, not the address that was asked.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, status = time.perf_counter(), 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception as error:
            _log_fault(error)
            if status:
                raise
            fault = problem(500, "A fault of Cleaner stopped the work on this request; report it.")
            await fault(scope, receive, told)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.requests.labels(route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if route not in ALWAYS:
            method = scope["method"] if scope["method"].isalpha() else "?"
            print(f"{method[:10]} {route} {status} {1000 * seconds:.1f} ms", file=sys.stderr)


def _log_fault(error: Exception) -> None:
    """Where something went wrong; not the message, which may hold text of a request."""
    print("".join(traceback.format_tb(error.__traceback__)), file=sys.stderr)
    print(f"error: {type(error).__name__}", file=sys.stderr, flush=True)


class Admission:
    """Who may ask: hosts, token, and how many at once."""

    def __init__(self, app: ASGIApp, settings: Settings, desk: Desk) -> None:
        self._app, self._settings, self._desk = app, settings, desk
        self._token = settings.token.encode()
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        try:
            self._refuse(scope["path"], Headers(scope=scope))
        except Problem as error:
            return await error.response(scope, receive, send)
        self._under_way += 1
        try:
            return await self._app(scope, receive, send)
        finally:
            self._under_way -= 1

    def _refuse(self, path: str, headers: Headers) -> None:
        if not self._token and not is_loopback(_host(headers.get("host", ""))):
            # A page whose name was made to point here is not from this machine.
            raise Problem(400, "Without a token the service answers on localhost alone.")
        is_open = path in OPEN or path.startswith(OPEN_BELOW)
        if not is_open and not self._is_known(headers):
            raise Problem(
                401,
                "Send the service's token as the header 'Authorization: Bearer …'.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if path not in ALWAYS and self._under_way >= self._settings.requests:
            raise self._desk.busy()

    def _is_known(self, headers: Headers) -> bool:
        if not self._token:
            return True
        scheme, _, token = headers.get("authorization", "").partition(" ")
        is_same = hmac.compare_digest(token.strip().encode(), self._token)
        return is_same and scheme.lower() == "bearer"


def _host(header: str) -> str:
    """The host of a Host header without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


class Bodies:
    """Reads each body as a whole before the app sees it, within limits of size and time."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] not in BODIES:
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                body = await self._read(headers, receive)
            if body:
                _refuse_other_types(headers)
        except TimeoutError:
            slow = Problem(
                408,
                f"The body took longer than {self._settings.body_seconds:g} s; send it faster.",
                headers={"Connection": "close"},
            )
            return await slow.response(scope, receive, send)
        except Problem as error:
            return await error.response(scope, receive, send)
        if body is None:
            return None  # the client went away
        return await self._app(scope, _replayed(body, receive), send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes | None:
        most = self._settings.most_bytes
        announced = headers.get("content-length", "")
        size = int(announced) if announced.isdecimal() else 0
        if size > PATIENCE * most or (size > most and "expect" in headers):
            raise self._too_large()
        pieces, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            piece = message.get("body", b"")
            size += len(piece)
            if size > PATIENCE * most:
                raise self._too_large()
            pieces.append(piece if size <= most else b"")
            if not message.get("more_body"):
                break
        if size > most:
            raise self._too_large()
        return b"".join(pieces)

    def _too_large(self) -> Problem:
        return Problem(
            413,
            f"A body may have {self._settings.most_bytes} bytes; send fewer documents at once.",
            headers={"Connection": "close"},
        )


def _refuse_other_types(headers: Headers) -> None:
    """A page elsewhere can send plain text unasked, but JSON only where CORS lets it."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(415, "Send JSON, with the header 'Content-Type: application/json'.")


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Receives a body that was read already, and then what comes after it."""
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay
