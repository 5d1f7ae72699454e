"""How common a word is in French, in English and in other languages.

The table ``data/lexicon.tsv`` is made by :mod:`cleaner.detection.build` from wordfreq's lists:
one line a French word, sorted by its UTF-8 bytes, with three Zipf frequencies (the base-10
logarithm of occurrences in a thousand million words) times ten: in French, in English, and
the highest among Spanish, Italian, Portuguese, German and Dutch. Words that French does not
use are not in it. It is memory-mapped and searched by bisection, so that opening it costs
nothing and a lookup a few microseconds.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

from cleaner.errors import DataError

__all__ = ["Frequency", "Lexicon"]


class Frequency(NamedTuple):
    """Zipf frequencies of one word (0 = not in the list); 3 is once in a million words."""

    fr: float
    en: float
    other: float

    @property
    def odds(self) -> float:
        """French against English, in powers of ten, each list's floor taken as 1.

        >>> Frequency(4.9, 1.8, 2.0).odds > 3
        True
        """
        return max(self.fr, 1.0) - max(self.en, 1.0)

    @property
    def only_french(self) -> bool:
        """Neither English nor a sister language uses the word nearly as much."""
        return self.fr >= 2.0 and self.odds >= 1.5 and self.fr - self.other >= 0.5


UNKNOWN = Frequency(0.0, 0.0, 0.0)


class Lexicon:
    """Lookups in the compiled frequency table.

    >>> Lexicon.load().frequency("lundi").only_french
    True
    >>> Lexicon.load().frequency("qwertzy")
    Frequency(fr=0.0, en=0.0, other=0.0)
    """

    def __init__(self, table: mmap.mmap | bytes) -> None:
        self._table = table
        self._known: dict[str, Frequency] = {}

    @staticmethod
    @cache
    def load() -> Lexicon:
        """The packaged lexicon, opened once a process."""
        resource = files("cleaner.data").joinpath("lexicon.tsv")
        try:
            with as_file(resource) as path, path.open("rb") as file:
                return Lexicon(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise DataError(
                f"the compiled lexicon {resource} can't be opened ({error}); reinstall Cleaner, "
                "or run `make lexicon` in a source checkout"
            ) from error

    def frequency(self, word: str) -> Frequency:
        """Frequencies of a lower-case word; all zero where French does not use it."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._search(word.encode())
        return known

    def words(self) -> Iterator[str]:
        """All French words of the table."""
        for line in bytes(self._table).splitlines():
            yield line.partition(b"\t")[0].decode()

    def _search(self, key: bytes) -> Frequency:
        table, low, high = self._table, 0, len(self._table)
        while low < high:
            middle = (low + high) // 2
            start = table.rfind(b"\n", low, middle) + 1 or low
            end = table.find(b"\n", middle)
            word, *numbers = table[start:end].split(b"\t")
            if word == key:
                fr, en, other = (int(number) / 10 for number in numbers)
                return Frequency(fr, en, other)
            if word < key:
                low = end + 1
            else:
                high = start
        return UNKNOWN
