"""The glossary of a language pack: from any inflected French form to its entries.

Every form of every entry is a key of one dictionary, built on the first lookup. A lower-case
lemma is found in any case; one that begins with a capital (``Syrien``, ``Otan``) only as printed,
so that the person and the adjective stay apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from cleaner.languages.fr.inflect import english_plural, french_forms
from cleaner.languages.tables import read_table

__all__ = ["Entry", "Glossary", "Hit", "french_glossary", "normalised"]

_PACKAGE = "cleaner.languages.fr"
_FOLDER = "glossary"
_ENGLISH_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"\s+")
_FOLD = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00ad": None, "\u200b": None, "‑": "-"})
# French type often leaves the accent off a capital: Etat, Eglise, Ile, A.
_BARE_CAPITALS = {"A": ("À", "Â"), "E": ("É", "Ê", "È"), "I": ("Î",), "O": ("Ô",), "C": ("Ç",)}


def normalised(text: str) -> str:
    r"""The text with straight apostrophes, plain single spaces and composed accents.

    >>> normalised("l’armée\u00a0 syrienne")
    "l'armée syrienne"
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_FOLD)).strip()


class Entry(NamedTuple):
    """One line of the glossary; ``english`` holds the alternatives, best first.

    ``plural_only``: lemma and English are plurals already (troupes, troops).
    """

    french: str
    english: tuple[str, ...]
    pos: str
    plurals: tuple[str, ...] = ()
    sure: bool = True
    note: str = ""
    plural_only: bool = False

    @property
    def is_noun(self) -> bool:
        """A common noun or a demonym, which has a number in English."""
        return self.pos.startswith("noun") or self.pos == "day"

    def in_english(self, number: str) -> tuple[str, ...]:
        """The English alternatives for a form of this number (``s``, ``p`` or ``""``).

        >>> Entry("attaque", ("attack", "raid"), "noun.f").in_english("p")
        ('attacks', 'raids')
        """
        if number != "p" or not self.is_noun or self.plural_only:
            return self.english
        given = self.plurals
        return tuple(
            given[at] if at < len(given) and given[at] else english_plural(word)
            for at, word in enumerate(self.english)
        )


class Hit(NamedTuple):
    """An entry found through one of its forms, and what that form says."""

    entry: Entry
    gender: str
    number: str

    @property
    def english(self) -> tuple[str, ...]:
        """The English of this form, best first."""
        return self.entry.in_english(self.number)

    @property
    def sure(self) -> bool:
        """Whether the first alternative may be used without asking."""
        return self.entry.sure


Row = tuple[str, ...]


def _both_plural(french: str, english: str) -> bool:
    """Do both words look like plurals? A singular noun rarely ends in -s on both sides.

    >>> _both_plural("forces de l'ordre", "security forces"), _both_plural("gaz", "gas")
    (True, False)
    """
    head, english = french.split(" ", 1)[0], english.split("|", 1)[0]
    return (
        head.endswith(("s", "x"))
        and english.endswith("s")
        and not english.endswith(("ss", "us", "is", "gas", "corps", "lens"))
    )


class Glossary:
    """Entries by form. ``rows`` are glossary lines: the seven columns as strings."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _index(self) -> dict[str, list[tuple[int, str, str]]]:
        index: dict[str, list[tuple[int, str, str]]] = {}
        for at, row in enumerate(self._rows):
            lemma, _english, pos, explicit = row[:4]
            proper = lemma[:1].isupper()
            for text, gender, number in french_forms(lemma, pos, explicit):
                index.setdefault(text if proper else text.lower(), []).append((at, gender, number))
        return index

    def forms(self) -> Iterator[str]:
        """Every form that has an entry, capitals as the entry prints them."""
        return iter(self._index)

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the tables."""
        return map(self._entry, range(len(self._rows)))

    def _entry(self, at: int) -> Entry:
        french, english, pos, forms, plurals, certainty, note = self._rows[at]
        return Entry(
            french=french,
            english=tuple(english.split("|")),
            pos=pos,
            plurals=tuple(plurals.split("|")) if plurals else (),
            sure=certainty == "sure",
            note=note,
            plural_only=(forms == french and plurals == english)
            or (pos.startswith("noun") and _both_plural(french, english)),
        )

    @cached_property
    def common_words(self) -> frozenset[str]:
        """English words that the glossary writes in lower case, and never with a capital."""
        words = {word for row in self._rows for word in _ENGLISH_WORD.findall(row[1])}
        proper = {word.lower() for word in words if not word.islower()}
        return frozenset(word for word in words if word.islower() and word not in proper)

    def lookup(self, text: str) -> tuple[Hit, ...]:
        """All readings of a form, as printed first; empty when the glossary lacks it.

        >>> hits = french_glossary().lookup("Lundi")
        >>> [(hit.english[0], hit.entry.pos, hit.number) for hit in hits]
        [('Monday', 'day', 's')]
        """
        return self.lookup_normalised(normalised(text))

    def lookup_normalised(self, text: str) -> tuple[Hit, ...]:
        """``lookup`` for text that went through ``normalised`` already."""
        found: dict[Hit, None] = {}
        for key in _keys(text):
            for at, gender, number in self._index.get(key, ()):
                entry = self._entry(at)
                if entry.plural_only:
                    number = "p"
                found[Hit(entry, gender, number)] = None
            if found:
                break
        return tuple(found)


def _keys(text: str) -> Iterator[str]:
    yield text
    lower = text.lower()
    if lower != text:
        yield lower
    for accented in _BARE_CAPITALS.get(text[:1], ()):
        yield accented + text[1:]
        yield (accented + text[1:]).lower()


@cache
def french_glossary() -> Glossary:
    """The glossary of the French pack: all of its themes, in the order of their names.

    Raises ``DataError`` when a table of the package is missing.
    """
    folder = files(_PACKAGE).joinpath(_FOLDER)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".tsv"))
    return Glossary(row for name in names for row in read_table(_PACKAGE, f"{_FOLDER}/{name}"))
