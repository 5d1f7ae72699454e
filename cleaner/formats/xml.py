"""XML of a kind that is not known: the text of all elements is one article.

An element with text beside it is part of a sentence; all others are paragraphs of their own. Text
that holds tags of HTML, in a CDATA section or escaped, is read as HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cleaner.formats.registry import Options
from cleaner.formats.xml_tokens import tokens
from cleaner.formats.xml_weave import Dialect, Notation, articles
from cleaner.origin import Origin

__all__ = ["read"]

# Elements that end a sentence even where stray text stands beside them.
_BLOCKS = frozenset(
    "article aside blockquote body caption dd div dl dt figcaption figure fn footer footnote h1 "
    "h2 h3 h4 h5 h6 head header headline hr item li note ol p para paragraph pre section table "
    "td th title tr ul".split()
)
_CODE = frozenset("code kbd math samp script style svg".split())


def _notation(tag: str, attributes: Mapping[str, str]) -> Notation:
    del tag, attributes
    return Notation.EITHER


_DIALECT = Dialect(
    articles=frozenset(),
    fields=None,
    inline=frozenset(),
    unread=_CODE,
    wholes=frozenset({"html", "body"}),
    notation=_notation,
)


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    r"""The file as one article; ``options.fields`` are the only elements to read, if given.

    >>> story = "<story><head>Une</head><text>La <hi>base</hi> a&#233;rienne</text></story>"
    >>> [article] = read(story, "a.xml", Options())
    >>> article.text.split("\n\n")
    ['', '', 'Une', '', 'La base aérienne', '', '']
    """
    dialect = replace(_DIALECT, inline_places=_inside_sentences(source, name))
    for article in articles(source, name, options, dialect):
        yield article.origin


def _inside_sentences(source: str, name: str) -> set[int]:
    """Where the elements begin that have text beside them."""
    inside: set[int] = set()
    # For each open element, where its children begin, and whether it has text of its own.
    children: list[list[int]] = [[]]
    has_text = [False]
    for token in tokens(source, name):
        if token.kind == "start":
            if token.tag.lower() not in _BLOCKS:
                children[-1].append(token.start)
            children.append([])
            has_text.append(False)
        elif token.kind == "end":
            places = children.pop()
            if has_text.pop():
                inside.update(places)
        elif token.kind != "other":
            has_text[-1] = has_text[-1] or not source[token.start : token.end].isspace()
    return inside
