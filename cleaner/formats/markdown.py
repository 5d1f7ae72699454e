"""Markdown: CommonMark with the extensions of GitHub, Hugo, Jekyll and WordPress.

People see no code, targets of links, formulas and shortcodes; the texts of images, titles and
footnotes are blocks of their own. What stands between the lines of a file's front matter is YAML,
TOML or JSON. A word can become markup by where it stands (``2.`` a list, ``****`` a row of stars),
so each edit is read again before it is offered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

from markdown_it.common.utils import unescapeAll

from cleaner.apply import put
from cleaner.errors import InputError
from cleaner.finding import Edit
from cleaner.formats import front_matter, html
from cleaner.formats.html_tokens import attributes, references, tokens
from cleaner.formats.markdown_inline import Run
from cleaner.formats.markdown_masks import masked
from cleaner.formats.markdown_tokens import Block, blocks
from cleaner.formats.registry import Options
from cleaner.formats.suppressions import Comment
from cleaner.origin import Escape, Origin, Piece, Weaver

__all__ = ["comments", "escape_cell", "escape_text", "read"]

# Characters that would be markup where they stand; elsewhere no backslash is needed.
_MARKUP = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|[*`]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)|(?<!\w)_|_(?!\w)"
    r"|\[(?=\^)|\](?=[(\[])"
)
# In titles: escaped characters, entities and line breaks.
_NOTATION = re.compile(
    r"\\[!-/:-@\[-`{-~]|&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?<![ \t])[ \t]*+\n[ \t]*+"
)
_MASKS = re.compile(rf"{html.HIDDEN}+|[^{html.HIDDEN}]+")


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    r"""The file as one article.

    >>> page = "---\ntitle: The base\n---\n> The **air**\n> base, `x` &amp; [so](y.md 'Or not')\n"
    >>> [article] = read(page, "a.md", Options())
    >>> article.text
    '\n\nThe base\n\nThe air base, \ufffc & so\n\nOr not'
    """
    del options
    try:
        yield _Article(source).origin()
    except RecursionError:
        raise InputError(
            f"{name}: its brackets or quotations are nested too deeply; it was left alone. "
            "Pass --input-format text to treat it as plain text"
        ) from None


def comments(source: str) -> list[Comment]:
    """The places of comments that are no code."""
    matter = front_matter.read(source)
    start = matter.end if matter else 0
    return [
        Comment(*block.place(begin, end))
        for block in blocks(masked(source), start, len(source), {})
        for begin, end in _comments_in(block)
    ]


def _comments_in(block: Block) -> Iterator[tuple[int, int]]:
    if block.kind == "html":
        yield from ((t.start, t.end) for t in tokens(block.content) if t.kind == "other")
    for run in block.runs:
        if run.kind == "tag":
            yield run.start, run.end


def escape_text(text: str) -> str:
    r"""Text as a paragraph spells it.

    >>> escape_text("a *b* [c] 2 < 3 <d> e_f"), escape_text("on Monday")
    ('a \\*b\\* [c] 2 < 3 \\<d> e_f', 'on Monday')
    """
    return _MARKUP.sub(r"\\\g<0>", text)


def escape_cell(text: str) -> str:
    """Text as a cell of a table spells it."""
    return escape_text(text).replace("|", r"\|")


@cache
def _title_escape(quote: str) -> Escape:
    """How text is spelt in a title that ends with this mark."""
    special = re.compile(
        rf"\\(?=[!-/:-@\[-`{{-~])|&(?=#?\w+;)|[{re.escape('()' if quote == ')' else quote)}]"
    )
    return lambda text: special.sub(r"\\\g<0>", text)


class _Part(NamedTuple):
    """Where a part of the file begins, in the source and in the view.

    A part is the front matter, or a block that no other contains, with what follows up to the next.
    """

    start: int
    view_start: int


class _Reading(NamedTuple):
    """What people see of a stretch of a source, and what else is in it."""

    text: str
    shape: object


class _Article:
    """A file, its view, and the parts that can be read again alone."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._env: dict[str, Any] = {}
        weaver = Weaver(masked(source))
        self._parts = [_Part(0, 0)]
        matter = front_matter.read(source)
        if matter:
            weaver.add(matter.origin)
            self._parts.append(_Part(matter.end, weaver.length))
        self._body = len(self._parts) - 1
        for part in _woven(weaver, self._parts[-1].start, len(source), self._env)[0]:
            if self._parts[-1].start < part.start:
                self._parts.append(part)
        self._view = weaver.origin()
        self._read_again = lru_cache(8)(self._uncached_reading)

    def origin(self) -> Origin:
        """The view, with the check of its edits."""
        return Origin(self._view.text, tuple(_unmasked(self._view)), self._holds)

    def _holds(self, start: int, end: int, new: str, edits: Sequence[Edit]) -> bool:
        """Whether the view changes as it should, and nothing else does."""
        text = self._view.text
        for first, last in self._surroundings(edits):
            begin, stop = self._parts[first], self._parts[last]
            source = self._source[begin.start : stop.start]
            before = self._read_again(source, first)
            if before.text != text[begin.view_start : stop.view_start]:
                continue  # it reads otherwise without what stands around it
            moved = [Edit(e.start - begin.start, e.end - begin.start, e.text) for e in edits]
            wanted = text[begin.view_start : start] + new + text[end : stop.view_start]
            return self._read_again(put(source, moved), first) == before._replace(text=wanted)
        return False

    def _surroundings(self, edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
        """The parts that edits lie in with their neighbours, and the next best: the whole body."""
        starts = [part.start for part in self._parts]
        first = bisect_right(starts, min(edit.start for edit in edits)) - 1
        last = bisect_right(starts, max(max(edit.start, edit.end - 1) for edit in edits)) - 1
        if first < self._body:
            yield first, self._body
            return
        end = len(self._parts) - 1
        yield max(self._body, first - 1), min(end, last + 2)
        yield self._body, end

    def _uncached_reading(self, source: str, first: int) -> _Reading:
        if first < self._body:
            matter = front_matter.read(source)
            if matter is None or matter.end != len(source):
                return _Reading("", None)
            return _Reading(matter.origin.text, matter.shape)
        weaver = Weaver(masked(source))
        try:
            _, shape = _woven(weaver, 0, len(source), deepcopy(self._env))
        except RecursionError:
            return _Reading("", None)
        return _Reading(weaver.origin().text, shape)


def _woven(
    weaver: Weaver, start: int, end: int, env: dict[str, Any]
) -> tuple[list[_Part], tuple[object, ...]]:
    """Adds a stretch of the source without front matter; its parts, and all that is no text."""
    parts: list[_Part] = []
    shape: list[object] = []
    for block in blocks(weaver.source, start, end, env):
        parts.append(_Part(block.top, weaver.length))
        shape += block.shape
        if block.kind == "html":
            weaver.divide("\n\n")
            weaver.add(html.weave(block.content).inside(block.origin()))
        elif block.kind != "end":
            _Text(weaver, block).add(block.runs)
    return parts, tuple(shape)


def _unmasked(origin: Origin) -> Iterator[Piece]:
    """The pieces of a view without what is masked there."""
    for piece in origin.pieces:
        if html.HIDDEN not in origin.text[piece.start : piece.end]:
            yield piece
            continue
        for match in _MASKS.finditer(origin.text, piece.start, piece.end):
            part = piece.cut(*match.span()) if html.HIDDEN not in match.group() else None
            if part:
                yield part


class _Text:
    """Adds a block of text to a view, then what its images, titles and footnotes say."""

    def __init__(self, weaver: Weaver, block: Block) -> None:
        self._weaver = weaver
        self._block = block
        self._escape = escape_cell if block.kind == "cell" else escape_text
        # The open elements of HTML since one whose content is no text.
        self._skipped: list[str] = []

    def add(self, runs: Sequence[Run]) -> None:
        """Adds runs as a text of their own."""
        self._weaver.divide("\n\n")
        self._skipped.clear()
        later: list[Callable[[], None]] = []
        for run in runs:
            if run.kind == "aside":
                later.append(partial(self.add, run.runs))
            elif run.kind == "title":
                later.append(partial(self._title, run))
            elif run.kind == "tag":
                later += self._tag(run)
            elif not self._skipped:
                self._seen(run)
        for add in later:
            add()

    def _seen(self, run: Run) -> None:
        content = self._block.content[run.start : run.end]
        if run.kind == "hidden":
            self._weaver.divide(html.HIDDEN)
        elif run.kind == "fixed":
            self._weaver.divide(run.text or content)
        elif run.kind == "as":
            self._weaver.put(run.text, *self._block.place(run.start, run.end), self._escape)
        else:
            for match in _MASKS.finditer(content):
                self._copy(run.start + match.start(), run.start + match.end())

    def _copy(self, start: int, end: int) -> None:
        if self._block.content[start] == html.HIDDEN:
            self._weaver.divide(html.HIDDEN)
            return
        for place in self._block.parts(start, end):
            self._weaver.copy(*place, self._escape)

    def _title(self, run: Run) -> None:
        """Adds the title of a link or image."""
        inner, escape, done = Weaver(self._block.content), _title_escape(run.text), run.start
        for match in _NOTATION.finditer(self._block.content, run.start, run.end):
            seen = unescapeAll(match.group()) if match.group().strip() else " "
            inner.copy(done, match.start(), escape)
            inner.put(seen, *match.span(), escape)
            done = match.end()
        inner.copy(done, run.end, escape)
        self._apart(inner)

    def _attribute(self, start: int, end: int) -> None:
        """Adds what an attribute of a tag says."""
        inner = Weaver(self._block.content)
        references(inner, start, end, html.escape_attribute)
        self._apart(inner)

    def _apart(self, inner: Weaver) -> None:
        self._weaver.divide("\n\n")
        self._weaver.add(inner.origin().inside(self._block.origin()))

    def _tag(self, run: Run) -> Iterator[Callable[[], None]]:
        """Follows a tag; what its attributes say comes later."""
        source = self._block.content[run.start : run.end]
        token = next(tokens(source))
        name = token.tag
        if name and name not in html.INLINE | html.SKIPPED and not self._skipped:
            self._weaver.divide("\n" if name == "br" else "\n\n")
        if token.kind == "end" and name in self._skipped:
            del self._skipped[len(self._skipped) - 1 - self._skipped[::-1].index(name) :]
        if token.kind != "start":
            return
        said = list(attributes(source, token))
        if not self._skipped:
            for one in said:
                if one.name in html.READ_ATTRIBUTES and one.value.strip():
                    place = run.start + one.start, run.start + one.end
                    yield partial(self._attribute, *place)
        skips = name in html.SKIPPED or html.is_set_apart(name, said)
        if name not in html.VOID and (skips or self._skipped):
            if not self._skipped:
                self._weaver.divide(html.HIDDEN)
            self._skipped.append(name)
