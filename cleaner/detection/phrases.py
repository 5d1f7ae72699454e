"""Finds listed phrases among a sentence's tokens, longest match first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from cleaner.detection.tokens import Token, first_word, tokenize
from cleaner.languages.tables import read_column

__all__ = ["PhraseList", "french_on_purpose"]

# A phrase's words in lower case, with the places of those that have to be capitalised. Of several
# phrases with the same words, any will do.
_Phrases = dict[tuple[str, ...], list[tuple[int, ...]]]


class PhraseList:
    """A set of phrases, compared token by token; the capitals of a phrase must be there.

    >>> phrases = PhraseList(["coup d'état", "coup", "La Presse"])
    >>> list(phrases.find(tokenize("the Coup d’État failed")))
    [(1, 4)]
    >>> list(phrases.find(tokenize("asked by la presse")))
    []
    """

    def __init__(self, phrases: Iterable[str], wanted: Callable[[str], bool] | None = None) -> None:
        """``wanted`` is asked about a phrase when its first word turns up in a text."""
        self._wanted = wanted
        self._listed: dict[str, list[str]] = {}
        for phrase in phrases:
            # Most begin with a plain word; they are taken apart when they are needed.
            head = phrase.partition(" ")[0]
            first = head.lower() if head.isalpha() else first_word(phrase)
            self._listed.setdefault(first, []).append(phrase)
        self._parsed: dict[str, list[tuple[int, _Phrases]]] = {}

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Pairs (first token, behind last token) of the phrases found, left to right."""
        words = [token.lower for token in tokens]
        if self._listed.keys().isdisjoint(words):
            return
        reached = 0
        for at, word in enumerate(words):
            if at < reached or word not in self._listed:
                continue
            for length, phrases in self._beginning_with(word):
                behind = at + length
                wanted = phrases.get(tuple(words[at:behind]), ())
                if any(all(tokens[at + i].capitalised for i in capitals) for capitals in wanted):
                    yield at, behind
                    reached = behind
                    break

    def _beginning_with(self, word: str) -> list[tuple[int, _Phrases]]:
        """The phrases that begin with a word, by their number of words, the longest first."""
        parsed = self._parsed.get(word)
        if parsed is None:
            by_length: dict[int, _Phrases] = {}
            listed = self._listed[word]
            for phrase in filter(self._wanted, listed) if self._wanted else listed:
                words, capitals = _parsed(phrase)
                by_length.setdefault(len(words), {}).setdefault(words, []).append(capitals)
            parsed = self._parsed[word] = sorted(by_length.items(), reverse=True)
        return parsed


def _parsed(phrase: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    tokens = tokenize(phrase)
    capitals = tuple(at for at, token in enumerate(tokens) if token.capitalised)
    return tuple(token.lower for token in tokens), capitals


@cache
def french_on_purpose() -> PhraseList:
    """French that English copy prints as it is: loanwords, and names of all sorts."""
    pack = "cleaner.languages.fr"
    return PhraseList([*read_column(pack, "loanwords.tsv"), *read_column(pack, "protected.tsv")])
