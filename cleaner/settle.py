"""Makes one list of compatible findings out of what all rules proposed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from cleaner.document import Span
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


def expressible(findings: Iterable[Finding], charset: str) -> list[Finding]:
    """The findings, less the fixes that the text's character set can't write.

    >>> from cleaner.finding import Fix, Source
    >>> fix = Fix("“a”", Source.RULE, 1.0, Safety.SAFE)
    >>> [f.replacement for f in expressible([Finding("X", "x", 0, 3, "«a»", fix=fix)], "latin-1")]
    [None]
    """
    return [
        finding
        if finding.replacement is None or _can_write(finding.replacement, charset)
        else finding.without_fix(f"{charset} can't write {finding.replacement!r}")
        for finding in findings
    ]


def _can_write(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
