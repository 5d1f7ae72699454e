"""Gold cases: a text, the edits it needs, and where exactly.

Two kinds of file are read. ``*.jsonl`` holds one case a line (see :func:`case_from_json` for the
keys); ``*.txt`` holds one article with its edits written inline (see :mod:`corpus.markup`).
Whatever is read is validated: a case whose offsets do not match its text never gets as far as an
evaluation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "KINDS",
    "Case",
    "CorpusError",
    "Edit",
    "case_from_json",
    "case_to_json",
    "load",
    "load_all",
    "own_files",
]

KINDS = (
    "bracket",
    "fragment",
    "place",
    "number",
    "punctuation",
    "title",
    "acronym",
    "currency",
    "organisation",
    "person",
    "time",
    "note",
    "dateline",
    "style",
)
"""Kinds of edit, in the order of the reports. ``style`` is only ever optional."""

FOLDER = Path(__file__).parent


class CorpusError(ValueError):
    """A case file says something that cannot be true; the message names file, line and case."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to correct: ``text[start:end] == find`` becomes any one of ``accept``.

    ``accept`` is best first; an empty string means that deleting is right. An ``optional`` edit may
    be made or not. A ``report`` edit must be noticed but nobody expects a fix: leaving it as it
    stands is right, changing it to something not accepted is wrong. A ``fuzzy`` edit, a whole
    sentence as a rule, is also right when its result is near enough to an accepted one.
    """

    start: int
    end: int
    find: str
    kind: str
    accept: tuple[str, ...]
    optional: bool = False
    report: bool = False
    fuzzy: bool = False

    @property
    def required(self) -> bool:
        """Whether missing this edit counts as a miss."""
        return not self.optional


@dataclass(frozen=True, slots=True)
class Case:
    """A text with everything that should happen to it.

    ``edits`` are sorted and do not overlap, optional ones included. ``clean`` lists whole corrected
    texts, best first; the text itself where there is nothing to do.

    >>> case = Case("x", "Seen [lundi].", (Edit(5, 12, "[lundi]", "bracket", ("[Monday]",)),))
    >>> case.corrected()
    'Seen [Monday].'
    >>> case.is_negative
    False
    """

    id: str
    text: str
    edits: tuple[Edit, ...] = ()
    clean: tuple[str, ...] = ()
    topic: str = ""
    note: str = ""
    origin: str = "written"
    title: str = ""

    @property
    def is_negative(self) -> bool:
        """Whether there is nothing at all that must be done to the text."""
        return all(edit.optional for edit in self.edits)

    def corrected(self) -> str:
        """The text after the first accepted answer of each required, fixable edit."""
        text = self.text
        for edit in reversed(self.edits):
            if edit.required and not edit.report and edit.accept:
                text = text[: edit.start] + edit.accept[0] + text[edit.end :]
        return text

    def problems(self) -> list[str]:
        """What is wrong with the case, as sentences; nothing is good.

        >>> Case("x", "on lundi", (Edit(0, 5, "lundi", "fragment", ("Monday",)),)).problems()
        ["edit 0:5 says 'lundi' but the text has 'on lu'"]
        """
        found = []
        last_end = 0
        for edit in self.edits:
            where = f"edit {edit.start}:{edit.end}"
            there = self.text[edit.start : edit.end]
            if there != edit.find:
                found.append(f"{where} says {edit.find!r} but the text has {there!r}")
            if edit.kind not in KINDS:
                found.append(f"{where} has the unknown kind {edit.kind!r}")
            if not edit.accept and not edit.report:
                found.append(f"{where} accepts nothing")
            if edit.find in edit.accept:
                found.append(f"{where} accepts what is already there")
            if edit.start < last_end and edit.required:
                found.append(f"{where} overlaps the edit before it")
            if edit.required:
                last_end = edit.end
        if not self.text.strip():
            found.append("the text is empty")
        if self.is_negative and self.clean and self.clean[0] != self.text:
            found.append("nothing to do, yet the first clean text differs from the text")
        return found


def _edit_from_json(row: Mapping[str, Any], optional: bool, fuzzy: bool) -> Edit:
    return Edit(
        start=int(row["start"]),
        end=int(row["end"]),
        find=str(row["find"]),
        kind=str(row["kind"]),
        accept=tuple(str(answer) for answer in row["accept"]),
        optional=optional or bool(row.get("optional", False)),
        report=bool(row.get("report", False)),
        fuzzy=fuzzy or bool(row.get("fuzzy", False)),
    )


def case_from_json(row: Mapping[str, Any]) -> Case:
    """A case from one decoded JSON line.

    Keys: ``id`` and ``text``; ``edits``, a list of ``{start, end, find, kind, accept}`` with
    ``optional``, ``report`` or ``fuzzy`` where true; ``optional``, a second list of the same shape
    for edits that may be left; ``fuzzy``, true where it holds of every edit; ``clean``, ``topic``,
    ``note``, ``origin``. Offsets count code points.

    >>> case_from_json({"id": "a", "text": "Nothing here."}).is_negative
    True
    """
    fuzzy = bool(row.get("fuzzy", False))
    edits = [_edit_from_json(edit, False, fuzzy) for edit in row.get("edits", ())]
    edits += [_edit_from_json(edit, True, fuzzy) for edit in row.get("optional", ())]
    return Case(
        id=str(row["id"]),
        text=str(row["text"]),
        edits=tuple(sorted(edits, key=lambda edit: (edit.start, edit.end))),
        clean=tuple(str(text) for text in row.get("clean", ())),
        topic=str(row.get("topic", "")),
        note=str(row.get("note", "")),
        origin=str(row.get("origin", "")),
    )


def case_to_json(case: Case) -> dict[str, Any]:
    """The case as :func:`case_from_json` reads it, without the keys that say nothing."""
    edits = []
    for edit in case.edits:
        row: dict[str, Any] = {
            "start": edit.start,
            "end": edit.end,
            "find": edit.find,
            "kind": edit.kind,
            "accept": list(edit.accept),
        }
        row |= {flag: True for flag in ("optional", "report", "fuzzy") if getattr(edit, flag)}
        edits.append(row)
    row = {
        "id": case.id,
        "origin": case.origin,
        "text": case.text,
        "edits": edits,
        "clean": list(case.clean or (case.corrected(),)),
        "topic": case.topic,
    }
    if case.note:
        row["note"] = case.note
    return row


def _load_jsonl(path: Path) -> list[Case]:
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            cases.append(case_from_json(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CorpusError(f"{path}:{number}: not a case: {error!r}") from error
    return cases


def load(path: Path) -> list[Case]:
    """Every case of one file, validated.

    Raises :class:`CorpusError` for a line that is no case, a case that contradicts itself, or an id
    used twice; :class:`OSError` where the file cannot be read.
    """
    if path.suffix == ".txt":
        from corpus.markup import parse_article

        cases = [parse_article(path.read_text(encoding="utf-8"), f"article-{path.stem}")]
    else:
        cases = _load_jsonl(path)
    _validate(path, cases)
    return cases


def _validate(path: Path, cases: Sequence[Case]) -> None:
    seen: set[str] = set()
    for case in cases:
        problems = case.problems()
        if case.id in seen:
            problems.append("the id is used twice")
        seen.add(case.id)
        if problems:
            raise CorpusError(f"{path}: case {case.id}: {'; '.join(problems)}")


def load_all(paths: Iterable[Path]) -> list[Case]:
    """The cases of several files, in order."""
    return [case for path in paths for case in load(path)]


def own_files(known_failures: bool = False) -> list[Path]:
    """The project's own case files: sentences, negatives and articles, in a fixed order.

    ``known-failures.jsonl`` is left out unless asked for: what it holds is known to go wrong.
    """
    names = ["sentences.jsonl", "negatives.jsonl", "on-purpose.jsonl"]
    if known_failures:
        names.append("known-failures.jsonl")
    return [FOLDER / "cases" / name for name in names] + sorted((FOLDER / "articles").glob("*.txt"))
