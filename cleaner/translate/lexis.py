"""The words of a fragment as nouns, adjectives, prepositions and infinitives.

The glossary says what a word is. Where it is silent, the phrase table may be asked; then the part
of speech is a guess from the word's place and ending, and whatever comes of it is unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaner.translate.glossary import Entry, Glossary, Hit
from cleaner.translate.phrase_table import PhraseTable, Translation
from cleaner.translate.seams import words_of
from cleaner.translate.times import role_at
from cleaner.translate.words import Atoms, Word, function_words

__all__ = ["GUESSED", "Lexis"]

LONGEST = 9
# A guess of more words than this is a clause rather than a noun.
_LONGEST_GUESS = 3
GUESSED = "only in parallel text"
_ORDINAL = ("th", "first", "second", "third")
_INFINITIVE = re.compile(r"\w(?:er|ir|re|oir)\Z")
_SURELY_INFINITIVE = re.compile(r"\w\w(?:er|ir|oir)\Z")
_ADJECTIVE = re.compile(
    r"(?:iques?|ale?s?|aux|ifs?|ives?|eux|euses?|aires?|el(?:le)?s?|ien(?:ne)?s?|[ai]bles?"
    r"|aise?s?|oise?s?|ée?s?|ue?s?|ante?s?|ente?s?|iers?|ières?)\Z"
)
_INNER = frozenset({"de", "d'", "du", "des", "la", "l'", "les", "à", "en"})
_PLURAL = ("s", "x")


@dataclass
class Lexis:
    """The words of one fragment; without ``table`` it says only what the glossary knows.

    ``guesses`` collects the translations that were taken from the table, by their French.
    """

    atoms: Atoms
    glossary: Glossary
    table: PhraseTable | None = None
    guesses: dict[str, Translation] = field(default_factory=dict)

    def _ends(self, at: int, longest: int = LONGEST) -> range:
        return range(at + 1, min(at + longest, len(self.atoms)) + 1)

    def nouns(self, at: int) -> Iterator[tuple[int, Hit]]:
        """The nouns that begin at an atom, with the atom behind them."""
        for end in self._ends(at):
            printed = self.atoms.printed(at, end)
            hits = self.glossary.lookup_normalised(printed) if printed else ()
            found = [
                hit
                for hit in hits
                if hit.entry.is_noun and hit.entry.pos != "day" and not _is_name(at, printed, hit)
            ]
            for hit in found:
                yield end, hit
            verb = bool(hits) and all(hit.entry.pos == "verb" for hit in hits)
            if printed and not found and not verb and end - at <= _LONGEST_GUESS:
                yield from self._guessed(at, end, printed, "noun")

    def modifiers(self, at: int) -> Iterator[tuple[int, Hit]]:
        """The adjectives, participles and ordinals that begin at an atom."""
        for end in self._ends(at, 4):
            printed = self.atoms.printed(at, end)
            hits = self.glossary.lookup_normalised(printed) if printed else ()
            for hit in hits:
                ordinal = hit.entry.pos == "num" and hit.english[0].endswith(_ORDINAL)
                if ordinal or hit.entry.pos in ("adj", "pp"):
                    yield end, hit
            if printed and not hits and end == at + 1 and _ADJECTIVE.search(printed.lower()):
                yield from self._guessed(at, end, printed, "adj")

    def prepositions(self, at: int) -> Iterator[tuple[int, Word]]:
        """The prepositions that begin at an atom, with the atom behind them."""
        known: set[int] = set()
        for end, word in role_at(self.atoms, at, "prep", 6):
            known.add(end)
            yield end, word
        for end in range(at + 2, min(at + 6, len(self.atoms)) + 1):
            form = self.atoms.form(at, end)
            if end in known or not form or not form.endswith((" de", " à")):
                continue
            for hit in self.glossary.lookup_normalised(form):
                if hit.entry.pos == "prep":
                    yield end, Word(form, "prep", hit.english, "", "", (), (), hit.sure)

    def infinitives(self, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The infinitives that begin at an atom, in English without *to*, best first."""
        for end in self._ends(at, 4):
            printed = self.atoms.printed(at, end)
            if not printed or not _INFINITIVE.search(printed.split(" ")[0]):
                continue
            hits = self.glossary.lookup_normalised(printed)
            verbs = [hit for hit in hits if hit.entry.pos == "verb"]
            if verbs:
                english = (text.removeprefix("to ") for hit in verbs for text in hit.english)
                yield end, tuple(dict.fromkeys(english))
            elif self.table and not hits and end == at + 1:
                yield from self._guessed_infinitive(end, printed, self.table)

    def is_adjective(self, at: int, end: int) -> bool:
        """Whether a stretch is (also) an adjective."""
        printed = self.atoms.printed(at, end) or ""
        hits = self.glossary.lookup_normalised(printed)
        return any(hit.entry.pos in ("adj", "pp") for hit in hits)

    def _guessed_infinitive(
        self, end: int, printed: str, table: PhraseTable
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        found = table.find(printed)
        if not found:
            return
        linked = (table.find(f"{word} {printed}") for word in ("de", "pour", "à"))
        to = any(other and other.english[0].startswith("to ") for other in linked)
        if to or _SURELY_INFINITIVE.search(printed):
            base = tuple(
                text.removeprefix("to ")
                for text in found.english
                if not text.endswith(("ing", "ed", "tion")) and text.islower()
            )
            if base:
                self.guesses[printed] = found
                yield end, base

    def _guessed(self, at: int, end: int, printed: str, pos: str) -> Iterator[tuple[int, Hit]]:
        found = self.table.find(printed) if self.table else None
        if not found or not self._is_content(at, end):
            return
        shy = words_of("preposition", "determiner", "small", "dangling")
        texts = tuple(
            text
            for text in found.english
            if text.split(" ")[0].lower() not in shy and (pos == "noun" or " " not in text)
        )
        if texts:
            self.guesses[printed] = found
            number = "" if not printed.endswith(_PLURAL) else "p"
            entry = Entry(printed, texts, pos, sure=False, note=GUESSED, plural_only=True)
            yield end, Hit(entry, "", number if end == at + 1 else "")

    def _is_content(self, at: int, end: int) -> bool:
        """No function words but *de* and the like between the first and the last word."""
        known = function_words()
        for place in range(at, end):
            form = self.atoms.form(place, place + 1) or ""
            inner = at < place < end - 1
            if not form[:1].isalpha() or (form in known and not (inner and form in _INNER)):
                return False
        return True


def _is_name(at: int, printed: str | None, hit: Hit) -> bool:
    """Paris and Tours in the middle of a fragment are no bets and towers."""
    if not printed or " " in printed:
        return False
    capital = printed[:1].isupper()
    return at > 0 and capital and hit.number == "p" and hit.entry.french[:1].islower()
