"""Where the lines and sentences of a text begin and end.

Imports nothing but ``re``: a check of a clean article needs no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["line_at", "paragraphs", "sentences"]

Place = tuple[int, int]

# No sentence crosses a line break.
_LINE_BREAKS = "\r\n\u2028\u2029"
_PARAGRAPH = re.compile(rf"[^{_LINE_BREAKS}]+")
# Within a line it ends at closing punctuation with white space and a capital, digit, quotation
# mark or bracket behind it.
_BOUNDARY = re.compile(
    r"(?<=[.!?…])[\"”’»)\]']{0,3}[ \u00a0\u202f]+(?=[\"“‘«(\[—–-]{0,2}[A-ZÀ-ÖØ-Þ0-9\"“«])"
)
# Full stops that end no sentence. Initials and dotted abbreviations (U.S., p.m.) are matched
# by their shape.
_ABBREVIATION = re.compile(
    r"(?:\b(?:M|MM|Mr|Mrs|Ms|Mx|Dr|Pr|Prof|St|Sgt|Lt|Col|Gen|Gov|Sen|Rep|Rev|Hon|Capt|Cmdr|Maj|"
    r"Brig|Adm|Jr|Sr|No|vs|etc|cf|Mt|Ft|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|"
    r"Nov|Dec|approx|est|fig|al)|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)


def paragraphs(text: str, start: int, end: int) -> Iterator[Place]:
    r"""The lines from ``start`` to ``end`` that are not empty, without their line breaks.

    >>> list(paragraphs("one\n\ntwo", 0, 8))
    [(0, 3), (5, 8)]
    """
    return (match.span() for match in _PARAGRAPH.finditer(text, start, end))


def sentences(text: str, start: int, end: int) -> Iterator[Place]:
    r"""The sentences of a paragraph, in order, without the white space at their ends.

    >>> text = "He met M. Roy. They left."
    >>> [text[start:end] for start, end in sentences(text, 0, len(text))]
    ['He met M. Roy.', 'They left.']
    """
    line = text[start:end]
    end = start + len(line.rstrip(" \t"))
    start += len(line) - len(line.lstrip())
    if start >= end:
        return
    for match in _BOUNDARY.finditer(text, start, end):
        stop = match.start()
        closing = match.group().rstrip(" \u00a0\u202f")
        if not closing and _ABBREVIATION.search(text, max(start, stop - 12), stop):
            continue
        if _is_inside_bracket(text, start, stop):
            continue
        yield start, stop + len(closing)
        start = match.end()
    yield start, end


def _is_inside_bracket(text: str, start: int, end: int) -> bool:
    opened = text.rfind("[", start, end)
    return opened >= 0 and "]" not in text[opened:end]


def line_at(text: str, offset: int) -> Place:
    r"""The line of a text that an offset lies in, without the line break.

    >>> line_at("one\r\ntwo", 6)
    (5, 8)
    """
    start = max(text.rfind(mark, 0, offset) for mark in _LINE_BREAKS) + 1
    ends = [text.find(mark, offset) for mark in _LINE_BREAKS]
    return start, min((end for end in ends if end >= 0), default=len(text))
