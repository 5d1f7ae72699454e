"""Chooses among the answers of glossary, phrase table and model.

Each proposal scores its confidence times the weight of its source. A text that several sources
propose gains from each: two that were made in different ways seldom make the same mistake. An
alternative scores a part of what its answer does, less the further down it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cleaner.finding import Source
from cleaner.translate.answer import Answer

__all__ = ["SOURCE_WEIGHTS", "chosen"]

# Set by hand after reading the project's own cases; the model's confidence is not calibrated.
SOURCE_WEIGHTS = {Source.GLOSSARY: 1.0, Source.MEMORY: 0.9, Source.MARIAN: 0.6}
# What the first alternative scores of its answer's score, and the second of the first's.
ALTERNATIVE = 0.5
# What the weaker proposals of one text add to the strongest.
AGREEMENT = 0.6
# Below this score nothing is proposed.
LEAST_SCORE = 0.08
MOST_ALTERNATIVES = 5


@dataclass
class _Proposal:
    answer: Answer
    best: float
    rest: float = 0.0

    @property
    def score(self) -> float:
        return self.best + AGREEMENT * self.rest


def chosen(answers: Iterable[Answer]) -> Answer:
    """The best of several answers to one request, with the others as its alternatives.

    >>> glossary = Answer("of the barrel", ("per barrel",), 0.65)
    >>> model = Answer("per barrel", (), 0.9, Source.MARIAN)
    >>> chosen([glossary, model]).text, chosen([glossary, model]).alternatives
    ('per barrel', ('of the barrel',))
    """
    answers = list(answers)
    proposals: dict[str, _Proposal] = {}
    for answer in answers:
        score = answer.confidence * SOURCE_WEIGHTS.get(answer.source, 1.0)
        for text in (answer.text, *answer.alternatives) if answer.found else ():
            _propose(proposals, replace(answer, text=text), score)
            score *= ALTERNATIVE
    ranked = sorted(proposals.values(), key=lambda proposal: -proposal.score)
    if not ranked or ranked[0].score < LEAST_SCORE:
        refused = [answer for answer in answers if answer.withheld]
        return refused[-1] if refused else Answer.none("no translation is likely enough")
    best = ranked[0]
    others = tuple(proposal.answer.text for proposal in ranked[1 : MOST_ALTERNATIVES + 1])
    confidence = min(0.95, max(best.score, best.answer.confidence))
    return replace(best.answer, alternatives=others, confidence=round(confidence, 4), sure=False)


def _propose(proposals: dict[str, _Proposal], answer: Answer, score: float) -> None:
    known = proposals.get(answer.text)
    if known is None:
        answer = replace(answer, confidence=min(answer.confidence, score))
        proposals[answer.text] = _Proposal(answer, score)
    elif score > known.best:
        known.rest += known.best
        known.best, known.answer = score, answer
    else:
        known.rest += score
