"""Findings as somebody decided about them: accepted, written anew, or declined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.document import Document
from cleaner.finding import Finding, Fix, Safety, Source
from cleaner.settle import expressible

__all__ = ["accepted", "declined", "in_pairs", "in_same_brackets"]

REASON = "an editor decided so"


def accepted(finding: Finding, article: Document, text: str | None = None) -> Finding | None:
    """The finding with a safe fix: its own, or ``text``. None where that can't be written.

    >>> found = Finding("FR201", "french-word", 11, 19, "mercredi")
    >>> accepted(found, Document.plain("It reopens mercredi."), "Wednesday").replacement
    'Wednesday'
    """
    if text is None or text == finding.replacement:
        if finding.fix is None or finding.replacement == finding.found:
            return None
        return replace(finding, fix=replace(finding.fix, safety=Safety.SAFE, reason=REASON))
    fix = Fix(text, Source.MEMORY, 1.0, Safety.SAFE, REASON)
    [written] = expressible([replace(finding, fix=fix, moves=())], article)
    return replace(written, fix=fix) if written.fix else None


def declined(finding: Finding) -> Finding:
    """The finding without its fix: the text stays."""
    return finding.without_fix("an editor leaves it as it is")


def in_pairs(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The decided findings, less those of a pair of which not both are accepted."""
    open_pairs = {
        one.pair for one in after if one.pair is not None and one.safety is not Safety.SAFE
    }
    return [
        declined(old) if old.pair in open_pairs else new
        for old, new in zip(before, after, strict=True)
    ]


def in_same_brackets(found: str, text: str) -> str:
    """The text in the square brackets that the found text has: they mark what an editor put there.

    >>> in_same_brackets("[lundi]", "Monday"), in_same_brackets("lundi", "Monday")
    ('[Monday]', 'Monday')
    """
    if found.startswith("[") and found.endswith("]") and not (text[:1] == "[" and text[-1:] == "]"):
        return f"[{text}]"
    return text
