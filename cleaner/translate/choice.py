"""Chooses among the answers of glossary, phrase table and model, and says how sure the choice is.

Every text that one of them proposes is a candidate. What speaks for and against it is put in
numbers: who proposes it, how high, what the model makes of it in its sentence, how much of the
French the dictionaries find in it, how well it reads between its neighbours. The weights of a
logistic regression turn these into the chance that a translator would have written just that; they
were learnt on news that nothing else was made from (``languages/fr/choice.tsv``), once with and
once without the model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from cleaner.finding import Request, Source
from cleaner.languages.tables import read_table
from cleaner.translate.answer import Answer, Likelihood
from cleaner.translate.fluency import Fluency
from cleaner.translate.seams import words_of

__all__ = [
    "Candidate",
    "Weights",
    "Witnesses",
    "candidates",
    "chosen",
    "features",
    "learnt_weights",
]

MOST_ALTERNATIVES = 5
# Below this chance nothing is proposed that was not reviewed: an editor is faster without.
LEAST_CHANCE = 0.08
# How many times likelier the glossary's own first answer is held when candidates are ranked: it was
# reviewed for wire copy, and learnt on news of another kind. On that it costs half a point in 100.
REVIEWED = 4.5
# A log-likelihood a token below this is as bad as any.
_WORST = -6.0
# And a text that reads so much worse between its neighbours than another.
_LEAST_FLUENT = -16.0
_RANK = {Source.GLOSSARY: 0, Source.MEMORY: 1, Source.MARIAN: 2}
_WORD = re.compile(r"[^\W_]+")


class Witnesses(NamedTuple):
    """What is asked of every candidate.

    ``coverage`` (French, English) says which part of the French, 0 to 1, the dictionaries find in
    the English. ``fluency`` (before, text, after) says how well the text reads there.
    """

    coverage: Callable[[str, str], float]
    fluency: Callable[[str, str, str], Fluency]


@dataclass
class Candidate:
    """A text, the answer it is from (of the most trusted proposer), and who proposes it how high.

    ``places`` maps a source to (rank from 0, the answer's confidence).
    """

    text: str
    answer: Answer
    places: dict[Source, tuple[int, float]] = field(default_factory=dict)

    def confidence(self, source: Source, *, first: bool) -> float:
        """The confidence of the answer in which ``source`` has it first, or further down; or 0."""
        rank, confidence = self.places.get(source, (0, 0.0))
        return confidence if (rank == 0) is first else 0.0

    def is_first(self, source: Source) -> bool:
        """Whether it is the source's own first answer."""
        return source in self.places and self.places[source][0] == 0


def candidates(answers: Iterable[Answer]) -> list[Candidate]:
    """The texts of several answers to one request, each once, in order of first mention.

    >>> glossary = Answer("of the barrel", ("per barrel",), 0.65)
    >>> model = Answer("per barrel", (), 0.9, Source.MARIAN)
    >>> [(c.text, len(c.places)) for c in candidates([glossary, model])]
    [('of the barrel', 1), ('per barrel', 2)]
    """
    found: dict[str, Candidate] = {}
    for answer in answers:
        if not answer.found:
            continue
        for rank, text in enumerate((answer.text, *answer.alternatives)):
            known = found.get(text)
            if known is None:
                found[text] = known = Candidate(text, answer)
            elif _RANK.get(answer.source, 0) < _RANK.get(known.answer.source, 0):
                known.answer = answer
            known.places.setdefault(answer.source, (rank, answer.confidence))
    return list(found.values())


def features(
    request: Request,
    proposed: Sequence[Candidate],
    likelihoods: Sequence[Likelihood] | None,
    witnesses: Witnesses,
) -> list[dict[str, float]]:
    """What speaks for each candidate, by the names of ``choice.tsv``.

    ``likelihoods`` is None without a model.
    """
    words = max(1, len(_WORD.findall(request.fragment)))
    read = [witnesses.fluency(request.before, one.text, request.after) for one in proposed]
    rows = []
    for at, candidate in enumerate(proposed):
        size = max(1, len(_WORD.findall(candidate.text)))
        row = {
            "always": 1.0,
            "words": math.log(words),
            "length": abs(math.log(size / words)),
            "coverage": witnesses.coverage(request.fragment, candidate.text),
            "fluency": read[at].whole / (size + 2),
            "fluency_gap": max(_LEAST_FLUENT, read[at].whole - max(read).whole),
            "fluency_behind": max(_LEAST_FLUENT, read[at].behind - max(one.behind for one in read)),
            "sources": float(len(candidate.places)),
            "misfit": float(_is_misfit(candidate.text, request)),
        }
        for source, name in ((Source.GLOSSARY, "glossary"), (Source.MEMORY, "table")):
            row[f"{name}_first"] = candidate.confidence(source, first=True)
            row[f"{name}_other"] = candidate.confidence(source, first=False)
        if likelihoods is not None:
            in_place, alone = likelihoods[at]
            best = max(sum(one) for one in likelihoods)
            row["model"] = max(_WORST, in_place)
            row["model_alone"] = max(_WORST, alone)
            row["model_gap"] = max(_WORST, in_place + alone - best)
            row["model_first"] = float(candidate.is_first(Source.MARIAN))
            row["model_sure"] = candidate.confidence(Source.MARIAN, first=True)
        rows.append(row)
    return rows


def _is_misfit(text: str, request: Request) -> bool:
    """Whether the answer brings an article or preposition that the neighbours do not go with."""
    first = text.split(" ", 1)[0].lower()
    before = _WORD.findall(request.before.lower())[-1:]
    small = words_of("article", "preposition", "determiner")
    return bool(before) and before[0] in small and first in small


class Weights:
    """Weights by feature; ``chance`` turns a candidate's features into a chance."""

    def __init__(self, by_name: Mapping[str, float]) -> None:
        self._by_name = by_name

    def chance(self, row: Mapping[str, float]) -> float:
        """The chance, 0 to 1, that a translator would have written the candidate."""
        total = sum(self._by_name.get(name, 0.0) * value for name, value in row.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def learnt_weights(*, with_model: bool) -> Weights:
    """The weights that come with the language pack."""
    rows = read_table("cleaner.languages.fr", "choice.tsv")
    return Weights({name: float(full if with_model else bare) for name, full, bare, _ in rows})


def chosen(
    request: Request,
    answers: Sequence[Answer],
    likelihoods: Sequence[Likelihood] | None,
    witnesses: Witnesses,
) -> Answer:
    """The best of several answers to one request, with the others as its alternatives."""
    proposed = candidates(answers)
    weights = learnt_weights(with_model=likelihoods is not None)
    rows = features(request, proposed, likelihoods, witnesses)
    ranked = sorted(
        ((weights.chance(row), one) for row, one in zip(rows, proposed, strict=True)),
        key=lambda pair: -_odds(*pair),
    )
    reviewed = any(Source.GLOSSARY in candidate.places for candidate in proposed)
    if not ranked or (ranked[0][0] < LEAST_CHANCE and not reviewed):
        refused = [answer for answer in answers if answer.withheld]
        if ranked or not refused:
            return Answer.none("no translation is likely enough")
        return refused[-1]
    chance, best = ranked[0]
    others = tuple(other.text for _, other in ranked[1 : MOST_ALTERNATIVES + 1])
    return replace(
        best.answer,
        text=best.text,
        alternatives=others,
        # What is learnt counts a synonym as wrong, which says little of an entry that people
        # reviewed: there the glossary's own estimate counts.
        confidence=round(max(chance, best.confidence(Source.GLOSSARY, first=True)), 4),
        sure=False,
    )


def _odds(chance: float, candidate: Candidate) -> float:
    return chance / (1 - chance) * (REVIEWED if candidate.is_first(Source.GLOSSARY) else 1.0)
