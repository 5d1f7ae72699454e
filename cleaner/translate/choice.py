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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from cleaner.finding import Request
from cleaner.languages.tables import read_table
from cleaner.translate.answer import Answer, Likelihood
from cleaner.translate.compose import needs_of
from cleaner.translate.fluency import Fluency
from cleaner.translate.glossary import normalised
from cleaner.translate.place import stripped
from cleaner.translate.seams import words_of

__all__ = [
    "PROPOSERS",
    "Candidate",
    "Proposals",
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
# That holds for fragments as long as those that the weights were learnt on. A sentence never comes
# out just as a translator wrote it, and a rough translation of it is still of use.
MOST_WORDS_LEARNT = 6
# How many times likelier the glossary's own first answer is held when candidates are ranked: it was
# reviewed for wire copy, and learnt on news of another kind. On that it costs half a point in 100.
REVIEWED = 10.0
# How much less likely a text is held that says nothing for the *de* behind an English noun: what
# editors insert hangs on that noun; in news a translator often turns the phrase around.
WITHOUT_OF = 0.3
# A log-likelihood a token below this is as bad as any.
_WORST = -6.0
# And a text that reads so much worse between its neighbours than another.
_LEAST_FLUENT = -16.0
_WORD = re.compile(r"[^\W_]+")


class Witnesses(NamedTuple):
    """What is asked of every candidate.

    ``coverage`` (French, English) says which part of the French, 0 to 1, the dictionaries find in
    the English. ``fluency`` (before, text, after) says how well the text reads there.
    """

    coverage: Callable[[str, str], float]
    fluency: Callable[[str, str, str], Fluency]


#: Who proposes, the most trusted first: reviewed entries, whole phrases of parallel text, several
#: of them put together, the model.
PROPOSERS = ("glossary", "table", "decoder", "model")
Proposals = Mapping[str, Answer]


@dataclass
class Candidate:
    """A text, the answer it is from (of the most trusted proposer), and who proposes it how high.

    ``places`` maps a proposer to (rank from 0, the answer's confidence).
    """

    text: str
    answer: Answer
    places: dict[str, tuple[int, float]] = field(default_factory=dict)

    def confidence(self, proposer: str, *, first: bool) -> float:
        """The confidence of the answer in which it is first, or further down; or 0."""
        rank, confidence = self.places.get(proposer, (0, 0.0))
        return confidence if (rank == 0) is first else 0.0

    def height(self, proposer: str) -> float:
        """1 for its first answer, 1/2 for its second and so on; 0 for none of its answers."""
        return 1 / (1 + self.places[proposer][0]) if proposer in self.places else 0.0


def candidates(answers: Proposals) -> list[Candidate]:
    """The texts of the proposers' answers to one request, each once, the most trusted first.

    >>> from cleaner.finding import Source
    >>> glossary = Answer("of the barrel", ("per barrel",), 0.65)
    >>> model = Answer("per barrel", (), 0.9, Source.MARIAN)
    >>> [(c.text, len(c.places)) for c in candidates({"glossary": glossary, "model": model})]
    [('of the barrel', 1), ('per barrel', 2)]
    """
    found: dict[str, Candidate] = {}
    for proposer in PROPOSERS:
        answer = answers.get(proposer)
        if answer is None or not answer.found:
            continue
        for rank, text in enumerate((answer.text, *answer.alternatives)):
            candidate = found.setdefault(text, Candidate(text, answer))
            candidate.places.setdefault(proposer, (rank, answer.confidence))
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
        for name in ("glossary", "table"):
            row[f"{name}_first"] = candidate.confidence(name, first=True)
            row[f"{name}_other"] = candidate.confidence(name, first=False)
        row["decoder_first"] = candidate.confidence("decoder", first=True)
        row["decoder_height"] = candidate.height("decoder")
        if likelihoods is not None:
            in_place, alone = likelihoods[at]
            best = max(sum(one) for one in likelihoods)
            row["model"] = max(_WORST, in_place)
            row["model_alone"] = max(_WORST, alone)
            row["model_gap"] = max(_WORST, in_place + alone - best)
            row["model_first"] = float(candidate.height("model") == 1)
            row["model_sure"] = candidate.confidence("model", first=True)
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
    answers: Proposals,
    likelihoods: Sequence[Likelihood] | None,
    witnesses: Witnesses,
) -> Answer:
    """The best of several answers to one request, with the others as its alternatives."""
    proposed = candidates(answers)
    weights = learnt_weights(with_model=likelihoods is not None)
    rows = features(request, proposed, likelihoods, witnesses)
    of = needs_of(replace(request, fragment=normalised(stripped(request.fragment).core)))
    ranked = sorted(
        ((weights.chance(row), one) for row, one in zip(rows, proposed, strict=True)),
        key=lambda pair: -_odds(*pair, of=of),
    )
    reviewed = any("glossary" in candidate.places for candidate in proposed)
    longer = len(_WORD.findall(request.fragment)) > MOST_WORDS_LEARNT
    if not ranked or (ranked[0][0] < LEAST_CHANCE and not reviewed and not longer):
        refused = [
            answers[name] for name in PROPOSERS if name in answers and answers[name].withheld
        ]
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
        confidence=round(max(chance, best.confidence("glossary", first=True)), 4),
        sure=False,
    )


def _odds(chance: float, candidate: Candidate, *, of: bool) -> float:
    odds = chance / (1 - chance)
    if candidate.height("glossary") == 1:
        odds *= REVIEWED
    if of and candidate.text.split(" ", 1)[0].lower() not in words_of("preposition"):
        odds *= WITHOUT_OF
    return odds
