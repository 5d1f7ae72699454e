"""Where in an article a finding stands: its sentence, and what kind of place that is."""

from __future__ import annotations

from enum import StrEnum

from cleaner.document import Document, Span
from cleaner.finding import Finding
from cleaner.sentences import line_at, sentences

__all__ = ["Kind", "kind_of", "sentence_around", "within"]

# Characters of the sentence that are kept on each side.
CONTEXT = 120


class Kind(StrEnum):
    """A kind of place: what is right in one may be wrong in another."""

    TEXT = "text"
    QUOTE = "quote"
    """Between quotation marks: somebody's words, or a title."""
    BRACKET = "bracket"
    """In square brackets: the agency's own words."""
    MARKUP = "markup"
    """Cut by tags, so that it can't be told what belongs between them."""


def within(article: Document, finding: Finding) -> Span | None:
    """The span in the article's text of a finding that counts in the file; None if it has none."""
    start, found = finding.start, finding.found
    origin = article.origin
    if origin is None:
        return _span(article.text, start, found)
    for piece in origin.pieces:
        if piece.source_start <= start < piece.source_end:
            shift = start - piece.source_start if piece.is_even else 0
            if span := _span(article.text, piece.start + shift, found):
                return span
    at = article.text.find(found) if found else -1
    while at >= 0:
        if origin.span(at, at + len(found)) == (start, finding.end):
            return Span(at, at + len(found))
        at = article.text.find(found, at + 1)
    return None


def _span(text: str, start: int, found: str) -> Span | None:
    return Span(start, start + len(found)) if text.startswith(found, start) else None


def kind_of(article: Document, span: Span, replacement: str | None) -> Kind:
    """The kind of place that a span of the article's text is.

    >>> article = Document.plain("“Il part mercredi,” he said [lundi].")
    >>> [str(kind_of(article, Span(at, at + 5), "x")) for at in (1, 9, 29)]
    ['quote', 'quote', 'bracket']
    """
    if article.origin and replacement is not None:
        placed = article.origin.edits(*span, replacement)
        if placed and not placed[1]:
            return Kind.MARKUP
    before = article.text[line_at(article.text, span.start)[0] : span.start]
    if article.text[span.start : span.end].startswith("[") or _is_open(before, "[", "]"):
        return Kind.BRACKET
    if before.count('"') % 2 or _is_open(before, "“", "”") or _is_open(before, "«", "»"):
        return Kind.QUOTE
    return Kind.TEXT


def _is_open(before: str, opening: str, closing: str) -> bool:
    return before.rfind(opening) > before.rfind(closing)


def sentence_around(text: str, span: Span) -> tuple[str, str]:
    """The rest of the sentence on both sides of a span, with an ellipsis where it is long.

    >>> sentence_around("One. It reopens mercredi at noon. Three.", Span(16, 24))
    ('It reopens ', ' at noon.')
    """
    first, last = line_at(text, span.start)
    last = max(last, span.end)
    for start, end in sentences(text, first, last):
        if start <= span.start < end:
            first, last = start, max(end, span.end)
            break
    before, after = text[first : span.start], text[span.end : last]
    if len(before) > CONTEXT:
        before = "…" + before[-CONTEXT:]
    if len(after) > CONTEXT:
        after = after[:CONTEXT] + "…"
    return before, after
