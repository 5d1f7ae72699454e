"""PL2xx: English spellings of a place: one in an article, and the house style's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Span
from cleaner.finding import Finding, Fix, Safety, Source
from cleaner.gazetteer.entry import VARIANT
from cleaner.rules.article import Article
from cleaner.rules.passage import Passage
from cleaner.rules.purpose import is_on_purpose
from cleaner.rules.registry import Example, register

__all__ = ["other_spellings", "variant_names"]

# Both are matters of taste: nothing is wrong, and an editor may have reasons.
CONFIDENCE = 0.8
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?")
_POSSESSIVE = re.compile(r"['’]s$")


@register(
    "PL201",
    "one-spelling",
    summary="A place under two English spellings in one article",
    why=(
        "Translated and original paragraphs often differ: Hodeida here, Hodeidah there. The "
        "spelling that the article uses more often is proposed for the others."
    ),
    fixes="Unsafe: both spellings are English, and an editor may have reasons.",
    examples=(
        Example(
            "Ships left Hodeida. In Hodeida, and near Hodeidah, shots were heard.",
            "Ships left Hodeida. In Hodeida, and near Hodeida, shots were heard.",
            unsafe=True,
        ),
        Example("Ships left Hodeidah.", "Ships left Hodeidah.", "one spelling"),
    ),
    reads="names",
)
def other_spellings(passage: Passage) -> Iterator[Finding]:
    """Spellings that the document uses less than another of the same place."""
    spellings = passage.tools.gazetteer.spellings
    article = passage.article if passage.document else Article(passage.text)
    for found in _NAME.finditer(passage.text):
        whole = _POSSESSIVE.sub("", found[0])
        name = whole if whole in spellings else _POSSESSIVE.sub("", found[0].split(" ")[0])
        group = spellings.get(name)
        if group is None:
            continue
        used = {other: article.times(_whole(other)) for other in group}
        best = max(group, key=lambda other: (used[other], -group.index(other)))
        if best == name or not used[best]:
            continue
        reason = f"also spelt {best} in this article, {used[best]} times to {used[name]}"
        fix = Fix(best, Source.GAZETTEER, CONFIDENCE, Safety.UNSAFE, reason)
        place = passage.span_in_document(found.start(), found.start() + len(name))
        yield Finding("PL201", "one-spelling", *place, name, {"spellings": used}, fix=fix)


def _whole(name: str) -> str:
    r"""A form for a name that is no part of a longer word.

    A form that begins with letters is searched for many times as fast as one that begins with \b.
    """
    return rf"{re.escape(name)}(?<!\w{re.escape(name)})\b"


@register(
    "PL202",
    "spelling-variant",
    summary="A place or person under an English name that another is preferred to",
    why=(
        "Kiev and Swaziland are English, though newer names are preferred. They were not left in "
        "French, so that it is for a house to say whether they should be found. Names that its "
        "style writes in another way (Hodeidah for Hodeida) are found, too."
    ),
    fixes="Unsafe: nothing is wrong with the older name.",
    examples=(
        Example("He flew to Kiev.", "He flew to Kyiv.", unsafe=True),
        Example("He flew to Kyiv.", "He flew to Kyiv.", "the preferred name"),
    ),
    reads="all",
    style=("names",),
    default=False,
)
def variant_names(passage: Passage) -> Iterator[Finding]:
    """Listed English variants, and what the house style writes in another way."""
    yield from _not_as_the_house_writes(passage)
    for match in passage.places:
        if match.entry.safety == VARIANT and not is_on_purpose(
            passage, Span(match.start, match.end)
        ):
            found = passage.text[match.start : match.end]
            fix = Fix(
                match.replacement,
                Source.GAZETTEER,
                CONFIDENCE,
                Safety.UNSAFE,
                match.entry.note,
                match.alternatives,
            )
            evidence = {"row": f"{match.entry.form} = {match.entry.canonical}"}
            place = passage.span_in_document(match.start, match.end)
            yield Finding("PL202", "spelling-variant", *place, found, evidence, fix=fix)


def _not_as_the_house_writes(passage: Passage) -> Iterator[Finding]:
    from cleaner.gazetteer.house import other_names

    style, gazetteer = passage.article.style, passage.tools.gazetteer
    french = [Span(match.start, match.end) for match in passage.places]
    for start, end, preferred in other_names(passage.text, style.names, gazetteer):
        span = Span(start, end)
        if is_on_purpose(passage, span) or any(span.overlaps(other) for other in french):
            continue
        reason = f"the style {style.name} has {preferred}"
        fix = Fix(preferred, Source.GAZETTEER, CONFIDENCE, Safety.UNSAFE, reason)
        found = passage.text[start:end]
        place = passage.span_in_document(start, end)
        yield Finding("PL202", "spelling-variant", *place, found, {"style": style.name}, fix=fix)
