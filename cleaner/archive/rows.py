"""What is kept of the findings of a part: enough for a report, and for those who decide."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.archive.about import Records
from cleaner.archive.context import CONTEXT, Kind, kind_of, sentence_around, within
from cleaner.archive.decisions import group_of, is_rejected
from cleaner.finding import Finding, Safety
from cleaner.formats.source import Source
from cleaner.sources import Checked

__all__ = ["Row", "by_article", "rows_of", "starts_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the store keeps it, with its sentence on both sides and what is said of it.

    ``record`` counts the articles of the part. ``group`` is what it is decided with, if it is not
    certain; ``is_decided`` says that an editor has done so, either way.
    """

    line: int
    before: str
    after: str
    is_applied: bool
    finding: Finding
    record: int = 0
    date: str = ""
    origin: str = ""
    kind: str = ""
    group: str = ""
    is_decided: bool = False


def rows_of(path: str, checked: Checked, first: int) -> Iterator[Row]:
    """The findings of a block of the file at ``path``, whose articles count from ``first``."""
    rejected = [one for one in checked.suppressed if is_rejected(one)]
    found = [
        *((one, True) for one in checked.applied),
        *((one, False) for one in (*checked.remaining, *rejected)),
    ]
    if not found:
        return
    source = checked.source
    starts, records = starts_of(source), Records(source, path)
    for one, is_applied in found:
        at = _article_at(starts, one)
        date, origin = records.about(one.start)
        before, after, kind = _place(source, at, one)
        group = str(one.evidence.get("group", ""))
        if not group and one.safety is not Safety.SAFE:
            group = group_of(one.rule, one.found, one.replacement, kind)
        is_decided = "editor" in one.evidence
        yield Row(
            one.line,
            before,
            after,
            is_applied,
            one,
            first + at,
            date,
            origin,
            kind,
            group,
            is_decided,
        )


def _place(source: Source, at: int, finding: Finding) -> tuple[str, str, str]:
    """The sentence on both sides, and the kind of place."""
    span = within(source.articles[at], finding) if source.articles else None
    if span is None:
        before = source.text[max(0, finding.start - CONTEXT) : finding.start]
        return before, source.text[finding.end : finding.end + CONTEXT], Kind.TEXT
    article = source.articles[at]
    is_certain = finding.safety is Safety.SAFE
    kind = "" if is_certain else kind_of(article, span, finding.replacement)
    return *sentence_around(article.text, span), kind


def starts_of(source: Source) -> list[int]:
    """Where each article of a file begins."""
    return [_start(source, at) for at in range(len(source.articles))]


def _start(source: Source, at: int) -> int:
    origin = source.articles[at].origin
    return origin.pieces[0].source_start if origin and origin.pieces else 0


def _article_at(starts: list[int], finding: Finding) -> int:
    return max(0, bisect_right(starts, finding.start) - 1)


def by_article(findings: Iterable[Finding], starts: list[int]) -> list[list[Finding]]:
    """Findings by the articles that begin at these places."""
    found: list[list[Finding]] = [[] for _ in starts]
    for one in findings:
        found[_article_at(starts, one)].append(one)
    return found
