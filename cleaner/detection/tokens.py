"""Cuts a sentence into words the way the detector weighs them.

An elided word (``l'``, ``d'``, ``qu'``) is a token of its own, since it is evidence of its own;
the parts of a hyphenated compound are separate tokens; English contractions stay whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Kind", "Token", "first_word", "tokenize"]


class Kind:
    """Kinds of token."""

    WORD = "word"
    ELISION = "elision"
    NUMBER = "number"


class Token(NamedTuple):
    """A word with its place in the sentence; ``lower`` is in lower case, apostrophes straight.

    ``capitalised``: its first letter is a capital.
    """

    text: str
    start: int
    end: int
    kind: str
    lower: str
    capitalised: bool


_APOSTROPHE = "['’ʼ]"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)*)"
    rf"|(?P<elision>\b(?:jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu|[ldnsjmtc]){_APOSTROPHE})(?=[^\W\d_])"
    rf"|(?P<word>[^\W\d_]+(?:{_APOSTROPHE}[^\W\d_]+)?)",
    re.IGNORECASE,
)


def tokenize(text: str) -> list[Token]:
    """The words, elisions and numbers of a text, in order.

    >>> [t.text for t in tokenize("qu'il n’a pas l'accord; he didn't, U.S.-led 3,5")]
    ["qu'", 'il', 'n’', 'a', 'pas', "l'", 'accord', 'he', "didn't", 'U', 'S', 'led', '3,5']
    >>> tokenize("aujourd'hui")[0].text
    "aujourd'hui"
    """
    return [
        Token(
            text := match.group(),
            match.start(),
            match.end(),
            match.lastgroup or Kind.WORD,
            text.lower() if text.isascii() else _plain(text),
            text[0].isupper(),
        )
        for match in _TOKEN.finditer(text)
    ]


def first_word(text: str) -> str:
    """The first of a text's tokens in lower case, "" where it has none.

    >>> first_word("L’accord de paix")
    "l'"
    """
    match = _TOKEN.search(text)
    return _plain(match.group()) if match else ""


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("ʼ", "'")
