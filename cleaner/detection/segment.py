"""Finds where a run of French starts and ends: a two-state Viterbi search over a sentence.

What each word weighs in its place (the learnt weights of its witnesses, its neighbours among them)
is the evidence for the French state; changing the state costs or earns a little, so that doubtful
runs are found, and left to the judge. (Viterbi 1967; all in powers of ten.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from cleaner.detection.evidence import REMEMBERED, Weighed
from cleaner.detection.tokens import Kind
from cleaner.detection.weights import odds, weights
from cleaner.detection.witnesses import (
    adjacent,
    neighbour_witnesses,
    neighbours,
    own,
    own_witnesses,
    small_words,
)

__all__ = ["french_runs", "in_place"]

# Entering and leaving the French state together cost this much: less than nothing, since the
# judge has the last word.
CHANGE = -0.6
# A word that the glossary has and English has not is always looked at, whatever its place says.
LEAST_TERM = -0.5
# An article or preposition right before a run, and the word behind one that ends it, belong to the
# run if they weigh this much.
LEAST_BESIDE = -1.0
# A capital at a run's start is a name's, unless the word is this much likelier in French.
LEAST_NAME_ODDS = 1.0
# Prefixes that a hyphen may join to the run: pro-palestinien.
PREFIXES = frozenset(("anti", "ex", "inter", "mi", "non", "pro", "vice"))
LEAST_BESIDE_ODDS = -0.5


def in_place(weighed: Sequence[Weighed], start: int, end: int) -> list[float]:
    """What the words ``start`` to ``end`` weigh in their places, in powers of ten.

    It is the sum over :func:`cleaner.detection.witnesses.word_witnesses`, taken in three parts,
    each of which is worked out once for all words that are alike in it.
    """
    always = weights("place")["always"]
    return [
        always
        + _own_odds(*own(weighed[index], index))
        + sum(_odds_beside(*seen) for seen in neighbours(weighed, index))
        for index in range(start, end)
    ]


@lru_cache(maxsize=REMEMBERED)
def _own_odds(*word: Any) -> float:
    return odds(own_witnesses(*word), "place")


@lru_cache(maxsize=REMEMBERED)
def _odds_beside(*word: Any) -> float:
    return odds(neighbour_witnesses(*word), "place")


def french_runs(weighed: Sequence[Weighed]) -> Iterator[tuple[int, int]]:
    """Pairs (first token, behind last token) of the runs that may be French.

    >>> from cleaner.detection.evidence import weigh
    >>> from cleaner.detection.lexicon import Lexicon
    >>> from cleaner.detection.tokens import tokenize
    >>> tokens = tokenize("It fell selon une source sécuritaire in the east")
    >>> [[t.text for t in tokens[a:b]] for a, b in french_runs(weigh(tokens, Lexicon.load()))]
    [['selon', 'une', 'source', 'sécuritaire']]
    """
    scores = [
        max(score, LEAST_TERM) if _is_term(word) else score
        for word, score in zip(weighed, in_place(weighed, 0, len(weighed)), strict=True)
    ]
    states = _best_path(scores)
    start = None
    for index, french in enumerate([*states, False]):
        if french and start is None:
            start = index
        elif not french and start is not None:
            start = _start(weighed, scores, start)
            first, behind = _without_names(weighed, start, index)
            if first < behind:
                yield first, _end(weighed, scores, behind)
            start = None


def _without_names(weighed: Sequence[Weighed], start: int, end: int) -> tuple[int, int]:
    """The run without names and loanwords at its ends; most capitals at its start are names."""
    while start < end and (_stays(weighed[start]) or (start and _is_capital(weighed[start]))):
        start += 1
    while start < end and (_stays(weighed[end - 1]) or _cuts_figure(weighed, end)):
        end -= 1
    return start, end


def _cuts_figure(weighed: Sequence[Weighed], end: int) -> bool:
    """Whether a figure goes on behind the run: soit 11 | 300 logements."""
    if not adjacent(weighed, end - 1):
        return False
    return all(word.token.kind == Kind.NUMBER for word in weighed[end - 1 : end + 1])


def _is_term(word: Weighed) -> bool:
    return word.term and not word.neutral and not word.token.capitalised


def _stays(word: Weighed) -> bool:
    return word.neutral and word.token.kind != Kind.NUMBER


def _is_capital(word: Weighed) -> bool:
    """Whether a word has a capital, and no French frequency speaks for it."""
    return word.token.capitalised and word.frequency.odds < LEAST_NAME_ODDS


def _start(weighed: Sequence[Weighed], scores: Sequence[float], start: int) -> int:
    """The run's start, or that of the article, preposition or prefix right before it."""
    while adjacent(weighed, start - 1) and not weighed[start - 1].neutral:
        word = weighed[start - 1].token.lower
        small = word in small_words() and scores[start - 1] >= LEAST_BESIDE
        if not small and word not in PREFIXES:
            break
        start -= 1
    return start


def _end(weighed: Sequence[Weighed], scores: Sequence[float], end: int) -> int:
    """The run's end, or that of the word that its last article, preposition or elision leads to.

    An elision and the word that it leans on stand or fall together.
    """
    last = weighed[end - 1].token
    if last.kind == Kind.ELISION and end < len(weighed):
        return end + 1
    if last.lower not in small_words() or not adjacent(weighed, end - 1):
        return end
    following = weighed[end]
    french = following.token.capitalised or following.frequency.odds >= LEAST_BESIDE_ODDS
    return end + (french and not following.neutral and scores[end] >= LEAST_BESIDE)


def _best_path(scores: Sequence[float]) -> list[bool]:
    """For each token, whether the best path has it in the French state."""
    english, french = 0.0, float("-inf")
    came: list[tuple[bool, bool]] = []
    for score in scores:
        english_from_french = french > english
        french_from_french = french >= english - CHANGE
        came.append((english_from_french, french_from_french))
        english, french = max(english, french), max(french, english - CHANGE) + score
    state = french > english
    path: list[bool] = []
    for english_from_french, french_from_french in reversed(came):
        path.append(state)
        state = french_from_french if state else english_from_french
    return path[::-1]
