"""A small grammar of French noun phrases, read straight into English.

It reads what is left over in wire copy: ``du président``, ``les forces gouvernementales``,
``de carburant``, ``vendredi 12 mai``. A reading accounts for every atom or does not exist. What
the grammar can't decide (``des``: of the, or no article at all) becomes the reading's ``doubt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaner.languages.fr.inflect import english_kinds
from cleaner.translate.clock import ages, clocks, nights
from cleaner.translate.glossary import Glossary, Hit
from cleaner.translate.lexis import LONGEST, Lexis
from cleaner.translate.nouns import Modifier, Name, NameLookup, Noun, NounPhrase, agree, assembled
from cleaner.translate.readings import Reading, Surroundings, before_time
from cleaner.translate.times import numbers, role_at, times
from cleaner.translate.verbal import clauses
from cleaner.translate.words import Atoms, Word

__all__ = ["Grammar", "Name", "NameLookup", "Reading", "Surroundings"]

# More than this many readings of one stretch are noise; the cheapest come first.
_MOST = 24


@dataclass
class Grammar:
    """The readings of one fragment. ``names`` looks up proper names."""

    lexis: Lexis
    names: NameLookup | None = None
    around: Surroundings = field(default_factory=Surroundings)
    _nouns: dict[int, list[NounPhrase]] = field(default_factory=dict)

    @property
    def atoms(self) -> Atoms:
        """The fragment."""
        return self.lexis.atoms

    @property
    def glossary(self) -> Glossary:
        """The glossary that knows its words."""
        return self.lexis.glossary

    def readings(self) -> list[Reading]:
        """All readings of the whole fragment, the cheapest and surest first."""
        size = len(self.atoms)
        whole = [r for r in self._joined(0) if r.end == size]
        return sorted(whole, key=lambda r: (r.cost, bool(r.doubt)))

    def _joined(self, at: int) -> Iterator[Reading]:
        """A phrase, or several of one kind with ``et``, ``ou`` between the last two."""
        for first in self.phrases(at):
            yield first
            yield from self._more(first)

    def _more(self, first: Reading) -> Iterator[Reading]:
        for after, joint in self._joints(first.end):
            for second in self.phrases(after):
                if second.kind != first.kind:
                    continue
                both = Reading(
                    second.end,
                    f"{first.text}{joint}{second.text}",
                    first.doubt or second.doubt,
                    first.cost + second.cost + 1,
                    kind=first.kind,
                )
                if joint == ", ":
                    yield from self._more(both)
                else:
                    yield both

    def _joints(self, at: int) -> Iterator[tuple[int, str]]:
        if at >= len(self.atoms):
            return
        if self.atoms.form(at, at + 1) == ",":
            yield at + 1, ", "
        for end, word in role_at(self.atoms, at, "join"):
            yield end, f" {word.english[0]} "

    def phrases(self, at: int) -> list[Reading]:
        """The readings of one phrase that begins at an atom, the cheapest first."""
        if at >= len(self.atoms):
            return []
        found = [
            *self._time_readings(at),
            *self._prepositional(at),
            *self._noun_readings(at),
            *self._modifier_readings(at),
            *self._clause_readings(at),
        ]
        return sorted(found, key=lambda r: (r.cost, bool(r.doubt)))[:_MOST]

    def _time_readings(self, at: int) -> Iterator[Reading]:
        for time in (
            *times(self.atoms, at, self.glossary),
            *nights(self.atoms, at, self.glossary),
        ):
            if time.kind == "season" and time.text.startswith("the "):
                continue
            text = f"{time.preposition} {time.text}".strip()
            yield Reading(time.end, text, time.doubt, 1, time.alternatives, "time")

    def _noun_readings(self, at: int) -> Iterator[Reading]:
        for phrase in self.noun_phrases(at):
            kind = "bare noun" if phrase.bare else "noun"
            yield Reading(
                phrase.end, phrase.text, phrase.doubt, phrase.cost, phrase.alternatives, kind
            )

    def _modifier_readings(self, at: int) -> Iterator[Reading]:
        for end, modifier, hit in self._modifiers(at):
            others = hit.english[1:] if hit else ()
            yield Reading(end, modifier.text, modifier.doubt, modifier.cost, others, "adjective")
            if hit and hit.entry.pos == "pp":
                yield from self._agents(end, modifier)
        for end, years in ages(self.atoms, at):
            yield Reading(end, f"aged {years}", "", 1, (f"{years} years old", years), "adjective")

    def _agents(self, at: int, participle: Modifier) -> Iterator[Reading]:
        """Tué par les rebelles -> killed by the rebels."""
        if at < len(self.atoms) and self.atoms.form(at, at + 1) == "par":
            for agent in self.noun_phrases(at + 1):
                text = f"{participle.text} by {agent.text}"
                doubt = participle.doubt or agent.doubt
                yield Reading(
                    agent.end, text, doubt, participle.cost + agent.cost + 1, kind="adjective"
                )

    def _clause_readings(self, at: int) -> Iterator[Reading]:
        for clause in clauses(self.lexis, at, self.noun_phrases):
            doubt = "an infinitive: to, or -ing"
            yield Reading(clause.end, clause.text, doubt, clause.cost, clause.alternatives, "prep")

    # Prepositions

    def _prepositional(self, at: int) -> Iterator[Reading]:
        for after, word in self.lexis.prepositions(at):
            for time in (*times(self.atoms, after, self.glossary), *clocks(self.atoms, after)):
                reading = before_time(word, time)
                if reading:
                    yield reading
            for phrase in self.noun_phrases(after):
                yield self._before_noun(word, phrase)
                for both in self._noun_pairs(phrase):
                    yield self._before_noun(word, both)

    def _noun_pairs(self, first: NounPhrase) -> Iterator[NounPhrase]:
        """Le gouvernement et les rebelles; both with a determiner, or both without."""
        for after, joint in self._joints(first.end):
            for second in self.noun_phrases(after):
                if second.bare != first.bare or joint == ", ":
                    continue
                yield second._replace(
                    text=f"{first.text}{joint}{second.text}",
                    doubt=first.doubt or second.doubt,
                    cost=first.cost + second.cost + 1,
                    alternatives=(),
                    number="p",
                    article=first.article,
                )

    def _before_noun(self, word: Word, phrase: NounPhrase) -> Reading:
        doubt = phrase.doubt
        if word.french == "à":
            word = word._replace(english=self._english_of_at(phrase))
        texts = [f"{english} {phrase.text}" for english in word.english]
        texts += [f"{word.english[0]} {other}" for other in phrase.alternatives[:2] if other]
        if word.french == "de":
            doubt = doubt or self._doubt_of_de(phrase)
            texts = phrase.behind_de(texts)
        elif word.french == "en" and phrase.is_name:
            pass
        elif not word.sure:
            doubt = doubt or f"« {word.french} » before a noun: {' or '.join(word.english)}"
        elif phrase.bare and phrase.number != "p" and not phrase.is_mass:
            doubt = doubt or "English may need an article"
        cost = phrase.cost + 1
        return Reading(phrase.end, texts[0], doubt, cost, tuple(texts[1:]), "prep")

    def _english_of_at(self, phrase: NounPhrase) -> tuple[str, ...]:
        """À: *to* behind a verb of motion; else by the noun (at the hospital, on the floor)."""
        if phrase.place and not self.around.motion:
            return tuple(dict.fromkeys((phrase.place, "to", "in", "at")))
        return (
            ("in", "to", "at")
            if self.around.locative and not self.around.motion
            else ("to", "in", "at")
        )

    def _doubt_of_de(self, phrase: NounPhrase) -> str:
        if phrase.article == "les":
            return "« des »: of the, or no article"
        if phrase.bare:
            return "« de »: of, or nothing"
        return "« de »: of, or from" if self.around.loose_de else ""

    # Noun phrases

    def noun_phrases(self, at: int) -> list[NounPhrase]:
        """The noun phrases that begin at an atom, the cheapest first."""
        if at >= len(self.atoms):
            return []
        if at not in self._nouns:
            self._nouns[at] = []
            found = sorted(self._read_nouns(at), key=lambda p: (p.cost, bool(p.doubt)))
            self._nouns[at] = found[:_MOST]
        return self._nouns[at]

    def _read_nouns(self, at: int) -> Iterator[NounPhrase]:
        for after, determiner in self._determiners(at):
            yield from self._numbered(after, determiner)
            yield from self._named(after, determiner)

    def _determiners(self, at: int) -> Iterator[tuple[int, Word | None]]:
        yield at, None
        for end, word in role_at(self.atoms, at, "det"):
            yield end, word
        for end, word in role_at(self.atoms, at, "owner", 1):
            english = word.english
            if self.around.owner in english:
                english = (
                    self.around.owner,
                    *(other for other in english if other != self.around.owner),
                )
            yield end, word._replace(english=english)
        for end in range(at + 2, min(at + 6, len(self.atoms)) + 1):
            form = self.atoms.form(at, end)
            for hit in self.glossary.lookup_normalised(form) if form else ():
                if hit.entry.pos == "det" and form and form.endswith(" de"):
                    yield end, Word(form, "det", hit.english, "", "", (), (), hit.sure)

    def _numbered(self, at: int, determiner: Word | None) -> Iterator[NounPhrase]:
        yield from self._core(at, Noun(determiner))
        for number in numbers(self.atoms, at, self.glossary):
            after = number.end
            if number.takes_de:
                if after >= len(self.atoms) or self.atoms.form(after, after + 1) != "de":
                    continue
                after += 1
            counted = Noun(determiner, number.text, number.number, doubt=number.doubt)
            yield from self._core(after, counted)

    def _named(self, at: int, determiner: Word | None) -> Iterator[NounPhrase]:
        article = determiner.french if determiner else ""
        if self.names is None or article not in ("", "le", "la", "l'", "les"):
            return
        for end in range(at + 1, min(at + LONGEST, len(self.atoms)) + 1):
            printed = self.atoms.printed(at, end)
            name = self.names(printed) if printed and printed[:1].isupper() else None
            if name:
                text = f"{name.article} {name.english}".strip()
                doubt = "" if name.sure else "the name has another meaning"
                yield NounPhrase(end, text, doubt, 1 + bool(determiner), is_name=True)

    def _core(self, at: int, noun: Noun) -> Iterator[NounPhrase]:
        """Adjectives before the noun, the noun, what modifies it, its complements."""
        for after, before in self._leading(at, ()):
            for end, hit in self.lexis.nouns(after):
                if not noun.fits(hit) or not all(m.agrees(hit) for m in before):
                    continue
                for stop, behind in self._trailing(end, hit, ()):
                    phrase = assembled(stop, noun, before, hit, behind)
                    if noun.is_partitive and not phrase.is_mass:
                        continue
                    if phrase.bare and behind and self.lexis.is_adjective(after, end):
                        phrase = phrase._replace(doubt=phrase.doubt or "perhaps adjectives")
                    article = noun.determiner.french if noun.determiner else ""
                    if self.around.indefinite and article == "des":
                        phrase = phrase._replace(cost=phrase.cost - 2)
                    yield phrase
                    yield from self._complements(phrase)

    def _leading(
        self, at: int, so_far: tuple[Modifier, ...]
    ) -> Iterator[tuple[int, tuple[Modifier, ...]]]:
        yield at, so_far
        if len(so_far) < 2:
            for end, modifier, hit in self._modifiers(at):
                if hit is None or hit.entry.pos != "pp":
                    yield from self._leading(end, (*so_far, modifier))

    def _modifiers(self, at: int) -> Iterator[tuple[int, Modifier, Hit | None]]:
        """Adjectives and participles at an atom, single and joined by ``et``."""
        for end, hit in self.lexis.modifiers(at):
            modifier = Modifier.of(hit)
            yield end, modifier, hit
            if end + 1 < len(self.atoms) and self.atoms.form(end, end + 1) == "et":
                for stop, other in self.lexis.modifiers(end + 1):
                    if agree(hit, other):
                        yield stop, modifier.joined(Modifier.of(other)), None

    def _trailing(
        self, at: int, noun: Hit, so_far: tuple[Modifier, ...]
    ) -> Iterator[tuple[int, tuple[Modifier, ...]]]:
        yield at, so_far
        if at >= len(self.atoms) or len(so_far) >= 4:
            return
        for end, modifier, _hit in self._modifiers(at):
            if modifier.agrees(noun):
                yield from self._trailing(end, noun, (*so_far, modifier))
        quantity = "quantity" in english_kinds(noun.english[0])
        if not quantity and self.atoms.form(at, at + 1) == "de" and self.atoms.printed(at, at + 1):
            for end, hit in self.lexis.nouns(at + 1):
                yield from self._trailing(end, noun, (*so_far, Modifier.adjunct(hit)))

    def _complements(self, phrase: NounPhrase) -> Iterator[NounPhrase]:
        for after, word in self.lexis.prepositions(phrase.end):
            for inner in self.noun_phrases(after):
                if word.french == "de" and inner.bare and "quantity" not in phrase.kinds:
                    continue
                reading = self._before_noun(word, inner)
                doubt = phrase.doubt or reading.doubt
                if word.french == "de":
                    # Behind a noun it is "of"; only at the edge of the fragment it may not be.
                    doubt = phrase.doubt or inner.doubt
                yield phrase._replace(
                    end=reading.end,
                    text=f"{phrase.text} {reading.text}",
                    doubt=doubt,
                    cost=phrase.cost + reading.cost,
                    alternatives=(),
                )
