"""A text and where things lie in it: blocks, sentences, spans. Knows no file and no rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from cleaner import sentences

if TYPE_CHECKING:
    from cleaner.origin import Origin

__all__ = ["Document", "Sentence", "Span"]


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
        return starmap(Span, sentences.paragraphs(self.text, *block))

    def sentences_of(self, paragraph: Span) -> Iterator[Sentence]:
        """The sentences of a paragraph, in order, without the white space at its ends."""
        for start, end in sentences.sentences(self.text, *paragraph):
            yield Sentence(self.text[start:end], start)

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
