"""Measure a cleaner on gold cases and add it up.

A cleaner is anything that fixes texts as :class:`cleaner.Cleaner` does; the tests use a toy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from corpus.cases import KINDS, Case, Edit
from corpus.judge import Change, Verdict, apply, changes_between, judge, overlaps, same_span

__all__ = [
    "CleanerLike",
    "Counts",
    "Evaluation",
    "count_sentences",
    "evaluate",
    "project_cleaners",
]


class FindingLike(Protocol):
    """What is read of a finding."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def found(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def replacement(self) -> str | None: ...


class ResultLike(Protocol):
    """What is read of a fix's result."""

    @property
    def text(self) -> str: ...
    @property
    def findings(self) -> Sequence[FindingLike]: ...
    @property
    def applied(self) -> Sequence[FindingLike]: ...


class CleanerLike(Protocol):
    """What can be measured: anything that fixes texts as :class:`cleaner.Cleaner` does."""

    def fix_many(self, texts: Iterable[str], /) -> Sequence[ResultLike]:
        """The result for each text, in order."""
        ...


@dataclass(slots=True)
class Counts:
    """What became of the edits of one kind; ``fixable`` are those that a fix is expected for."""

    total: int = 0
    fixable: int = 0
    found: int = 0
    exact: int = 0
    safe: int = 0
    fixed: int = 0
    wrong_safe: int = 0
    wrong: int = 0

    def rates(self) -> dict[str, float]:
        """Shares of the edits, between 0 and 1; 1 where there are none.

        >>> Counts(total=4, fixable=2, found=3, exact=1, safe=1, fixed=2).rates()
        {'found': 0.75, 'exact': 0.25, 'safe': 0.5, 'fixed': 1.0}
        """

        def share(part: int, whole: int) -> float:
            return part / whole if whole else 1.0

        return {
            "found": share(self.found, self.total),
            "exact": share(self.exact, self.total),
            "safe": share(self.safe, self.fixable),
            "fixed": share(self.fixed, self.fixable),
        }

    def __add__(self, other: Counts) -> Counts:
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(slots=True)
class Evaluation:
    """All that was measured. The lists hold one printable line an occurrence."""

    cases: int = 0
    sentences: int = 0
    negatives: int = 0
    kinds: dict[str, Counts] = field(default_factory=dict)
    negatives_changed_safe: list[str] = field(default_factory=list)
    negatives_changed: list[str] = field(default_factory=list)
    negatives_found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unfixed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    extra_findings: list[str] = field(default_factory=list)
    extra_edits_safe: list[str] = field(default_factory=list)
    extra_edits: list[str] = field(default_factory=list)
    not_idempotent: list[str] = field(default_factory=list)

    @property
    def all(self) -> Counts:
        """The sum over all kinds."""
        return sum(self.kinds.values(), Counts())

    def per_thousand(self, lines: Sequence[str]) -> float:
        """Occurrences per 1,000 sentences."""
        return 1000 * len(lines) / self.sentences if self.sentences else 0.0

    def to_json(self) -> dict[str, Any]:
        """Everything, with the rates, as plain data."""
        data = asdict(self)
        for kind, counts in {**self.kinds, "all": self.all}.items():
            data["kinds"][kind] = {**asdict(counts), **counts.rates()}
        return data


def evaluate(cases: Sequence[Case], safe: CleanerLike, unsafe: CleanerLike) -> Evaluation:
    """Measure two configurations of a cleaner, one that fixes what is safe and one that fixes all.

    Findings are read from the second. Each text is fixed, and the result fixed again.
    """
    texts = [case.text for case in cases]
    safe_results, unsafe_results = list(safe.fix_many(texts)), list(unsafe.fix_many(texts))
    evaluation = Evaluation(
        cases=len(cases),
        sentences=sum(count_sentences(text) for text in texts),
        negatives=sum(case.is_negative for case in cases),
        kinds={kind: Counts() for kind in KINDS},
    )
    for case, safe_result, unsafe_result in zip(cases, safe_results, unsafe_results, strict=True):
        _measure(evaluation, case, safe_result, unsafe_result)
    for mode, cleaner, results in (
        ("safe", safe, safe_results),
        ("unsafe", unsafe, unsafe_results),
    ):
        again = cleaner.fix_many([result.text for result in results])
        for case, once, twice in zip(cases, results, again, strict=True):
            if once.text != twice.text:
                _note(evaluation.not_idempotent, case, mode, once.text, twice.text)
    evaluation.kinds = {kind: counts for kind, counts in evaluation.kinds.items() if counts.total}
    return evaluation


def count_sentences(text: str) -> int:
    r"""A rough count: paragraphs, and full stops followed by a capital.

    >>> count_sentences("One. Two in 3.5 days! Three?\n\nFour")
    4
    """
    return sum(
        len(re.findall(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-ZÀ-Ý])", line)) + 1
        for line in text.splitlines()
        if line.strip()
    )


def _changes(text: str, result: ResultLike) -> list[Change]:
    """What was changed, from the applied findings where they account for the result."""
    applied = [Change(f.start, f.end, f.replacement or "") for f in result.applied]
    if any(overlaps(a, b) for i, a in enumerate(applied) for b in applied[i + 1 :]):
        return changes_between(text, result.text)
    applied = [
        change for change in applied if text[change.start : change.end] != change.replacement
    ]
    return applied if apply(text, applied) == result.text else changes_between(text, result.text)


def _measure(evaluation: Evaluation, case: Case, safe: ResultLike, unsafe: ResultLike) -> None:
    safe_changes, changes = _changes(case.text, safe), _changes(case.text, unsafe)
    verdicts = zip(judge(case, safe_changes), judge(case, changes), strict=True)
    for safe_verdict, verdict in verdicts:
        if verdict.edit.required:
            _count(evaluation, case, unsafe.findings, safe_verdict, verdict)
    stray_findings = [f for f in unsafe.findings if not _inside(f, case.edits)]
    for finding in stray_findings:
        line = f"{finding.rule} -> {finding.replacement!r}"
        _note(evaluation.extra_findings, case, line, finding.found, _around(case, finding))
    stray_safe = _note_strays(evaluation.extra_edits_safe, case, safe_changes)
    stray = _note_strays(evaluation.extra_edits, case, changes)
    if case.is_negative:
        if stray_safe:
            _note(evaluation.negatives_changed_safe, case, case.text, safe.text)
        if stray:
            _note(evaluation.negatives_changed, case, case.text, unsafe.text)
        if stray_findings:
            found = ", ".join(finding.found for finding in stray_findings)
            _note(evaluation.negatives_found, case, found, case.text)


def _note_strays(lines: list[str], case: Case, changes: Sequence[Change]) -> int:
    """Note every change that touches no gold edit; returns how many there are."""
    strays = [change for change in changes if not _inside(change, case.edits)]
    for change in strays:
        found = case.text[change.start : change.end]
        _note(lines, case, f"{found!r} -> {change.replacement!r}", _around(case, change))
    return len(strays)


def _count(
    evaluation: Evaluation,
    case: Case,
    findings: Sequence[FindingLike],
    safe: Verdict,
    verdict: Verdict,
) -> None:
    edit = verdict.edit
    counts = evaluation.kinds[edit.kind]
    about = [finding for finding in findings if overlaps(finding, edit)]
    counts.total += 1
    counts.found += bool(about)
    counts.exact += any(same_span(case.text, finding, edit) for finding in about)
    counts.wrong_safe += safe.outcome == "wrong"
    counts.wrong += verdict.outcome == "wrong"
    if not edit.report:
        counts.fixable += 1
        counts.safe += safe.outcome == "right"
        counts.fixed += verdict.outcome == "right"
    if not about:
        _note(evaluation.missed, case, edit.kind, edit.find, _around(case, edit))
    elif verdict.outcome == "left" and not edit.report:
        _note(evaluation.unfixed, case, edit.kind, edit.find, _around(case, edit))
    if "wrong" in (safe.outcome, verdict.outcome):
        worst, mode = (safe, "safe") if safe.outcome == "wrong" else (verdict, "unsafe")
        _note(
            evaluation.wrong,
            case,
            f"{edit.kind} {mode}",
            edit.find,
            worst.got,
            f"not {worst.wanted}",
        )


def _inside(span: Change | FindingLike, edits: Sequence[Edit]) -> bool:
    return any(overlaps(span, edit) for edit in edits)


def _around(case: Case, span: Edit | Change | FindingLike, width: int = 30) -> str:
    before = case.text[max(0, span.start - width) : span.start]
    inside = case.text[span.start : span.end]
    return f"{before}>{inside}<{case.text[span.end : span.end + width]}".replace("\n", " ")


def _note(lines: list[str], case: Case, *parts: str) -> None:
    lines.append(" | ".join((case.id, *parts)).replace("\n", "⏎"))


def project_cleaners() -> tuple[CleanerLike, CleanerLike]:
    """The project's cleaner as configured by default, and with unsafe fixes."""
    from cleaner import Cleaner, Config

    return Cleaner(Config()), Cleaner(Config(unsafe_fixes=True))
