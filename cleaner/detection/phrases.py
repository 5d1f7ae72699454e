"""Finds listed phrases among a sentence's tokens, longest match first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from cleaner.detection.tokens import Token, tokenize
from cleaner.languages.tables import read_column

__all__ = ["PhraseList", "french_on_purpose"]


class PhraseList:
    """A set of phrases, compared token by token without regard to case.

    >>> phrases = PhraseList(["coup d'état", "coup"])
    >>> list(phrases.find(tokenize("the Coup d’État failed")))
    [(1, 4)]
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(token.lower for token in tokenize(phrase))
            if words:
                self._by_first.setdefault(words[0], []).append(words)
        for candidates in self._by_first.values():
            candidates.sort(key=len, reverse=True)

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Pairs (first token, behind last token) of the phrases found, left to right."""
        words = [token.lower for token in tokens]
        at = 0
        while at < len(words):
            for phrase in self._by_first.get(words[at], ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    yield at, at + len(phrase)
                    at += len(phrase)
                    break
            else:
                at += 1


@cache
def french_on_purpose() -> PhraseList:
    """French that English copy prints as it is: loanwords, and names of all sorts."""
    pack = "cleaner.languages.fr"
    return PhraseList([*read_column(pack, "loanwords.tsv"), *read_column(pack, "protected.tsv")])
