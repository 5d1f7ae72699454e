"""The text in XML, between tags and in CDATA sections, and how text is written there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.entities import html5

from cleaner.formats.html import HIDDEN
from cleaner.formats.xml_tokens import Token
from cleaner.origin import Escape, Origin, Weaver

__all__ = ["decoded", "escape_cdata", "escape_text", "put"]

_REFERENCE = r"(?P<reference>&(?:#\w++|[^\s;&<]++);)"
# A pattern that begins at each of many blanks or brackets would take the square of their number.
_BREAK = r"(?P<break>(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+)"
# Neither text nor a section may hold "]]>". Where an edit could bring the three together, behind
# a bracket, the last of them is kept with what is before it, and a line break leaves it to that.
_SPACED = r"(?P<break>(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*(?!\]*+>))"
_IN_TEXT = (
    re.compile(f"{_REFERENCE}|{_BREAK}"),
    re.compile(rf"(?P<guard>(?:&[^;]++;|[^\]&]|(?<!\]))\]*+>)|{_REFERENCE}|{_SPACED}"),
)
_IN_SECTION = (
    re.compile(_BREAK),
    re.compile(rf"(?P<guard>(?:[^\]]|(?<!\]))\]*+>)|{_SPACED}"),
)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_NEXT_SECTION = "]]><![CDATA["
_SECTION_END = re.compile(r"(\A\]?|\]\])>")


def escape_text(text: str) -> str:
    """Text as XML spells it between tags.

    >>> escape_text("R&D <1> [sic]")
    'R&amp;D &lt;1&gt; [sic&#93;'
    """
    escaped = html.escape(text, quote=False)
    return f"{escaped[:-1]}&#93;" if escaped.endswith("]") else escaped


def escape_cdata(text: str) -> str:
    """Text in a CDATA section, which goes on in another one where it would end.

    >>> escape_cdata("R&D <1> ]]>"), escape_cdata("]")
    ('R&D <1> ]]]]><![CDATA[>', ']]]><![CDATA[')
    """
    parted = _SECTION_END.sub(rf"\1{_NEXT_SECTION}>", text)
    return parted + _NEXT_SECTION if parted.endswith("]") else parted


def put(weaver: Weaver, token: Token, *, keeps_lines: bool) -> None:
    r"""Adds the text of a token to a view, with its places.

    Unless the element keeps its lines, a line break is a space, and an empty line ends a
    paragraph.

    >>> weaver = Weaver("d&#233;j&agrave;\r\n  vu &other;")
    >>> put(weaver, Token("text", 0, 30), keeps_lines=False); weaver.origin().text
    'déjà vu \ufffc'
    """
    is_section = token.kind == "cdata"
    escape = escape_cdata if is_section else escape_text
    bracket = weaver.source.find("]", token.start, token.end)
    middle = token.end if bracket < 0 else bracket
    before, behind = _IN_SECTION if is_section else _IN_TEXT
    for pattern, start, end in ((before, token.start, middle), (behind, middle, token.end)):
        done = start
        for match in pattern.finditer(weaver.source, start, end):
            if match.lastgroup == "break" and keeps_lines:
                continue
            weaver.copy(done, match.start(), escape)
            _put_special(weaver, match, escape)
            done = match.end()
        weaver.copy(done, end, escape)


def _put_special(weaver: Weaver, match: re.Match[str], escape: Escape) -> None:
    said = match.group()
    if match.lastgroup == "break":
        is_paragraph = len(_LINE_BREAK.findall(said)) > 1
        weaver.put("\n\n" if is_paragraph else " ", *match.span(), escape)
    elif match.lastgroup == "guard":
        weaver.divide(said if escape is escape_cdata else html.unescape(said))
    elif said.startswith("&#"):
        weaver.put(html.unescape(said), *match.span(), escape)
    elif said[1:] in html5:
        weaver.put(html5[said[1:]], *match.span(), escape)
    else:
        weaver.divide(HIDDEN)


def decoded(source: str, texts: Iterable[Token]) -> Origin:
    """What some tokens say, with no line break changed: the source of HTML in them."""
    weaver = Weaver(source)
    for token in texts:
        put(weaver, token, keeps_lines=True)
    return weaver.origin()
