"""What tells those who run the service how it is: /healthz, /readyz, /metrics."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from cleaner.web.desk import Desk
from cleaner.web.problems import refusals

__all__ = ["router"]

router = APIRouter(tags=["health"])


class Status(BaseModel):
    """That all is well."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Whether the service runs", responses=refusals(400))
async def healthz() -> Status:
    """Answers as long as the process does; needs no token."""
    return Status()


@router.get(
    "/readyz",
    summary="Whether tables and model are warm",
    responses=refusals(400, 503),
)
async def readyz(request: Request) -> Status:
    """Answers 503 until a worker is warm; needs no token."""
    desk: Desk = request.app.state.desk
    if not desk.is_ready:
        raise desk.cold()
    return Status()


@router.get(
    "/metrics",
    summary="Counters for Prometheus",
    response_class=Response,
    responses={200: {"content": {CONTENT_TYPE_LATEST: {}}}, **refusals(400, 401)},
)
async def metrics(request: Request) -> Response:
    """Requests, documents, queue and memory; no text."""
    content = generate_latest(request.app.state.metrics.registry)
    return Response(content, media_type=CONTENT_TYPE_LATEST)
