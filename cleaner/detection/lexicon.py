"""How common a word is in French, in English and in other languages.

The table ``data/lexicon.tsv`` is made by :mod:`cleaner.detection.build` from wordfreq's lists:
one line a French word, sorted by its UTF-8 bytes, with three Zipf frequencies (the base-10
logarithm of occurrences in a thousand million words) times ten: in French, in English, and
the highest among Spanish, Italian, Portuguese, German and Dutch. Words that French does not
use are not in it. It is memory-mapped and searched by bisection.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cleaner.languages.sorted_table import SortedTable

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
# So many words are looked up once only: some tens of megabytes, in an archive of any size.
REMEMBERED = 200_000


class Lexicon:
    """Lookups in the compiled frequency table.

    >>> Lexicon.load().frequency("lundi").only_french
    True
    >>> Lexicon.load().frequency("qwertzy")
    Frequency(fr=0.0, en=0.0, other=0.0)
    """

    def __init__(self, table: SortedTable) -> None:
        self._table = table
        self._known: dict[str, Frequency] = {}

    @staticmethod
    @cache
    def load() -> Lexicon:
        """The packaged lexicon, opened once a process. Raises ``DataError`` without one."""
        return Lexicon(SortedTable.packaged("lexicon.tsv", "`make lexicon`"))

    def frequency(self, word: str) -> Frequency:
        """Frequencies of a lower-case word; all zero where French does not use it."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._found(word)
        return known

    def words(self) -> Iterator[str]:
        """All French words of the table."""
        return self._table.keys()

    def _found(self, word: str) -> Frequency:
        columns = self._table.find(word)
        if columns is None:
            return UNKNOWN
        fr, en, other = (int(number) / 10 for number in columns)
        return Frequency(fr, en, other)
