"""The gate for forms: sentences that can hold a number, time, title or mark written the French way.

As fast as the gate for words (:mod:`cleaner.scan`), which knows nothing of figures and marks. Most
tests are plain searches for a few characters; the one expression begins with a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.document import Document, Sentence
from cleaner.languages.tables import read_column

__all__ = ["formal_sentences", "has_form"]

# What can stand between the groups of a French number.
_GAP = "[ \u00a0\u202f\u2009]"
_FIGURE = re.compile(
    "[0-9](?:"
    r",[0-9]{1,2}(?![0-9])|,[0-9]{4}|,[0-9]{3}(?<=\b0,[0-9]{3})"
    rf"|{_GAP}[0-9]{{3}}(?![0-9])|\.[0-9]{{3}}(?![0-9])"
    rf"|{_GAP}?[hH](?![a-zA-Z])"
    rf"|{_GAP}[%€£$]|[€£$](?![0-9])|{_GAP}?(?:[kM]|Mds?)[€$]"
    rf"|{_GAP}(?:millions |milli(?:ard|er)|Md|(?:Eur|EUR|km2|m2)\b"
    r"|\w{0,5}mètres?\b|\w{0,5}grammes\b|quintaux|degrés?\b|[mg]\w{1,3}watts\b)"
    r"|(?:er|re|e|è[mr]e|[eè]me|nde?|the|And)\b"
    rf"|(?:er)?{_GAP}(?:janv|f[ée]vr|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c)"
    ")"
)
# Each is in a French form, and hardly ever in clean English.
_MARKS = (
    "«", "»", "‹", "„", " ;", " !", " ?", " :", "\u00a0", "\u202f", "“ ", " ”",
    "M. ", "MM.", "Mme", "Mlle", "Mgr", "Mrme", "Me ", "Pr ", "Pre ", "Dre ", "général", "amiral",
    "capitaine", "NDLR", "ndlr", "Ndlr", "NDT", "N.D.L.R", "n.d.l.r", "©",
    "Xe ", "Ie ", "Ve ", "œ", "Œ", "ﬁ", "ﬂ", "ﬀ", "<<", ">>", "->", "–>", "—>", ") =>",
    "ire aussi", "Par ", "oir la ", "oir vidéo", "rédit photo", "nfographie", "etc..", "etc…",
)  # fmt: skip
_EXPLAINED = re.compile(r"\(([A-Z]{2,6}f?)\)")
_CURLY = re.compile(r"”[a-z]{3}")


def has_form(text: str) -> bool:
    """Whether a form of the French wire could be in the text.

    >>> has_form("It rose 3.5% to 2,500 at 2:30 p.m."), has_form("It rose 3,5 % at 14H30.")
    (False, True)
    """
    return _has_one(text, _MARKS)


def _has_one(text: str, marks: Iterable[str]) -> bool:
    for mark in marks:  # any() with a generator takes twice as long
        if mark in text:
            return True
    return bool(_FIGURE.search(text) or ("”" in text and _CURLY.search(text)))


def formal_sentences(document: Document) -> list[Sentence]:
    """The sentences that the rules about forms have to look at; none for a clean document."""
    explained = _explained_acronyms(document.text)
    dashed = "\n— " in document.text or "\n– " in document.text
    if not explained and not any(
        has_form(document.text[start:end]) for start, end in document.blocks
    ):
        return []
    # Few of the marks are in the document at all, and only those are looked for in its sentences.
    marks = [*explained, *(mark for mark in _MARKS if mark in document.text)]
    return [
        sentence
        for sentence in document.sentences()
        if _has_one(sentence.text, marks) or (dashed and sentence.text.startswith(("— ", "– ")))
    ]


def _explained_acronyms(text: str) -> list[str]:
    """Acronyms in brackets, behind their name as a rule, that are French ones."""
    bracketed = frozenset(_EXPLAINED.findall(text)) if "(" in text else frozenset()
    if not bracketed:
        return []
    return sorted(bracketed.intersection(read_column("cleaner.languages.fr", "acronyms.tsv")))
