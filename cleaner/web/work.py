"""Addresses of the review page: files that are reviewed, and the queue of an archive."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from cleaner.web.decisions import Decision
from cleaner.web.files import Files
from cleaner.web.house import House
from cleaner.web.models import DecisionIn, Text
from cleaner.web.problems import Problem, refusals
from cleaner.web.queue import Queue

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["review"])
_REFUSALS = refusals(400, 401, 404, 408, 409, 413, 415, 422, 429, 503)


class Save(BaseModel):
    """What was decided about a file, and the digest that it had when it was opened."""

    model_config = ConfigDict(extra="forbid")

    digest: Text
    decisions: Annotated[list[DecisionIn], Field(max_length=10_000)]


class Verdict(BaseModel):
    """What an editor says to a group, and what the page showed as decided before."""

    model_config = ConfigDict(extra="forbid")

    seen: Text = Field(description="`accept`, `reject`, `text: …`; nothing where it was open.")
    decision: Text = Field(description="The same, or `withdraw`.", min_length=1, max_length=2000)


class Ignore(BaseModel):
    """A term that is never to be reported again."""

    model_config = ConfigDict(extra="forbid")

    term: Text = Field(min_length=1, max_length=200)


class Correct(BaseModel):
    """A fragment, and what an editor writes for it."""

    model_config = ConfigDict(extra="forbid")

    fragment: Text = Field(min_length=1, max_length=500)
    text: Text = Field(max_length=500)


@router.post("/ignores", summary="Never report a term again", responses=_REFUSALS)
async def ignored(asked: Ignore, request: Request) -> dict[str, str]:
    """Adds it to the service's ignore list; 409 where the settings name none."""
    house = House(request.app.state.settings.config)
    return {"said": await run_in_threadpool(house.ignored, asked.term)}


@router.post("/memory", summary="Remember a translation", responses=_REFUSALS)
async def corrected(asked: Correct, request: Request) -> dict[str, str]:
    """Adds it to the service's translation memory; 409 where the settings name none."""
    house = House(request.app.state.settings.config)
    return {"said": await run_in_threadpool(house.corrected, asked.fragment, asked.text)}


@router.get("/work", summary="What there is to review", responses=refusals(400, 401, 429))
async def work(request: Request) -> dict[str, Any]:
    """The files of this review, and whether there is a queue of an archive."""
    files: Files | None = request.app.state.files
    return {"files": files.listed() if files else [], "queue": request.app.state.queue is not None}


@router.get("/files/{number}", summary="A file with what was found in it", responses=_REFUSALS)
async def opened(number: int, request: Request) -> dict[str, Any]:
    """Its text, findings, and the digest to save it with."""
    return await run_in_threadpool(_files(request).opened, number)


@router.put("/files/{number}", summary="Write a file as it was decided", responses=_REFUSALS)
async def saved(number: int, save: Save, request: Request) -> dict[str, Any]:
    """What it is then. 409 where it was changed meanwhile: nothing is written."""
    decisions = [Decision(*one.model_dump().values()) for one in save.decisions]
    return await run_in_threadpool(_files(request).saved, number, save.digest, decisions)


@router.get("/queue", summary="What is uncertain in the archive", responses=_REFUSALS)
async def queue(
    request: Request,
    first: Annotated[int, Query(ge=0, le=10**9)] = 0,
    most: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Groups with examples, the most frequent first."""
    return await run_in_threadpool(_queue(request).listed, first, most)


@router.put("/queue/{group}", summary="Decide about a group", responses=_REFUSALS)
async def decided(group: str, verdict: Verdict, request: Request) -> dict[str, Any]:
    """The decision as it stands. 409 where somebody else decided since it was shown."""
    decide = _queue(request).decided
    return await run_in_threadpool(decide, group, verdict.seen, verdict.decision)


def _files(request: Request) -> Files:
    files: Files | None = request.app.state.files
    if files is None:
        raise Problem(404, "No files are reviewed here: start `cleaner review FILE...`.")
    return files


def _queue(request: Request) -> Queue:
    found: Queue | None = request.app.state.queue
    if found is None:
        raise Problem(404, "No archive is reviewed here: start `cleaner review OUT`.")
    return found
