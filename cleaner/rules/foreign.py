"""LG1xx: other languages than French. They are named, and never touched."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detection.foreign import Stretch, language_name
from cleaner.finding import Finding
from cleaner.rules.passage import Passage
from cleaner.rules.registry import Example, register

__all__ = ["FOREIGN_ARTICLE", "foreign_articles", "other_languages"]

FOREIGN_ARTICLE = "LG102"


@register(
    "LG101",
    "other-language",
    summary="A sentence or a long run in another language than English or French",
    why=(
        "Readers don't follow it, and Cleaner has no vocabulary to translate it with. Names, words "
        "and whatever stands in quotation marks are no concern of this rule."
    ),
    fixes="No fix: it is named, and left to an editor.",
    examples=(
        Example(
            "The mayor left. Los vecinos dijeron que no saben cuando va a volver.",
            "The mayor left. Los vecinos dijeron que no saben cuando va a volver.",
            "reported only",
        ),
        Example(
            "She read La casa de los espíritus in Los Angeles.",
            "She read La casa de los espíritus in Los Angeles.",
            "names",
        ),
    ),
)
def other_languages(passage: Passage) -> Iterator[Finding]:
    """Stretches of the languages that a run names, outside quotations."""
    for stretch in passage.stretches:
        start, end, code = stretch
        if _is_name(passage, stretch) or passage.quotation_around(start, end):
            continue
        yield Finding(
            "LG101",
            "other-language",
            *passage.span_in_document(start, end),
            passage.text[start:end],
            {"language": code, "why": f"{language_name(code)}, which Cleaner does not translate"},
        )


def _is_name(passage: Passage, stretch: Stretch) -> bool:
    """Whether most words are capitalised: Frente Farabundo Martí para la Liberación Nacional."""
    words = [t for t in passage.tokens if stretch.start <= t.start < stretch.end]
    return 2 * sum(word.capitalised for word in words) >= len(words)


@register(
    FOREIGN_ARTICLE,
    "foreign-article",
    summary="An article that is French, or in another language, as a whole",
    why=(
        "To translate it word by word would shred it, so nothing in it is changed and no other "
        "rule looks at it, whatever was selected, unless this rule is ignored."
    ),
    fixes=(
        "No fix: the file is reported as an error (exit code 2) and left as it was; other files "
        "go on."
    ),
    examples=(
        Example(
            "Le conseil se réunit lundi. Il y a une grève.",
            "Le conseil se réunit lundi. Il y a une grève.",
            "too short to be an article; the other rules report it",
        ),
    ),
)
def foreign_articles(passage: Passage) -> Iterator[Finding]:
    """One finding, the first line, for a document that is mostly in another language."""
    code = passage.habits.language
    if code:
        first = passage.text.lstrip()
        start = len(passage.text) - len(first)
        first = first.split("\n", 1)[0].rstrip()
        yield Finding(
            FOREIGN_ARTICLE,
            "foreign-article",
            *passage.span_in_document(start, start + len(first)),
            first,
            {
                "language": code,
                "why": f"this article is in {language_name(code)}, not in English",
            },
        )
