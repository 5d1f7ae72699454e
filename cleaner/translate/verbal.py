"""Infinitives behind a preposition: ``pour fabriquer une souris`` is *to make a mouse*.

English has the infinitive only after *to*; after other prepositions the verb ends in -ing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cleaner.languages.fr.inflect import english_gerund
from cleaner.translate.lexis import Lexis
from cleaner.translate.nouns import NounPhrase
from cleaner.translate.times import role_at

__all__ = ["Clause", "clauses"]

NounPhrases = Callable[[int], Iterable[NounPhrase]]
_MOST_VERBS = 3


class Clause(NamedTuple):
    """A preposition, an infinitive and perhaps its object, in English."""

    end: int
    text: str
    cost: int
    alternatives: tuple[str, ...] = ()


def clauses(lexis: Lexis, at: int, nouns: NounPhrases) -> Iterator[Clause]:
    """The clauses that begin at an atom, each without and with an object."""
    for after, word in role_at(lexis.atoms, at, "infinitive", 3):
        to = word.english[0] == "to"
        for end, verbs in _verbs(lexis, after, past=word.french.endswith("avoir")):
            texts = [
                f"{word.english[0]} {verb if to else english_gerund(verb)}"
                for verb in verbs[:_MOST_VERBS]
            ]
            yield Clause(end, texts[0], 3, tuple(texts[1:]))
            for noun in _objects(lexis, end, nouns, denied=word.french == "sans"):
                others = [f"{text} {noun.text}" for text in texts[1:]]
                others += [f"{texts[0]} {other}" for other in noun.alternatives if other]
                yield Clause(noun.end, f"{texts[0]} {noun.text}", 3 + noun.cost, tuple(others))


def _verbs(lexis: Lexis, at: int, *, past: bool) -> Iterator[tuple[int, tuple[str, ...]]]:
    if not past:
        yield from lexis.infinitives(at)
        return
    form = lexis.atoms.printed(at, at + 1) if at < len(lexis.atoms) else None
    stems = {"é": "er", "i": "ir"}
    if form and form[-1] in stems:
        infinitive = form[:-1] + stems[form[-1]]
        for hit in lexis.glossary.lookup_normalised(infinitive):
            if hit.entry.pos == "verb":
                yield at + 1, tuple(text.removeprefix("to ") for text in hit.english)


def _objects(lexis: Lexis, at: int, nouns: NounPhrases, *, denied: bool) -> Iterator[NounPhrase]:
    if at >= len(lexis.atoms):
        return
    yield from nouns(at)
    if denied and lexis.atoms.form(at, at + 1) == "de":
        # sans rencontrer de résistance: de is the article of a denied object.
        yield from (noun for noun in nouns(at + 1) if noun.bare)
