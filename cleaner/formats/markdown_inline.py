"""Cuts the text of a block of Markdown into runs: what people see, and where it stands.

The tokens of markdown-it have no places. Here each of its rules notes where in the text it worked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

__all__ = ["InlineParser", "Run", "footnote_mark"]

_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]")
_Rule = Callable[[StateInline, bool], bool]


class Run(NamedTuple):
    """A stretch of a block's text.

    ``kind`` is ``text`` (it stands for itself), ``as`` (``text`` is what people see for it),
    ``fixed`` (seen as it is, but no edit may touch it), ``hidden`` (no text), ``tag`` (of HTML),
    ``title`` (a link's or image's) or ``aside`` (``runs`` are a text of their own). What lies
    between runs is markup.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    runs: tuple[Run, ...] = ()


class _Marks(NamedTuple):
    """Marks of emphasis with their places: those without a partner turn out to be text."""

    places: tuple[tuple[int, int, Token], ...]
    kind: str = "text"


class InlineParser(ParserInline):
    """markdown-it's reader of a block's text, with the place of all that it finds."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: list[Run | _Marks] = []
        self._latest: tuple[Run, ...] = ()
        self._label_end = 0

    def note_places(self) -> None:
        """Lets every rule that is there note where it worked."""
        rules = zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True)
        for name, rule in list(rules):
            self.ruler.at(name, self._noting(name, rule))
        self.ruler.push("rest", self._noting("rest", _rest))
        self.ruler2.disable("fragments_join")

    def runs(
        self, text: str, parser: MarkdownIt, env: dict[str, Any], tokens: list[Token]
    ) -> tuple[Run, ...]:
        """The runs of a text; its tokens are added to ``tokens``."""
        self.parse(text, parser, env, tokens)
        return self._latest

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """As the library's, which also calls it for the text of an image."""
        outer, self._noted = self._noted, []
        try:
            super().parse(src, md, env, tokens)
            self._latest = tuple(_in_order(_trimmed(_resolved(self._noted), src)))
        finally:
            self._noted = outer
        return tokens

    def tokenize(self, state: StateInline) -> None:
        """As the library's, which also calls it for a label, and that ends where it ends."""
        super().tokenize(state)
        self._label_end = state.posMax

    def _noting(self, name: str, rule: _Rule) -> _Rule:
        def noting(state: StateInline, silent: bool) -> bool:
            start, tokens, known = state.pos, len(state.tokens), len(self._noted)
            if not rule(state, silent):
                return False
            if not silent:
                pushed, inside = state.tokens[tokens:], self._noted[known:]
                self._noted[known:] = self._found(name, state, start, pushed, inside)
            return True

        return noting

    def _found(
        self,
        name: str,
        state: StateInline,
        start: int,
        pushed: Sequence[Token],
        inside: list[Run | _Marks],
    ) -> Sequence[Run | _Marks]:
        """What a rule found, after what others found ``inside`` that."""
        end, kind = state.pos, pushed[-1].type if pushed else ""
        if kind in ("softbreak", "hardbreak"):
            return [Run("as", start, end, " " if kind == "softbreak" else "\n")]
        if name in ("escape", "entity"):
            seen = pushed[-1].content
            return [Run("text" if seen == state.src[start:end] else "as", start, end, seen)]
        if name in ("emphasis", "strikethrough"):
            return [_marks(end, pushed, start)]
        if name == "link":
            return _link(inside, state.src, self._label_end, end)
        if name == "image":
            alt, alt_end = _moved(self._latest, start + 2), start + 2 + self._label_end
            said = _link(alt, state.src, alt_end, end)
            aside = Run("aside", start + 2, alt_end, runs=tuple(_only_runs(said[: len(alt)])))
            return [Run("hidden", start, end), aside, *said[len(alt) :]]
        if name == "footnote_ref":
            return []
        if name == "html_inline":
            return [Run("tag", start, end)]
        hides = name == "autolink" or kind == "code_inline"
        return [Run("hidden" if hides else "text", start, end)]


def footnote_mark(state: StateInline, silent: bool) -> bool:
    """A footnote's mark, whether the footnote is there or not.

    The library's rule needs time that grows with the square of the length for many brackets.
    """
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": match[1]}
    state.pos = match.end()
    return True


def _rest(state: StateInline, silent: bool) -> bool:
    """A character that no rule takes is text."""
    if not silent:
        state.append_pending(state.src[state.pos])
    state.pos += 1
    return True


def _marks(end: int, pushed: Sequence[Token], start: int) -> _Marks:
    """The tokens of a row of marks; text that was pending may have been pushed before them."""
    places: list[tuple[int, int, Token]] = []
    for token in reversed(pushed):
        if end == start:
            break
        places.append((end - len(token.content), end, token))
        end -= len(token.content)
    return _Marks(tuple(reversed(places)))


def _link(label: Sequence[Run | _Marks], text: str, label_end: int, end: int) -> list[Run | _Marks]:
    """The label of a link or image, and its title.

    A label that is also the name of its target (``[so]``, ``[so][]``) can't be edited.
    """
    if text[label_end:end] in ("]", "][]"):
        return [_fixed(run) for run in label]
    titles = _title(text, label_end + 2, end) if text[label_end + 1] == "(" else ()
    return [*label, *titles]


def _fixed(run: Run | _Marks) -> Run | _Marks:
    if isinstance(run, Run) and run.kind == "aside":
        return run._replace(runs=tuple(_only_runs(map(_fixed, run.runs))))
    return run._replace(kind="fixed") if run.kind in ("text", "as") else run


def _title(text: str, start: int, end: int) -> Iterator[Run]:
    """The title behind the target of a link, between quotation marks or parentheses."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" \t\n"))
    start = parseLinkDestination(text, start, end).pos or start
    title = text[start : end - 1].strip(" \t\n")
    if len(title) > 2 and title[0] + title[-1] in ('""', "''", "()"):
        begin = text.index(title, start) + 1
        yield Run("title", begin, begin + len(title) - 2, title[-1])


def _moved(runs: Iterable[Run], by: int) -> list[Run]:
    return [
        run._replace(start=run.start + by, end=run.end + by, runs=tuple(_moved(run.runs, by)))
        for run in runs
    ]


def _only_runs(found: Iterable[Run | _Marks]) -> Iterator[Run]:
    return (one for one in found if isinstance(one, Run))


def _resolved(noted: Iterable[Run | _Marks]) -> Iterator[Run]:
    """The runs, with those marks as text that found no partner."""
    for one in noted:
        if isinstance(one, Run):
            yield one
            continue
        for start, end, token in one.places:
            if token.content:  # a mark that pairs has lost its content
                yield Run(one.kind, start, end)


def _trimmed(runs: Iterable[Run], text: str) -> Iterator[Run]:
    """The runs, where a line break takes the blanks before it."""
    kept: list[Run] = []
    for run in runs:
        if run.kind == "as" and run.text in (" ", "\n") and "\n" in text[run.start : run.end]:
            start = run.start
            while start and text[start - 1] in " \t":
                start -= 1
            while kept and kept[-1].kind == "text" and kept[-1].start >= start:
                kept.pop()
            if kept and kept[-1].kind == "text" and kept[-1].end > start:
                kept[-1] = kept[-1]._replace(end=start)
            run = run._replace(start=max(start, kept[-1].end if kept else 0))
        kept.append(run)
    return iter(kept)


def _in_order(runs: Iterable[Run]) -> Sequence[Run]:
    """The runs; none if a rule read on beyond the text that it was given."""
    runs = list(runs)
    own = [run for run in runs if run.kind not in ("aside", "title")]
    return runs if all(a.end <= b.start for a, b in pairwise(own)) else ()
