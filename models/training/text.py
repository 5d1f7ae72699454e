"""Words of French and English text, with their places.

Word alignment works on words, the translator on raw text. Both are joined by the places of the
words in the raw text, so that a phrase can be cut out of its sentence as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN_MARK = "⟪"
CLOSE_MARK = "⟫"

_APOSTROPHES = "'’ʼ`´"
_FRENCH = re.compile(
    rf"(?:[ldjmtnsc]|qu|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}](?=\w)"  # elided word
    r"|\d+(?:[.,]\d+)*"
    rf"|\w+(?:[-‐.]\w+|[{_APOSTROPHES}]\w+)*"
    r"|[^\w\s]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    rf"(?<=\w)[{_APOSTROPHES}](?:s|re|ve|ll|d|m)\b"  # 's, 're
    rf"|(?<=s)[{_APOSTROPHES}](?=\s)"
    r"|\d+(?:[.,]\d+)*"
    rf"|\w+n[{_APOSTROPHES}]t\b"  # don't
    r"|\w+(?:[-‐.]\w+)*"
    r"|[^\w\s]",
    re.IGNORECASE,
)
_FOLD = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: how it is spelt and where it stands."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word as counted: lower case, straight apostrophe."""
        return self.text.lower().translate(_FOLD)

    @property
    def is_word(self) -> bool:
        """Whether this is a word or number rather than punctuation."""
        return any(c.isalnum() for c in self.text)


def french_words(text: str) -> list[Word]:
    """Split French text; elided words (l', d', qu') stand alone."""
    return [Word(m.group(), m.start(), m.end()) for m in _FRENCH.finditer(text)]


def english_words(text: str) -> list[Word]:
    """Split English text; 's and the like stand alone."""
    return [Word(m.group(), m.start(), m.end()) for m in _ENGLISH.finditer(text)]
