"""What editors decided about uncertain fixes, and the findings of an article as decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from cleaner.archive.context import kind_of
from cleaner.decide import accepted
from cleaner.document import Document, Span
from cleaner.finding import Finding, Safety
from cleaner.formats.source import Source as File

__all__ = ["Decision", "Decisions", "Verdict", "decided", "group_of", "is_rejected", "rejections"]


class Verdict(StrEnum):
    """What an editor says to a group of findings."""

    ACCEPT = "accept"
    REJECT = "reject"
    WRITE = "write"
    """Another text than the one that is proposed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict about a group; ``text`` is what to write instead, if that is the verdict."""

    verdict: Verdict
    text: str = ""


Decisions = Mapping[str, Decision]
"""Decisions by group."""


def group_of(rule: str, found: str, replacement: str | None, kind: str) -> str:
    """The name of the group that a finding belongs to: the same in every archive.

    >>> group_of("FR201", "été", "summer", "text")
    '37f2cc67acff'
    """
    said = "\x1f".join((rule, found, "\0" if replacement is None else replacement, kind))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def decided(
    decisions: Decisions, articles: Sequence[Document], findings: Sequence[list[Finding]]
) -> list[list[Finding]]:
    """The findings of each article, with the fixes that were decided as safe ones.

    Rejected findings say so in their evidence, and ``rejections`` keeps them from being reported.
    """
    return [
        _decided(decisions, article, found) if found else found
        for article, found in zip(articles, findings, strict=True)
    ]


def _decided(decisions: Decisions, article: Document, found: list[Finding]) -> list[Finding]:
    changed = [_one(decisions, article, finding) for finding in found]
    # Of a pair of quotation marks both change, or none.
    open_pairs = {f.pair for f in changed if f.pair is not None and not _is_settled(f)}
    return [old if old.pair in open_pairs else new for old, new in zip(found, changed, strict=True)]


def _is_settled(finding: Finding) -> bool:
    return finding.safety is Safety.SAFE or is_rejected(finding)


def _one(decisions: Decisions, article: Document, finding: Finding) -> Finding:
    if finding.safety is Safety.SAFE:
        return finding
    kind = kind_of(article, Span(finding.start, finding.end), finding.replacement)
    group = group_of(finding.rule, finding.found, finding.replacement, kind)
    decision = decisions.get(group)
    if decision is None:
        return finding
    evidence = {**finding.evidence, "editor": str(decision.verdict), "group": group}
    said = replace(finding, evidence=evidence)
    if decision.verdict is Verdict.REJECT:
        return said
    if decision.verdict is Verdict.ACCEPT:
        return accepted(said, article) or finding
    if kind_of(article, Span(finding.start, finding.end), decision.text) != kind:
        return finding
    return accepted(said, article, decision.text) or finding


def is_rejected(finding: Finding) -> bool:
    """Whether an editor wants the text to stay as it is."""
    return finding.evidence.get("editor") == Verdict.REJECT


@dataclass(frozen=True, slots=True)
class _Rejections:
    """Keeps what editors rejected from being reported, as a comment in the text would."""

    def covers(self, finding: Finding) -> bool:
        return is_rejected(finding)


def rejections(file: File) -> Sequence[_Rejections]:
    """What keeps the rejected findings of a file from being reported."""
    del file
    return (_Rejections(),)
