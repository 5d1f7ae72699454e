"""Weighs each word of a sentence: French or English, and how surely.

Scores are in powers of ten: +2 means a hundred times likelier in French than in English. The
witnesses of a word are its frequency in both languages, its accents, its elision, its form
where no list has it, its capital, and the phrases known to stay French in English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.detection.lexicon import Frequency, Lexicon
from cleaner.detection.tokens import Kind, Token

__all__ = ["ELIDED_LETTERS", "PREFIXES", "REMEMBERED", "Weighed", "weigh"]

STRONGEST = 4.0
# English words are cut off earlier, so that one of them inside a French run does not split it
# when French stands on both sides.
WEAKEST = -3.0
UNLISTED = -2.0
ELISION = 2.5
ACCENTED = 0.5
CAPITAL_SHARE = 0.25
CAPITAL_RANGE = (-0.5, 0.8)
# A word that is both accented as French and derived as French, but in no list.
DERIVED = 1.5
GLOSSARY_TERM = 3.0
# The only words of one letter that French leans on an elision: n'a, j'y, jusqu'à.
ELIDED_LETTERS = ("a", "à", "y")
# Endings that English may have put to one of its own words, used once in a million words.
ENGLISH_ENDINGS = ("s", "r", "er", "ers")
COMMON_ENGLISH = 3.0
# So many words are weighed once only: some megabytes.
REMEMBERED = 50_000

# What French puts before a word to make a new one.
PREFIXES = """
anti co contre euro ex inter multi narco néo non pluri post pré pro sous sur ultra
""".split()

_ACCENT = re.compile("[àâäçèéêëîïôöùûœ]")
_PREFIX = re.compile("|".join(sorted(PREFIXES, key=len, reverse=True)))
# Endings that English does not use, on a stem of three letters or more.
_FRENCH_ENDING = re.compile(
    r"\w{3,}(?:iste|istes|isme|ismes|ité|ités|euse|euses|eux|ienne|iennes|aire|aires|ère|ères|"
    r"ées?|ique|iques|ement|ements|aient|èrent|elle|elles)"
)
# Endings of conjugated verbs that no English word has.
_FRENCH_VERB = re.compile(r"\w{2,}(?:erons|eront|erait|eraient|issait|issaient|issent|aient|euses)")
_ENGLISH_CONTRACTION = re.compile(r".+'(?:s|t|re|ve|ll|d|m)")


class Weighed(NamedTuple):
    """A token with its score.

    ``neutral`` ones (numbers, names, loanwords) prove nothing; a ``term`` is part of a phrase of
    the glossary that is no English. ``english_stem``: it may be a plural or an agent noun of an
    English word (respecter, violences).
    """

    token: Token
    score: float
    frequency: Frequency
    neutral: bool = False
    term: bool = False
    english_stem: bool = False

    @property
    def strong(self) -> bool:
        """A lower-case word that only French uses: what a finding must rest on."""
        return not self.neutral and not self.token.capitalised and self.score >= 2.0

    @property
    def only_french(self) -> bool:
        """Strong, and not the sister languages' word as much; unlisted and elided ones count."""
        return self.strong and (self.frequency.only_french or not self.frequency.fr)


def weigh(
    tokens: Sequence[Token],
    lexicon: Lexicon,
    *,
    neutral: frozenset[int] = frozenset(),
    terms: frozenset[int] = frozenset(),
) -> list[Weighed]:
    """Scores a sentence's tokens.

    ``neutral`` are the indices of tokens inside names, loanwords and other known phrases;
    ``terms`` those inside glossary terms that are no English.

    >>> from cleaner.detection.tokens import tokenize
    >>> weighed = weigh(tokenize("the obus fell"), Lexicon.load())
    >>> [w.score > 0 for w in weighed]
    [False, True, False]
    """
    return [
        _weigh(tokens, index, lexicon, index in neutral, index in terms)
        for index in range(len(tokens))
    ]


def _weigh(
    tokens: Sequence[Token], index: int, lexicon: Lexicon, neutral: bool, term: bool
) -> Weighed:
    token = tokens[index]
    word = _word_type(token.lower, lexicon)
    frequency = word.frequency
    if neutral or token.kind == Kind.NUMBER:
        return Weighed(token, 0.0, frequency, neutral=True)
    if token.kind == Kind.ELISION:
        score = GLOSSARY_TERM if term else _elision(tokens, index)
        return Weighed(token, score, frequency, term=term)
    if word.contraction:
        return Weighed(token, WEAKEST, frequency)
    score = max(word.score, GLOSSARY_TERM) if term else word.score
    if token.capitalised and index > 0:
        low, high = CAPITAL_RANGE
        return Weighed(token, min(high, max(low, score * CAPITAL_SHARE)), frequency)
    if len(token.text) == 1 and token.lower not in ("à", "y"):
        score = min(score, 0.0)
    return Weighed(token, score, frequency, False, term, word.english_stem)


class _WordType(NamedTuple):
    """What is known of a word wherever it stands."""

    frequency: Frequency
    score: float
    contraction: bool
    english_stem: bool


@lru_cache(maxsize=REMEMBERED)
def _word_type(word: str, lexicon: Lexicon) -> _WordType:
    frequency = _frequency(word, lexicon)
    return _WordType(
        frequency,
        _lower_case(_possessor(word), frequency, lexicon),
        bool(_ENGLISH_CONTRACTION.fullmatch(word)) and not frequency.only_french,
        _has_english_stem(word, lexicon),
    )


def _has_english_stem(word: str, lexicon: Lexicon) -> bool:
    stems = (word[: -len(ending)] for ending in ENGLISH_ENDINGS if word.endswith(ending))
    return any(lexicon.frequency(stem).en >= COMMON_ENGLISH for stem in stems)


def _possessor(word: str) -> str:
    """The word without the ending of an English genitive."""
    return word.removesuffix("'s")


def _frequency(word: str, lexicon: Lexicon) -> Frequency:
    """The word's frequency, or that of the French word to which English added its genitive."""
    frequency = lexicon.frequency(word)
    possessor = lexicon.frequency(_possessor(word))
    return possessor if not frequency.fr and possessor.only_french else frequency


def _elision(tokens: Sequence[Token], index: int) -> float:
    """An elided word before a small letter is French; before a capital it may be a name."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and len(following.text) == 1 and following.lower not in ELIDED_LETTERS:
        return 0.0  # l'm is a misread I'm
    return 0.3 if following is None or following.capitalised else ELISION


def _lower_case(word: str, frequency: Frequency, lexicon: Lexicon) -> float:
    if frequency.fr > 0:
        return min(STRONGEST, max(WEAKEST, frequency.odds))
    accented = bool(_ACCENT.search(word))
    prefix = _PREFIX.match(word)
    if prefix:
        rest = lexicon.frequency(word[prefix.end() :])
        if len(word) - prefix.end() > 3 and rest.only_french:
            return min(STRONGEST, rest.odds)
    if _FRENCH_VERB.fullmatch(word):
        return DERIVED
    if accented:
        return DERIVED if _FRENCH_ENDING.fullmatch(word) else ACCENTED
    return UNLISTED
