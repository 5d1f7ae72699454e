"""One document to check or to fix, and its answer: what web process and workers exchange."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from cleaner.config import Config
from cleaner.finding import Finding
from cleaner.formats.registry import TEXT, Options
from cleaner.formats.source import Source, read_text
from cleaner.sources import Checked
from cleaner.web.decisions import Decision

__all__ = ["Answer", "Key", "Task", "answer", "refusal"]

Key = Literal["text", "html", "ninjs"]


class Answer(NamedTuple):
    """What became of a document: JSON with status 200, else a sentence about what is wrong."""

    status: int
    body: bytes

    @property
    def sentence(self) -> str:
        """The error's sentence."""
        return self.body.decode()


@dataclass(frozen=True)
class Task:
    """A document with what is wanted of it.

    ``key`` is where a request has the document and an answer the fixed one, ``is_object`` whether
    it stood there as JSON of its own and not as a string with JSON. ``decisions`` are made instead
    of the safe fixes, if there are any.
    """

    text: str
    config: Config
    key: Key = "text"
    format: str = TEXT
    name: str | None = None
    fields: tuple[str, ...] = ()
    is_object: bool = False
    fix: bool = False
    decisions: tuple[Decision, ...] | None = None

    def read(self) -> Source:
        """The document as its format reads it. Raises InputError."""
        name = self.name or "the document"
        return read_text(self.text, self.format, name=name, options=Options(self.fields))


def answer(task: Task, checked: Checked, problems: Iterable[str] = ()) -> Answer:
    """The answer as JSON, or what is wrong with a document of which nothing could be read.

    ``problems`` are decisions that could not be followed.

    >>> answer(task := Task("The end.", Config(), fix=True), Checked(task.read())).body
    b'{"text":"The end.","applied":[],"findings":[],"errors":[],"warnings":[]}'
    """
    if checked.errors and len(checked.source.articles) < 2:
        return refusal(str(checked.errors[0]))
    found = checked.remaining if task.fix else checked.findings
    said: dict[str, Any] = {}
    if task.fix:
        said[task.key] = json.loads(checked.text) if task.is_object else checked.text
        said["applied"] = _findings(task, checked.applied)
    said["findings"] = _findings(task, found)
    said["errors"] = [str(error) for error in checked.errors]
    said["warnings"] = [*checked.complaints, *problems]
    return Answer(200, _json(said))


def refusal(sentence: str) -> Answer:
    """The answer for a document that can't be read."""
    return Answer(422, sentence.encode("utf-8", "backslashreplace"))


def _findings(task: Task, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [replace(finding, file=task.name).to_json() for finding in findings]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
