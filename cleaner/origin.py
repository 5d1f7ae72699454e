"""Where a text that rules read lies in a source with markup, and how edits get back into it.

A reader of a format hands the rules the text that people see, without tags, in one string: the
view. Each stretch of it is a piece that knows its place in the source. An edit of the view becomes
edits of the source that leave the tags between its pieces where they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, cached_property
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from cleaner.finding import Edit
from cleaner.spread import spread

__all__ = ["Check", "Escape", "Origin", "Piece", "Weaver", "as_is"]

Escape = Callable[[str], str]
# Whether putting a text into a span of the view, by these edits of the source, changes no more than
# the view there: ``check(start, end, new, edits)``.
Check = Callable[[int, int, str, Sequence[Edit]], bool]


def as_is(text: str) -> str:
    """The notation of plain text: every character stands for itself."""
    return text


class Piece(NamedTuple):
    """A stretch of the view, and the stretch of the source that stands for it.

    Where both are of one length, each character has its own place; otherwise (``&eacute;`` for
    é) the piece is changed as a whole or not at all. ``escape`` writes text in the notation of
    the source there.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    escape: Escape = as_is

    @property
    def is_even(self) -> bool:
        """Whether each character of the piece has its own place in the source."""
        return self.end - self.start == self.source_end - self.source_start

    def cut(self, start: int, end: int) -> Piece | None:
        """The part of the piece from ``start`` to ``end`` of the view; None where it has none."""
        start, end = max(start, self.start), min(end, self.end)
        if (start, end) == (self.start, self.end):
            return self
        if start >= end or not self.is_even:
            return None
        shift = self.source_start - self.start
        return Piece(start, end, start + shift, end + shift, self.escape)


@dataclass(frozen=True)
class Origin:
    r"""The pieces of a view, in its order; between blocks the view has text without a piece.

    ``check`` is for notations in which a word can turn into markup where it happens to stand.

    >>> weaver = Weaver("la <b>base</b> a&eacute;rienne")
    >>> weaver.copy(0, 3); weaver.copy(6, 10); weaver.copy(14, 16); weaver.put("é", 16, 24)
    >>> weaver.copy(24, 30)
    >>> origin = weaver.origin()
    >>> origin.text
    'la base aérienne'
    >>> origin.edits(0, 16, "the air base")[0]
    (Edit(start=0, end=2, text='the air'), Edit(start=14, end=30, text=''))
    """

    text: str
    pieces: tuple[Piece, ...]
    check: Check | None = field(default=None, compare=False, repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def edits(self, start: int, end: int, new: str) -> tuple[tuple[Edit, ...], bool] | None:
        """What puts ``new`` into the source for this span of the view, and whether that is sure.

        Words that stay are not touched, nor is the white space between them. It is not sure where
        tags cut what changes, and what belongs between them can't be told. None where that holds
        something that the source does not spell out as text, or the check fails.
        """
        edits: list[Edit] = []
        is_sure = True
        for first, last, words in _changes(self.text, start, end, new):
            shared = self._shared(first, last, words)
            if shared is None:
                return None
            edits += shared[0]
            is_sure &= shared[1]
        if edits and self.check and not self.check(start, end, new, edits):
            return None
        return tuple(edits), is_sure

    def _shared(self, start: int, end: int, new: str) -> tuple[list[Edit], bool] | None:
        """New words shared out among the runs of a span."""
        runs = list(self._runs(start, end)) if start < end else self._point(start)
        if not runs or runs[0].start != start or runs[-1].end != end:
            return None
        if any(left.end != right.start for left, right in pairwise(runs)):
            return None
        old = [self.text[run.start : run.end] for run in runs]
        shares, is_sure = spread(old, new)
        return [
            Edit(run.source_start, run.source_end, run.escape(share))
            for run, was, share in zip(runs, old, shares, strict=True)
            if share != was
        ], is_sure

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the view begins and ends in the source, tags inside it included."""
        parts = list(self.parts(start, end)) or self._point(start)
        if not parts:
            if not self.pieces:
                return 0, 0
            first = self._piece_at(start)
            return first.source_end, first.source_end
        ends = [part.source_start for part in parts] + [part.source_end for part in parts]
        return min(ends), max(ends)

    def parts(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces, or parts of them, that a span of the view is made of."""
        first = max(0, bisect_right(self._starts, start) - 1)
        following = map(self.pieces.__getitem__, range(first, len(self.pieces)))
        for piece in takewhile(lambda piece: piece.start < end, following):
            part = piece.cut(start, end)
            if part is not None and part.start < part.end:
                yield part

    def _runs(self, start: int, end: int) -> Iterator[Piece]:
        """The parts of a span, those joined that no tag divides."""
        run: Piece | None = None
        for part in self.parts(start, end):
            if (
                run
                and (run.end, run.source_end) == (part.start, part.source_start)
                and (run.escape is part.escape)
            ):
                run = run._replace(end=part.end, source_end=part.source_end)
                continue
            if run:
                yield run
            run = part
        if run:
            yield run

    def _point(self, offset: int) -> list[Piece]:
        """The place for an insertion: behind the text before it, else before the text after."""
        if not self.pieces:
            return []
        for piece in (self._piece_at(max(0, offset - 1)), self._piece_at(offset)):
            inside = piece.start < offset < piece.end and piece.is_even
            if offset == piece.end:
                place = piece.source_end
            elif offset == piece.start or inside:
                place = piece.source_start + offset - piece.start
            else:
                continue
            return [Piece(offset, offset, place, place, piece.escape)]
        return []

    def _piece_at(self, offset: int) -> Piece:
        """The piece that holds an offset, else the one before it."""
        return self.pieces[max(0, bisect_right(self._starts, offset) - 1)]

    def inside(self, outer: Origin) -> Origin:
        """The same view, with the places it has in the source of ``outer``.

        The view of ``outer`` is the source of this one: HTML in a string of JSON.
        """
        return Origin(self.text, tuple(self._placed_in(outer)))

    def _placed_in(self, outer: Origin) -> Iterator[Piece]:
        for piece in self.pieces:
            parts = list(outer.parts(piece.source_start, piece.source_end))
            if not parts:
                continue
            if not piece.is_even:
                notation = _both(parts[0].escape, piece.escape)
                yield Piece(
                    piece.start, piece.end, parts[0].source_start, parts[-1].source_end, notation
                )
                continue
            shift = piece.start - piece.source_start
            for part in parts:
                yield part._replace(
                    start=part.start + shift,
                    end=part.end + shift,
                    escape=_both(part.escape, piece.escape),
                )


@cache
def _both(outer: Escape, inner: Escape) -> Escape:
    """One notation inside another; the same object for the same two, so that runs join."""
    if inner is as_is:
        return outer
    if outer is as_is:
        return inner
    return lambda text: outer(inner(text))


_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def _changes(text: str, start: int, end: int, new: str) -> Iterator[tuple[int, int, str]]:
    """The least stretches of the span that change, and what they change to."""
    old_words, new_words = _WORDS.findall(text[start:end]), _WORDS.findall(new)
    places = [*accumulate(map(len, old_words), initial=start)]
    was = now = 0
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size and not "".join(old_words[block.a : block.a + block.size]).strip():
            continue  # white space alone is no word that stays
        if (was, now) != (block.a, block.b):
            yield places[was], places[block.a], "".join(new_words[now : block.b])
        was, now = block.a + block.size, block.b + block.size


class Weaver:
    """Collects the text that people see, piece by piece, with its places in the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Code points of the view so far."""
        return self._length

    def copy(self, start: int, end: int, escape: Escape = as_is) -> None:
        """Adds a stretch of the source that stands for itself."""
        self.put(self.source[start:end], start, end, escape)

    def put(self, text: str, start: int, end: int, escape: Escape = as_is) -> None:
        """Adds text that a stretch of the source stands for."""
        if text:
            piece = Piece(self._length, self._length + len(text), start, end, escape)
            self._pieces.append(piece)
            self.divide(text)

    def divide(self, text: str) -> None:
        """Adds text that the source does not spell out; no edit may touch it."""
        self._texts.append(text)
        self._length += len(text)

    def add(self, origin: Origin) -> None:
        """Adds a view of the same source."""
        shift = self._length
        self._pieces += [
            p._replace(start=p.start + shift, end=p.end + shift) for p in origin.pieces
        ]
        self.divide(origin.text)

    def origin(self) -> Origin:
        """What was collected."""
        return Origin("".join(self._texts), tuple(self._pieces))
