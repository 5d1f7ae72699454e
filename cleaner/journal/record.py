"""A record of what a run changed in one file. Knows no format of a journal, and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from operator import itemgetter
from secrets import token_hex

from cleaner.finding import Edit, Finding

__all__ = ["Change", "Record", "Run", "changes_between", "checksum", "timestamp"]

# What a journal keeps of the finding behind a change.
_REASONS = ("rule", "name", "safety", "confidence", "source", "reason", "evidence")


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes that took the place of others; ``start`` counts in the file as it was before.

    ``why`` has the finding's rule, name, safety, confidence, source, reason and evidence.
    """

    start: int
    before: bytes
    after: bytes
    why: Mapping[str, object]

    @property
    def end(self) -> int:
        """The offset just behind the bytes that were replaced."""
        return self.start + len(self.before)


@dataclass(frozen=True, slots=True)
class Run:
    """One call of Cleaner: its id, Cleaner's version, and the translation model in use."""

    id: str
    version: str
    model: str

    @classmethod
    def begun(cls, version: str, model: str) -> Run:
        """A new run; its id sorts by time."""
        return cls(f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{token_hex(3)}", version, model)


@dataclass(frozen=True, slots=True)
class Record:
    """What a run changed in a file.

    ``number`` counts the run's records from 1. ``before`` and ``after`` are SHA-256 checksums of
    the whole file, ``time`` is UTC in ISO 8601, ``encoding`` what the changed bytes are text in.
    """

    run: Run
    number: int
    file: str
    time: str
    encoding: str
    before: str
    after: str
    changes: tuple[Change, ...]

    def undone(self, data: bytes) -> bytes:
        """The file as it was before, from what it was after the changes.

        Raises ValueError where the record does not lead back to ``before``.

        >>> change = Change(3, b"lundi", b"Monday", {})
        >>> marks = checksum(b"On lundi."), checksum(b"On Monday.")
        >>> Record(Run("r", "1", "m"), 1, "a", "", "utf-8", *marks, (change,)).undone(b"On Monday.")
        b'On lundi.'
        """
        pieces, done, shift = [], 0, 0
        for change in self.changes:
            start = change.start + shift
            pieces += [data[done:start], change.before]
            done = start + len(change.after)
            shift += len(change.after) - len(change.before)
        restored = b"".join([*pieces, data[done:]])
        if checksum(restored) != self.before:
            raise ValueError("the record does not lead back to the file before")
        return restored


def checksum(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def timestamp() -> str:
    """The time now, in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def changes_between(
    before: bytes, after: bytes, text: str, encoding: str, applied: Sequence[Finding]
) -> tuple[Change, ...]:
    """The changes that lead from the bytes before to those after, in order.

    ``text`` is the decoded file, in which the edits of the applied findings count. Where these
    do not lead to the bytes after, one change of the whole file has all their reasons.

    >>> from cleaner.finding import Fix, Safety, Source
    >>> fix = Fix("Monday", Source.GLOSSARY, 0.99, Safety.SAFE)
    >>> found = Finding("FR201", "x", 5, 10, "lundi", fix=fix)
    >>> before, after = "Né à lundi".encode(), "Né à Monday".encode()
    >>> [change] = changes_between(before, after, "Né à lundi", "utf-8", [found])
    >>> change.start, change.before, change.after
    (7, b'lundi', b'Monday')
    """
    # A byte order mark stands before the text, and is none of it.
    mark = len(before) - len(text.encode(encoding))
    edits = [(edit, finding) for finding in applied for edit in finding.edits]
    changes: list[Change] = []
    seen, offset = 0, mark
    for edit, finding in sorted(edits, key=itemgetter(0)):
        offset += len(text[seen : edit.start].encode(encoding))
        changes.append(_change(edit, finding, offset, text, encoding))
        seen, offset = edit.end, changes[-1].end
    exact = tuple(changes)
    return exact if _made(before, exact) == after else (_whole(before, after, applied),)


def _change(edit: Edit, finding: Finding, offset: int, text: str, encoding: str) -> Change:
    replaced = text[edit.start : edit.end].encode(encoding)
    return Change(offset, replaced, edit.text.encode(encoding), _why(finding))


def _made(before: bytes, changes: Sequence[Change]) -> bytes | None:
    """The bytes with the changes made; None where the changes do not fit them."""
    pieces, done = [], 0
    for change in changes:
        if change.start < done or before[change.start : change.end] != change.before:
            return None
        pieces += [before[done : change.start], change.after]
        done = change.end
    return b"".join([*pieces, before[done:]])


def _whole(before: bytes, after: bytes, applied: Sequence[Finding]) -> Change:
    """One change of the file as a whole."""
    rules = ", ".join(sorted({finding.rule for finding in applied}))
    return Change(0, before, after, {"rule": rules, "findings": [*map(_why, applied)]})


def _why(finding: Finding) -> dict[str, object]:
    said = finding.to_json()
    return {key: said[key] for key in _REASONS}
