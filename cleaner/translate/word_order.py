"""Adjectives that stand where French has them, behind their noun.

``coalition forces [antidjihadiste]`` translated where it stands is ``coalition forces
[anti-jihadist]``; English has it in front: ``[anti-jihadist] coalition forces``. Where the noun
phrase before begins is a guess, so that the move is for an editor to make.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

from cleaner.finding import Finding, Move
from cleaner.languages.tables import read_column
from cleaner.translate.glossary import Glossary, english_plural, french_glossary
from cleaner.translate.nouns import with_article
from cleaner.translate.seams import words_of

__all__ = ["moved", "noun_before", "nouns_at_end", "with_move"]

BEHIND_ITS_NOUN = "English has the adjective before its noun"
_LAST_WORD = re.compile(r"([A-Za-z][\w-]*)([ \u00a0])\Z")
_ARTICLE = re.compile(r"\b(an?)[ \u00a0]\Z", re.IGNORECASE)
# A compound such as "air base" or "border police station" has seldom more words.
MOST_WORDS = 3


def noun_before(fragment: str, before: str, glossary: Glossary | None = None) -> str:
    """The English noun phrase right before a French adjective, with its space; "" if none is.

    The last word may be any noun; those before it are taken along when they are nouns too.

    >>> noun_before("antidjihadiste", "attacks on U.S. and coalition forces ")
    'coalition forces '
    >>> noun_before("syrien", "a meeting with the ")
    ''
    >>> noun_before("lundi", "against the forces ")
    ''
    """
    hits = (glossary or french_glossary()).lookup(fragment)
    if not hits or any(hit.entry.pos not in ("adj", "pp") for hit in hits):
        return ""
    return nouns_at_end(before)


def nouns_at_end(before: str) -> str:
    """The run of English nouns that a text ends with, each with its space.

    >>> nouns_at_end("troops on the air base ")
    'air base '
    """
    start, words = len(before), 0
    while words < MOST_WORDS:
        word = _LAST_WORD.search(before, 0, start)
        if word is None or word[1].lower() not in _nouns():
            break
        start, words = word.start(), words + 1
    return before[start:]


@cache
def _nouns() -> frozenset[str]:
    """English nouns that the language pack knows, singular and plural."""
    listed = {
        noun
        for entry in french_glossary().entries()
        if entry.is_noun
        for noun in entry.english
        if noun.isalpha() and noun.islower()
    }
    listed.update(read_column("cleaner.languages.fr", "english_nouns.tsv"))
    listed.update(files("cleaner.data").joinpath("nouns.txt").read_text("utf-8").split())
    small = words_of("determiner", "article", "preposition", "before-indefinite", "small", "motion")
    return frozenset({*listed, *map(english_plural, listed)} - small)


def moved(finding: Finding, before: str) -> Finding:
    """The finding with its fix put before the noun phrase, as a wider rewrite.

    ``before`` is the text up to the finding. A name whose noun stands before it (the air base
    [Aïn] Al-Assad) has no request and asks for it by ``noun_before`` of its own.
    """
    noun = finding.request.noun_before if finding.request else ""
    return with_move(finding, before, noun) if noun and finding.fix else finding


def with_move(finding: Finding, before: str, noun: str) -> Finding:
    """The finding with the move of its replacement before ``noun``, the end of ``before``."""
    start = finding.start - len(noun)
    replacement = f"{finding.replacement} {noun.rstrip()}"
    article = _ARTICLE.search(before, 0, len(before) - len(noun))
    if article:
        wanted = with_article(replacement.lstrip("[")).split(" ", 1)[0]
        wanted = wanted.capitalize() if article[1][0].isupper() else wanted
        if wanted != article[1]:
            start -= len(before) - len(noun) - article.start()
            replacement = f"{wanted} {replacement}"
    move = Move(start, finding.end, replacement, BEHIND_ITS_NOUN)
    return replace(finding, moves=(*finding.moves, move))
