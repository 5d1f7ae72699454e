"""The dictionary answers that examples carry, as if their own sentence had never been seen.

The phrase table was counted on the very sentences that examples are made of. So that the model
does not learn to trust it more than it deserves, an example's own count is taken off before a
piece of it is looked up; what is then too rare to stand in a table is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.translate.glossary import french_glossary
from cleaner.translate.hints import MOST_LISTED, MOST_WHOLE
from models.training.table import LEAST_SEEN, Pair, kept, read

Own = frozenset[tuple[str, str]]


class Dictionary:
    """Glossary and phrase table, asked for the English of a piece."""

    def __init__(self, table: Path, *, glossary: bool = True) -> None:
        self._table: dict[str, list[Pair]] = {}
        for french, pairs in read(table).items():
            good = kept(french, pairs)
            if good:
                self._table[french] = good
        self._glossary = french_glossary() if glossary else None

    def look_up(self, piece: str, own: Own = frozenset()) -> Sequence[str]:
        """The English of a piece, best first, not counting the pairs ``own`` once each."""
        piece = piece.replace("’", "'")
        found: dict[str, None] = {}
        if self._glossary is not None:
            for hit in self._glossary.lookup_normalised(piece):
                found.update(dict.fromkeys(hit.english[:MOST_LISTED]))
        lower = piece.lower()
        pairs = self._table.get(lower)
        if pairs:
            counted = [
                (pair.seen - ((lower, pair.english.lower()) in own), pair.english) for pair in pairs
            ]
            counted.sort(key=lambda row: -row[0])
            found.update((english, None) for seen, english in counted if seen >= LEAST_SEEN)
        return [*found][:MOST_WHOLE]


def own_pairs(pairs: Sequence[tuple[str, str]]) -> Own:
    """Phrase pairs of one sentence as they are counted: lower case, straight apostrophes."""
    return frozenset(
        (fr.lower().replace("’", "'"), en.lower().replace("’", "'")) for fr, en in pairs
    )
