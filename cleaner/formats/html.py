"""HTML: what a reader of the page sees, and the alternative texts and titles in its tags.

Not scripts, styles and code, nor what is marked ``translate="no"`` or as another language. Tags
that run inside a sentence (``<b>``, ``<a>``) do not cut it; all others end it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from cleaner.formats.html_tokens import Attribute, Token, attributes, references, tokens
from cleaner.formats.registry import Options
from cleaner.origin import Origin, Weaver

__all__ = ["escape_attribute", "escape_text", "is_set_apart", "read", "weave"]

# Elements of phrasing content that a sentence runs through (https://html.spec.whatwg.org/).
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i img ins label mark nobr q rb rp rt "
    "ruby s small span strike strong sub sup time tt u wbr".split()
)
# Elements whose content is no prose of the article.
SKIPPED = frozenset(
    "applet audio canvas code datalist embed iframe kbd map math noembed noframes noscript object "
    "samp script select style svg template textarea var video xmp".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# A start tag of these ends an open element of the same kind.
SELF_CLOSING = frozenset("dd dt li option p td th tr".split())
# Attributes that people read.
READ_ATTRIBUTES = frozenset({"alt", "title"})
# What stands in the view for something inside a sentence that is no text: code, a formula.
HIDDEN = "\ufffc"

# What ends a value without quotation marks, or should not stand in one.
_ENDS_VALUE = re.compile(r"[\s=`]")
_WRAP = re.compile(r"(?<![ \t])[ \t]*+[\r\n\t][ \t\r\n]*+")


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    r"""The page as one article.

    >>> page = "<p>La <b>base</b>\n  a&eacute;rienne <p>Two <img alt='A picture'> <code>x</code>"
    >>> [article] = read(page, "a.html", Options())
    >>> article.text
    '\n\nLa base aérienne \n\nTwo  \ufffc\n\nA picture'
    """
    del name, options
    yield weave(source)


def weave(source: str, *, keeps_lines: bool = False) -> Origin:
    """The text of a page, or of a piece of one, with its places.

    ``keeps_lines`` where a line break is more than a space, as in the texts of some editors.
    """
    page = _Page(source, keeps_lines=keeps_lines)
    for token in tokens(source):
        page.take(token)
    return page.finished()


def escape_text(text: str) -> str:
    """Text as HTML spells it between tags."""
    return html.escape(text, quote=False)


def escape_attribute(text: str) -> str:
    """Text as HTML spells it between quotation marks of either kind."""
    return html.escape(text)


def escape_unquoted(text: str) -> str:
    """Text as HTML spells it where no quotation marks are around it; never nothing at all.

    >>> escape_unquoted("the attack"), escape_unquoted("")
    ('the&#32;attack', '&#32;')
    """
    return _ENDS_VALUE.sub(lambda match: f"&#{ord(match[0])};", html.escape(text or " "))


class _Page:
    """What is open and what was seen while the tokens of a page go by."""

    def __init__(self, source: str, *, keeps_lines: bool = False) -> None:
        self._source = source
        self._keeps_lines = keeps_lines
        self._weaver = Weaver(source)
        self._read_attributes: list[Attribute] = []
        # Each open element: its name, and whether its content is passed over.
        self._open: list[tuple[str, bool]] = []
        # How many of each name, so that none is looked for in vain among thousands.
        self._depth: Counter[str] = Counter()

    def take(self, token: Token) -> None:
        """Goes on by one token."""
        if token.kind == "text":
            if not self._is_skipping:
                self._text(token.start, token.end)
        elif token.kind == "start":
            self._start(token)
        elif token.kind == "end":
            self._end(token.tag)

    def finished(self) -> Origin:
        """The view: the text of the page, then what its attributes say."""
        for attribute in self._read_attributes:
            self._weaver.divide("\n\n")
            escape = escape_attribute if attribute.is_quoted else escape_unquoted
            references(self._weaver, attribute.start, attribute.end, escape)
        return self._weaver.origin()

    @property
    def _is_skipping(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _text(self, start: int, end: int) -> None:
        keeps_lines = self._keeps_lines or self._depth["pre"] > 0
        done = start
        for match in () if keeps_lines else _WRAP.finditer(self._source, start, end):
            references(self._weaver, done, match.start(), escape_text)
            if self._source[done : match.start()].endswith(("&", "<")):
                self._weaver.divide(" ")  # what comes there instead could make markup of the mark
            else:
                self._weaver.put(" ", *match.span(), escape_text)
            done = match.end()
        references(self._weaver, done, end, escape_text)

    def _start(self, token: Token) -> None:
        name = token.tag
        if name in SELF_CLOSING and self._open and self._open[-1][0] == name:
            self._close(len(self._open) - 1)
        self._divide(name)
        said = list(attributes(self._source, token))
        if not self._is_skipping:
            self._read_attributes += [
                one for one in said if one.name in READ_ATTRIBUTES and one.value.strip()
            ]
        if name in VOID:
            return
        skips = name in SKIPPED or is_set_apart(name, said)
        if skips and not self._is_skipping:
            self._weaver.divide(HIDDEN)
        self._open.append((name, skips or self._is_skipping))
        self._depth[name] += 1

    def _end(self, name: str) -> None:
        self._divide(name)
        if self._depth[name]:
            index = len(self._open) - 1
            while self._open[index][0] != name:
                index -= 1
            self._close(index)

    def _close(self, index: int) -> None:
        """Takes an element, and those inside it, for ended."""
        self._depth.subtract(name for name, _ in self._open[index:])
        del self._open[index:]

    def _divide(self, name: str) -> None:
        if name not in INLINE and name not in SKIPPED and not self._is_skipping:
            self._weaver.divide("\n" if name == "br" else "\n\n")


def is_set_apart(name: str, said: list[Attribute]) -> bool:
    """Whether the author keeps an element from translation, or says it is in another language.

    A page as a whole often has the wrong language in its head, so that ``<html>`` is not asked.
    """
    values = {one.name: one.value.strip().lower() for one in said}
    if values.get("translate") == "no" or "notranslate" in values.get("class", "").split():
        return True
    language = values.get("lang") or values.get("xml:lang") or "en"
    return name not in ("html", "body") and re.split("[-_]", language)[0] != "en"
