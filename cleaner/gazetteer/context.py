"""Which place is meant, and whether an unreviewed name is certain: the document votes.

Countries, their people and their large cities named in a document speak for the places that lie
there; a word beside the name ("river", "department", "striker") speaks for one of its senses.
What has as many votes as another is left alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from cleaner.gazetteer.entry import SAFE, UNSAFE
from cleaner.gazetteer.lookup import Gazetteer, Match
from cleaner.gazetteer.neighbours import is_initial

__all__ = ["Sense", "Votes", "read_senses", "votes", "wants_votes"]

# A row that nobody reviewed is applied unasked if its country is named and it has so many people.
CERTAIN_POPULATION = 50_000
# Only doubts about the source are lifted by votes, not doubts about the word.
_LIFTED = frozenset(
    {
        "an English label that English hardly uses",
        "small place, known from a package alone",
        "transcribed by rule, not reviewed",
    }
)
CUE = 2  # a word beside the name counts as much as two names anywhere
ENOUGH = 2  # votes for one sense, and none for another: it is applied unasked
_REACH = 60  # characters on both sides in which a word counts as beside the name
# Labels that begin with an article are official forms; news English often has another.
_OFFICIAL = re.compile(r"A[a-z]{1,2}[ -](?=[A-Z])")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’.-]*\w")
_WORD = re.compile(r"\w+")


class Sense(NamedTuple):
    """One of the things that a French form may mean; ``name`` equal to the form: leave it."""

    name: str
    kind: str
    article: str
    countries: tuple[str, ...]
    cues: frozenset[str]
    note: str


@dataclass(frozen=True)
class Votes:
    """The names in a text that speak for a country, by its ISO code."""

    text: str
    names: Mapping[str, frozenset[str]]

    def decide(self, match: Match, beside: str = "") -> Match | None:
        """The match as the votes settle it; None where the name is to stay.

        ``beside`` is the text that the match's offsets count in, if it is not the document. The
        replacement is empty where two senses have as many votes.
        """
        senses = read_senses().get(match.entry.form, ())
        if senses:
            return self._chosen(match, senses, beside or self.text)
        entry = match.entry
        speaking = self.names.get(entry.country, frozenset())
        if entry.safety != UNSAFE or entry.note not in _LIFTED or not speaking:
            return match
        if entry.population < CERTAIN_POPULATION or _OFFICIAL.match(entry.names[0]):
            return match
        certain = entry._replace(safety=SAFE, note="")
        return replace(match, entry=certain, votes={entry.country: tuple(sorted(speaking))})

    def _chosen(self, match: Match, senses: tuple[Sense, ...], text: str) -> Match | None:
        near = text[max(0, match.start - _REACH) : match.start]
        near += " " + text[match.end : match.end + _REACH]
        words = set(_WORD.findall(near))
        found = {sense.note: self._for(sense, words) for sense in senses}
        scores = [
            (sum(CUE if name in sense.cues else 1 for name in found[sense.note]), sense)
            for sense in senses
        ]
        total = sum(score for score, _ in scores)
        if not total:
            return match
        scores.sort(key=lambda pair: -pair[0])
        best, sense = scores[0]
        spoken = {note: names for note, names in found.items() if names}
        if len(scores) > 1 and scores[1][0] == best:
            return replace(match, replacement="", uncertain="several places", votes=spoken)
        if sense.name in match.entry.form.split("|") or sense.name in (match.form, ""):
            return None if best == total else replace(match, replacement="", votes=spoken)
        personal = any(other.kind in ("person", "people") for other in senses)
        sure = best == total and best >= ENOUGH and not personal
        # A capital at the start of a sentence proves no name: Grenade fragments were found.
        sure = sure and not is_initial(text, match.start)
        return _as(text, match, sense, SAFE if sure else UNSAFE, spoken)

    def _for(self, sense: Sense, words: set[str]) -> tuple[str, ...]:
        """The names and words that speak for a sense."""
        named = {name for code in sense.countries for name in self.names.get(code, ())}
        return tuple(sorted(named | (sense.cues & words)))


def _as(
    text: str, match: Match, sense: Sense, safety: str, spoken: Mapping[str, tuple[str, ...]]
) -> Match:
    """The match with the name and the article of a sense."""
    if match.entry.safety == SAFE and sense.name == match.entry.names[0]:
        return replace(match, votes=spoken)
    others = tuple(name for name in match.entry.names if name != sense.name)
    entry = match.entry._replace(
        canonical="|".join((sense.name, *others)),
        kind=sense.kind,
        country=sense.countries[0] if sense.countries else "",
        article=sense.article,
        safety=safety,
        note="" if safety == SAFE else sense.note,
    )
    return match.reworded(text, entry, spoken)


def wants_votes(match: Match) -> bool:
    """Whether the document has a say: the name has several senses, or nobody reviewed it."""
    return match.entry.note in _LIFTED or match.entry.form in read_senses()


def votes(text: str, gazetteer: Gazetteer) -> Votes:
    """What the names in a text say about where it takes place.

    >>> found = votes("Egyptian officials met in Baghdad.", Gazetteer.load())
    >>> {code: sorted(names) for code, names in found.names.items()}
    {'EG': ['Egyptian'], 'IQ': ['Baghdad']}
    """
    index = _voters(gazetteer)
    found: dict[str, set[str]] = {}
    for word in _CAPITALISED.finditer(text):
        first = re.sub(r"['’]s$", "", word[0])
        for name, country in index.get(first.split("-")[0], ()):
            end = word.start() + len(name)
            if text.startswith(name, word.start()) and not text[end : end + 1].isalnum():
                found.setdefault(country, set()).add(name)
                break
    return Votes(text, {code: frozenset(names) for code, names in sorted(found.items())})


_Index = dict[str, list[tuple[str, str]]]


@lru_cache(maxsize=2)
def _voters(gazetteer: Gazetteer) -> _Index:
    """Names that vote, by their first word, the longest first."""
    names = dict(_read_demonyms())
    for entry in gazetteer.entries():
        if entry.kind == "country" and entry.country:
            for name in {entry.form, *entry.names}:
                names.setdefault(name, entry.country)
    for form in read_senses():
        names.pop(form, None)
    index: _Index = {}
    for name, country in names.items():
        if not name.isupper() or len(name) > 3:
            index.setdefault(re.split(r"[ -]", name)[0], []).append((name, country))
    for listed in index.values():
        listed.sort(key=lambda pair: (-len(pair[0]), pair))
    return index


@cache
def read_senses() -> dict[str, tuple[Sense, ...]]:
    """The senses of each form that has several."""
    senses: dict[str, list[Sense]] = {}
    for row in _rows("senses.tsv"):
        for form in row["form"].split("|"):
            senses.setdefault(form, []).append(
                Sense(
                    row["en"],
                    row["kind"],
                    row["article"],
                    tuple(filter(None, row["country"].split("|"))),
                    frozenset(filter(None, row["cues"].split("|"))),
                    row["note"],
                )
            )
    return {form: tuple(listed) for form, listed in senses.items()}


def _read_demonyms() -> list[tuple[str, str]]:
    return [(row["word"], row["country"]) for row in _rows("demonyms.tsv")]


def _rows(name: str) -> list[dict[str, str]]:
    path = files("cleaner.gazetteer").joinpath("reviewed", name)
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
