"""Finds listed phrases among a sentence's tokens, longest match first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from cleaner.detection.tokens import Token, tokenize
from cleaner.languages.tables import read_column

__all__ = ["PhraseList", "french_on_purpose"]

# The words in lower case, and which of them have to be capitalised.
_Phrase = tuple[tuple[str, ...], tuple[int, ...]]


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
            # Most phrases are a word; they are taken apart when they are needed.
            first = phrase.lower() if phrase.isalpha() else _first(phrase)
            self._listed.setdefault(first, []).append(phrase)
        self._parsed: dict[str, list[_Phrase]] = {}

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Pairs (first token, behind last token) of the phrases found, left to right."""
        words = [token.lower for token in tokens]
        reached = 0
        for at, word in enumerate(words):
            if at < reached or word not in self._listed:
                continue
            for phrase, capitals in self._beginning_with(word):
                behind = at + len(phrase)
                if tuple(words[at:behind]) == phrase and all(
                    tokens[at + capital].capitalised for capital in capitals
                ):
                    yield at, behind
                    reached = behind
                    break

    def _beginning_with(self, word: str) -> list[_Phrase]:
        """The phrases that begin with a word, the longest first."""
        parsed = self._parsed.get(word)
        if parsed is None:
            listed = self._listed[word]
            wanted = filter(self._wanted, listed) if self._wanted else listed
            parsed = sorted(map(_parsed, wanted), key=lambda phrase: len(phrase[0]), reverse=True)
            self._parsed[word] = parsed
        return parsed


def _first(phrase: str) -> str:
    """The first word, in lower case; "" where there is none, which no text has."""
    tokens = tokenize(phrase)
    return tokens[0].lower if tokens else ""


def _parsed(phrase: str) -> _Phrase:
    tokens = tokenize(phrase)
    capitals = tuple(at for at, token in enumerate(tokens) if token.capitalised)
    return tuple(token.lower for token in tokens), capitals


@cache
def french_on_purpose() -> PhraseList:
    """French that English copy prints as it is: loanwords, and names of all sorts."""
    pack = "cleaner.languages.fr"
    return PhraseList([*read_column(pack, "loanwords.tsv"), *read_column(pack, "protected.tsv")])
