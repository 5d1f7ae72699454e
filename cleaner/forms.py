"""Forms of the French wire, for the gate: numbers, times, titles and marks written the French way.

Most forms show in one piece of text between blanks (14h30, M., «); of others one piece is a hint
(250 in 1 250, % in 3 %), and the text around it decides.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.wordlist import data_lines

__all__ = [
    "french_acronyms",
    "gaps",
    "has_acronym",
    "has_form",
    "has_pair",
    "is_form",
    "is_half",
    "is_word_of_form",
]

# What can stand between the groups of a French number.
_GAP = "[ \u00a0\u202f\u2009]"
# What follows a figure and the gap behind it: digits, signs, units, scales, months.
_BEHIND = re.compile(
    r"[0-9]{3}(?![0-9])|[hH](?![a-zA-Z])|[%€£$]|(?:[kM]|Mds?)[€$]|US\$"
    r"|(?:millions\b|milli(?:ard|er)|Md|(?:Eur|EUR|km2|m2)\b"
    r"|\w{0,5}mètres?\b|\w{0,5}grammes\b|quintaux|degrés?\b|[mg]\w{1,3}watts\b)"
    r"|(?:janv(?:ier)?|f[ée]vr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t"
    r"|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?)\b"
)
_FIGURE = re.compile(
    "[0-9](?:"
    r",[0-9]{1,2}(?![0-9])|,[0-9]{4}|,[0-9]{3}(?<=\b0,[0-9]{3})|\.[0-9]{3}(?![0-9])"
    r"|[hH](?![a-zA-Z])|[€£$](?![0-9])|(?:[kM]|Mds?)[€$]|US\$"
    r"|(?:er|re|e|è[mr]e|[eè]me|nde|the|And(?<=2And))\b"
    ")"
)
# Each is in a French form, and hardly ever in clean English. Blanks count.
_MARKS = (
    "«", "»", "‹", "„", " ;", " !", " ?", " :", "“ ", " ”",
    "M. ", "MM.", "Mme", "Mlle", "Mgr", "Mrme", "Me ", "Pr ", "Pre ", "Dre ", "général", "amiral",
    "capitaine", "NDLR", "ndlr", "Ndlr", "NDT", "N.D.L.R", "n.d.l.r", "©",
    "Xe ", "Ie ", "Ve ", "œ", "Œ", "ﬁ", "ﬂ", "ﬀ", "<<", ">>", "->", "–>", "—>", "=>",
    "Par ", "nfographie", "etc..", "etc…",
)  # fmt: skip
# Those of plain letters.
_WORDS = re.compile(
    "Mme|Mlle|Mgr|Mrme|amiral|capitaine|NDLR|ndlr|Ndlr|NDT|nfographie|(?:Me|Pre?|Dre|Par|[XIV]e)$"
)
_PAIRS = ("ire aussi", "oir la ", "oir vidéo", "rédit photo")
_FIGURE_AND_GAP = re.compile(f"[0-9](?:er)?{_GAP}")
_CURLY = re.compile(r"”[a-z]{3}")
_GAPS = re.compile("[\u00a0\u202f]")
_ACRONYM = re.compile(r"[A-Z]{2,6}f?")


def is_form(piece: str) -> bool:
    """Whether a piece of text between blanks is a form of the French wire, or holds one.

    >>> [is_form(piece) for piece in ("14h30", "3,5", "«Non»", "M.", "3.5%", "2:30", "Mr.")]
    [True, True, True, True, False, False, False]
    """
    spaced = f" {piece} "
    for mark in _MARKS:  # any() with a generator takes twice as long
        if mark in spaced:
            return True
    return bool(_FIGURE.search(piece) or _CURLY.search(piece))


def is_word_of_form(word: str) -> bool:
    """Whether a word of plain letters is part of a form by itself: Mme, Par, XIXe."""
    return bool(_WORDS.search(word))


def is_half(piece: str) -> bool:
    """Whether a piece may be half of a form: 250, %, millions, Voir."""
    return bool(_BEHIND.match(piece)) or (
        piece[1:] in ("rédit", "ire", "oir") and piece[0] in "CLVclv"
    )


def has_pair(text: str) -> bool:
    """Whether two halves stand together: 1 250, 3 %, Voir aussi."""
    return (
        bool(_FIGURE.search(text))
        or any(pair in text for pair in _PAIRS)
        or any(_BEHIND.match(text, gap.end()) for gap in _FIGURE_AND_GAP.finditer(text))
    )


def has_form(text: str) -> bool:
    """Whether a form of the French wire could be in the text.

    >>> has_form("It rose 3.5% to 2,500 at 2:30 p.m."), has_form("It rose 3,5 % at 14H30.")
    (False, True)
    """
    return has_pair(text) or bool(_GAPS.search(text)) or any(map(is_form, text.split()))


def gaps(text: str) -> list[int]:
    """Where no-break spaces are: English news does without."""
    if "\u00a0" not in text and "\u202f" not in text:
        return []
    return [match.start() for match in _GAPS.finditer(text)]


@cache
def _french_acronyms() -> frozenset[str]:
    return frozenset(data_lines("acronym_triggers.txt"))


def has_acronym(piece: str) -> bool:
    """Whether a piece has one of the acronyms that English writes otherwise."""
    return not _french_acronyms().isdisjoint(_ACRONYM.findall(piece))


def french_acronyms(text: str) -> frozenset[str]:
    """The acronyms of a text that English writes otherwise."""
    return _french_acronyms().intersection(_ACRONYM.findall(text))
