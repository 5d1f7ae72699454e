"""The fast gate: which sentences can hold anything that a rule would look at.

A sentence is let through when it has a word of the trigger set (French words that English does
not use, glossary forms, telling words of listed names), an elided word, a lower-case word
with a French accent, or a square bracket that may hold words. Everything else is clean, and no
lexicon, model or gazetteer is opened for it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from cleaner.document import Document, Sentence
from cleaner.errors import DataError

__all__ = ["is_suspicious", "suspicious_sentences"]

_WORD = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"\b(?:qu|[ldnsjmtc])['’ʼ][^\W\d_]", re.IGNORECASE)
_ACCENT = re.compile(r"(?<![^\W\d_])[a-zà-öø-ÿœ]*[àâäçèéêëîïôöùûüœ]")
_BRACKET = re.compile(r"\[[^\]\d]")


@cache
def _triggers() -> frozenset[str]:
    resource = files("cleaner.data").joinpath("triggers.txt")
    try:
        return frozenset(resource.read_text(encoding="utf-8").split("\n"))
    except OSError as error:
        raise DataError(
            f"{resource} can't be read ({error}); reinstall Cleaner, or run `make lexicon` "
            "in a source checkout"
        ) from error


def is_suspicious(text: str, more: frozenset[str] = frozenset()) -> bool:
    """Whether any rule could have something to say about the text; ``more`` are further triggers.

    >>> is_suspicious("The road would reopen on Friday."), is_suspicious("It reopens lundi.")
    (False, True)
    """
    words = _WORD.findall(text.lower())
    return bool(
        not _triggers().isdisjoint(words)
        or not more.isdisjoint(words)
        or _BRACKET.search(text)
        or _ELISION.search(text)
        or _ACCENT.search(text)
    )


def suspicious_sentences(document: Document, more: frozenset[str] = frozenset()) -> list[Sentence]:
    """The sentences that the rules have to look at, in order; none for a clean document."""
    if not any(is_suspicious(document.text[start:end], more) for start, end in document.blocks):
        return []
    return [sentence for sentence in document.sentences() if is_suspicious(sentence.text, more)]
