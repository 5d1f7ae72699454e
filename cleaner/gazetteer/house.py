"""Names as a house writes them: Hodeidah or Hodeida, Ain al-Asad or Ain Al-Asad.

A style's table of names says for an English name of the gazetteer what the house writes instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cleaner.gazetteer.lookup import Gazetteer, Match

__all__ = ["ARTICLE", "as_the_house_writes", "other_names"]

ARTICLE = "al-"
"""The key for the Arabic article in all names that the table doesn't list."""
_ARTICLE = re.compile(r"\b[Aa]l-(?=[A-Z])")


def as_the_house_writes(match: Match, text: str, names: Mapping[str, str]) -> Match:
    """The match with the house's name first, and those of the gazetteer behind it.

    >>> text = "Ships left Hodeïda."
    >>> [match] = Gazetteer.load().find(text)
    >>> as_the_house_writes(match, text, {"Hodeida": "Hodeidah"}).replacement
    'Hodeidah'
    """
    first = match.entry.names[0]
    preferred = names.get(first, first)
    if preferred == first and ARTICLE in names:
        preferred = _ARTICLE.sub(names[ARTICLE], first)
    if preferred == first or not match.replacement:
        return match
    both = "|".join(dict.fromkeys((preferred, *match.entry.names)))
    return match.reworded(text, match.entry._replace(canonical=both), match.votes)


def other_names(
    text: str, names: Mapping[str, str], gazetteer: Gazetteer
) -> Iterator[tuple[int, int, str]]:
    """Where the text has an English name that the house writes in another way, and how.

    >>> list(other_names("He left Burma.", {"Burma": "Myanmar"}, Gazetteer.load()))
    [(8, 13, 'Myanmar')]
    """
    wanted = {
        spelling: preferred
        for name, preferred in names.items()
        if name != ARTICLE
        for spelling in (name, *gazetteer.spellings.get(name, ()))
        if spelling != preferred
    }
    if not wanted:
        return
    listed = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
    for found in re.finditer(rf"(?<![\w-])(?:{listed})(?![\w-])", text):
        yield *found.span(), wanted[found[0]]
