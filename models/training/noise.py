"""How fragments are disturbed: wire copy comes with brackets, lost accents and odd capitals."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence

from models.training.text import CLOSE_MARK, OPEN_MARK, Word


def without_accents(text: str) -> str:
    """Drop the accents: "été" -> "ete"."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def capitalised(text: str) -> str:
    """Give the text a capital first letter."""
    return text[:1].upper() + text[1:]


def disturb(french: str, english: str, rng: random.Random) -> tuple[str, str]:
    """Change case and accents of a fragment as happens in practice; the English follows."""
    dice = rng.random()
    if dice < 0.09:
        french = without_accents(french)
    elif dice < 0.10:
        french, english = french.upper(), english.upper()
    elif dice < 0.11:
        french, english = without_accents(french.upper()), english.upper()
    elif dice < 0.16:
        french, english = capitalised(french), capitalised(english)
    elif dice < 0.18:
        french = french.replace("'", "' ").replace("’", "’ ")
    return french, english


def marked(left: str, fragment: str, right: str) -> str:
    """The translator's input: the fragment between its marks, in its context."""
    return f"{left.rstrip()}{OPEN_MARK} {fragment}{CLOSE_MARK}{right}"


def wrapped(left: str, right: str, rng: random.Random) -> tuple[str, str]:
    """Now and then put brackets or quotation marks around the place of the fragment."""
    dice = rng.random()
    if dice < 0.2:
        opening, closing = "[", "]"
    elif dice < 0.24:
        opening, closing = '"', '"'
    elif dice < 0.26:
        opening, closing = "(", ")"
    else:
        return left, right
    space = "" if not left or left[-1:] in "([\"'" else " "
    return left.rstrip() + space + opening, closing + right


def window(
    text: str, words: Sequence[Word], start: int, end: int, rng: random.Random
) -> tuple[str, str]:
    """The English before and after words [start, end): 1-8 words a side."""
    first = max(0, start - rng.randint(1, 8))
    last = min(len(words), end + rng.randint(1, 8))
    left = text[words[first].start : words[start].start]
    right = text[words[end - 1].end : words[last - 1].end]
    return left, right


def in_place(
    french: str,
    english: str,
    text: str,
    words: Sequence[Word],
    start: int,
    end: int,
    rng: random.Random,
) -> tuple[str, str, str]:
    """A fragment in the place of English words [start, end): source, fragment, answer."""
    left, right = wrapped(*window(text, words, start, end, rng), rng)
    french, english = disturb(french, english, rng)
    return marked(left, french, right), french, english
