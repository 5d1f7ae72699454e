"""Source residue: French that was left standing right beside its own translation.

``The effort is not comparable. L'effort n'est pas comparable.`` needs no second translation: the
French goes. It is recognised by translating it and comparing with the English beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.finding import Finding, Fix, Request, Safety, Source
from cleaner.translate.answer import Answer
from cleaner.translate.hints import glossed, parallel_dictionary
from cleaner.translate.numerals import english_values
from cleaner.translate.seams import SAYS_THE_SAME

__all__ = ["Residue", "deletion", "likeness", "recognised", "same_facts"]

CONFIDENCE = 0.7  # an estimate by hand

#: From this likeness on (0 to 1), the English beside a fragment says what the fragment says.
ALIKE = 0.55
# Short fragments are like anything: the English beside them must be the same.
SHORT, ALIKE_SHORT = 3, 0.85
# How much longer or shorter than the translation the English beside it may be.
_SIZES = (0.7, 0.85, 1.0, 1.2, 1.45)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAME = re.compile(r"(?<![.!?…\"“«] )\b(?!I\b)[A-Z][\w'’-]*")
# Words that turn a sentence round.
_TURNS = frozenset(
    ("not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "yes")
)
# What encloses a quotation; what ends a sentence.
_PAIRS = ('""', "“”", "«»", "‘’")
_STOPS = ".!?…"
_ENDINGS = tuple(f"{stop}{mark}" for stop in (*_STOPS, ";") for mark in ("", '"', "”", "»"))
#: How far away, in characters, the English may begin.
REACH = 1500


class Residue(NamedTuple):
    """The span to delete, and the English that says the same."""

    start: int
    end: int
    english: str


def deletion(text: str, finding: Finding, answer: Answer) -> Finding | None:
    """The finding as a proposal to delete it, where the English beside it says the same.

    Never for a bracket, which an editor put there on purpose.
    """
    request = finding.request
    if request is None or request.bracketed:
        return None
    found = _residue(text, finding, request, answer)
    if found is None:
        return None
    fix = Fix("", Source.RULE, CONFIDENCE, Safety.UNSAFE, SAYS_THE_SAME)
    evidence = {**finding.evidence, "beside": found.english} if found.english else finding.evidence
    return replace(
        finding,
        start=found.start,
        end=found.end,
        found=text[found.start : found.end],
        fix=fix,
        evidence=evidence,
    )


def _residue(text: str, finding: Finding, request: Request, answer: Answer) -> Residue | None:
    if answer.withheld == SAYS_THE_SAME:
        return Residue(len(text[: finding.start].rstrip(" \u00a0")), finding.end, "")
    texts = [answer.text, *answer.alternatives] if answer.found else []
    if len(request.fragment.split()) > SHORT:
        # Not well enough to be shown, but well enough to be compared.
        texts.append(glossed(request.fragment, parallel_dictionary()))
    return recognised(text, finding.start, finding.end, texts)


def likeness(one: str, other: str) -> float:
    """How much two English texts are alike, 0 to 1: shared runs of three letters (Dice).

    >>> likeness("the effort is not comparable", "The effort is not coparable") > 0.8
    True
    >>> likeness("the effort is not comparable", "He left on Monday.") < 0.2
    True
    """
    first, second = _trigrams(one), _trigrams(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def same_facts(one: str, other: str) -> bool:
    """Whether two texts have the same numbers and names, and deny alike.

    >>> same_facts("Two died on Friday.", "On Friday two people died.")
    True
    >>> same_facts("Two died on Friday.", "Two died on Saturday.")
    False
    >>> same_facts("He said yes.", "He said no.")
    False
    """
    return _facts(one) == _facts(other)


def _facts(text: str) -> tuple[object, ...]:
    words = {word.lower().replace("’", "'") for word in _WORD.findall(text)}
    denials = (words & _TURNS) | {"not" for word in words if word.endswith("n't")}
    first = _WORD.search(text)
    names = {
        match.group()
        for match in _NAME.finditer(text)
        if first is None or match.start() > first.start()
    }
    return english_values(text), denials, names


def _trigrams(text: str) -> Counter[str]:
    plain = f" {' '.join(word.lower() for word in _WORD.findall(text))} "
    return Counter(plain[at : at + 3] for at in range(len(plain) - 2))


def recognised(text: str, start: int, end: int, translations: Sequence[str]) -> Residue | None:
    """The residue that ``text[start:end]`` is, given its possible translations; None if it is not.

    >>> text = "It is not comparable at all. Ce n'est pas comparable du tout."
    >>> recognised(text, 29, len(text), ["It is not comparable at all."])
    Residue(start=28, end=61, english='It is not comparable at all.')
    """
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    best: tuple[float, str, bool] | None = None
    for translation in translations:
        words = len(_WORD.findall(translation))
        least = ALIKE if words > SHORT else ALIKE_SHORT
        for english, is_before in _neighbours(before, after, words):
            score = likeness(translation, english)
            if score < least or not same_facts(translation, english):
                continue
            if best is None or score > best[0]:
                best = score, english, is_before
    if best is None:
        return None
    _, english, is_before = best
    return Residue(*_whole(text, start, end, is_before=is_before), english)


def _whole(text: str, start: int, end: int, *, is_before: bool) -> tuple[int, int]:
    """The span with the marks and the space that would be left over without it.

    >>> text = 'It is so. "Ainsi soit-il." It rained.'
    >>> start, end = _whole(text, 11, 24, is_before=True)
    >>> text[:start] + text[end:]
    'It is so. It rained.'
    """
    stop = end + len(text[end:]) - len(text[end:].lstrip(_STOPS))
    if text[start - 1 : start] + text[stop : stop + 1] in _PAIRS:
        start, end = start - 1, stop + 1
    ahead = text[:start].rstrip()
    if not ahead or ahead.endswith(_ENDINGS):
        end += len(text[end:]) - len(text[end:].lstrip(_STOPS))
    if is_before:
        return len(ahead), end
    return start, len(text) - len(text[end:].lstrip())


def _neighbours(before: str, after: str, words: int) -> list[tuple[str, bool]]:
    """Stretches of English of about so many words right before and right behind."""
    found: list[tuple[str, bool]] = []
    ahead = [match.start() for match in _WORD.finditer(before)]
    behind = [match.end() for match in _WORD.finditer(after)]
    for size in sorted({max(1, round(words * part)) for part in _SIZES}):
        if size <= len(ahead):
            found.append((before[ahead[-size] :].rstrip(), True))
        if size <= len(behind):
            found.append((after[: behind[size - 1]].lstrip(), False))
    return found
