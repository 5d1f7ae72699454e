"""The fast gate: which sentences can hold anything that a rule would look at, and which rules.

Text is cut at white space, and a piece that was seen harmless once is never looked at again, so
that common words cost one split and one difference of sets. A piece gives alarm when it has a word
that French uses far more than English, an elided word, a lower-case word with a French accent, a
square bracket that may hold words, a telling word of a listed name, or a form of the French wire
(:mod:`cleaner.forms`). Only the lines of such pieces are cut into sentences, and only there it is
asked what the words beside a piece make of it. Everything else is clean, and no lexicon, model or
gazetteer is opened for it.

The words are compiled by :mod:`cleaner.rules.build`; ``python -m corpus.gate`` shows that nothing
is lost. Modules that take long to import (dataclasses, pathlib) are not used here, nor in what this
one imports: most of the time that a check of one clean article takes goes into such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from cleaner import forms
from cleaner.sentences import line_at, sentences
from cleaner.wordlist import WordList, data_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.document import Document, Sentence

__all__ = ["Alarm", "Gate"]

# L'accord, qu'il; mi-mars.
_ELISION = re.compile(
    r"\b(?:(?:(?:jus|lors|puis|quoi|quel|pres)?qu|[ldnsjmtc])['’ʼ]|mi-)[^\W\d_]", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
# The first word of a sentence, a quotation, an aside.
_OPENING_WORD = re.compile(r"(?:^|[“”\"«‘(:;—–-])[^\w\n]*([^\W\d_]+)")
_ACCENTED = re.compile(r"(?<![^\W\d_])[a-zà-öø-ÿœ]*[àâäçèéêëîïôöùûüœ][^\W\d_]*")
_BRACKET = re.compile(r"\[(?!\d*\])([^\W\d_]*)(?!['’])")
# Punctuation that most words have on their edges, if any; what it does to shorter words is looked
# at (M., etc..).
_OPENING, _CLOSING, _PLAIN = '“"(', '.,:;?!"”)', 5
# Characters that are looked at in one go; a piece of alarm costs a second look at as many.
_PART = 4000
# So many distinct pieces are remembered: some megabytes.
_MOST_REMEMBERED = 300_000
# After so many it pays to read the list of common English words that are harmless.
_MANY = 1500
# Shorter rests are no words with a prefix: anti-, co-.
_SHORTEST_DERIVED = 4


class Alarm:
    """What a text may hold, as bits of a number; 0 is no alarm.

    The first three are what rules look for. The others are hints, which the words beside a piece
    confirm or not: a French word with a capital, a small word (de, la, au) that may be part of a
    name, one half of a form, a dash, a function word of another language, one of several spellings
    of a place, a French acronym, part of a name that is common in English too (York).
    """

    NAME, WORD, FORM = 1, 2, 4
    CAPITAL, SMALL, HALF, DASH, FOREIGN, SPELLING, ACRONYM = 8, 16, 32, 64, 128, 256, 512
    PART = 1024
    FOUND = NAME | WORD | FORM


class Gate:
    """The gate, with telling words of the user's ``own`` names, in lower case, if there are any.

    >>> gate = Gate.packaged()
    >>> gate.alarm("The road would reopen on Friday."), gate.alarm("The UN left.")
    (0, 0)
    >>> gate.alarm("It reopens lundi.") == Alarm.WORD, gate.alarm("Near Beyrouth.") == Alarm.NAME
    (True, True)
    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        lines = data_lines("trigger_marks.txt")
        self._words = WordList("triggers.txt")
        self._small = frozenset(line[1:] for line in lines if line[0] == "~")
        self._english = frozenset(line[1:] for line in lines if line[0] == "!")
        self._english_small = frozenset(line[1:] for line in lines if line[0] == "[")
        self._prefixes = tuple(line[:-1] for line in lines if line[-1] == "-")
        self._names = WordList("name_triggers.txt")
        self._foreign = frozenset(data_lines("foreign_triggers.txt"))
        groups = [frozenset(line.split("|")) for line in data_lines("spellings.txt")]
        self._spellings = {
            max(_WORD.findall(name), key=len): group for group in groups for name in group
        }
        self._forms = {
            word: forms
            for word, *forms in (line.split("|") for line in data_lines("name_forms.txt"))
        }
        self._own = frozenset(own)
        self.forget()

    @staticmethod
    @cache
    def packaged(own: frozenset[str] = frozenset()) -> Gate:
        """The gate for these own names; one a process, so that what it has seen is remembered."""
        return Gate(own)

    def forget(self) -> None:
        """Forgets the pieces that were seen before."""
        self._harmless: set[str] = set()
        self._alarming: dict[str, int] = {}
        self._document, self._in_document = "", dict[str, bool]()
        self._knows_common_words = False

    def alarms(self, document: Document) -> dict[Sentence, int]:
        """The sentences that rules have to look at, in order, with what they may hold."""
        from cleaner.document import Sentence

        text = document.text
        return {
            Sentence(text[start:end], start): alarm
            for block in document.blocks
            for start, end, alarm in self._alarms(text, *block)
        }

    def is_clean(self, text: str, blocks: Iterable[tuple[int, int]] = ()) -> bool:
        """Whether no sentence of a text, or of these parts of it, may hold anything."""
        return not any(
            alarm for block in blocks or ((0, len(text)),) for alarm in self._alarms(text, *block)
        )

    def _alarms(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The sentences from ``start`` to ``end`` that give alarm: their places and the alarm."""
        for shift, part in _parts(text, start, end):
            for line in self._lines_in_question(part, text):
                for first, last in sentences(part, *line):
                    alarm = self.alarm(part[first:last], text)
                    if alarm:
                        yield shift + first, shift + last, alarm

    def alarm(self, text: str, document: str = "") -> int:
        """What a sentence or any other text of a document may hold."""
        pieces = self._pieces(text)
        kinds = _kinds(pieces)
        hints = kinds & ~Alarm.FOUND
        if hints:
            kinds |= self._confirmed(hints, pieces, text, document or text)
        if forms.gaps(text):
            kinds |= Alarm.FORM
        return kinds & Alarm.FOUND

    def kinds(self, text: str) -> int:
        """What the pieces of a text may be by themselves, hints included."""
        return _kinds(self._pieces(text))

    def _lines_in_question(self, text: str, document: str) -> list[tuple[int, int]]:
        """The lines with a piece that gives alarm."""
        pieces = self._pieces(text)
        hints = _kinds(pieces) & ~Alarm.FOUND
        # A hint that nothing in the whole text confirms is none.
        for hint in (Alarm.HALF, Alarm.SPELLING, Alarm.ACRONYM, Alarm.PART):
            if hints & hint and not self._confirmed(hint, pieces, text, document):
                pieces = {piece: kind & ~hint for piece, kind in pieces.items() if kind != hint}
        places = [place for piece in pieces for place in _places(text, piece)]
        return sorted({line_at(text, place) for place in (*places, *forms.gaps(text))})

    def _confirmed(self, hints: int, pieces: Iterable[str], text: str, document: str) -> int:
        """What the hints of some pieces come to in their text."""
        found = 0
        if (hints & Alarm.CAPITAL and self._is_no_name(text)) or (
            hints & Alarm.SMALL and not self._links_names(text)
        ):
            found |= Alarm.WORD
        if (
            (hints & Alarm.HALF and forms.has_pair(text))
            or (hints & Alarm.DASH and text.startswith(("— ", "– ")))
            or (hints & Alarm.ACRONYM and self._explains_acronym(pieces, document))
        ):
            found |= Alarm.FORM
        if (hints & Alarm.SPELLING and self._has_two_spellings(pieces, document)) or (
            hints & Alarm.PART and self._has_whole_name(pieces, text)
        ):
            found |= Alarm.NAME
        if hints & Alarm.FOREIGN:
            from cleaner.detection.foreign import may_be_foreign

            found |= Alarm.WORD if may_be_foreign(text) else 0
        return found

    def _is_no_name(self, text: str) -> bool:
        """Whether capitals make no name or acronym: at a start, or among capitals only."""
        return text.isupper() or any(
            self._kind(word) & Alarm.CAPITAL and not word.isupper()
            for word in _OPENING_WORD.findall(text)
        )

    @cached_property
    def _linked(self) -> re.Pattern[str]:
        """Small words with the first letters of what they stand between."""
        either = f"(?:{'|'.join(sorted(self._small))})"
        return re.compile(
            rf"(?:(\S)\S*)?(?:^|\s+)(?i:{either})(?:\s+(?i:{either}))*(?:\s+[^\w\s]*(\w)|\W*$)"
        )

    def _links_names(self, text: str) -> bool:
        """Whether small words stand but between capitals, as in Rio de Janeiro, Port-au-Prince."""
        return all(
            before.isupper() and after.isupper() for before, after in self._linked.findall(text)
        )

    def _explains_acronym(self, pieces: Iterable[str], document: str) -> bool:
        acronyms = forms.french_acronyms(" ".join(pieces))
        return any(self._is_in(f"({acronym})", document) for acronym in acronyms)

    def _has_two_spellings(self, pieces: Iterable[str], document: str) -> bool:
        words = _WORD.findall(" ".join(pieces))
        groups = {self._spellings[word] for word in words if word in self._spellings}
        return any(sum(self._is_in(name, document) for name in group) > 1 for group in groups)

    def _is_in(self, name: str, document: str) -> bool:
        """Whether a document has a name; it is looked for once, however many sentences ask."""
        if self._document is not document:
            self._document, self._in_document = document, {}
        found = self._in_document.get(name)
        if found is None:
            found = self._in_document[name] = name in document
        return found

    def _has_whole_name(self, pieces: Iterable[str], text: str) -> bool:
        from cleaner.gazetteer.fold import normalise

        words = [word for word in _WORD.findall(" ".join(pieces)) if word in self._forms]
        plain = normalise(text) if words else ""
        return any(form in plain for word in words for form in self._forms[word])

    def _pieces(self, text: str) -> dict[str, int]:
        """The pieces, free of white space, that give alarm, each with its kinds."""
        if len(self._harmless) + len(self._alarming) > _MOST_REMEMBERED:
            self.forget()
        found: dict[str, int] = {}
        for piece in set(text.split()).difference(self._harmless):
            kind = self._alarming.get(piece)
            if kind is None:
                kind = self._kind(piece)
                if not kind:
                    self._harmless.add(piece)
                    continue
                self._alarming[piece] = kind
            found[piece] = kind
        if not self._knows_common_words and len(self._harmless) > _MANY:
            self._harmless.update(data_lines("harmless.txt"))
            self._knows_common_words = True
        return found

    def _kind(self, piece: str) -> int:
        core = piece.lstrip(_OPENING).rstrip(_CLOSING)
        if core.isascii() and core.isalpha() and (len(core) >= _PLAIN or "." not in piece):
            return 0 if core in self._harmless else self._kind_of_plain_word(core)
        kind = Alarm.FORM if forms.is_form(piece) else 0
        kind |= Alarm.HALF if forms.is_half(piece) else 0
        kind |= Alarm.ACRONYM if forms.has_acronym(piece) else 0
        kind |= Alarm.DASH if piece in ("—", "–") else 0
        if (
            ("[" in piece and self._opens_bracket(piece))
            or _ELISION.search(piece)
            or (not piece.isascii() and self._has_french_accent(piece))
        ):
            kind |= Alarm.WORD | Alarm.NAME
        for word in _WORD.findall(piece):
            kind |= self._kind_of_word(word)
        return kind

    def _opens_bracket(self, piece: str) -> bool:
        """Whether a bracket opens that does not begin with a small word of English alone."""
        return any(word.lower() not in self._english_small for word in _BRACKET.findall(piece))

    def _has_french_accent(self, piece: str) -> bool:
        return any(word not in self._english for word in _ACCENTED.findall(piece))

    def _kind_of_plain_word(self, word: str) -> int:
        kind = Alarm.FORM if forms.is_word_of_form(word) else 0
        kind |= Alarm.HALF if forms.is_half(word) else 0
        kind |= Alarm.ACRONYM if forms.has_acronym(word) else 0
        return kind | self._kind_of_word(word)

    def _kind_of_word(self, word: str) -> int:
        small = word.lower()
        kind = Alarm.SMALL if small in self._small else 0
        if small in self._words or self._is_derived(small):
            kind = Alarm.WORD
        if kind and word[0].isupper() and len(word) > 1:
            kind = Alarm.CAPITAL
        if word in self._names or small in self._own:
            kind |= Alarm.NAME
        if word in self._forms:
            kind |= Alarm.PART
        if small in self._foreign:
            kind |= Alarm.FOREIGN
        if word in self._spellings:
            kind |= Alarm.SPELLING
        return kind

    def _is_derived(self, word: str) -> bool:
        """Whether a word is made of a known beginning and a French word: ``antidjihadiste``."""
        if not word.startswith(self._prefixes) or word in self._english:
            return False
        rests = (word[len(prefix) :] for prefix in self._prefixes if word.startswith(prefix))
        return any(len(rest) >= _SHORTEST_DERIVED and rest in self._words for rest in rests)


def _kinds(pieces: dict[str, int]) -> int:
    """The kinds of all pieces together."""
    kinds = 0
    for kind in pieces.values():
        kinds |= kind
    return kinds


def _parts(text: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
    """A stretch of text in parts of some size, cut at line feeds, each with its offset."""
    while start < stop:
        end = text.find("\n", min(start + _PART, stop), stop) + 1 or stop
        yield start, text[start:end]
        start = end


def _places(text: str, piece: str) -> Iterator[int]:
    """Where the piece stands in the text, with white space or the text's end beside it."""
    place = text.find(piece)
    while place >= 0:
        end = place + len(piece)
        if (not place or text[place - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield place
        place = text.find(piece, end)
