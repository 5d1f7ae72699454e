"""Puts the chosen edits into the text. Nothing else ever changes text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleaner.finding import Edit, Finding

__all__ = ["apply_edits", "compose", "put"]


def apply_edits(text: str, findings: Iterable[Finding]) -> str:
    """The text with the findings' replacements in place.

    The findings must have a replacement each and may not overlap.

    >>> from cleaner.finding import Fix, Safety, Source
    >>> fix = Fix("Monday", Source.GLOSSARY, 0.99, Safety.SAFE)
    >>> apply_edits("on [lundi] night", [Finding("FR101", "x", 4, 9, "lundi", fix=fix)])
    'on [Monday] night'
    """
    return put(text, [Edit(f.start, f.end, _replacement(f)) for f in findings])


def put(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; raises ValueError where two of them overlap.

    >>> put("a rocket [lundi]", [Edit(9, 16, "on Monday"), Edit(0, 1, "one")])
    'one rocket on Monday'
    """
    pieces, done = [], 0
    for start, end, new in sorted(edits):
        if start < done:
            raise ValueError(f"the edit at {start} overlaps one that ends at {done}")
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


def compose(text: str, first: Sequence[Finding], second: Sequence[Finding]) -> list[Finding]:
    """The edits of ``text`` that do what ``first`` and then ``second`` do.

    ``second`` counts its offsets in the text that ``first`` left. Where one of its edits touches
    what ``first`` put in, the two become one edit of the original, explained by the later one.
    """
    placed = list(_placed(first))
    absorbed: set[int] = set()
    result: list[Finding] = []
    for late in sorted(second, key=lambda f: f.start):
        touched = [
            index
            for index, (start, end, _) in enumerate(placed)
            if index not in absorbed and start < late.end and late.start < end
        ]
        absorbed.update(touched)
        result.append(_merge(text, late, placed, touched))
    result.extend(edit for index, (_, _, edit) in enumerate(placed) if index not in absorbed)
    return sorted(result, key=lambda f: (f.start, f.end))


_Placed = tuple[int, int, Finding]


def _placed(edits: Sequence[Finding]) -> Iterator[_Placed]:
    """Each edit with the span that its replacement takes in the edited text."""
    shift = 0
    for edit in sorted(edits, key=lambda f: f.start):
        start = edit.start + shift
        yield start, start + len(_replacement(edit)), edit
        shift += _growth(edit)


def _merge(text: str, late: Finding, placed: list[_Placed], touched: list[int]) -> Finding:
    """``late`` as an edit of the original text, with the edits that it touches inside it."""
    start = late.start - sum(_growth(edit) for _, end, edit in placed if end <= late.start)
    end = late.end - sum(_growth(edit) for begin, _, edit in placed if begin < late.end)
    prefix = suffix = ""
    if touched:
        new_start, _, edit = placed[touched[0]]
        if new_start <= late.start:
            start, prefix = edit.start, _replacement(edit)[: late.start - new_start]
        new_start, new_end, edit = placed[touched[-1]]
        if late.end <= new_end:
            end, suffix = edit.end, _replacement(edit)[late.end - new_start :]
    if late.fix is None:
        raise ValueError(f"{late.rule} at {late.start} has nothing to apply")
    fix = replace(late.fix, replacement=prefix + late.fix.replacement + suffix)
    return replace(late, start=start, end=end, found=text[start:end], fix=fix)


def _growth(edit: Finding) -> int:
    return len(_replacement(edit)) - (edit.end - edit.start)


def _replacement(finding: Finding) -> str:
    if finding.replacement is None:
        raise ValueError(f"{finding.rule} at {finding.start} has nothing to apply")
    return finding.replacement
