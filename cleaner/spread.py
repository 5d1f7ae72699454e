"""Shares a translation out among the stretches that tags cut a fragment into.

``la <b>base</b> aérienne`` becomes ``the air <b>base</b>``: words that both languages share stay
where they were, and the rest goes where it fits best.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

__all__ = ["spread"]

# A word or mark with the white space behind it.
_WORD = re.compile(r"(?:\w+|[^\w\s])\s*")
# Words at least this similar (0 to 1) are taken for the same word in two languages.
SIMILAR = 0.6
# What it costs to leave a stretch empty: between two others, and at an end.
EMPTY_INSIDE, EMPTY_OUTSIDE = 1.0, 0.4
# What it costs to put a word between two tags that was not there.
NEW_INSIDE = 0.1


def spread(old: Sequence[str], new: str) -> tuple[list[str], bool]:
    """What of ``new`` takes the place of each stretch of ``old``, and whether that is sure.

    It is sure where all inner stretches, or all but one, keep exactly their words. White space
    stays on the side of the tag where it was.

    >>> spread(["la ", "base", " aérienne"], "the air base")
    (['the air ', 'base', ''], True)
    >>> spread(["une ", "attaque"], "an assault")
    (['an ', 'assault'], False)
    """
    if len(old) <= 1:
        return [new] if old else [], True
    words = _WORD.findall(new)
    lead = new[: len(new) - len(new.lstrip())]
    cuts = _best_cuts(old, words)
    shares = ["".join(words[start:end]) for start, end in pairwise(cuts)]
    sure = _is_sure(old, shares)
    shares[0] = lead + shares[0]
    for index, (left, right) in enumerate(pairwise(old)):
        share = shares[index]
        if share and share != share.rstrip() and (right[:1].isspace() and not left[-1:].isspace()):
            shares[index] = share.rstrip()
            shares[index + 1] = share[len(share.rstrip()) :] + shares[index + 1]
    return shares, sure


def _best_cuts(old: Sequence[str], words: Sequence[str]) -> list[int]:
    """Where each stretch's words begin and end: the division of the highest score."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for index, stretch in enumerate(old):
        is_last = index == len(old) - 1
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (score, cuts) in best.items():
            for end in range(start, len(words) + 1) if not is_last else (len(words),):
                total = score + _fit(stretch, words[start:end], 0 < index < len(old) - 1)
                if end not in reached or total > reached[end][0]:
                    reached[end] = (total, [*cuts, end])
        best = reached
    return best[len(words)][1]


def _fit(stretch: str, words: Sequence[str], inside: bool) -> float:
    """How well some words suit a stretch."""
    if not words:
        was_empty = not stretch.strip()
        return 0.0 if was_empty else -(EMPTY_INSIDE if inside else EMPTY_OUTSIDE)
    theirs = _words(stretch) or [""]
    likeness = [max(_similarity(_folded(word), own) for own in theirs) for word in words]
    return sum(likeness) - (NEW_INSIDE * likeness.count(0) if inside else 0)


@cache
def _similarity(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 4:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= SIMILAR else 0.0


def _is_sure(old: Sequence[str], shares: Sequence[str]) -> bool:
    kept = [_words(was) == _words(share) for was, share in zip(old, shares, strict=True)]
    return sum(kept) >= len(kept) - 1 or (len(kept) > 2 and all(kept[1:-1]))


def _words(text: str) -> list[str]:
    return [_folded(word) for word in _WORD.findall(text)]


@cache
def _folded(word: str) -> str:
    """The word without accents, capitals and white space."""
    bare = unicodedata.normalize("NFD", word.strip().casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))
