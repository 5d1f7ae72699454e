"""Judge what was done to one text against what should have been done to it.

Nothing here knows a rule or an engine: a *change* is a span of the original text and what now
stands in its place. Changes and gold edits that overlap are put together into one region, and the
region's new text is compared with the gold text of the same region. So ``le 5 août`` -> ``August
5`` and ``août`` -> ``August`` are judged by what the reader sees, not by where a finding began.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.cases import Case, Edit

__all__ = [
    "Change",
    "Verdict",
    "apply",
    "changes_between",
    "chrf",
    "judge",
    "overlaps",
    "same_span",
]

FUZZY_ENOUGH = 0.6
"""chrF from which a fuzzy edit's wording counts as right."""

_MOST_COMBINATIONS = 5_000
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " "})


class Spanned(Protocol):
    """Anything with a span: a finding, a change, an edit."""

    @property
    def start(self) -> int:
        """Where it starts."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """``text[start:end]`` was replaced."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one gold edit: ``right``, ``wrong`` or ``left`` (nothing was changed).

    ``got`` is the new text of the region judged and ``wanted`` the nearest gold text of it.
    """

    edit: Edit
    outcome: str
    got: str = ""
    wanted: str = ""


def apply(text: str, changes: Iterable[Change]) -> str:
    """The text after all changes, which must not overlap.

    >>> apply("le 5 août", [Change(0, 5, ""), Change(5, 9, "August")])
    'August'
    """
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.replacement + text[change.end :]
    return text


def changes_between(before: str, after: str) -> list[Change]:
    """Changes, word by word, that turn one text into the other.

    The way out where an engine does not say, or says wrongly, what it applied.

    >>> changes_between("He left mardi night.", "He left Tuesday night.")
    [Change(start=8, end=13, replacement='Tuesday')]
    """
    old, new = re.findall(r"\w+|\s+|.", before), re.findall(r"\w+|\s+|.", after)
    offsets = [0, *itertools.accumulate(map(len, old))]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        Change(offsets[i1], offsets[i2], "".join(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def overlaps(one: Spanned, other: Spanned) -> bool:
    """Whether two spans share a character; an insertion also touches what it stands beside.

    >>> overlaps(Change(0, 3, ""), Change(3, 7, "")), overlaps(Change(3, 3, "x"), Change(3, 7, ""))
    (False, True)
    """
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def same_span(text: str, one: Spanned, other: Spanned) -> bool:
    """Whether two spans are equal, not counting brackets and blanks around the words.

    >>> same_span("on [lundi] ", Change(3, 10, ""), Change(4, 11, ""))
    True
    """

    def core(span: Spanned) -> tuple[int, int]:
        start, end = span.start, span.end
        while start < end and text[start] in "[ \u00a0\u202f\n":
            start += 1
        while end > start and text[end - 1] in "] \u00a0\u202f\n":
            end -= 1
        return start, end

    return core(one) == core(other)


def chrf(candidate: str, reference: str) -> float:
    """Character n-gram F-score (Popović 2015), between 0 and 1, as sacrebleu counts it.

    >>> chrf("the fighting went on", "the fighting went on"), chrf("abc", "xyz")
    (1.0, 0.0)
    >>> 0.5 < chrf("Fighting went on Tuesday", "Fighting continued on Tuesday") < 0.7
    True
    """
    from sacrebleu import sentence_chrf

    return round(float(sentence_chrf(candidate, [reference]).score) / 100, 6)


def judge(case: Case, changes: Sequence[Change]) -> list[Verdict]:
    """One verdict for each gold edit of the case, optional ones included.

    >>> edit = Edit(5, 10, "mardi", "fragment", ("Tuesday", "on Tuesday"))
    >>> case = Case("x", "Rain mardi night", (edit,))
    >>> judge(case, [Change(5, 16, "Tuesday night")])[0].outcome
    'right'
    >>> judge(case, [Change(5, 10, "Thursday")])[0].outcome, judge(case, [])[0].outcome
    ('wrong', 'left')
    """
    if changes and apply(case.text, changes) in case.clean:
        return [Verdict(edit, "right") for edit in case.edits]
    verdicts = {}
    for edits, inside in _regions(case.edits, changes):
        if not inside:
            verdicts.update({id(edit): Verdict(edit, "left") for edit in edits})
            continue
        verdicts.update({id(verdict.edit): verdict for verdict in _weigh(case.text, edits, inside)})
    return [verdicts[id(edit)] for edit in case.edits]


def _regions(
    edits: Sequence[Edit], changes: Sequence[Change]
) -> list[tuple[list[Edit], list[Change]]]:
    """Edits and changes put together where they overlap, directly or through another."""
    regions: list[tuple[list[Edit], list[Change]]] = []
    spans: list[Edit | Change] = [*edits, *changes]
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        joined: tuple[list[Edit], list[Change]] = ([], [])
        rest = []
        for region in regions:
            members: list[Edit | Change] = [*region[0], *region[1]]
            if any(overlaps(span, other) for other in members):
                joined[0].extend(region[0])
                joined[1].extend(region[1])
            else:
                rest.append(region)
        if isinstance(span, Edit):
            joined[0].append(span)
        else:
            joined[1].append(span)
        regions = [*rest, joined]
    return [region for region in regions if region[0]]


def _weigh(text: str, edits: list[Edit], changes: list[Change]) -> list[Verdict]:
    members: list[Edit | Change] = [*edits, *changes]
    start = min(span.start for span in members)
    end = max(span.end for span in members)
    got = apply(text[:end], changes)[start:]
    golds = _gold_texts(text, edits, start, end)
    if _normal(got) in {_normal(gold) for gold in golds}:
        outcome, wanted = "right", got
    else:
        wanted = max(golds, key=lambda gold: chrf(got, gold))
        near = any(edit.fuzzy for edit in edits) and chrf(got, wanted) >= FUZZY_ENOUGH
        outcome = "right" if near else "wrong"
    return [Verdict(edit, outcome, got, wanted) for edit in edits]


def _gold_texts(text: str, edits: list[Edit], start: int, end: int) -> list[str]:
    """Every text of the region that counts as right, the best first."""
    chosen = sorted(_without_overlap(edits), key=lambda edit: edit.start)
    answers = []
    for edit in chosen:
        own = list(edit.accept)
        if "" in own:
            own.append(" ")  # a deletion that leaves the blank beside it is still a deletion
        if edit.optional or edit.report:
            own.append(edit.find)
        answers.append(own)
    golds = []
    for combination in itertools.islice(itertools.product(*answers), _MOST_COMBINATIONS):
        made = [
            Change(edit.start, edit.end, answer)
            for edit, answer in zip(chosen, combination, strict=True)
        ]
        golds.append(apply(text[:end], made)[start:])
    return golds


def _without_overlap(edits: list[Edit]) -> list[Edit]:
    """The edits that can be made together; a required one wins over an optional one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.optional, edit.start)):
        if not any(overlaps(edit, other) for other in kept):
            kept.append(edit)
    return kept


def _normal(text: str) -> str:
    """The text with straight quotes and plain spaces: a style's choice is no error here."""
    return text.translate(_QUOTES)
