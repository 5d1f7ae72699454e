"""Where in a text a listed name can be at all, found many times faster than the names are.

Every name has a telling word, the one that English uses least. Most English texts hold none,
and what is searched of the others are the surroundings of those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["Windows"]

# What parts words, for bytes: ASCII but letters and digits, and the marks that writers use.
_SPACED = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256))
_MARKS = re.compile(b"\xe2\x80.|\xc2[\xa0\xab\xbb]|\xca\xbc", re.DOTALL)
# Names are shorter than a window's sides, so none begins before a window and ends in it.
_SIDE = 120


class Windows:
    """The parts of texts that hold one of some words.

    >>> text = "x " * 200 + "near Alep, " + "y " * 200
    >>> [text[a:b].count("x") for a, b in Windows(["Alep"]).find(text, 0, len(text))]
    [58]
    >>> Windows(["Alep"]).find("Alepine", 0, 7)
    []
    """

    def __init__(self, words: Iterable[str]) -> None:
        spelt = {
            form for word in words for form in (word, word.upper(), word[0].upper() + word[1:])
        }
        self._words = frozenset(word.encode() for word in spelt)

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The windows between the offsets, in order and apart."""
        spaced = text.encode("utf-8", "surrogatepass")
        if not text.isascii():
            spaced = _MARKS.sub(b" ", spaced)
        present = self._words.intersection(spaced.translate(_SPACED).split())
        if not present:
            return []
        if end - start <= 4 * _SIDE:
            return [(start, end)]
        windows: list[tuple[int, int]] = []
        for place in sorted(_places(text, [word.decode() for word in present], start, end)):
            begin = text.rfind(" ", start, max(start, place - _SIDE))
            behind = text.find(" ", min(end, place + _SIDE), end)
            window = (start if begin < 0 else begin, end if behind < 0 else behind)
            if windows and window[0] <= windows[-1][1]:
                window = (windows.pop()[0], window[1])
            windows.append(window)
        return windows


def _places(text: str, words: Iterable[str], start: int, end: int) -> Iterator[int]:
    for word in words:
        place = text.find(word, start, end)
        while place >= 0:
            yield place
            place = text.find(word, place + 1, end)
