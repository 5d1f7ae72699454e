"""Names made of a French generic noun and a name: ``golfe d'Oman``, ``Darfour central``.

Nobody listed these as a whole. What is composed is a proposal for an editor, never safe; above
all it keeps the name inside from being translated alone (``lac Tchad`` is not "lac Chad").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleaner.gazetteer.entry import UNSAFE, Entry

__all__ = ["Composed", "composed_after", "composed_before", "generic_nouns", "plain_name"]

NOTE = "composed of a generic noun and a name"
_LINK = r" (?:de la |de l'|du |des |de |d')?"
# An unlisted name that English can keep: plain letters, one or two words.
_FRENCH_NAME = re.compile(r"e\b|[eiou][nr]s\b|^(?:Nord|Sud|Est|Ouest|Blanc|Noir|Majeur|Saint)\b")
_PLAIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?![\w'-])")
_DIRECTIONS = {
    "du nord": ("North", "Northern"),
    "du sud": ("South", "Southern"),
    "de l'est": ("East", "Eastern"),
    "de l'ouest": ("West", "Western"),
    "nord": ("North", "Northern"),
    "sud": ("South", "Southern"),
    "est": ("East", "Eastern"),
    "ouest": ("West", "Western"),
    "occidental": ("Western", "West"),
    "oriental": ("Eastern", "East"),
    "central": ("Central", "central"),
    "septentrional": ("Northern", "North"),
    "méridional": ("Southern", "South"),
}
_DIRECTION = re.compile(
    r"[ -](du [Nn]ord|du [Ss]ud|de l'[Ee]st|de l'[Oo]uest|[Nn]ord|[Ss]ud|[Oo]uest|Est|"
    r"[Oo]ccidental|[Oo]riental|[Cc]entral|[Ss]eptentrional|[Mm]éridional)e?(?![\w-])"
)


class Composed(NamedTuple):
    """Where the generic noun begins, where its name begins, and what English makes of both."""

    start: int
    name_start: int
    kind: str
    article: str
    patterns: tuple[str, ...]
    any_name: bool
    link: str

    def entry(self, form: str, names: tuple[str, ...], kind: str = "", article: str = "") -> Entry:
        """The row that a listed one would be."""
        name = names[0].removeprefix("the ")
        if self.kind == "island" and kind in ("island", "country", "territory"):
            return _entry(form, "|".join(names), kind, article)
        if self.link == "des" or self.patterns[0].endswith(" Islands"):
            name = name.removesuffix(" Islands").removesuffix("s")
        made = [pattern.format(name) for pattern in self.patterns]
        return _entry(form, "|".join(made), self.kind, self.article)


def composed_before(plain: str, start: int, end: int) -> Iterator[Composed]:
    """Generic nouns with a place for a name behind them, in a normalised text.

    >>> found, = composed_before("the golfe d'Oman is", 0, 19)
    >>> found.patterns, "the golfe d'Oman is"[found.name_start:]
    (('Gulf of {}',), 'Oman is')
    """
    nouns, pattern = _generics()
    for match in pattern.finditer(plain, start, end):
        kind, article, patterns, any_name = nouns[match[1]]
        link = plain[match.end(1) : match.end()].strip()
        yield Composed(match.start(), match.end(), kind, article, patterns, any_name, link)


def generic_nouns() -> frozenset[str]:
    """The generic nouns that English does not have and that go with an unlisted name, too."""
    return frozenset(noun for noun, row in _generics()[0].items() if row[3]) - {"mont"}


def plain_name(plain: str, generic: Composed) -> str:
    """The unlisted name behind a generic noun that may stay as it is, if there is one.

    Not one that looks French (``Garde``, ``Oliviers``), nor an adjective (``mer Noire``).
    """
    found = _PLAIN_NAME.match(plain, generic.name_start)
    if found is None or not generic.any_name or _FRENCH_NAME.search(found[0]):
        return ""
    return found[0] if generic.link or generic.kind in ("lake", "mountain") else ""


def composed_after(plain: str, end: int, entry: Entry) -> tuple[int, Entry] | None:
    """The end and row of a place with a point of the compass behind it."""
    found = _DIRECTION.match(plain, end)
    if found is None or not entry.is_place or entry.kind in ("city", "site", "base", "camp"):
        return None
    sides = _DIRECTIONS[found[1].lower()]
    if entry.kind in ("sea", "region"):
        sides = sides if len(sides[0]) <= len(sides[1]) else sides[::-1]
    names = "|".join(f"{side} {entry.names[0]}" for side in sides)
    article = "the" if entry.kind == "sea" else ""
    return found.end(), _entry(entry.form + found[0], names, entry.kind, article)


def _entry(form: str, canonical: str, kind: str, article: str) -> Entry:
    return Entry(form, canonical, kind, "", 0, article, UNSAFE, "composed", "", "", NOTE, "")


_Nouns = dict[str, tuple[str, str, tuple[str, ...], bool]]


@cache
def _generics() -> tuple[_Nouns, re.Pattern[str]]:
    path = files("cleaner.gazetteer").joinpath("reviewed", "generics.tsv")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    nouns = {
        row["noun"]: (
            row["kind"],
            row["article"],
            tuple(row["en"].split("|")),
            row["name"] == "any",
        )
        for row in rows
    }
    longest = "|".join(sorted(map(re.escape, nouns), key=lambda noun: (-len(noun), noun)))
    return nouns, re.compile(rf"(?<![\w'-])({longest}){_LINK}(?=[A-ZÀ-ÖØ-Þ])")
