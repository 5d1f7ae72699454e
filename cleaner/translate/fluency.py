"""How well an English text stands between its neighbours: word sequences counted in English text.

Trigrams with stupid backoff (Brants et al. 2007, "Large Language Models in Machine Translation"):
a word is as likely as it was seen behind the two words before it, else 0.4 times as likely as
behind the one word before it, and so on. The table is a sorted array of 64-bit numbers, memory-
mapped: 56 bits of a sequence's hash, 8 bits of its log-probability.
"""

from __future__ import annotations

import mmap
import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import as_file, files
from typing import NamedTuple

from cleaner.errors import DataError

__all__ = ["SCALE", "START", "Fluency", "Sequences", "key_of", "words_of_line"]

START = "<s>"
# A step of the 8 bits is this part of a natural logarithm's unit.
SCALE = 16
_BACKOFF = -0.9163  # the logarithm of 0.4
# Of words that the table lacks.
_UNSEEN = -15.0
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[.,;:!?]")
_ORDER = 3
# Looked-up triples that are kept; a decoder asks for the same ones again and again.
_MOST_KNOWN = 200_000


class Fluency(NamedTuple):
    """Logarithms of probabilities: of the text with two words behind it, and of these alone."""

    whole: float
    behind: float


class Sequences:
    """Log-probabilities of word sequences of one to three words."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._known: dict[tuple[str, str, str], float] = {}

    @staticmethod
    @cache
    def packaged() -> Sequences:
        """Cleaner's own table, opened once a process. Raises ``DataError`` where it is missing."""
        resource = files("cleaner.data").joinpath("sequences.bin")
        try:
            with as_file(resource) as path, path.open("rb") as file:
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast("Q")
        except (OSError, ValueError, TypeError) as error:
            raise DataError(
                f"the compiled table {resource} can't be opened ({error}); reinstall Cleaner, "
                "or run make sequences in a source checkout"
            ) from error
        if sys.byteorder == "big":
            return Sequences([int.from_bytes(n.to_bytes(8, "big"), "little") for n in data])
        return Sequences(data)

    def fluency(self, before: str, text: str, after: str) -> Fluency:
        """How likely ``text`` is behind ``before``, and the two words of ``after`` behind it.

        >>> likely = Sequences.packaged().fluency("It fell ", "on Monday", " in the east")
        >>> likely.whole > Sequences.packaged().fluency("It fell ", "the on", " in the east").whole
        True
        """
        left = [START, START, *words_of_line(before)][1 - _ORDER :]
        middle = words_of_line(text)
        line = [*left, *middle, *words_of_line(after)[: _ORDER - 1]]
        steps = [self.step((line[at - 2], line[at - 1], line[at])) for at in range(2, len(line))]
        return Fluency(sum(steps), sum(steps[len(middle) :]))

    def knows(self, word: str) -> bool:
        """Whether the word stands in the English text that was counted.

        >>> Sequences.packaged().knows("roadblock"), Sequences.packaged().knows("roquettes")
        (True, False)
        """
        return all(self._find((part,)) is not None for part in words_of_line(word))

    def step(self, words: tuple[str, str, str]) -> float:
        """The logarithm of the probability of the last word behind the two before it."""
        known = self._known.get(words)
        if known is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            known = self._known[words] = self._backed_off(words)
        return known

    def _backed_off(self, words: tuple[str, ...]) -> float:
        for skipped in range(len(words)):
            found = self._find(words[skipped:])
            if found is not None:
                return found + skipped * _BACKOFF
        return _UNSEEN

    def _find(self, words: tuple[str, ...]) -> float | None:
        key = key_of(words)
        at = bisect_left(self._numbers, key)
        if at < len(self._numbers) and self._numbers[at] >> 8 == key >> 8:
            return -(self._numbers[at] & 0xFF) / SCALE
        return None


def words_of_line(text: str) -> list[str]:
    """The words and marks of a text as the table counts them; numbers are all alike.

    >>> words_of_line("It’s 2,500 km.")
    ["it's", '0', ',', '0', 'km', '.']
    """
    words = _WORD.findall(text.lower().replace("’", "'"))
    return ["0" if word[0].isdigit() else word for word in words]


def key_of(words: Sequence[str]) -> int:
    """A sequence's number, with the 8 lowest bits free."""
    digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return int.from_bytes(digest, "little") << 8
