"""Finds where a run of French starts and ends: a two-state Viterbi search over a sentence.

Each token's score is the evidence for the French state; entering and leaving it costs as much
as a word or two of evidence, so that single doubtful words stay English and a doubtful word
between French ones stays French. (Viterbi 1967; the costs are in powers of ten like the scores.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.detection.evidence import Weighed

__all__ = ["french_runs"]

ENTER = 1.7
LEAVE = 0.5
# A run's first and last word speak for French with at least this much.
EDGE = 0.4


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
        yield start, end
