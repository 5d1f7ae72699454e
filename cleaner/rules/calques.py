"""ST101: calques, English words in a French use. Advice, and only where it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner.finding import Finding, Fix, Safety, Source
from cleaner.languages.tables import read_table
from cleaner.rules.passage import Passage
from cleaner.rules.registry import Example, register

__all__ = ["calques"]

# About half of what the list finds would be better in other words.
CONFIDENCE = 0.5
_INVERTED = re.compile(
    r"\b(?:believes|says|thinks|explains|adds|notes|continues|concludes|recalls|stresses|regrets|"
    r"estimates|judges|hopes|fears|asks|insists|assures|affirms|wonders|laments|"
    r"admits) ?-(?:he|she|they)\b"
)


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[str, str, str]]]:
    rows = read_table("cleaner.languages.fr", "calques.tsv")
    known = {row[0].lower(): (row[1], row[2], row[3]) for row in rows}
    longest_first = sorted(known, key=len, reverse=True)
    pattern = rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"
    return re.compile(pattern, re.IGNORECASE), known


@register(
    "ST101",
    "calque",
    summary="English words in a French use",
    why=(
        "Some words of French news have an English twin that means something else, or that no "
        "English writer would use there: evoked for mentioned, under cover of anonymity, for his "
        "part. The list is advice: it runs only where it is selected (--select ST), and nothing of "
        "it is ever applied unasked."
    ),
    fixes=(
        "Unsafe, always: the words are English, and about half of what is found would be better "
        "in others."
    ),
    examples=(
        Example(
            "He spoke under cover of anonymity.",
            "He spoke on condition of anonymity.",
            unsafe=True,
        ),
        Example("“It is over,” believes -he.", "“It is over,” believes -he.", "reported only"),
        Example("He spoke on condition of anonymity.", "He spoke on condition of anonymity."),
    ),
    reads="all",
    default=False,
)
def calques(passage: Passage) -> Iterator[Finding]:
    """Listed calques, each with better English; French inverted attribution."""
    pattern, known = _table()
    rule, name = "ST101", "calque"
    for match in pattern.finditer(passage.text):
        better, french, reason = known[match.group().lower()]
        first, *others = (each.strip() for each in better.split(";"))
        if others and others[-1].startswith("or "):
            others = [others[-1].removeprefix("or ")]
        if match.group()[0].isupper():
            first = first[0].upper() + first[1:]
        fix = Fix(
            first,
            Source.RULE,
            CONFIDENCE,
            Safety.UNSAFE,
            f"French “{french}”: {reason}",
            tuple(others),
        )
        place = passage.span_in_document(*match.span())
        yield Finding(rule, name, *place, match.group(), {"french": french}, fix=fix)
    for match in _INVERTED.finditer(passage.text):
        place = passage.span_in_document(*match.span())
        yield Finding(rule, name, *place, match.group(), {"why": "French inverted attribution"})
