"""NM103: an acronym in its French form that the article explains by an English name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner.finding import Finding
from cleaner.languages.tables import read_table
from cleaner.rules.article import Article
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register

__all__ = ["defined_acronyms", "french_acronyms"]

_BRACKETED = re.compile(r"\(([A-Z][A-Za-z]{1,6})\)")
MOST = 90
"""The longest name, in characters, that is looked for before its acronym."""


@cache
def _listed() -> dict[str, list[tuple[str, str]]]:
    """English acronyms and names by French acronym."""
    found: dict[str, list[tuple[str, str]]] = {}
    for french, english, name, _ in read_table("cleaner.languages.fr", "acronyms.tsv"):
        found.setdefault(french.upper(), []).append((english, name))
    return found


def _plain(name: str) -> str:
    return (
        name.replace("’", "'").replace("Organis", "Organiz").replace("organis", "organiz").lower()
    )


def defined_acronyms(article: Article) -> list[tuple[str, str]]:
    """French acronyms that the article explains by an English name, with their English form.

    >>> defined_acronyms(Article("The Rapid Support Forces (FSR) and the Fund for Roads (FSR)."))
    [('FSR', 'RSF')]
    """
    found = {}
    for match in _BRACKETED.finditer(article.text):
        acronym = match[1]
        listed = _listed().get(acronym.upper(), ())
        name = _plain(article.text[max(0, match.start() - MOST) : match.start()]).rstrip()
        for english, known in listed:
            if name.endswith(_plain(known)) and english != acronym:
                found[acronym] = english
    return sorted(found.items())


@register(
    "NM103",
    "explained-acronym",
    summary="An acronym in its French order beside its English name",
    why=(
        "A name is translated and the acronym in brackets behind it stays: Rapid Support Forces "
        "(FSR). The name says what the acronym means, so that it is safe to change it there and "
        "wherever the article repeats it. Pairs that are not listed stay."
    ),
    fixes="Safe: the article itself says what is meant.",
    examples=(
        Example(
            "The Rapid Support Forces (FSR) fled. The FSR said nothing.",
            "The Rapid Support Forces (RSF) fled. The RSF said nothing.",
        ),
        Example(
            "The Roads Support Fund (FSR) opened.",
            "The Roads Support Fund (FSR) opened.",
            "another name",
        ),
        Example("The consumer price index (CPI) rose.", "The consumer price index (CPI) rose."),
    ),
    reads="forms",
)
def french_acronyms(passage: Passage) -> Iterator[Finding]:
    """Acronyms whose meaning the article itself gives."""
    rule, text = ("NM103", "explained-acronym"), passage.text
    if "(" not in passage.article.text:
        return
    for french, english in passage.article.marks(defined_acronyms):
        for match in re.finditer(rf"(?<![\w.-]){french}(?![\w-])", text):
            yield from proposed(
                passage,
                rule,
                match.span(),
                english,
                "the article gives its English name",
            )
