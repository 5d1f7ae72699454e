"""Hides in Markdown what other programs read there: shortcodes, formulas, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.formats.html import HIDDEN

__all__ = ["masked"]

# Neither a blank line nor a fence of code lies inside what is hidden.
_INSIDE = r"(?!\n[ \t]*\n|\r\n[ \t]*\r\n|```|~~~)"
# A shortcode of Hugo, or a tag of Liquid or Jinja.
_SHORTCODE = re.compile(
    rf"\{{\{{(?:{_INSIDE}(?!\{{\{{|\}}\}}).)*+\}}\}}|\{{%(?:{_INSIDE}(?!\{{%|%\}}).)*+%\}}",
    re.DOTALL,
)
_NAME = re.compile(r"\{[{%][<%]?-?\s*+(?P<end>/\s*+|end)?(?P<name>\w++)")
# Those whose content is no text.
_CODE = frozenset("code codeblock comment highlight katex math mermaid raw verbatim".split())
# Formulas between dollar signs that are no currency's; attributes of headings; addresses that are
# links by themselves, without the punctuation behind them.
_OTHER = re.compile(
    rf"\$\$(?:{_INSIDE}(?!\$\$).)++\$\$"
    r"|(?<![\w$\\])\$(?![\s\d$])[^$\r\n]++(?<![\s\\])\$(?![\w$])"
    r"|\{[:#.][^{}\r\n]*+\}"
    r"|(?<![\w/<])(?:https?://|www\.)(?:[^\s<>\[\]()\"'`*|{}\\]|\([^\s<>\[\]()\"'`*|{}\\]*+\))+"
    r"(?<![.,:;!?_~])",
    re.DOTALL,
)
_SEEN = re.compile(r"[^\r\n]")


def masked(text: str) -> str:
    """The text with U+FFFC for each character that is hidden; line breaks stay.

    >>> masked("See {{< ref a >}} at www.a.fr.").replace(HIDDEN, "-")
    'See ------------- at --------.'
    """
    pieces, done = [], 0
    for start, end in _shortcodes(text):
        pieces += [text[done:start], _hidden(text[start:end])]
        done = end
    rest = "".join([*pieces, text[done:]])
    return _OTHER.sub(lambda match: _hidden(match.group()), rest)


def _hidden(text: str) -> str:
    return _SEEN.sub(HIDDEN, text)


def _shortcodes(text: str) -> Iterator[tuple[int, int]]:
    """The places of shortcodes; those for code with their content, but for fences of code."""
    found = list(_SHORTCODE.finditer(text))
    ends: dict[str, list[int]] = {}
    for match in reversed(found):
        name = _NAME.match(match.group())
        if name and name["end"]:
            ends.setdefault(name["name"], []).append(match.end())
    done = 0
    for match in found:
        start, end = match.span()
        if start < done:
            continue
        name = _NAME.match(match.group())
        closing = ends.get(name["name"], []) if name else []
        while closing and closing[-1] <= end:
            closing.pop()
        if name and name["name"] in _CODE and not name["end"] and closing:
            whole = text[start : closing[-1]]
            end = end if "```" in whole or "~~~" in whole else closing[-1]
        yield start, end
        done = end
