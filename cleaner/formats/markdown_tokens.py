"""Cuts Markdown into blocks with the place of each of their lines, and their text into runs.

markdown-it reads CommonMark, tables, strikethrough, task lists, alerts and footnotes, but says of a
block in which lines it stands at most.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from cleaner.formats.html_tokens import tokens
from cleaner.formats.markdown_inline import InlineParser, Run, footnote_mark
from cleaner.origin import Origin, Weaver

__all__ = ["Block", "Line", "blocks"]

# Blockquotes and lists inside each other are read so deep, a list counting twice; brackets inside
# brackets, too. Without a limit the parser runs out of stack.
MOST_NESTING = 40
# Rules that others may interrupt their block with; markdown-it names them so.
_CHAINS = ("paragraph", "reference", "blockquote", "list")
_LEAVES = frozenset({"paragraph", "heading", "lheading", "table", "html_block"})
_BLANKS = " \t"
# What stands between the prefix of a line and its text.
_BEFORE = re.compile(r"[#\s]*")


class Line(NamedTuple):
    """A line of a block's content: where it starts there and in the source, and its length."""

    start: int
    source_start: int
    length: int


class Block(NamedTuple):
    """The text of a paragraph, heading or cell (``text``, ``cell``), or a block of ``html``.

    ``top`` is where in the source the outermost block around it begins. ``shape`` is what no edit
    may change: the kinds of all blocks since the last one, the targets of links, code. After the
    last block comes one of kind ``end`` with the shape of the rest.
    """

    kind: str
    top: int
    shape: tuple[object, ...]
    content: str = ""
    lines: tuple[Line, ...] = ()
    runs: tuple[Run, ...] = ()

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The places in the source of a stretch of the content, a line at a time."""
        for at in range(self._line_at(start), len(self.lines)):
            line = self.lines[at]
            if line.start >= end:
                return
            begin, stop = max(start, line.start), min(end, line.start + line.length)
            if begin < stop:
                shift = line.source_start - line.start
                yield begin + shift, stop + shift

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of a stretch of the content, line breaks included."""
        last = self.lines[self._line_at(end - 1)]
        if end <= last.start + last.length:
            return self._offset(start), last.source_start + end - last.start
        return self._offset(start), self._offset(end)

    def origin(self) -> Origin:
        """The content, with its places in the source."""
        weaver = Weaver(self.content)
        done = 0
        for line in self.lines:
            if done < line.start:
                place = self.place(done, line.start)
                weaver.put(self.content[done : line.start], *place)
            shift = line.source_start - line.start
            done = line.start + line.length
            weaver.put(self.content[line.start : done], line.start + shift, done + shift)
        return weaver.origin()

    def _offset(self, at: int) -> int:
        line = self.lines[self._line_at(at)]
        return line.source_start + min(at - line.start, line.length)

    def _line_at(self, at: int) -> int:
        return max(0, bisect_right(self.lines, at, key=lambda line: line.start) - 1)


def blocks(text: str, start: int, end: int, env: dict[str, Any]) -> Iterator[Block]:
    r"""The blocks of a part of a text that begins and ends with whole lines.

    ``env`` holds the targets that links may name, and gets those that the part defines.

    >>> block, end = blocks("> *so*\n> said", 0, 13, {})
    >>> block.content, [line.source_start for line in block.lines]
    ('*so*\nsaid', [2, 9])
    >>> [(run.kind, block.content[run.start : run.end]) for run in block.runs]
    [('text', 'so'), ('as', '\n'), ('text', 'said')]
    """
    parser, inline = _parser()
    page = _Lines(text, start, end)
    top, shape = start, []
    for token in parser.parse(page.normal, env):
        if token.level == 0 and token.map:
            top = page.starts[token.map[0]]
        lines = _lines(token, page)
        if not lines:
            shape.append(_shape(token))
            continue
        if token.type == "html_block":
            content = "".join(
                text[line.source_start : line.source_start + line.length] for line in lines
            )
            yield Block("html", top, (*shape, *_tags(content)), content, lines)
        else:
            children: list[Token] = []
            runs = inline.runs(token.content, parser, env, children)
            kind = "cell" if "cell" in token.meta else "text"
            shape += map(_shape, filter(_is_markup, children))
            yield Block(kind, top, tuple(shape), token.content, lines, runs)
        shape = []
    yield Block("end", end, tuple(shape))


def _is_markup(token: Token) -> bool:
    return token.type not in ("text", "text_special", "softbreak")


def _shape(token: Token) -> tuple[object, ...]:
    """What an edit must not change of a token."""
    if token.type == "html_inline":
        return _tags(token.content)
    children = tuple(map(_shape, filter(_is_markup, token.children or ())))
    said = "" if token.type == "image" else token.content
    target = token.attrs.get("href") or token.attrs.get("src")
    known = tuple(token.meta.get(key) for key in ("label", "url", "checked"))
    return (token.type, token.tag, token.info, target, said, known, children)


def _tags(html: str) -> tuple[object, ...]:
    """The tags and comments in HTML."""
    return tuple(
        token.tag or html[token.start : token.end] for token in tokens(html) if token.kind != "text"
    )


class _Lines:
    """A part of a text as markdown-it sees it, with one line feed a line, and the way back."""

    def __init__(self, text: str, start: int, end: int) -> None:
        breaks = list(re.compile(r"\r\n?|\n").finditer(text, start, end))
        self.starts = [start, *(match.end() for match in breaks)]
        ends = [*(match.start() for match in breaks), end]
        lines = [text[begin:stop] for begin, stop in zip(self.starts, ends, strict=True)]
        self.normal = "\n".join(lines)
        self._normal_starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]

    def source(self, line: int, offset: int) -> int:
        """The place in the text of an offset in ``normal`` that lies on a line."""
        return self.starts[line] + offset - self._normal_starts[line]

    def next(self, line: int, offset: int) -> int:
        """The same for the end of a line, its line break included."""
        return self.starts[line + 1] if line + 1 < len(self.starts) else self.source(line, offset)


def _lines(token: Token, page: _Lines) -> tuple[Line, ...]:
    """The lines of a block's content with their places; none if one is not where it should be."""
    if "cell" in token.meta:
        return tuple(_cell(token, page))
    if "lines" not in token.meta:
        return ()
    return tuple((_html if token.type == "html_block" else _prose)(token, page))


def _prose(token: Token, page: _Lines) -> list[Line]:
    """The lines of a paragraph or heading, without the blanks at their ends."""
    found: list[Line] = []
    at = 0
    lines = token.content.split("\n")
    if len(lines) > len(token.meta["lines"]) or not token.content:
        return []
    for (number, start, end), line in zip(token.meta["lines"], lines, strict=False):
        text = line.strip(_BLANKS)
        lead = len(line) - len(line.lstrip(_BLANKS))
        place = page.normal.find(text, start, end)
        if place < 0 or not _BEFORE.fullmatch(page.normal, start, place):
            return []
        found.append(Line(at + lead, page.source(number, place), len(text)))
        at += len(line) + 1
    return found


def _cell(token: Token, page: _Lines) -> list[Line]:
    r"""The stretches of a table's cell; a pipe in it is spelt ``\|``."""
    number, start, end = token.meta["cell"]
    raw = page.normal[start:end].rstrip()
    done = start + len(raw) - len(raw.lstrip())
    found: list[Line] = []
    seen = ""
    for match in re.finditer(r"\\(?=\|)|\Z", raw):
        stop = start + match.start()
        if done < stop:
            found.append(Line(len(seen), page.source(number, done), stop - done))
            seen += page.normal[done:stop]
        done = stop + 1
    return found if seen == token.content else []


def _html(token: Token, page: _Lines) -> list[Line]:
    """The lines of a block of HTML, without the blanks that they begin with."""
    found: list[Line] = []
    at = 0
    for number, start, end in token.meta["lines"]:
        place = page.source(number, start)
        length = page.next(number, end) - place
        found.append(Line(at, place, length))
        at += length
    return found


@cache
def _parser() -> tuple[MarkdownIt, InlineParser]:
    """The parser, whose rules note their places, and its part for the text of blocks."""
    parser = MarkdownIt(
        "js-default",
        {
            "html": True,
            "maxNesting": MOST_NESTING,
            "inline_definitions": True,
            "tasklists": True,
            "alerts": True,
        },
    )
    parser.inline = inline = InlineParser()
    footnote_plugin(parser, inline=False, move_to_end=False)
    inline.ruler.at("footnote_ref", footnote_mark)
    parser.core.ruler.enableOnly(["normalize", "block"])
    inline.note_places()
    ruler = parser.block.ruler
    rules = dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))
    chains = {
        name: [chain for chain in _CHAINS if rule in ruler.getRules(chain)]
        for name, rule in rules.items()
    }
    for name in _LEAVES:
        ruler.at(name, _noting_lines(rules[name]), {"alt": chains[name]})
    return parser, inline


_BlockRule = Callable[[StateBlock, int, int, bool], bool]


def _noting_lines(rule: _BlockRule) -> _BlockRule:
    """The rule, after which its tokens know where each of their lines begins and ends.

    Only then is it known: the prefixes of lists and quotations are taken off while they are read.
    """

    def noting(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        known = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        cells: Iterator[tuple[int, int]] = iter(())
        for token in state.tokens[known:]:
            if token.type == "tr_open" and token.map:
                cells = _cells(state, token.map[0])
            if token.type not in ("inline", "html_block") or not token.map:
                continue
            is_cell = state.tokens[known].type == "table_open"
            if not is_cell:
                token.meta["lines"] = [
                    (line, state.bMarks[line] + state.tShift[line], state.eMarks[line])
                    for line in range(*token.map)
                ]
            elif cell := next(cells, None):
                token.meta["cell"] = (token.map[0], *cell)
            else:
                token.content = ""
        return True

    return noting


def _cells(state: StateBlock, line: int) -> Iterator[tuple[int, int]]:
    """Where the cells of a table's row begin and end."""
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    row = state.src[start:end]
    start += len(row) - len(row.lstrip())
    row = row.strip()
    pipes = [match.start() for match in re.finditer(r"(?<!\\)\|", row)]
    edges = [-1, *pipes, len(row)]
    spans = [(left + 1, right) for left, right in pairwise(edges)]
    if spans and spans[0][0] == spans[0][1]:
        spans.pop(0)
    if spans and spans[-1][0] == spans[-1][1]:
        spans.pop()
    return iter([(start + left, start + right) for left, right in spans])
