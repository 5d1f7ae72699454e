"""WR102 to WR104: labels, bylines and crossheads that the wire sets around the copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner.finding import Finding
from cleaner.languages.tables import read_table
from cleaner.rules.article import GAP
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register

__all__ = ["bylines", "crossheads", "wire_labels"]


@cache
def _labels(kind: str) -> dict[str, str]:
    """The English of each French label of a kind, by its folded form."""
    rows = read_table("cleaner.languages.fr", "labels.tsv")
    return {_folded(row[0]): row[1] for row in rows if row[2] == kind}


def _folded(text: str) -> str:
    return re.sub(r"[ \u00a0\u202f]+", " ", text.replace("’", "'")).strip().lower()


def _is_own_line(passage: Passage, start: int, end: int) -> bool:
    """Whether a span of the sentence is a whole line of the article."""
    begin, stop = passage.span_in_document(start, end)
    return passage.article.begins_line(begin) and passage.article.ends_line(stop)


_LABEL = re.compile(rf"\A(\W*)([^\W\d_][\w'’,. -]{{2,60}}?)({GAP}*[:>»|]|{GAP}*\Z)(?=\s|\Z)")
_INSIDE = re.compile(r"[(\[]([^()\[\]\n]{4,40})[)\]]")


@register(
    "WR102",
    "wire-label",
    summary="A label of the wire: À lire aussi, Voir la vidéo, Photo d'archives",
    why=(
        "Labels around the copy are set by the site, not by the writer, and are often left in "
        "French before an English text. Only listed labels are rewritten, at the beginning of a "
        "line before a colon, alone on a line, or in brackets."
    ),
    fixes="Safe: a listed label has one English form.",
    examples=(
        Example("À lire aussi : Five things to know", "Read also: Five things to know"),
        Example("The minister (photo d'archives) spoke.", "The minister (file photo) spoke."),
        Example("Photo: the minister at work", "Photo: the minister at work"),
    ),
    reads="both",
)
def wire_labels(passage: Passage) -> Iterator[Finding]:
    """Listed labels at the beginning of a line or in brackets."""
    rule, labels = ("WR102", "wire-label"), _labels("label")
    match = _LABEL.match(passage.text)
    if match:
        english = labels.get(_folded(match[2]))
        at_line = _begins_line(passage)
        colon = match[3].strip()
        if english and at_line and (colon or _is_own_line(passage, match.start(2), match.end(2))):
            colon = ":" if colon else ""
            yield from proposed(
                passage,
                rule,
                (match.start(2), match.end()),
                english + colon,
                "a label of the wire",
            )
    for inside in _INSIDE.finditer(passage.text):
        english = labels.get(_folded(inside[1]))
        if english:
            english = english[0].lower() + english[1:] if inside[1][0].islower() else english
            yield from proposed(passage, rule, inside.span(1), english, "a label of the wire")


def _begins_line(passage: Passage) -> bool:
    return passage.article.begins_line(passage.sentence.start)


_PERSON = r"[A-ZÀ-Þ][\w'’.-]+(?: (?:de |du |d['’]|le |la |el-|al-|ben )?[A-ZÀ-Þ][\w'’.-]+){1,3}"
_BYLINE = re.compile(
    rf"\A(Par)(?= {_PERSON}(?:(?:,| et| and| avec| with|{GAP}[-–—]|{GAP}\() ?[\w ()'’.-]*)?\Z)"
)


@register(
    "WR103",
    "byline",
    summary="Par before the writer's name",
    why=(
        "A byline stands on a line of its own: Par and a name. Only Par changes. Elsewhere Par may "
        "be anything (par 72, Par le passé)."
    ),
    fixes="Safe: one word on a line that holds nothing but a name.",
    examples=(
        Example("Par Claire Dumont", "By Claire Dumont"),
        Example("Par for the course is 72.", "Par for the course is 72."),
    ),
    reads="both",
)
def bylines(passage: Passage) -> Iterator[Finding]:
    """``Par`` before a name on a line of its own."""
    match = _BYLINE.match(passage.text)
    if match and _is_own_line(passage, 0, len(passage.text)):
        yield from proposed(passage, ("WR103", "byline"), match.span(1), "By", "a byline")


@register(
    "WR104",
    "crosshead",
    summary="A crosshead or a slug left in French",
    why=(
        "Crossheads are short lines of their own, and machine translation passes many over, or "
        "takes them for names. Listed ones have an English form; others are left to the rules for "
        "French words. English ones are not touched."
    ),
    fixes="Safe: a listed crosshead has one English form, and must be the whole line.",
    examples=(
        Example("Le contexte", "The context"),
        Example("The context", "The context", "English"),
    ),
    reads="both",
)
def crossheads(passage: Passage) -> Iterator[Finding]:
    """Listed crossheads that are a whole line."""
    text = passage.text
    if len(text) > 60:
        return
    core = text.strip(" -–—*#:•\t")
    start = text.find(core)
    english = _labels("crosshead").get(_folded(core))
    if english and core and _is_own_line(passage, 0, len(text)):
        yield from proposed(
            passage,
            ("WR104", "crosshead"),
            (start, start + len(core)),
            english,
            "a listed crosshead",
        )
