"""English names for the proper names inside French phrases: ``de Beyrouth``, ``l'Otan``."""

from __future__ import annotations

from cleaner.gazetteer.entry import KEEP, SAFE
from cleaner.gazetteer.fold import normalise
from cleaner.rules.passage import Tools
from cleaner.translate.grammar import Name

__all__ = ["english_name"]


def english_name(tools: Tools, name: str) -> Name | None:
    """The English form of a name that the gazetteer lists, or that stays as it is.

    A capitalised word that the glossary does not know stays, as names do, but never surely.

    >>> english_name(Tools(), "Beyrouth").english, english_name(Tools(), "Qwabe").sure
    ('Beirut', False)
    """
    plain = normalise(name)
    for end, entry in tools.gazetteer.at(plain, 0):
        if end == len(plain):
            if entry.safety == KEEP:
                return Name(name)
            return Name(entry.names[0], entry.article, entry.safety == SAFE)
    if " " not in name and name[:1].isupper() and not tools.glossary.lookup(name):
        return Name(name, sure=False)
    return None
