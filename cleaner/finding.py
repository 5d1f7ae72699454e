"""What a rule reports: a span of the original text, why, and what would replace it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

__all__ = ["Edit", "Finding", "Fix", "Move", "Request", "Safety", "Source"]


class Safety(StrEnum):
    """Whether a fix may be applied without asking.

    ``SAFE`` is applied by ``cleaner fix``; ``UNSAFE`` only with ``--unsafe-fixes`` or by an
    editor; ``NONE`` means that the finding has no fix.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    NONE = "none"


class Source(StrEnum):
    """Where a replacement comes from."""

    GLOSSARY = "glossary"
    MEMORY = "memory"
    MARIAN = "marian"
    GAZETTEER = "gazetteer"
    RULE = "rule"


class Edit(NamedTuple):
    """Text to put in the place of the code points from ``start`` up to, not including, ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement for a finding's span.

    ``confidence`` is between 0 and 1: the estimated chance that an editor would accept the
    replacement as it stands. ``reason`` is one short clause for people.
    """

    replacement: str
    source: Source
    confidence: float
    safety: Safety
    reason: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A rewrite of more than the finding's span that an editor may prefer; never applied unasked.

    ``start`` and ``end`` count as the finding's do, and hold its span.
    """

    start: int
    end: int
    replacement: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A translation that a rule asks for; answered for a whole batch at once.

    ``before`` and ``after`` are the rest of the sentence on each side of the fragment. ``prefix``
    and ``suffix`` are put around the answer to make the replacement (brackets, for instance).
    ``bracketed`` fragments are the agency's own insertions: the bracket itself is evidence.
    ``doubt`` says why the place is not safe to edit unasked, however sure the translation is.
    ``noun_before`` is the English noun phrase right before an adjective, which English would put
    behind it.
    """

    fragment: str
    before: str = ""
    after: str = ""
    prefix: str = ""
    suffix: str = ""
    bracketed: bool = False
    doubt: str = ""
    noun_before: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of the original text that a rule objects to, with its evidence.

    ``start`` and ``end`` count Unicode code points in the text; ``line`` and ``column`` count
    from 1. ``evidence`` maps each witness to what it said. ``moves`` are wider rewrites than the
    fix. Findings of the same ``pair`` (two quotation marks) stand or fall together. ``parts`` are
    the edits that put the replacement into a source with markup, around its tags and in its
    notation. A finding with neither ``fix`` nor ``request`` is reported only.

    >>> fix = Fix("Monday", Source.GLOSSARY, 0.99, Safety.SAFE)
    >>> found = Finding("FR101", "bracketed-leftover", 0, 5, "lundi", fix=fix)
    >>> found.replacement, str(found.safety)
    ('Monday', 'safe')
    """

    rule: str
    name: str
    start: int
    end: int
    found: str
    evidence: Mapping[str, object] = field(default_factory=dict)
    fix: Fix | None = None
    request: Request | None = None
    moves: tuple[Move, ...] = ()
    pair: int | None = None
    parts: tuple[Edit, ...] = ()
    file: str | None = None
    line: int = 1
    column: int = 1

    @property
    def replacement(self) -> str | None:
        """The text to put in place of ``found``; None where the rule only reports."""
        return self.fix.replacement if self.fix else None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What to change in the source to put the replacement in place; nothing without one."""
        if self.fix is None:
            return ()
        return self.parts or (Edit(self.start, self.end, self.fix.replacement),)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Other replacements an editor may prefer, best first."""
        return self.fix.alternatives if self.fix else ()

    @property
    def safety(self) -> Safety:
        """Whether ``cleaner fix`` applies the replacement unasked."""
        return self.fix.safety if self.fix else Safety.NONE

    @property
    def confidence(self) -> float:
        """The fix's confidence, 0 where there is no fix."""
        return self.fix.confidence if self.fix else 0.0

    @property
    def source(self) -> Source:
        """Where the replacement comes from; the rule itself where there is none."""
        return self.fix.source if self.fix else Source.RULE

    @property
    def reason(self) -> str:
        """One clause that says why the replacement is what it is."""
        return self.fix.reason if self.fix else str(self.evidence.get("why", ""))

    def is_of(self, selector: str) -> bool:
        """Whether a code, the beginning of one, or a name selects the finding's rule."""
        return self.rule.startswith(selector.upper()) or self.name == selector.lower()

    def without_fix(self, why: str) -> Finding:
        """The same finding, reported only; ``why`` joins the evidence as ``withheld``."""
        return replace(self, fix=None, request=None, evidence={**self.evidence, "withheld": why})

    def to_json(self) -> dict[str, Any]:
        """The finding as in ``--format json``, in the order of the documented keys."""
        return {
            "file": self.file,
            "rule": self.rule,
            "name": self.name,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "column": self.column,
            "found": self.found,
            "replacement": self.replacement,
            "alternatives": list(self.alternatives),
            "edits": [edit._asdict() for edit in self.edits],
            "moves": [
                {"start": m.start, "end": m.end, "replacement": m.replacement, "reason": m.reason}
                for m in self.moves
            ],
            "safety": str(self.safety),
            "confidence": round(self.confidence, 3),
            "source": str(self.source),
            "reason": self.reason,
            "evidence": dict(self.evidence),
        }
