"""Cuts HTML into tags, comments and text, with the place of each.

The standard library's parser needs time that grows with the square of a malformed page's length,
and no library tells where the text of an entity or an attribute stands in the source. This
follows the tokenizer of the HTML standard (https://html.spec.whatwg.org/#tokenization) as far as
places of text need it, in time that grows with the length alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cleaner.origin import Escape, Weaver

__all__ = ["Token", "attributes", "references", "tokens"]

# A comment; a declaration, end tag or processing instruction; a start tag, whose quoted values may
# hold ">". What is not closed runs to the end of the page.
_MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|</?(?P<name>[A-Za-z][^\s/>]*+)"
    r"""(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>=]|=)*+(?:>|\Z)"""
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.DOTALL,
)
# Elements whose content is no markup but for their own end tag.
_RAW = frozenset("iframe noembed noframes script style textarea title xmp".split())
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
# A reference, or a mark that begins none and no tag.
_REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[A-Za-z][A-Za-z0-9]*+;?)|&#?|<")


class Token(NamedTuple):
    """A stretch of the source: ``tag`` is the lower-case name of a tag, empty for other kinds."""

    kind: str  # "text", "start", "end" or "other"
    start: int
    end: int
    tag: str = ""


class Attribute(NamedTuple):
    """An attribute with the place of its value in the source; without one, an empty place."""

    name: str
    value: str
    start: int
    end: int
    is_quoted: bool = False


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a page, in order; together they are the whole page.

    >>> [token.kind for token in tokens("a<b title='>'>c</b><!-- <i> --> & < d")]
    ['text', 'start', 'text', 'end', 'other', 'text']
    """
    done = at = 0
    while match := _MARKUP.search(source, at):
        start, end = match.span()
        if done < start:
            yield Token("text", done, start)
        tag = (match["name"] or "").lower()
        kind = "other" if not tag else "end" if source[start + 1] == "/" else "start"
        yield Token(kind, start, end, tag)
        done = at = end
        if kind == "start" and tag in _RAW:
            close = re.compile(rf"</{tag}[\s/>]", re.IGNORECASE).search(source, end)
            at = close.start() if close else len(source)
    if done < len(source):
        yield Token("text", done, len(source))


def attributes(source: str, token: Token) -> Iterator[Attribute]:
    """The attributes of a start tag.

    >>> page = "<img alt='A &amp; B' src=x.png hidden>"
    >>> [(one.name, one.value) for one in attributes(page, next(tokens(page)))]
    [('alt', 'A &amp; B'), ('src', 'x.png'), ('hidden', '')]
    """
    begin = token.start + 1 + len(token.tag)
    for match in _ATTRIBUTE.finditer(source, begin, token.end):
        group = match.lastindex if match.lastindex and match.lastindex > 1 else 0
        place = match.span(group) if group else (match.end(), match.end())
        yield Attribute(match[1].lower(), match[group] if group else "", *place, group in (2, 3))


def references(
    weaver: Weaver,
    start: int,
    end: int,
    escape: Escape,
    decode: Callable[[str], str] = html.unescape,
) -> None:
    """Adds text to a view, with what its character references stand for.

    >>> weaver = Weaver("d&eacute;j&#224; &c")
    >>> references(weaver, 0, 19, str); weaver.origin().text
    'déjà &c'
    """
    done = start
    for match in _REFERENCE.finditer(weaver.source, start, end):
        meant = decode(match.group())
        weaver.copy(done, match.start(), escape)
        done = match.end()
        if meant == match.group():
            # An edit of the character behind it could make a reference or a tag of it.
            if done < end and weaver.source[done] not in "&<":
                done += 1
            weaver.divide(weaver.source[match.start() : done])
        else:
            weaver.put(meant, *match.span(), escape)
    weaver.copy(done, end, escape)
