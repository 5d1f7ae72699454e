"""Finds listed phrases among a sentence's tokens, longest match first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from cleaner.detection.tokens import Token, tokenize
from cleaner.languages.tables import read_column

__all__ = ["PhraseList", "french_on_purpose"]


class PhraseList:
    """A set of phrases, compared token by token; the capitals of a phrase must be there.

    >>> phrases = PhraseList(["coup d'état", "coup", "La Presse"])
    >>> list(phrases.find(tokenize("the Coup d’État failed")))
    [(1, 4)]
    >>> list(phrases.find(tokenize("asked by la presse")))
    []
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
        for phrase in phrases:
            tokens = tokenize(phrase)
            words = tuple(token.lower for token in tokens)
            capitals = tuple(at for at, token in enumerate(tokens) if token.capitalised)
            if words:
                self._by_first.setdefault(words[0], []).append((words, capitals))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: len(candidate[0]), reverse=True)

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Pairs (first token, behind last token) of the phrases found, left to right."""
        words = [token.lower for token in tokens]
        at = 0
        while at < len(words):
            for phrase, capitals in self._by_first.get(words[at], ()):
                if tuple(words[at : at + len(phrase)]) == phrase and all(
                    tokens[at + capital].capitalised for capital in capitals
                ):
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
