"""FM112: guillemets, and quotation marks of two languages around one quotation.

Marks are read paragraph by paragraph with a stack, so that a quotation inside another gets the
house's inner marks, and one that runs over several sentences is closed where it ends. French, as
English, opens a quotation again at each paragraph; what is still open at the end of a paragraph is
in order where the next one goes on with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter

from cleaner.finding import Finding
from cleaner.rules.article import GAP, Article
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed, reported
from cleaner.rules.registry import Example, register

__all__ = ["guillemets", "quotation_marks"]

_MARK = re.compile(rf"[«‹]{GAP}*|{GAP}*[»›]|[“”\"]|(?<!\d )<<(?=\s?\w)|(?<=[\w.!?])\s?>>")
# What follows a paragraph whose quotation goes on: its mark again, or its end within some pages.
_GOES_ON = re.compile(r"\s*([«“]|[^«»]{0,20000}»)")
_OPENING, _CLOSING = frozenset("«‹"), frozenset("»›")


@dataclass(slots=True)
class _Quote:
    """A quotation: where its marks are (None: missing), how deep it is, and what is doubtful."""

    opening: re.Match[str] | None
    closing: re.Match[str] | None = None
    depth: int = 0
    doubt: str = ""
    holds: list[_Quote] = field(default_factory=list)

    @property
    def is_french(self) -> bool:
        """Whether one of the marks is French."""
        return any(mark and _is_french(mark) for mark in (self.opening, self.closing))


def _is_french(mark: re.Match[str]) -> bool:
    return any(character in "«»‹›<>" for character in mark.group())


def _kind(mark: re.Match[str]) -> str:
    text = mark.group().strip(" \u00a0\u202f\u2009")
    return {"‹": "«", "›": "»", "<<": "«", ">>": "»"}.get(text, text)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark to be changed: where, into what, the place of its quotation, and a doubt."""

    start: int
    end: int
    replacement: str
    quotation: int
    doubt: str


_start = attrgetter("start")


def quotation_marks(article: Article) -> list[Mark]:
    """The marks of an article that are to be changed, in order.

    >>> marks = quotation_marks(Article("He said: « Go “home” », twice."))
    >>> [(mark.replacement, mark.doubt) for mark in marks]
    [('“', ''), ('‘', ''), ('’', ''), ('”', '')]
    """
    marks: list[Mark] = []
    if not any(mark in article.text for mark in ("«", "»", "‹", "›", "<<", ">>")):
        return marks
    goes_on = False
    for line in re.finditer(r"[^\r\n]+", article.text):
        quotes, goes_on = _read(article.text, line.start(), line.end(), goes_on=goes_on)
        for quote in quotes:
            marks.extend(_changes(article, quote))
    return sorted(marks, key=lambda mark: mark.start)


def _read(text: str, start: int, end: int, *, goes_on: bool) -> tuple[list[_Quote], bool]:
    """The quotations of a paragraph, and whether the last is still open at its end."""
    top: list[_Quote] = []
    stack: list[_Quote] = []

    def add(quote: _Quote) -> None:
        quote.depth = len(stack)
        (stack[-1].holds if stack else top).append(quote)

    for mark in _MARK.finditer(text, start, end):
        kind = _kind(mark)
        if kind == '"':
            kind = _side(text, mark, stack)
        if kind in ("«", "“", '"opening'):
            quote = _Quote(mark)
            add(quote)
            stack.append(quote)
        elif kind in ("»", "”", '"closing') and stack:
            stack.pop().closing = mark
        elif kind == "»" and goes_on and not top:
            add(_Quote(None, mark))
        elif kind == "»":
            add(_Quote(None, mark, doubt="nothing is opened before it"))
    _doubt_open(text, end, top, stack)
    return top, bool(stack) and not stack[0].doubt


def _doubt_open(text: str, end: int, top: list[_Quote], stack: list[_Quote]) -> None:
    """Notes what is doubtful about the quotations of a paragraph that ends at ``end``."""
    for quote in (*top, *stack):
        if quote.opening and quote.opening.group().startswith("<<"):
            quote.doubt = "it may be an arrow"
    following = _GOES_ON.match(text, end) if stack else None
    for quote in stack:
        if not following or len(stack) > 1:
            quote.doubt = "it is not closed"


def _side(text: str, mark: re.Match[str], stack: list[_Quote]) -> str:
    """Whether a straight mark opens or closes."""
    if any(quote.opening and quote.opening.group() == '"' for quote in stack):
        return '"closing' if stack[-1].opening and stack[-1].opening.group() == '"' else "stray"
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : mark.end() + 1]
    if after.isalnum() and not before.isalnum():
        return '"opening'
    return '"closing' if stack and not after.isalnum() else "stray"


def _changes(article: Article, quote: _Quote, outer: int | None = None) -> Iterator[Mark]:
    """The marks of a quotation and of those inside it, which stand or fall with it."""
    change = quote.is_french or (outer is not None and not quote.doubt)
    place = outer
    if change:
        pair = _house_marks(article, quote)
        if place is None:
            place = (quote.opening or quote.closing).start()  # type: ignore[union-attr]
        if quote.opening:
            yield Mark(*quote.opening.span(), pair[0], place, quote.doubt)
        if quote.closing:
            yield Mark(*quote.closing.span(), pair[1], place, quote.doubt)
    for inner in quote.holds:
        yield from _changes(article, inner, place if change else None)


def _house_marks(article: Article, quote: _Quote) -> tuple[str, str]:
    """The opening and the closing mark for a quotation of this depth."""
    style = article.style.quotes
    pair = style.inner if quote.depth % 2 else style.outer
    straight = any(
        mark is not None and mark.group() == '"' for mark in (quote.opening, quote.closing)
    )
    if article.is_straight or (straight and not quote.depth):
        return ('"', '"') if pair in ("“”", '""') else ("'", "'")
    return pair[0], pair[1]


@register(
    "FM112",
    "guillemets",
    summary="Guillemets around a quotation",
    why=(
        "English has the house's own marks: “ ”, or straight ones where the article has no others, "
        "and ‘ ’ inside another quotation; the spaces inside guillemets go. Both marks of a "
        "quotation change together or not at all. A quotation that is not closed, or was never "
        "opened, is left to an editor."
    ),
    fixes=(
        "Safe where a quotation is opened and closed. Unsafe where it is not closed or may be "
        "an arrow (<<); without a fix where nothing was opened."
    ),
    examples=(
        Example("It spoke of « a historic day » then.", "It spoke of “a historic day” then."),
        Example('"Their « peace » is a word," he said.', "\"Their 'peace' is a word,\" he said."),
        Example("“A ‘day’,” he said. 'No', said she.", "“A ‘day’,” he said. 'No', said she."),
    ),
    reads="forms",
    style=("quotes",),
)
def guillemets(passage: Passage) -> Iterator[Finding]:
    """The marks of this sentence that are French, or stand inside French ones."""
    article, sentence = passage.article, passage.sentence
    marks = article.marks(quotation_marks)
    first = bisect_left(marks, sentence.start, key=_start)
    for mark in marks[first : bisect_left(marks, sentence.end, key=_start)]:
        start, end = mark.start - sentence.start, mark.end - sentence.start
        if mark.doubt and not article.opens_guillemets:
            continue
        if mark.doubt.startswith("nothing"):
            yield from reported(passage, ("FM112", "guillemets"), (start, end), mark.doubt)
            continue
        for finding in proposed(
            passage,
            ("FM112", "guillemets"),
            (start, end),
            mark.replacement,
            "French quotation marks",
            doubt=mark.doubt,
        ):
            yield replace(finding, pair=mark.quotation)
