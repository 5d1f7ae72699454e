"""The line of a text that a finding is in, with a mark under it, safe to show in a terminal."""

from __future__ import annotations

import unicodedata

from cleaner.sentences import line_at

__all__ = ["excerpt", "visible"]

# Characters of a longer line that are shown.
MOST = 88


def excerpt(text: str, start: int, end: int) -> tuple[str, str]:
    r"""The line that ``start`` is in, and carets for what lies below the span.

    Of a long line the surroundings of the span are shown; of a span of several lines the first.

    >>> print("\n".join(excerpt("It reopens mercredi.", 11, 19)))
    It reopens mercredi.
               ^^^^^^^^
    """
    opening, closing = line_at(text, start)
    end = min(end, closing)
    first = max(opening, start - max(0, MOST - (end - start)) // 2)
    last = min(closing, first + MOST)
    first = max(opening, min(first, last - MOST))
    before, after = "…" * (first > opening), "…" * (last < closing)
    indent = _cells(before + visible(text[first:start]))
    carets = _cells(visible(text[start : min(end, last)]))
    return before + visible(text[first:last]) + after, " " * indent + "^" * max(1, carets)


def visible(text: str) -> str:
    r"""The text with controls, which could steer a terminal or hide what is there, as symbols.

    >>> visible("a\tb\x1b[2J\u202e")
    'a b␛[2J�'
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    if character < " ":
        return chr(0x2400 + ord(character))
    # Controls, formats (which turn the direction of writing), halves of pairs, separators.
    return "\ufffd" if unicodedata.category(character) in _HIDDEN else character


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes: 2 for wide characters, 0 for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
