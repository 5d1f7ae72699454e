"""How cost grows: one document of more and more characters, and with more and more fragments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.document import Document
from cleaner.engine import Cleaner
from corpus.bench.measure import call

__all__ = ["Point", "fragments", "sizes"]

KILOBYTES = (1, 10, 100, 1_000, 10_000, 100_000)
FRAGMENTS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


class Point(NamedTuple):
    """Processor seconds for so much."""

    amount: int
    seconds: float


def sizes(texts: Sequence[str], most: int) -> Iterator[Point]:
    """A document of 1 KB, 10 KB and so on, up to ``most`` kilobytes, of clean texts."""
    text = "\n\n".join(texts)
    cleaner = Cleaner()
    cleaner.proposals(Document.plain(text[:1_000_000]))
    for kilobytes in KILOBYTES:
        if kilobytes <= most:
            characters = 1000 * kilobytes
            one = (text * (characters // len(text) + 1))[:characters]
            yield Point(kilobytes, _seconds(cleaner, one))


def fragments(most: int) -> Iterator[Point]:
    """A document with 1, 10 and so on fragments, a sentence each, up to ``most``."""
    cleaner = Cleaner()
    for number in FRAGMENTS:
        if number <= most:
            text = "\n".join(
                f"Talk {at} in room {at % 97} resumed mercredi." for at in range(number)
            )
            cleaner.proposals(Document.plain(text[:1000]))
            yield Point(number, _seconds(cleaner, text))


def _seconds(cleaner: Cleaner, text: str) -> float:
    """The least of some runs; of one where that takes long."""
    taken = [call(lambda: cleaner.proposals(Document.plain(text))).processor]
    while sum(taken) < 1 and len(taken) < 20:
        taken.append(call(lambda: cleaner.proposals(Document.plain(text))).processor)
    return min(taken)
