"""The learnt weights of the witnesses, and what they add up to.

``languages/fr/evidence.tsv`` has a line a witness and a column for each question: is a word French
in its ``place`` (for where a run begins and ends), is a single ``word`` a leftover, is a
``phrase``, is what stands in a ``bracket``; the last three also with what lingua says. The sums
are powers of ten: +1 means ten to one for French. ``make detection`` learns them
(:mod:`models.training.detection`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cleaner.languages.tables import read_table

__all__ = ["COLUMNS", "odds", "weights"]

PACK, TABLE = "cleaner.languages.fr", "evidence.tsv"
COLUMNS = (
    "place",
    "word",
    "word_lingua",
    "phrase",
    "phrase_lingua",
    "bracket",
    "bracket_lingua",
)


@cache
def weights(column: str) -> Mapping[str, float]:
    """The weights of one column, by witness.

    >>> weights("place")["odds"] > 0 > weights("place")["capital"]
    True
    """
    at = COLUMNS.index(column) + 1
    return {row[0]: float(row[at]) for row in read_table(PACK, TABLE) if row[at]}


def odds(witnesses: Mapping[str, float], column: str) -> float:
    """The weighted sum of the witnesses: French against English, in powers of ten."""
    learnt = weights(column)
    return sum(learnt.get(name, 0.0) * value for name, value in witnesses.items())
