"""A text and where things lie in it: blocks, sentences, spans. Knows no file and no rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaner.origin import Origin

__all__ = ["Document", "Sentence", "Span", "line_at"]


class Span(NamedTuple):
    """Code points from ``start`` up to, not including, ``end``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point; an empty span shares none.

        >>> Span(0, 3).overlaps(Span(2, 5)), Span(0, 3).overlaps(Span(3, 5))
        (True, False)
        """
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


class Sentence(NamedTuple):
    """A sentence of a document: its text, and where it starts in the document's text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just behind the sentence."""
        return self.start + len(self.text)


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


@dataclass(frozen=True)
class Document:
    """A text with the spans of it that may be edited.

    ``blocks`` lie in order and do not overlap; plain text is one block. Offsets count Unicode
    code points of ``text``. ``charset`` is what the text has to be written in again, ``origin``
    where it lies in a source with markup.
    """

    text: str
    blocks: tuple[Span, ...]
    charset: str = "utf-8"
    origin: Origin | None = None

    @classmethod
    def plain(cls, text: str, charset: str = "utf-8", origin: Origin | None = None) -> Document:
        """A document that is editable throughout."""
        return cls(text, (Span(0, len(text)),), charset, origin)

    def sentences(self) -> Iterator[Sentence]:
        r"""The sentences of all blocks in order, without the white space between them.

        >>> [s.text for s in Document.plain("He met M. Roy. They left.\n\nEnd").sentences()]
        ['He met M. Roy.', 'They left.', 'End']
        """
        for block in self.blocks:
            for paragraph in self.paragraphs(block):
                yield from self.sentences_of(paragraph)

    def paragraphs(self, block: Span) -> Iterator[Span]:
        """The lines of a block that are not empty; no sentence crosses their ends."""
        for match in _PARAGRAPH.finditer(self.text, block.start, block.end):
            yield Span(*match.span())

    def sentences_of(self, paragraph: Span) -> Iterator[Sentence]:
        """The sentences of a paragraph, in order, without the white space at its ends."""
        line = self.text[paragraph.start : paragraph.end]
        start = paragraph.start + len(line) - len(line.lstrip())
        end = paragraph.start + len(line.rstrip(" \t"))
        return _sentences(self.text, Span(start, end)) if start < end else iter(())

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        r"""Line and column of an offset, both from 1; CR LF counts as one line break.

        >>> Document.plain("one\r\ntwo").line_and_column(5)
        (2, 1)
        """
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


def line_at(text: str, offset: int) -> Span:
    r"""The line of a text that an offset lies in, without the line break.

    >>> line_at("one\r\ntwo", 6)
    Span(start=5, end=8)
    """
    start = max(text.rfind(mark, 0, offset) for mark in _LINE_BREAKS) + 1
    ends = [text.find(mark, offset) for mark in _LINE_BREAKS]
    return Span(start, min((end for end in ends if end >= 0), default=len(text)))


def _sentences(text: str, paragraph: Span) -> Iterator[Sentence]:
    start = paragraph.start
    for match in _BOUNDARY.finditer(text, paragraph.start, paragraph.end):
        end = match.start()
        closing = match.group().rstrip(" \u00a0\u202f")
        if not closing and _ABBREVIATION.search(text, max(start, end - 12), end):
            continue
        if _inside_bracket(text, start, end):
            continue
        end += len(closing)
        yield Sentence(text[start:end], start)
        start = match.end()
    yield Sentence(text[start : paragraph.end], start)


def _inside_bracket(text: str, start: int, end: int) -> bool:
    opened = text.rfind("[", start, end)
    return opened >= 0 and "]" not in text[opened:end]
