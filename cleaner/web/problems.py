"""Errors as ``application/problem+json`` (RFC 9457): what went wrong and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

__all__ = ["Problem", "ProblemBody", "describe", "handle_problems", "problem", "refusals"]

MEDIA_TYPE = "application/problem+json"
_SENTENCES = {
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take this method; /docs lists what it takes.",
}
# What each status means here.
_MEANINGS = {
    400: "No JSON, or a host that the service does not answer for.",
    401: "The token is missing or wrong.",
    404: "There is nothing of that name.",
    408: "The body came too slowly.",
    409: "It was changed or decided by somebody else meanwhile; nothing was written.",
    413: "The body is too large.",
    415: "The body is not said to be JSON.",
    422: "The body is not what is expected, or its document can't be read.",
    429: "Too much to do; `Retry-After` says when to try again.",
    500: "A fault of Cleaner.",
    503: "No worker is ready.",
    504: "The work took too long.",
}


class ProblemBody(BaseModel):
    """What every error looks like."""

    type: str = "about:blank"
    title: str = Field(description="The status in words.")
    status: int
    detail: str = Field(description="What went wrong and what to do, in a sentence.")


class Problem(Exception):  # noqa: N818 - it is what the RFC calls it
    """Ends a request with an error; ``detail`` says what to do next."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers

    @property
    def response(self) -> JSONResponse:
        """The answer to send."""
        return problem(self.status, self.detail, headers=self.headers)


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error's answer.

    >>> problem(404, "There is nothing here.").body
    b'{"type":"about:blank","title":"Not Found","status":404,"detail":"There is nothing here."}'
    """
    shown = detail.encode("utf-8", "backslashreplace").decode()
    content = ProblemBody(title=HTTPStatus(status).phrase, status=status, detail=shown)
    return JSONResponse(
        content.model_dump(), status, headers=dict(headers or {}), media_type=MEDIA_TYPE
    )


def handle_problems(app: FastAPI) -> None:
    """Has an app answer all its errors so."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, error: Problem) -> JSONResponse:
        del request
        return error.response

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        detail = _SENTENCES.get(error.status_code, f"{error.detail}.".replace("..", "."))
        allowed = _allowed(request) if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else ""
        headers = {"Allow": allowed} if allowed else error.headers
        return problem(error.status_code, detail, headers=headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        del request
        return _refused(error.errors())


def _allowed(request: Request) -> str:
    """The methods that an address takes; what Starlette says names those of one route alone."""
    for path, methods in request.app.openapi()["paths"].items():
        if compile_path(path)[0].match(request.url.path):
            return ", ".join(sorted(map(str.upper, methods)))
    return ""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that an address may answer with, for its description."""
    return {one: {"model": ProblemBody, "description": _MEANINGS[one]} for one in statuses}


def describe(app: FastAPI) -> None:
    """Has the app's description say that errors are problems; FastAPI takes all for plain JSON."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        api = plain()
        for methods in api["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in response.get("content", {}):
                        content = response["content"]
                        content[MEDIA_TYPE] = content.pop("application/json")
        return api

    app.openapi = described  # type: ignore[method-assign]


def _refused(errors: Sequence[Mapping[str, Any]]) -> JSONResponse:
    """What is wrong with a body, without repeating it: the first fault and how many there are."""
    first = errors[0]
    if first["type"] == "json_invalid":
        return problem(400, "The body is no JSON; send one object, encoded in UTF-8.")
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return problem(422, "There is no body; send a JSON object. See /docs for what is expected.")
    place = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    more = f" ({len(errors) - 1} more of the kind)" if len(errors) > 1 else ""
    said = str(first["msg"]).removeprefix("Value error, ")
    return problem(422, f"{place}: {said}{more}. See /docs for what is expected.")
