"""Makes one list of compatible findings out of what all rules proposed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from cleaner.document import Document, Span
from cleaner.finding import Finding, Safety

__all__ = ["chosen", "expressible", "without_overlaps"]


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in order of their place; of two that overlap, the longer and surer stays.

    The same span found by two rules stays with the surer fix, then with the lower code. A pair of
    which one had to go goes as a whole.
    """
    findings = list(findings)
    kept: list[Finding] = []
    ranked = sorted(findings, key=lambda f: (f.start - f.end, -f.confidence, f.rule, f.start))
    for finding in ranked:
        # What is kept does not overlap, so only the neighbours on both sides can be in the way.
        at = bisect_left(kept, finding.start, key=lambda f: f.start)
        span = Span(finding.start, finding.end)
        if not any(span.overlaps(Span(f.start, f.end)) for f in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, finding)
    wanted, left = (Counter(f.pair for f in group) for group in (findings, kept))
    return [f for f in kept if f.pair is None or left[f.pair] == wanted[f.pair]]


def chosen(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """The findings whose fixes are to be applied: the safe ones, or all that have a fix."""
    wanted = {Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE}
    return [f for f in findings if f.safety in wanted and f.replacement != f.found]


def expressible(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """The findings, less the fixes that can't be written where the text comes from.

    A fix goes where the character set of the text lacks a character of it, or where the source
    does not spell the place out as text. It is unsafe where tags cut the place and it can't be
    told what belongs between them.

    >>> from cleaner.finding import Fix, Source
    >>> fix = Fix("“a”", Source.RULE, 1.0, Safety.SAFE)
    >>> latin = Document.plain("«a»", "latin-1")
    >>> [f.replacement for f in expressible([Finding("X", "x", 0, 3, "«a»", fix=fix)], latin)]
    [None]
    """
    return [_expressible(finding, document) for finding in findings]


def _expressible(finding: Finding, document: Document) -> Finding:
    if finding.fix is None:
        return finding
    new = finding.fix.replacement
    if not _can_write(new, document.charset):
        return finding.without_fix(f"{document.charset} can't write {new!r}")
    if document.origin is None:
        return finding
    placed = document.origin.edits(finding.start, finding.end, new)
    if placed is None:
        return finding.without_fix("the source does not spell it out as text")
    _, is_sure = placed
    if is_sure or finding.safety is not Safety.SAFE:
        return finding
    fix = replace(finding.fix, safety=Safety.UNSAFE, reason="tags cut it; see that they stay right")
    return replace(finding, fix=fix)


def _can_write(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
