"""Which stretches of a text, and which documents, are in another language than English.

Function words tell languages apart cheaply and surely (Grefenstette 1995): a stretch with none or
few of English and several of another is foreign. Lingua is asked for its language only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.detection.language import most_likely
from cleaner.document import Sentence, Span
from cleaner.languages.tables import read_table

__all__ = [
    "Stretch",
    "function_words",
    "known_languages",
    "language_name",
    "language_of_article",
    "may_be_foreign",
    "stretches",
    "telling_words",
]

# A stretch of so many words is long enough to be told apart.
STRETCH_WORDS = 5
# So many of its words at least are the other language's function words.
LEAST_WORDS = 2
# Another language's function words make up this share of it at least, and outnumber English ones
# so many times.
FOREIGN_SHARE = 0.2
OUTNUMBERS = 3
CONFIDENCE = 0.8
# An article is in another language when this share of its words is in foreign sentences, and
# those are enough to tell.
ARTICLE_SHARE = 0.5
ARTICLE_SENTENCES = 3
ARTICLE_WORDS = 40
# Letters that lingua needs at most to name an article's language.
SAMPLE = 1000

_WORD = re.compile(r"[^\W\d_]+")
# Where one speaker's words end and another's begin.
_SEAM = re.compile(r"[“”\"«»()\[\]:;]| [—–-] ")


class Stretch(NamedTuple):
    """A part of a sentence in another language, by ISO 639-1 code."""

    start: int
    end: int
    language: str


@cache
def _function_words() -> dict[str, frozenset[str]]:
    rows = read_table("cleaner.languages", "function_words.tsv")
    return {code: frozenset([*a.split(), *b.split()]) for code, _, a, b in rows}


@cache
def telling_words() -> frozenset[str]:
    """Function words of other languages that English text does not hold: they open the gate."""
    rows = read_table("cleaner.languages", "function_words.tsv")
    return frozenset(word for _, _, telling, _ in rows for word in telling.split())


def function_words(code: str) -> frozenset[str]:
    """The function words of a language, by its ISO 639-1 code."""
    return _function_words()[code]


def may_be_foreign(text: str) -> bool:
    """Whether another language's function words outnumber those of English in a text or a part.

    >>> may_be_foreign("No hay agua en la ciudad."), may_be_foreign("Near El Salvador.")
    (True, False)
    """
    by_language = _function_words()
    return _outnumbered(_words(text), by_language) or any(
        _outnumbered(_words(text[start:end]), by_language) for start, end in _parts(text)
    )


def known_languages() -> list[str]:
    """The ISO 639-1 codes of the languages that can be named, French and English aside.

    >>> "es" in known_languages(), "fr" in known_languages()
    (True, False)
    """
    return sorted(set(_function_words()) - {"en", "fr"})


def language_name(code: str) -> str:
    """A language's English name.

    >>> language_name("es")
    'Spanish'
    """
    rows = read_table("cleaner.languages", "function_words.tsv")
    return next(row[1] for row in rows if row[0] == code)


def stretches(text: str, languages: frozenset[str]) -> list[Stretch]:
    """The parts of a sentence, between quotation marks and other seams, in one of the languages.

    >>> stretches("Los vecinos dijeron que también falta agua.", frozenset({"es"}))[0].language
    'es'
    >>> stretches("The neighbors of Los Olivos say that there is no water.", frozenset({"es"}))
    []
    """
    if telling_words().isdisjoint(_words(text)):
        return []
    found = []
    for start, end in _parts(text):
        code = _foreign(text[start:end])
        if code in languages:
            found.append(Stretch(start, end, code))
    return found


def language_of_article(sentences: Sequence[Sentence], article: str) -> str | None:
    """The code of the language that a document is mostly in; None for English.

    ``sentences`` are those that may be foreign; the others count as English.
    """
    if len(sentences) < ARTICLE_SENTENCES:
        return None
    foreign = [s.text for s in sentences if _outnumbered(_words(s.text), _function_words())]
    if len(foreign) < ARTICLE_SENTENCES:
        return None
    counted = sum(len(_words(text)) for text in foreign)
    if counted < max(ARTICLE_WORDS, ARTICLE_SHARE * len(article.split())):
        return None
    code, _ = most_likely(" ".join(foreign)[:SAMPLE])
    return None if code == "en" else code


def _foreign(text: str) -> str:
    """The language of a stretch that is not English, "" for a stretch that may be."""
    words = _words(text)
    telling = {code: all_words for code, all_words in _function_words().items() if code != "fr"}
    if len(words) < STRETCH_WORDS or not _outnumbered(words, telling):
        return ""
    code, confidence = most_likely(text)
    return code if confidence >= CONFIDENCE else ""


def _outnumbered(words: list[str], by_language: dict[str, frozenset[str]]) -> bool:
    """Whether another language's function words are many, and far more than those of English."""
    english = sum(word in by_language["en"] for word in words)
    others = max(
        sum(word in known for word in words) for code, known in by_language.items() if code != "en"
    )
    return others >= max(LEAST_WORDS, FOREIGN_SHARE * len(words)) and others >= OUTNUMBERS * english


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _parts(text: str) -> Iterator[Span]:
    """The stretches between seams, without the white space around them."""
    edges = [0, *(edge for seam in _SEAM.finditer(text) for edge in seam.span()), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        part = text[start:end]
        left = len(part) - len(part.lstrip())
        if part.strip():
            yield Span(start + left, start + len(part.rstrip()))
