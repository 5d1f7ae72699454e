"""The whole text around a sentence: what its habits say about a form that two languages share.

``80 000 people`` is French, and South African English; ``M. Roy`` is Mr. Roy, or somebody with an
initial. No sentence can say which, but an article can: where other forms of the French wire are
left, this one is, too. Evidence only ever makes a rule bolder for French signs, and shyer for
signs of another English, so that fixing, which removes the first and adds none, never uncovers
an edit that was not there before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from cleaner.styles import Style, load_style

__all__ = ["GAP", "Article"]

T = TypeVar("T")

GAP = "[ \u00a0\u202f\u2009]"
"""What can stand between the groups of a French number, and before high punctuation."""

# Signs that only French copy has: some letters to look for first, as they are found at once, and
# the form. The forms that other Englishes share are not among them.
_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_MONTHS = [
    "janvier",
    "février",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_WORDS = [
    "selon",
    "dans",
    "avec",
    "cette",
    "était",
    "été",
    "une",
    "aux",
    "leur",
    "leurs",
    "ainsi",
    "ministère",
    "gouvernement",
    "milliers",
    "président",
]
_SIGNS = {
    "guillemets": ("«", r"«[^«»\n]{1,400}»"),
    "hours": ("H", r"\b[0-2]?\dH[0-5]\d\b"),
    "milliards": (("milliard", "€", "M$", "d$"), r"\bmilliards?\b|\d[ \u00a0\u202f](?:Mds?|M)[€$]"),
    "note": (("NDLR", "ndlr", "Ndlr"), r"\b(?:NDLR|ndlr|Ndlr)\b"),
    "titles": (("Mme ", "Mlle ", "MM. ", "Mrme "), r"\b(?:Mme|Mlle|MM\.|Mrme) [A-ZÉ]"),
    "narrow": (("\u00a0", "\u202f"), "\\w[\u00a0\u202f][:;!?%»]"),
    "euros": ("€", r"\d[ \u00a0\u202f]€"),
    "ordinals": (
        ("1er", "1re", "1ère", "1ere", "eme", "ème", "Xe", "Ie", "Ve"),
        r"\b(?:1ers?|1[èe]?res?|\d+(?:[èe]mes?|ièmes?)|[XVI]+es?)\b",
    ),
    "dates": (_MONTHS, rf"\b\d{{1,2}} (?:{'|'.join(_MONTHS)})\b"),
    "words": (
        (*_DAYS, *_WORDS),
        rf"(?<![\w'’-])(?:{'|'.join((*_DAYS, *_WORDS))})(?![\w'’-])",
    ),
}
# English as it is written in southern Africa has spaced thousands, decimal commas and 14h30.
_SOUTHERN_AFRICA = (
    "South Africa", "Southern Africa", "southern Africa", "Johannesburg", "Cape Town", "Pretoria",
    "Durban", "Gauteng", "KwaZulu", "Limpopo", "Soweto", "Mpumalanga", "Eskom", "Botswana",
    "Gaborone", "Namibia", "Windhoek", "Lesotho", "Eswatini", "Zimbabwe", "Harare", "Setswana",
    "Motswana", "Rre ", "Ntate ", "Serowe", "SAPS", "Ramaphosa", "Jacob Zuma", "Mandela", "Maxeke",
)  # fmt: skip
_RAND = re.compile(r"R ?[0-9](?<![\w$]R[0-9])(?<![\w$]R [0-9])|ANC\b")
# Where one letter stands for a given name.
_SOUTH_ASIA = (
    "India", "Delhi", "Mumbai", "Chennai", "Tamil", "Kerala", "Karnataka", "Andhra", "Telangana",
    "Bangladesh", "Dhaka", "Pakistan", "Sri Lanka", "Nepal", "Malaysia", "Singapore", "Myanmar",
    "Rs ", "Rs.",
)  # fmt: skip


@dataclass(frozen=True)
class Article:
    """The text that a sentence is from, the house style it is edited for, and its character set."""

    text: str = ""
    style_name: str = "ap"
    charset: str = "utf-8"

    @cached_property
    def style(self) -> Style:
        """The house style."""
        return load_style(self.style_name)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The kinds of forms in the text that only French copy has.

        >>> sorted(Article("« Non », said Mme Roy at 14H30.").signs)
        ['guillemets', 'hours', 'titles']
        >>> Article("About 80 000 people saw M. Roy.").signs
        frozenset()
        """
        southern = {"titles", "hours"} if self.other_english else set()
        return frozenset(
            name
            for name, (letters, form) in _SIGNS.items()
            if name not in southern
            and any(each in self.text for each in letters)
            and re.search(form, self.text)
        )

    @property
    def is_french(self) -> bool:
        """Whether French forms are left that no other English has."""
        return bool(self.signs)

    @property
    def is_set_in_french(self) -> bool:
        """Whether marks and figures, not only a word or a date, are as French sets them."""
        return len(self.signs) > 1 or bool(self.signs - {"words", "dates", "ordinals", "titles"})

    @cached_property
    def other_english(self) -> bool:
        """Whether the text may be from where English itself has spaced thousands and 14h30."""
        return any(name in self.text for name in _SOUTHERN_AFRICA) or bool(_RAND.search(self.text))

    @cached_property
    def uses_initials(self) -> bool:
        """Whether the text may be from where one letter stands for a given name: M. Karunanidhi."""
        return any(name in self.text for name in _SOUTH_ASIA)

    @cached_property
    def is_straight(self) -> bool:
        """Whether the text has straight quotation marks and no curly ones, or can't have them."""
        try:
            "“”‘’".encode(self.charset)
        except UnicodeEncodeError:
            return True
        return '"' in self.text and "“" not in self.text and "”" not in self.text

    @cached_property
    def opens_guillemets(self) -> bool:
        """Whether the text has a French mark that opens a quotation."""
        return any(mark in self.text for mark in ("«", "‹", "<<"))

    @cached_property
    def decimal_commas(self) -> int:
        """How many percentages and large numbers have a decimal comma."""
        return self.times(r"\b\d{1,3},\d{1,2} ?(?:%|percent|milli|thousand|billion)")

    def marks(self, read: Callable[[Article], list[T]]) -> list[T]:
        """What a reader finds in the whole text, read once for all sentences."""
        if read not in self._read:
            self._read[read] = read(self)
        return cast(list[T], self._read[read])

    @cached_property
    def _read(self) -> dict[object, object]:
        return {}

    def names(self, surname: str) -> bool:
        """Whether somebody of that surname stands in the text with a given name before it."""
        given = r"\b(?!(?:M[rs]s?|Dr|Prof|Gen|The|And|But)\b)[A-ZÀ-Þ][a-zà-ÿ]+(?:-\w+)?"
        return bool(self.times(rf"{given} {re.escape(surname)}\b"))

    def times(self, form: str) -> int:
        """How often a form, a regular expression, is in the text; counted once."""
        if form not in self._counted:
            self._counted[form] = sum(1 for _ in re.finditer(form, self.text))
        return self._counted[form]

    @cached_property
    def _counted(self) -> dict[str, int]:
        return {}

    def begins_line(self, place: int) -> bool:
        """Whether nothing but blanks stands before a place in its line."""
        while place and self.text[place - 1] in " \t":
            place -= 1
        return not place or self.text[place - 1] in "\n\r"

    def ends_line(self, place: int) -> bool:
        """Whether nothing but blanks stands behind a place in its line."""
        while self.text[place : place + 1] in (" ", "\t"):
            place += 1
        return self.text[place : place + 1] in ("", "\n", "\r")
