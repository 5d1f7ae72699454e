"""What a document itself says of its words: which are names, and which it explains.

A word that is written with a capital again and again in the middle of sentences is a name there,
wherever it stands. A French term that the text explains once, ``“tiers payant” (direct payment)``,
is known to its readers from then on, and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from cleaner.detection.phrases import PhraseList
from cleaner.detection.tokens import tokenize

__all__ = ["NO_HABITS", "Habits", "habits_of"]

# So many times in the middle of a sentence with a capital make a name.
NAME_TIMES = 3
# A term that is explained has so many words at most, and its explanation so many.
TERM_WORDS = 5
GLOSS_WORDS = 10

# A capitalised word behind a small one or a comma; a full stop or a colon gives capitals.
_INNER_CAPITAL = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{2,}\b")
_TERM = r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,4}"
_GLOSS = r"(?:or |meaning |literally |that is,? |i\.e\. )?[“\"'‘]?[A-Za-z][A-Za-z' ,-]+[”\"'’]?"
# “laïcité” (secularism); *sennage*, or seine netting; “dégagisme”, which means ...
_MARKED = re.compile(
    rf"(?:“({_TERM}),?”|\"({_TERM}),?\"|«\s?({_TERM})\s?»|\*({_TERM})\*|(?<!\w)_({_TERM})_(?!\w))"
    rf",?\s(?:\(({_GLOSS})\)|or,? |which means |meaning |[—–] [“\"])",
)
# laïcité (“secularism”); laïcité, which means ...; laïcité, French for ...
_UNMARKED = re.compile(
    rf"\b(?:the|an?|of|called|by|for|in) ({_TERM})"
    r"(?:,? \([“\"][A-Za-z' ,-]+[”\"]\)|, (?:which means|meaning|literally|French for) )"
)


@dataclass(frozen=True)
class Habits:
    """A document's own names, in lower case, and the French terms that it explains."""

    names: frozenset[str] = frozenset()
    terms: tuple[str, ...] = ()

    @cached_property
    def explained(self) -> PhraseList:
        """The explained terms, to be found among a sentence's words."""
        return PhraseList(self.terms)


NO_HABITS = Habits()


def habits_of(text: str) -> Habits:
    """What a document says of its own words.

    >>> habits_of("The “tiers payant” (direct payment) is free. Doctors dislike it.").terms
    ('tiers payant',)
    >>> sorted(habits_of("The Espoir sells. In Espoir, they said of Espoir so.").names)
    ['espoir']
    """
    capitals = Counter(word.lower() for word in _INNER_CAPITAL.findall(text))
    names = frozenset(word for word, count in capitals.items() if count >= NAME_TIMES)
    return Habits(names, tuple(sorted(_explained_terms(text))))


def _explained_terms(text: str) -> set[str]:
    terms: set[str] = set()
    for match in _MARKED.finditer(text):
        *candidates, gloss = match.groups()
        if gloss is None or len(gloss.split()) <= GLOSS_WORDS:
            terms.update(term for term in candidates if term)
    terms.update(match.group(1) for match in _UNMARKED.finditer(text))
    return {term for term in terms if len(tokenize(term)) <= TERM_WORDS}
