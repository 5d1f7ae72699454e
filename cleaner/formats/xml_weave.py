"""Goes through XML with the names of a format's elements, and weaves the text of its articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.formats import html_tokens, xml_text
from cleaner.formats.html import HIDDEN, escape_attribute, weave
from cleaner.formats.registry import Options
from cleaner.formats.xml_tokens import Token, tokens
from cleaner.origin import Origin, Weaver

__all__ = ["Article", "Dialect", "Notation", "articles", "woven"]


class Notation(Enum):
    """How the text of an element is to be understood, once its references are resolved."""

    XML = auto()  # as it stands; line breaks are spaces
    LINES = auto()  # as it stands, line by line
    HTML = auto()  # a page, or a piece of one
    EITHER = auto()  # HTML where it holds tags
    NONE = auto()  # no text


def _xml(tag: str, attributes: Mapping[str, str]) -> Notation:
    del tag, attributes
    return Notation.XML


@dataclass(frozen=True)
class Dialect:
    """What the elements of a format are, by their names without prefixes.

    Each of ``articles`` is one article; without any, the file is. Text is read in ``fields``
    (None: everywhere), but for what is ``unread`` in them. A sentence runs through ``inline``
    elements, and those that begin at ``inline_places``. Which language ``wholes`` say they are in
    is not believed; elements in a language that is neither theirs nor English are left alone.
    ``within`` holds the dialects of other formats by the element that begins them. ``noted`` are
    elements whose text is no prose but says something of the article.
    """

    articles: frozenset[str]
    fields: frozenset[str] | None
    inline: frozenset[str]
    inline_places: Collection[int] = frozenset()
    unread: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    within: Mapping[str, Dialect] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()
    notation: Callable[[str, Mapping[str, str]], Notation] = _xml
    html_keeps_lines: bool = False


class Article(NamedTuple):
    """The text of an article, and what its noted elements say."""

    origin: Origin
    notes: Mapping[str, str]


class _Element(NamedTuple):
    """An element that is open, and what that means for the text in it."""

    dialect: Dialect
    tag: str = ""
    in_article: bool = False
    is_article: bool = False
    is_read: bool = False
    is_hidden: bool = False
    is_inline: bool = False
    keeps_lines: bool = False
    notation: Notation = Notation.XML
    language: str = "en"


def articles(source: str, name: str, options: Options, dialect: Dialect) -> Iterator[Article]:
    """The articles of a file that have text.

    ``options`` may name other elements to read than the format's. Raises InputError for XML that
    can't be read, and where there is none of these elements.
    """
    if options.fields:
        dialect = replace(dialect, fields=frozenset(options.fields))
    found = False
    for article in woven(source, tokens(source, name), dialect):
        found = True
        yield article
    if options.fields and not found:
        raise InputError(
            f"{name}: no text in elements named {', '.join(options.fields)}; it was left alone. "
            "Name others"
        )


def woven(source: str, parts: Iterable[Token], dialect: Dialect) -> Iterator[Article]:
    """The articles that the tokens of a file hold."""
    walk = _Walk(source, dialect)
    for token in parts:
        article = walk.take(token)
        if article and article.origin.pieces:
            yield article


class _Walk:
    """What is open and what was seen while the tokens of a file go by."""

    def __init__(self, source: str, dialect: Dialect) -> None:
        self._source = source
        self._open = [_Element(dialect)]
        self._texts: list[Token] = []
        self._is_leaf = True
        self._begin()

    def _begin(self) -> None:
        self._weaver = Weaver(self._source)
        self._attributes: list[html_tokens.Attribute] = []
        self._notes: dict[str, str] = {}

    def take(self, token: Token) -> Article | None:
        """Goes on by one token; gives an article where that ends one."""
        if token.kind == "start":
            self._flush(is_whole=False)
            self._start(token)
        elif token.kind == "end":
            self._flush(is_whole=self._is_leaf)
            return self._end()
        elif token.kind != "other" and (self._open[-1].is_read or self._is_noted):
            self._texts.append(token)
        return None

    @property
    def _is_noted(self) -> bool:
        return self._open[-1].tag in self._open[-1].dialect.noted

    def _start(self, token: Token) -> None:
        parent = self._open[-1]
        element = _opened(parent, token, is_root=len(self._open) == 1)
        if element.is_article:
            self._begin()
        if element.is_read:
            if token.tag == "br":
                self._weaver.divide("\n")
            elif not element.is_inline:
                self._weaver.divide("\n\n")
            self._attributes += _attributes(self._source, token, element.dialect.attributes)
        elif element.is_hidden and parent.is_read:
            self._weaver.divide(HIDDEN)
        self._open.append(element)
        self._is_leaf = True

    def _end(self) -> Article | None:
        element = self._open.pop()
        self._is_leaf = False
        if element.is_read and not element.is_inline:
            self._weaver.divide("\n\n")
        return self._finished() if element.is_article else None

    def _finished(self) -> Article:
        """What people read of the article, then what its attributes say."""
        for attribute in self._attributes:
            self._weaver.divide("\n\n")
            html_tokens.references(self._weaver, attribute.start, attribute.end, escape_attribute)
        return Article(self._weaver.origin(), self._notes)

    def _flush(self, *, is_whole: bool) -> None:
        """Adds the text since the last tag; whether that is all that the element holds."""
        texts, self._texts = self._texts, []
        if not texts:
            return
        element = self._open[-1]
        if self._is_noted:
            self._notes[element.tag] = xml_text.decoded(self._source, texts).text
        elif is_whole and self._is_html(element.notation, texts):
            outer = xml_text.decoded(self._source, texts)
            page = weave(outer.text, keeps_lines=element.dialect.html_keeps_lines)
            self._weaver.add(page.inside(outer))
        else:
            keeps_lines = element.keeps_lines or element.notation is Notation.LINES
            for token in texts:
                xml_text.put(self._weaver, token, keeps_lines=keeps_lines)

    def _is_html(self, notation: Notation, texts: list[Token]) -> bool:
        if notation is not Notation.EITHER:
            return notation is Notation.HTML
        return any(
            (_TAG if text.kind == "cdata" else _ESCAPED_TAG).search(
                self._source, text.start, text.end
            )
            for text in texts
        )


# What tells HTML from a text with a "<" in it.
_NAMES = "a b blockquote br div em figure h1 h2 h3 h4 h5 h6 hr i img li ol p span strong table ul"
_TAG = re.compile(rf"(?i)</?(?:{_NAMES.replace(' ', '|')})(?=[\s/>])")
_ESCAPED_TAG = re.compile(
    rf"(?i)&(?:lt|#60|#x3c);/?(?:{_NAMES.replace(' ', '|')})(?=[\s/>]|&(?:gt|#62|#x3e);)"
)


def _opened(parent: _Element, token: Token, *, is_root: bool) -> _Element:
    """What a start tag opens."""
    dialect, tag = parent.dialect, token.tag
    is_article = not parent.in_article and (
        tag in dialect.articles or (is_root and not dialect.articles)
    )
    in_article = parent.in_article or is_article
    language, is_set_apart = _language(parent, token, is_whole=is_root or is_article)
    is_hidden = parent.is_hidden or is_set_apart or (parent.is_read and tag in dialect.unread)
    notation = dialect.notation(tag, token.attributes)
    fields = dialect.fields
    is_read = parent.is_read or fields is None or tag in fields or token.name in fields
    if tag in dialect.within:
        dialect, is_read = dialect.within[tag], False
    space = token.attributes.get("xml:space")
    return _Element(
        dialect=dialect,
        tag=tag,
        in_article=in_article,
        is_article=is_article,
        is_read=is_read and in_article and not is_hidden and notation is not Notation.NONE,
        is_hidden=is_hidden,
        is_inline=tag == "br" or tag in dialect.inline or token.start in dialect.inline_places,
        keeps_lines=space == "preserve" or tag == "pre" or (parent.keeps_lines and not space),
        notation=notation,
        language=language,
    )


def _language(parent: _Element, token: Token, *, is_whole: bool) -> tuple[str, bool]:
    """The language of the article, and whether an element is not to be read for its own.

    Items often have the wrong language as a whole, and the same in each of their elements.
    """
    said = token.attributes
    own = (said.get("xml:lang") or said.get("lang") or "").split("-")[0].strip().lower()
    if is_whole or token.tag in parent.dialect.wholes:
        return own or parent.language, False
    kept = "no" in (said.get("translate"), said.get("its:translate"))
    kept = kept or "notranslate" in said.get("class", "").split()
    return parent.language, kept or own not in ("", "en", "und", "mul", parent.language)


def _attributes(
    source: str, token: Token, names: frozenset[str]
) -> Iterator[html_tokens.Attribute]:
    """The attributes of a start tag that people read."""
    if names and not names.isdisjoint(token.attributes):
        tag = html_tokens.Token("start", token.start, token.end, token.name)
        for one in html_tokens.attributes(source, tag):
            if one.name in names and one.value.strip():
                yield one
