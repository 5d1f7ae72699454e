"""French grammatical words, and a fragment cut into the atoms that the composer reads.

An atom is a word, an elided word (``l'``), a number or a mark. Contractions are two atoms
(``du`` = ``de`` + ``le``), so that the grammar meets prepositions and articles one by one; the
composer still finds ``ministre du Budget`` in the glossary, because every stretch of atoms knows
how it was printed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleaner.languages.tables import read_table
from cleaner.translate.glossary import normalised

__all__ = ["Atoms", "Word", "function_words"]

_ATOM = re.compile(
    r"(?P<number>\d{1,3}(?: \d{3})+(?!\d)|\d+(?:,\d+)?(?!\w))"
    r"|(?P<elision>(?:jusqu|lorsqu|puisqu|quoiqu|qu|[ldnsjmtc])')(?=\w)"
    r"|(?P<word>mi-(?=\w)|\w+(?:['\-]\w+)*)"
    r"|(?P<mark>,)",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """A row of the table of grammatical words.

    ``role`` is its part in the grammar; ``time`` and ``duration`` hold the English of a
    preposition before a date and before a length of time, where it differs.
    """

    french: str
    role: str
    english: tuple[str, ...]
    gender: str
    number: str
    time: tuple[str, ...]
    duration: tuple[str, ...]
    sure: bool


@cache
def function_words() -> dict[str, tuple[Word, ...]]:
    """The grammatical words by their French form, in lower case.

    >>> [word.role for word in function_words()["lors de"]]
    ['prep']
    """
    found: dict[str, tuple[Word, ...]] = {}
    for row in read_table("cleaner.languages.fr", "compose.tsv"):
        french, role, english, gender, number, time, duration, certainty, _note = row
        word = Word(
            french,
            role,
            tuple("" if part == "-" else part for part in english.split("|")),
            gender,
            number,
            tuple(time.split("|")) if time else (),
            tuple(duration.split("|")) if duration else (),
            certainty == "sure",
        )
        found[french] = (*found.get(french, ()), word)
    return found


class _Atom(NamedTuple):
    text: str
    start: int
    end: int
    # Where the printed token begins and ends in atoms: half a contraction can't be printed.
    opens: bool
    closes: bool


class Atoms:
    """A fragment as atoms. Raises ``ValueError`` when something in it is neither word nor comma.

    >>> atoms = Atoms("au cours de la visite du président")
    >>> len(atoms), atoms.form(0, 1), atoms.form(0, 4), atoms.form(4, 5), atoms.form(6, 7)
    (9, 'à', 'au cours de', 'la', 'de')
    >>> atoms.printed(5, 9), atoms.printed(5, 7)
    ('visite du président', None)
    """

    def __init__(self, fragment: str) -> None:
        self.text = normalised(fragment)
        self._atoms = _cut(self.text)

    def __len__(self) -> int:
        return len(self._atoms)

    def printed(self, start: int, end: int) -> str | None:
        """The stretch as it stands in the fragment; None if it cuts a contraction in two."""
        first, last = self._atoms[start], self._atoms[end - 1]
        if not first.opens or not last.closes:
            return None
        return self.text[first.start : last.end]

    def form(self, start: int, end: int) -> str | None:
        """The stretch as a grammatical word, lower case: its last word written out in full.

        None where it begins in the middle of a contraction and goes on behind it.
        """
        first, last = self._atoms[start], self._atoms[end - 1]
        if end - start == 1:
            return first.text.lower()
        if not first.opens:
            return None
        last_word = last.text if last.opens else self.text[last.start : last.end]
        return (self.text[first.start : last.start] + last_word).lower()


def _cut(text: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    at = 0
    for match in _ATOM.finditer(text):
        if text[at : match.start()].strip():
            raise ValueError(f"{text[at : match.start()]!r} is no word")
        at = match.end()
        atoms += _atoms_of(match)
    if text[at:].strip():
        raise ValueError(f"{text[at:]!r} is no word")
    return atoms


def _atoms_of(match: re.Match[str]) -> list[_Atom]:
    word, start, end = match.group(), match.start(), match.end()
    if match.lastgroup == "elision" and word.lower() == "d'":
        return [_Atom("de", start, end, True, True)]
    if match.lastgroup == "word" and word.lower() in _contractions():
        preposition, article = _contractions()[word.lower()]
        return [
            _Atom(preposition, start, end, True, False),
            _Atom(article, start, end, False, True),
        ]
    return [_Atom(word, start, end, True, True)]


@cache
def _contractions() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for french, words in function_words().items():
        for word in words:
            if word.role == "contraction":
                preposition, article = word.english[0].split(" ")
                found[french] = (preposition, article)
    return found
