"""A file that was looked at: what every report is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cleaner.apply import put
from cleaner.document import Document
from cleaner.finding import Edit, Finding, Safety

__all__ = ["Place", "Reported"]


class Place(NamedTuple):
    """Where a span begins and ends: lines and columns (code points) from 1, the end excluded."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Reported:
    r"""A file as it was read, and what is to be said of it.

    The places and edits of ``findings`` count in ``text``, the decoded file. ``applied`` are those
    of them that a fix changed, or would change; None where nothing but a check was asked for.

    >>> found = Finding("FR201", "french-word", 4, 12, "mercredi")
    >>> Reported("a.txt", "It\r\nmercredi", (found,)).place(4, 12)
    Place(line=2, column=1, end_line=2, end_column=9)
    """

    name: str
    text: str
    findings: tuple[Finding, ...] = ()
    applied: tuple[Finding, ...] | None = None

    @cached_property
    def _document(self) -> Document:
        return Document.plain(self.text)

    def place(self, start: int, end: int) -> Place:
        """Lines and columns of a span; all reports take them from here."""
        locate = self._document.line_and_column
        return Place(*locate(start), *locate(end))

    @property
    def changed(self) -> str:
        """The text with what was applied; after a check, with what `cleaner fix` would apply."""
        return put(self.text, [edit for finding in self._changes for edit in finding.edits])

    @property
    def _changes(self) -> tuple[Finding, ...]:
        if self.applied is not None:
            return self.applied
        return tuple(f for f in self.findings if f.safety is Safety.SAFE)

    def is_applied(self, finding: Finding) -> bool:
        """Whether a finding's fix was made, or would be."""
        return (finding.start, finding.end) in self._applied_spans

    @cached_property
    def _applied_spans(self) -> frozenset[tuple[int, int]]:
        return frozenset((finding.start, finding.end) for finding in self.applied or ())

    def edits_inside(self, finding: Finding) -> tuple[Edit, ...]:
        """The edits of a finding, in order; as one of the whole span where they reach beyond it."""
        edits = tuple(sorted(finding.edits))
        if edits and (edits[0].start < finding.start or edits[-1].end > finding.end):
            return (Edit(finding.start, finding.end, finding.replacement or ""),)
        return edits
