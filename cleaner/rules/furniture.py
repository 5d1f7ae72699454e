"""WR101 and WR105: editors' notes of the agency, and damaged datelines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.brackets import leftovers
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register

__all__ = ["damaged_datelines", "editors_notes"]

_MARK = (
    r"(?:NDLR|N\.D\.L\.R\.?|NDRL|Ndlr|ndlr|n\.d\.l\.r\.?|NDT|Ndt|ndt|note de la rédaction|"
    r"Note de la rédaction)(?!\w)\.?"
)
# (which does not count Norway, NDLR): the mark goes, the note stays.
_BEHIND = re.compile(rf"\s*[,;–—-]?\s*\b{_MARK}(?=\s*[)\]])")
# (NDLR: which does not count Norway): the mark is rendered as the house does.
_BEFORE = re.compile(rf"(?<=[(\[])\s*{_MARK}\s*[:,–—-]?\s*(?=[\w“\"'«‘])")
_BARE = re.compile(rf"(?<![\w(\[]){_MARK}\s*:")
_ALONE = re.compile(rf"\s*[(\[]\s*{_MARK}\s*[)\]]")


@register(
    "WR101",
    "editors-note",
    summary="NDLR, the agency's mark of an editor's note",
    why=(
        "NDLR, note de la rédaction, says that an editor speaks. In brackets behind the note it "
        "goes, as the brackets say the same; before the note it becomes the house's own words. The "
        "note itself always stays."
    ),
    fixes=(
        "Safe, but for a mark alone in its brackets, and for a note that is itself still French."
    ),
    examples=(
        Example("They (the two taxes, ndlr) failed.", "They (the two taxes) failed."),
        Example("It grew (NDLR: without Norway).", "It grew (Editor's note: without Norway)."),
        Example("The MNDLR bus and (the taxes) stay.", "The MNDLR bus and (the taxes) stay."),
    ),
    reads="both",
    style=("notes",),
)
def editors_notes(passage: Passage) -> Iterator[Finding]:
    """The mark of a note; never its content."""
    rule, text = ("WR101", "editors-note"), passage.text
    words = passage.article.style.notes.editor
    for match in _ALONE.finditer(text):
        yield from proposed(
            passage,
            rule,
            match.span(),
            "",
            "a mark without a note",
            doubt="what it stands for may be beside it",
        )
    french = _french_brackets(passage) if _BEHIND.search(text) else []
    for match in _BEHIND.finditer(text):
        inside = any(start < match.start() < end for start, end in french)
        yield from proposed(
            passage,
            rule,
            match.span(),
            "",
            "the brackets say that it is a note",
            doubt="the note is French" if inside else "",
        )
    for match in _BEFORE.finditer(text):
        yield from proposed(
            passage, rule, match.span(), f"{words}: ", "the mark of an editor's note"
        )
    for match in _BARE.finditer(text):
        yield from proposed(
            passage, rule, match.span(), f"{words}:", "the mark of an editor's note"
        )


def _french_brackets(passage: Passage) -> list[tuple[int, int]]:
    """Brackets with a French note in them, which is not there yet when its mark goes."""
    return [
        bracket.span()
        for bracket, content, _ in leftovers(passage)
        if any(w.score > 0 and not re.match(_MARK, w.token.text) for w in content.weighed)
    ]


_DATELINE = re.compile(
    r"\A(?P<place>[A-ZÀ-Þ][^()\n]{1,60}) ?\((?P<agency>[A-Z][A-Za-z/ ]{1,20})\)"
    r"(?P<gap>[ \u00a0\u202f]*)(?P<dash>-{1,2}>|[–—]>|=>)(?=\s)"
)


@register(
    "WR105",
    "damaged-dateline",
    summary="A dateline whose dash was damaged on the way",
    why=(
        "The dash behind the agency's name turns into an arrow. Place and date of a dateline are "
        "the business of the rules for places and dates; nothing is added to it."
    ),
    fixes="Safe: no other sign stands there in a dateline.",
    examples=(
        Example(
            "PARIS, March 12 (AFP) -> The minister left.",
            "PARIS, March 12 (AFP) - The minister left.",
        ),
        Example("PARIS (AFP) — The minister left.", "PARIS (AFP) — The minister left."),
    ),
    reads="both",
)
def damaged_datelines(passage: Passage) -> Iterator[Finding]:
    """The mark behind the agency's name at the beginning of a text."""
    match = _DATELINE.match(passage.text)
    if match:
        span = (match.start("gap"), match.end())
        yield from proposed(
            passage, ("WR105", "damaged-dateline"), span, " -", "a dateline has a dash here"
        )
