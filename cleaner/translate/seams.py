"""Words that matter where a translation meets the English beside it, by their role.

The table ``seam_words.tsv`` of the language pack says what each role is for:

``article``, ``determiner``, ``preposition``
    never twice at a seam (on [on Monday], the [the president])
``small``
    further words that lose their capital in the middle of a sentence
``before-indefinite``
    behind these, French *des* is the plural article
``in-government``
    behind these, French *au* is *in the*
``motion``
    verbs of motion and saying, behind which French *à* is *to*
``dangling``, ``french-small``
    words that end no translation, unless the source ends in one of the second kind
``doubles-well``
    words that may stand twice
``french-only``, ``french-in-names``
    French words that no English text has; the second kind is at home in names
``droppable``
    small French words that English may go without
``accented-english``
    English words with accents
"""

from __future__ import annotations

from functools import cache

from cleaner.languages.tables import read_table

__all__ = ["SAYS_THE_SAME", "words_of"]

#: Why a translation is withheld: it would say again what stands beside it.
SAYS_THE_SAME = "the English beside it says the same"


@cache
def words_of(*roles: str) -> frozenset[str]:
    """The words that have one of the roles.

    >>> sorted(words_of("article"))
    ['a', 'an', 'the']
    """
    rows = read_table("cleaner.languages.fr", "seam_words.tsv")
    return frozenset(word for word, role in rows if role in roles)
