"""The addresses under /v1: what content systems call."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Body, Response
from fastapi import Request as HttpRequest

from cleaner.config import Config
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError
from cleaner.sources import Checked
from cleaner.web import models
from cleaner.web.decisions import Decision
from cleaner.web.desk import Desk
from cleaner.web.metrics import Metrics
from cleaner.web.problems import Problem, refusals
from cleaner.web.settings import Settings
from cleaner.web.task import Answer, Task, answer, refusal

__all__ = ["Clerk", "router"]

# A document so short, in one of these formats, is read and gated at once, in a few milliseconds.
SHORT = 20_000
QUICK = frozenset({"text", "html", "ninjs"})

_REFUSALS = refusals(400, 401, 408, 413, 415, 422, 429, 500, 503, 504)
_EXAMPLES = {
    "text": {"value": {"text": "The road reopens mercredi."}},
    "html": {"value": {"html": "<p>The road reopens <b>mercredi</b>.</p>"}},
    "ninjs": {"value": {"ninjs": {"uri": "urn:1", "body_text": "It reopens mercredi."}}},
    "batch": {"value": {"documents": [{"text": "It reopens mercredi.", "name": "1"}]}},
}
Asked = Annotated[models.Request, Body(openapi_examples=_EXAMPLES)]

router = APIRouter(prefix="/v1", tags=["v1"])


class Clerk:
    """Answers clean documents at once and passes the others on."""

    def __init__(self, settings: Settings, desk: Desk, metrics: Metrics) -> None:
        self._settings, self._desk, self._metrics = settings, desk, metrics
        self._gate = Cleaner(settings.config)

    async def answers(self, documents: Sequence[models.Single], *, fix: bool) -> list[Answer]:
        """The answer to each document. Raises Problem."""
        tasks = [self._task(document, fix=fix) for document in documents]
        if self._settings.log_text:
            for task in tasks:
                print(f"text: {json.dumps(task.text)}", file=sys.stderr, flush=True)
        found = []
        for task in tasks:
            found.append(self._at_once(task))
            await asyncio.sleep(0)  # others have their turn between two documents
        left = [task for task, one in zip(tasks, found, strict=True) if one is None]
        self._metrics.documents.labels("gate").inc(len(tasks) - len(left))
        self._metrics.documents.labels("worker").inc(len(left))
        rest = iter(await self._desk.answers(left) if left else ())
        return [one or next(rest) for one in found]

    async def applied(self, asked: models.Apply) -> Answer:
        """A document with what an editor decided. Raises Problem."""
        decisions = tuple(Decision(*one.model_dump().values()) for one in asked.decisions)
        task = replace(self._task(asked.document, fix=True), decisions=decisions)
        [found] = await self._desk.answers([task])
        return found

    def _task(self, document: models.Single, *, fix: bool) -> Task:
        text, is_object = document.content()
        fields = document.fields if isinstance(document, models.TextDocument) else ()
        return Task(
            text,
            self._config(document),
            document.key,
            document.format,
            document.name,
            tuple(fields),
            is_object,
            fix,
        )

    def _config(self, document: models.Single) -> Config:
        """The service's configuration with what the document wants otherwise."""
        base = self._settings.config
        config = replace(
            base,
            style=document.style or base.style,
            select=base.select if document.select is None else tuple(document.select),
            ignore=(*base.ignore, *(document.ignore or ())),
            unsafe_fixes=document.unsafe_fixes or base.unsafe_fixes,
        )
        if document.select or document.ignore:
            from cleaner.rules import selected_rules

            try:
                selected_rules(config.select, config.ignore)
            except CleanerError as error:
                raise Problem(422, str(error)) from None
        return config

    def _at_once(self, task: Task) -> Answer | None:
        """The answer to a document that is clean by the gate, or that can't be read."""
        is_short = len(task.text) <= SHORT and task.format in QUICK and not task.fields
        # Comments for Cleaner are looked into by a worker; some rules look behind the gate.
        if not is_short or "cleaner" in task.text:
            return None
        if task.config.select != self._settings.config.select:
            return None
        try:
            source = task.read()
        except CleanerError as error:
            return refusal(str(error))
        if not source.errors and all(map(self._gate.is_clean, source.articles)):
            return answer(task, Checked(source))
        return None


@router.post(
    "/check",
    summary="What was left in French",
    response_model=models.Checked | models.CheckedBatch,
    responses=_REFUSALS,
)
async def check(asked: Asked, request: HttpRequest) -> Response:
    """The findings in a document, or in each of several. Nothing is kept."""
    return await _answered(request, asked, fix=False)


@router.post(
    "/fix",
    summary="The document with its safe fixes made",
    response_model=models.Fixed | models.FixedBatch,
    responses=_REFUSALS,
)
async def fix(asked: Asked, request: HttpRequest) -> Response:
    """The fixed document, what was changed in it, and what is left to an editor."""
    return await _answered(request, asked, fix=True)


@router.post(
    "/apply",
    summary="The document as an editor decided",
    response_model=models.Fixed,
    responses=_REFUSALS,
)
async def apply(asked: models.Apply, request: HttpRequest) -> Response:
    """The document with what was decided and nothing else.

    `warnings` has the decisions that could not be followed; `findings` is all that was left.
    """
    clerk: Clerk = request.app.state.clerk
    found = await clerk.applied(asked)
    if found.status != 200:
        raise Problem(found.status, found.sentence)
    return Response(found.body, media_type="application/json")


@router.get(
    "/rules",
    summary="All rules",
    response_model=list[models.RuleOut],
    responses=refusals(400, 401, 429),
)
async def rules() -> Response:
    """What each rule looks for, why, and examples."""
    return Response(_rules(), media_type="application/json")


async def _answered(request: HttpRequest, asked: models.Request, *, fix: bool) -> Response:
    clerk: Clerk = request.app.state.clerk
    if isinstance(asked, models.Batch):
        found = await clerk.answers(asked.documents, fix=fix)
        content = b'{"documents":[' + b",".join(map(_entry, found)) + b"]}"
    else:
        [one] = await clerk.answers([asked], fix=fix)
        if one.status != 200:
            raise Problem(one.status, one.sentence)
        content = one.body
    return Response(content, media_type="application/json")


def _entry(one: Answer) -> bytes:
    """An answer among others; what can't be read does not stop them."""
    if one.status == 200:
        return one.body
    return json.dumps({"findings": [], "errors": [one.sentence], "warnings": []}).encode()


@cache
def _rules() -> bytes:
    from cleaner.rules import rules as registered

    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "summary": rule.summary,
            "why": rule.why,
            "fixes": rule.fixes,
            "default": rule.default,
            "examples": [asdict(example) for example in rule.examples],
        }
        for rule in registered()
    ]
    return json.dumps(listed, ensure_ascii=False).encode()
