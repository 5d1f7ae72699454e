"""The phrase table: French phrases and their English in aligned parallel text.

The table ``data/phrases.tsv`` is compiled by ``models/training/table.py``. It knows more words
than the glossary and is less to be trusted: nobody reviewed it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from cleaner.languages.sorted_table import SortedTable

__all__ = ["PhraseTable", "Translation", "parallel_text"]


class Translation(NamedTuple):
    """What stands for a French phrase in parallel text, the most frequent first.

    ``shares`` are the parts (0 to 1) of the phrase's occurrences; ``seen`` counts the first.
    """

    english: tuple[str, ...]
    shares: tuple[float, ...]
    seen: int


class PhraseTable:
    r"""Lookups in a compiled phrase table.

    >>> table = PhraseTable(SortedTable(b"farine\tflour|meal\t61|11\t11\n"))
    >>> table.find("Farine")
    Translation(english=('flour', 'meal'), shares=(0.61, 0.11), seen=11)
    """

    def __init__(self, table: SortedTable) -> None:
        self._table = table

    def find(self, french: str) -> Translation | None:
        """The translations of a phrase (straight apostrophes, single spaces), in any case."""
        columns = self._table.find(french.lower())
        if columns is None:
            return None
        english, shares, seen = columns
        return Translation(
            tuple(english.split("|")),
            tuple(int(share) / 100 for share in shares.split("|")),
            int(seen),
        )


@cache
def parallel_text() -> PhraseTable:
    """The table that comes with Cleaner. Raises ``DataError`` without it."""
    advice = "`python -m models.training.table`"
    return PhraseTable(SortedTable.packaged("phrases.tsv", advice))
