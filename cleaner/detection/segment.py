"""Finds where a run of French starts and ends: a two-state Viterbi search over a sentence.

Each token's score is the evidence for the French state; entering and leaving it costs as much
as a word or two of evidence, so that single doubtful words stay English and a doubtful word
between French ones stays French. (Viterbi 1967; the costs are in powers of ten like the scores.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.detection.evidence import Weighed
from cleaner.detection.tokens import Kind

__all__ = ["drawn_out", "french_runs"]

ENTER = 1.7
LEAVE = 0.5
# A run's first and last word speak for French with at least this much.
EDGE = 1.0
# A run of three words draws in up to two more that both languages use, when they fill the gap to
# the clause's end: in "l'effort n'est pas comparable." the last word is French too.
DRAWING_WORDS = 3
DRAWN_WORDS = 2
DRAWN_SCORE = -0.6
_CLAUSE_END = re.compile(r"[.,;:!?…()\[\]\"“”«»—–]|\Z")


def french_runs(weighed: Sequence[Weighed]) -> Iterator[tuple[int, int]]:
    """Pairs (first token, behind last token) of the runs that are more French than English.

    Runs are trimmed so that they begin and end with a token that speaks for French.

    >>> from cleaner.detection.evidence import weigh
    >>> from cleaner.detection.lexicon import Lexicon
    >>> from cleaner.detection.tokens import tokenize
    >>> tokens = tokenize("It fell selon une source sécuritaire in the east")
    >>> [[t.text for t in tokens[a:b]] for a, b in french_runs(weigh(tokens, Lexicon.load()))]
    [['selon', 'une', 'source', 'sécuritaire']]
    """
    states = _best_path([w.score for w in weighed])
    start = None
    for index, french in enumerate([*states, False]):
        if french and start is None:
            start = index
        elif not french and start is not None:
            yield from _trimmed(weighed, start, index)
            start = None


def _best_path(scores: Sequence[float]) -> list[bool]:
    """For each token, whether the best path has it in the French state."""
    english, french = 0.0, float("-inf")
    came: list[tuple[bool, bool]] = []
    for score in scores:
        english_from_french = french - LEAVE > english
        french_from_french = french >= english - ENTER
        came.append((english_from_french, french_from_french))
        english, french = (
            max(english, french - LEAVE),
            max(french, english - ENTER) + score,
        )
    state = french - LEAVE > english
    path: list[bool] = []
    for english_from_french, french_from_french in reversed(came):
        path.append(state)
        state = french_from_french if state else english_from_french
    return path[::-1]


def _trimmed(weighed: Sequence[Weighed], start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and weighed[start].score < EDGE:
        start += 1
    while start < end and weighed[end - 1].score < EDGE:
        end -= 1
    if start < end:
        # An elision and the word that it leans on stand or fall together.
        elided = weighed[end - 1].token.kind == Kind.ELISION and end < len(weighed)
        yield start, end + elided


def drawn_out(weighed: Sequence[Weighed], text: str, start: int, end: int) -> tuple[int, int]:
    """The run of tokens with the ambiguous words between it and the ends of its clause.

    >>> from cleaner.detection.evidence import weigh
    >>> from cleaner.detection.lexicon import Lexicon
    >>> from cleaner.detection.tokens import tokenize
    >>> text = "It failed: l'effort n'est pas comparable."
    >>> weighed = weigh(tokenize(text), Lexicon.load())
    >>> [drawn_out(weighed, text, a, b) for a, b in french_runs(weighed)]
    [(2, 8)]
    """
    if end - start < DRAWING_WORDS:
        return start, end
    for reach in range(end + 1, min(end + DRAWN_WORDS, len(weighed)) + 1):
        if not _could_be_french(weighed[reach - 1]):
            break
        if _ends_clause(text, weighed, reach):
            end = reach
            break
    for reach in range(start - 1, max(start - DRAWN_WORDS, 0) - 1, -1):
        if not _could_be_french(weighed[reach]):
            break
        if reach == 0 or _ends_clause(text, weighed, reach):
            start = reach
            break
    return start, end


def _could_be_french(word: Weighed) -> bool:
    if word.neutral or word.token.capitalised:
        return False
    return word.frequency.fr >= 3.0 and word.score >= DRAWN_SCORE


def _ends_clause(text: str, weighed: Sequence[Weighed], behind: int) -> bool:
    """Whether punctuation or the text's end follows the token before index ``behind``."""
    place = weighed[behind - 1].token.end
    return bool(_CLAUSE_END.match(text[place:].lstrip()))
