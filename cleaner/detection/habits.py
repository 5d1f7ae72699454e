"""What a document itself says of its words: which are names, and which it explains.

A word that is written with a capital again and again in the middle of sentences is a name there,
wherever it stands. A French term that the text explains once, ``“tiers payant” (direct payment)``,
is known to its readers from then on, and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.detection.foreign import language_of_article
from cleaner.detection.phrases import PhraseList
from cleaner.detection.tokens import tokenize
from cleaner.document import Sentence

__all__ = ["NO_HABITS", "Habits", "habits_of"]

# So many times in the middle of a sentence with a capital make a name.
NAME_TIMES = 3
# A term that is explained has so many words at most, and its explanation so many.
TERM_WORDS = 5
GLOSS_WORDS = 10

# A capitalised word behind a small one or a comma; a full stop or a colon gives capitals.
_INNER_CAPITAL = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{3,}\b")
_TERM = r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,4}"
_GLOSS = r"(?:or |meaning |literally |that is,? |i\.e\. )?[“\"'‘]?[A-Za-z][A-Za-z' ,-]+[”\"'’]?"
# “laïcité” (secularism); *sennage*, or seine netting; “dégagisme”, which means ...
_MARKED = re.compile(
    rf"(?:“({_TERM}),?”|\"({_TERM}),?\"|«\s?({_TERM})\s?»|\*({_TERM})\*|(?<!\w)_({_TERM})_(?!\w))"
    rf",?\s(?:\(({_GLOSS})\)|or,? |which means |meaning |[—–] [“\"])",
)
# What an apposition says of a thing; of a person it explains nothing (the préfet, a lawyer).
_THINGS = (
    "kind|type|sort|form|system|method|practice|custom|tradition|dish|drink|dance|tax|law|court|"
    "police|force|school|college|exam|examination|ceremony|festival|market|minibus"
)
# laïcité (“secularism”); laïcité, which means ...; laïcité, French for ...
_UNMARKED = re.compile(
    rf"\b(?:the|an?|of|called|by|for|in) (?!the |an? )({_TERM})"
    r"(?:,? \([“\"][A-Za-z' ,-]+[”\"]\)|, (?:which means|meaning|literally|French for) "
    rf"|, an? (?:[a-z]+ )?(?:{_THINGS})\b)"
)


@dataclass(frozen=True)
class Habits:
    """What a document says of its own words; read from its ``text`` when first asked for.

    ``language`` is the ISO 639-1 code of a document that is not in English, else "".
    """

    text: str = ""
    language: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """The document's own names, in lower case."""
        capitals = Counter(word.lower() for word in _INNER_CAPITAL.findall(self.text))
        return frozenset(word for word, count in capitals.items() if count >= NAME_TIMES)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The French terms that the document explains."""
        return tuple(sorted(_explained_terms(self.text)))

    @cached_property
    def explained(self) -> PhraseList:
        """The explained terms, to be found among a sentence's words."""
        return PhraseList(self.terms)


NO_HABITS = Habits()


def habits_of(text: str, suspicious: Sequence[Sentence] = ()) -> Habits:
    """What a document says of its own words, and the language it is in.

    ``suspicious`` are the sentences that may hold French or another language.

    >>> habits_of("The “tiers payant” (direct payment) is free. Doctors dislike it.").terms
    ('tiers payant',)
    >>> sorted(habits_of("The Espoir sells. In Espoir, they said of Espoir so.").names)
    ['espoir']
    """
    return Habits(text, language_of_article(suspicious, text) or "")


def _explained_terms(text: str) -> set[str]:
    terms: set[str] = set()
    for match in _MARKED.finditer(text):
        *candidates, gloss = match.groups()
        if gloss is None or len(gloss.split()) <= GLOSS_WORDS:
            terms.update(term for term in candidates if term)
    terms.update(match.group(1) for match in _UNMARKED.finditer(text))
    return {term for term in terms if len(tokenize(term)) <= TERM_WORDS}
