"""Finds a fragment's English again in the translation of the sentence that it stood in.

A model that was trained on sentences alone translates a bare fragment badly. Given the English
sentence with the French fragment in it, it mostly copies the English and translates the fragment:
what stands between the copied neighbours is the fragment's English as it fits there. The piece is
taken only when the neighbours are found again almost unchanged, word for word at both seams, and
when there is one way to cut it out; in any doubt there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaner.finding import Request
    from cleaner.translate.marian import Hypothesis

__all__ = ["Surroundings", "found_again", "joined", "surroundings"]

# English words on each side that go into the sentence; a sentence rarely has more.
WORDS_A_SIDE = 24
# Fewer neighbours than this prove nothing.
LEAST_NEIGHBOURS = 2
# The words next to the fragment of which all but one have to be where they were.
NEAR = 3
# Edits (words added, lost or changed) for each word of the neighbours.
MOST_EDITS = 0.25

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+|,\d+)*")
_ABBREVIATED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\Z")
_MARK = re.compile(r"[.!?…]")
_ENDED = re.compile(r"[.!?…]\W*\Z")
_NEW_SENTENCE = re.compile(r"[.!?…][\"”»)]?\s+[\"“«(]?[A-ZÀ-Ý]")


class Surroundings(NamedTuple):
    """The English before and after a fragment."""

    before: str
    after: str


def surroundings(request: Request) -> Surroundings | None:
    """The nearest words on each side; None where there are too few to find anything again.

    >>> from cleaner.finding import Request
    >>> surroundings(Request("lundi", "A rocket attack ", " against forces."))
    Surroundings(before='A rocket attack ', after=' against forces.')
    >>> surroundings(Request("Le président a parlé lundi."))
    """
    before, after = list(_WORD.finditer(request.before)), list(_WORD.finditer(request.after))
    if len(before) + len(after) < LEAST_NEIGHBOURS:
        return None
    first = before[-WORDS_A_SIDE].start() if len(before) > WORDS_A_SIDE else 0
    last = after[WORDS_A_SIDE - 1].end() if len(after) > WORDS_A_SIDE else len(request.after)
    return Surroundings(request.before[first:], request.after[:last])


def found_again(output: str, fragment: str, around: Surroundings) -> str | None:
    """The piece of ``output`` that stands where ``fragment`` stood, or None in any doubt.

    >>> around = Surroundings("A rocket attack ", " against the forces.")
    >>> found_again("A rocket attack on Monday against the forces.", "lundi", around)
    'on Monday'
    >>> found_again("On Monday, a rocket attack against the forces.", "lundi", around)
    """
    words = list(_WORD.finditer(output))
    keys = [_key(word.group()) for word in words]
    left, right, french = _keys(around.before), _keys(around.after), _keys(fragment)
    known = len(left) + len(right)
    if known < LEAST_NEIGHBOURS or not french:
        return None
    edits_before = _edits(left, keys)
    edits_after = _edits(right[::-1], keys[::-1])[::-1]
    starts = [at for at in range(len(keys)) if _meets(left, keys[:at])]
    ends = [at for at in range(1, len(keys) + 1) if _meets(right[::-1], keys[at:][::-1])]
    cuts = [
        (edits_before[start] + edits_after[end], start, end)
        for start in starts
        for end in ends
        if start < end
    ]
    fewest = min((edits for edits, _, _ in cuts), default=known)
    if fewest > MOST_EDITS * known:
        return None
    best = [(start, end) for edits, start, end in cuts if edits == fewest]
    if len(best) != 1:
        return None
    [(start, end)] = best
    if not _is_plausible(keys[start:end], french):
        return None
    opening = words[start - 1].end() if start and not _ENDED.search(around.before) else None
    closing = words[end].end() if end < len(words) and not _MARK.match(around.after) else None
    first, last = words[start].start(), words[end - 1].end()
    if _NEW_SENTENCE.search(output[opening or first : closing or last]):
        return None
    return _piece(output, first, last)


def joined(
    request: Request, sentences: Iterable[Hypothesis], bare: Iterable[Hypothesis]
) -> list[Hypothesis]:
    """One list of candidates: those that both ways agree on, those of the sentence, the bare.

    ``sentences`` are outputs for the sentence with the fragment in it, ``bare`` those for the
    fragment alone. A text that comes more than once keeps its highest probability.
    """
    around = surroundings(request)
    found: dict[str, Hypothesis] = {}
    for sentence in sentences if around is not None else ():
        piece = found_again(sentence.text, request.fragment, around) if around else None
        if piece is not None and sentence.complete:
            _keep(found, sentence._replace(text=piece))
    alone: dict[str, Hypothesis] = {}
    for hypothesis in bare:
        _keep(alone, hypothesis)
    agreed = [key for key in found if key in alone and alone[key].complete]
    return [
        *(_likelier(found[key], alone[key]) for key in agreed),
        *(hypothesis for key, hypothesis in found.items() if key not in agreed),
        *(hypothesis for key, hypothesis in alone.items() if key not in found),
    ]


def _keep(kept: dict[str, Hypothesis], hypothesis: Hypothesis) -> None:
    key = " ".join(_keys(hypothesis.text)) or hypothesis.text
    kept[key] = _likelier(kept[key], hypothesis) if key in kept else hypothesis


def _likelier(one: Hypothesis, other: Hypothesis) -> Hypothesis:
    """The first, with the higher probability of the two."""
    return one._replace(probability=max(one.probability, other.probability))


def _key(word: str) -> str:
    word = word.lower().replace("’", "'")
    # The article follows the fragment's English, and is no sign of another sentence.
    return "a" if word == "an" else word


def _keys(text: str) -> list[str]:
    return [_key(word.group()) for word in _WORD.finditer(text)]


def _edits(words: Sequence[str], keys: Sequence[str]) -> list[int]:
    """For every beginning of ``keys``, the edits between it and ``words``.

    >>> _edits(["a", "b"], ["a", "b", "c"])
    [2, 1, 0, 1]
    """
    row = list(range(len(keys) + 1))
    for number, word in enumerate(words, 1):
        above, row = row, [number]
        for at, key in enumerate(keys):
            row.append(min(above[at] + (word != key), above[at + 1] + 1, row[at] + 1))
    return row


def _meets(neighbours: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether ``keys`` end as the neighbours do: the last word alike, one more may differ."""
    if not neighbours:
        return not keys
    if not keys or keys[-1] != neighbours[-1]:
        return False
    pairs = list(zip(neighbours[: -NEAR - 1 : -1], keys[::-1], strict=False))
    differing = sum(one != other for one, other in pairs)
    return len(pairs) == min(NEAR, len(neighbours)) and differing <= (len(pairs) == NEAR)


def _piece(output: str, start: int, end: int) -> str:
    """The text between two offsets with the signs that belong to its words."""
    if output[start - 1 : start] in tuple("$€£#"):
        start -= 1
    if output[end : end + 1] == "%":
        end += 1
    if output[end : end + 1] == "." and _ABBREVIATED.search(output[start:end]):
        end += 1
    return output[start:end]


def _is_plausible(english: Sequence[str], french: Sequence[str]) -> bool:
    """Neither the French itself nor of a length that its English can't have."""
    if list(english) == list(french) and not "".join(french).isdigit():
        return False
    return len(english) <= 2 * len(french) + 3 and 3 * len(english) >= len(french)
