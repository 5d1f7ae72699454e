"""What speaks for French and against it, in numbers: of a word in its place, and of a run.

The names are those of ``languages/fr/evidence.tsv``, where the learnt weight of each stands with
what it means. Everything is computed from the words' own weights
(:mod:`cleaner.detection.evidence`), the text beside them, and what the caller knows of the place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

from cleaner.detection.evidence import Weighed
from cleaner.detection.lexicon import Frequency
from cleaner.detection.tokens import Kind
from cleaner.languages.tables import read_column, read_table

__all__ = [
    "Witnesses",
    "adjacent",
    "has_accent",
    "neighbour_witnesses",
    "neighbours",
    "own",
    "own_witnesses",
    "run_witnesses",
    "small_words",
    "word_witnesses",
]

Witnesses = dict[str, float]

_ENGLISH_SMALL = frozenset(("a", "as", "me", "on", "te"))
# Between two neighbours there is a blank, a hyphen or an apostrophe; anything longer parts them.
ADJACENT = 1
_ACCENT = re.compile("[àâäçèéêëîïôöùûüœ]")
_SMALL_ROLES = frozenset(("contraction", "det", "join", "prep"))
_QUOTES = frozenset((("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("'", "'")))
# From this Zipf frequency on, English readers know a word.
KNOWN_ENGLISH = 2.0
# Shorter words are often parts of names, abbreviations, or other languages' small words.
SHORT = 4


@cache
def small_words() -> frozenset[str]:
    """French articles, prepositions, pronouns and auxiliaries that are no English words."""
    pack = "cleaner.languages.fr"
    joining = (row[0] for row in read_table(pack, "compose.tsv") if row[1] in _SMALL_ROLES)
    return frozenset(joining) | frozenset(read_column(pack, "grammar_only.tsv")) - _ENGLISH_SMALL


def has_accent(word: str) -> bool:
    """Whether a lower-case word has a letter that English does without."""
    return bool(_ACCENT.search(word))


def adjacent(weighed: Sequence[Weighed], index: int) -> bool:
    """Whether the words ``index`` and ``index + 1`` are there, with no punctuation in between."""
    if not 0 <= index < len(weighed) - 1:
        return False
    return weighed[index + 1].token.start - weighed[index].token.end <= ADJACENT


def word_witnesses(weighed: Sequence[Weighed], index: int) -> Witnesses:
    """The witnesses of one word of a sentence, its neighbours among them."""
    found: Witnesses = {"always": 1.0}
    for seen in neighbours(weighed, index):
        found |= neighbour_witnesses(*seen)
    return found | own_witnesses(*own(weighed[index], index))


def own(word: Weighed, index: int) -> tuple[str, str, Frequency, float, bool, bool, bool, bool]:
    """All that the witnesses of a word by itself look at: what ``own_witnesses`` takes."""
    token = word.token
    return (
        token.lower,
        token.kind,
        word.frequency,
        word.score,
        word.neutral,
        word.term,
        token.capitalised,
        not index,
    )


def own_witnesses(
    lower: str,
    kind: str,
    frequency: Frequency,
    score: float,
    neutral: bool,
    term: bool,
    capitalised: bool,
    opening: bool,
) -> Witnesses:
    """The witnesses of a word by itself."""
    if neutral:
        return {"number" if kind == Kind.NUMBER else "on_purpose": 1.0}
    if kind == Kind.ELISION:
        return {"elision": score}
    found: Witnesses = {}
    if term:
        found["term"] = 1.0
    if has_accent(lower):
        found["accent"] = 1.0
    if len(lower) == 1:
        found["letter"] = 1.0
    if capitalised and not opening:
        found["capital"] = 1.0
        found["capital_odds"] = max(-3.0, min(4.0, frequency.odds)) if frequency.fr else 0.0
        return found
    found["opening"] = float(capitalised)
    found["english"] = frequency.en
    if frequency.fr:
        found["odds"] = max(-3.0, min(4.0, frequency.odds))
        found["sister"] = max(-3.0, min(2.0, frequency.other - frequency.fr))
        found["only_french"] = float(frequency.only_french)
    else:
        found["unlisted"] = 1.0
        found["derived"] = float(score > 0.0)
    return found


def neighbours(
    weighed: Sequence[Weighed], index: int
) -> Iterator[tuple[str, bool, bool, bool, float, str]]:
    """All that the witnesses beside a word look at: what ``neighbour_witnesses`` takes, twice."""
    for name, beside, near in (
        ("before", index - 1, adjacent(weighed, index - 1)),
        ("after", index + 1, adjacent(weighed, index)),
    ):
        if near:
            word = weighed[beside]
            yield name, True, word.neutral, word.token.capitalised, word.score, word.token.lower
        else:
            yield name, False, False, False, 0.0, ""


def neighbour_witnesses(
    name: str, near: bool, neutral: bool, capitalised: bool, score: float, lower: str
) -> Witnesses:
    """The witness that the word ``before`` or ``after`` is."""
    if not near:
        return {f"edge_{name}": 1.0}
    if neutral:
        return {f"neutral_{name}": 1.0}
    if capitalised:
        return {f"capital_{name}": 1.0}
    return {name: score, **({f"small_{name}": 1.0} if lower in small_words() else {})}


def run_witnesses(
    weighed: Sequence[Weighed],
    text: str,
    start: int,
    end: int,
    scores: Sequence[float],
    *,
    listed: bool,
) -> Witnesses:
    """The witnesses of the run of words ``start`` to ``end`` of a sentence.

    ``scores`` are what the words of the run weigh in their places; ``listed`` says that the
    glossary has the run as a whole.
    """
    words = [word for word in weighed[start:end] if not word.neutral] or list(weighed[start:end])
    found = {
        "always": 1.0,
        "best": max(scores),
        "only_french": min(2, sum(word.only_french for word in words)),
        "accent": float(any(has_accent(word.token.lower) for word in words)),
        "unlisted": sum(not word.frequency.fr for word in words) / len(words),
        "listed": float(listed),
        "term": float(any(word.term for word in words)),
        "sister": min((w.frequency.other - w.frequency.fr for w in words), default=0.0),
    }
    found |= _single(words[0]) if end - start == 1 else _several(words, scores)
    found |= _beside(weighed, text, start, end)
    return {name: value for name, value in found.items() if value}


def _single(word: Weighed) -> Witnesses:
    """Witnesses that count where a word stands alone."""
    frequency = word.frequency
    return {
        "english": frequency.en,
        "english_word": max(0.0, frequency.en - KNOWN_ENGLISH),
        "no_english": float(not frequency.en),
        "short": float(len(word.token.text) < SHORT),
        "english_stem": float(word.english_stem),
        "french": frequency.fr,
        "small": float(word.token.lower in small_words()),
    }


def _several(words: Sequence[Weighed], scores: Sequence[float]) -> Witnesses:
    """Witnesses that count where words stand together."""
    return {
        "words": math.log(len(scores)),
        "mean": sum(scores) / len(scores),
        "worst": min(scores),
        "small": sum(word.token.lower in small_words() for word in words) / len(words),
        "elision": float(any(word.token.kind == Kind.ELISION for word in words)),
        "capital": sum(word.token.capitalised for word in words) / len(words),
    }


def _beside(weighed: Sequence[Weighed], text: str, start: int, end: int) -> Witnesses:
    """The witnesses beside a run."""
    found: Witnesses = {}
    before = text[: weighed[start].token.start]
    after = text[weighed[end - 1].token.end :]
    if start and adjacent(weighed, start - 1) and weighed[start - 1].token.capitalised:
        found["capital_before"] = 1.0
    if adjacent(weighed, end - 1) and weighed[end].token.capitalised:
        found["capital_after"] = 1.0
    if (before[-1:], after[:1]) in _QUOTES:
        found["quoted"] = 1.0
    if before[-1:] == "-" or after[:1] == "-":
        found["hyphen"] = 1.0
    if not before:
        found["opening"] = 1.0
    return found
