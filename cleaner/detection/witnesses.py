"""What speaks for French and against it, in numbers: of a word in its place, and of a run.

The names are those of ``languages/fr/evidence.tsv``, where the learnt weight of each stands with
what it means. Everything is computed from the words' own weights
(:mod:`cleaner.detection.evidence`), the text beside them, and what the caller knows of the place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from cleaner.detection.evidence import Weighed
from cleaner.detection.tokens import Kind
from cleaner.languages.tables import read_column, read_table

__all__ = ["Witnesses", "adjacent", "has_accent", "run_witnesses", "small_words", "word_witnesses"]

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
    word = weighed[index]
    found: Witnesses = {"always": 1.0}
    _add_neighbours(found, weighed, index)
    if word.neutral:
        number = word.token.kind == Kind.NUMBER
        found["number" if number else "on_purpose"] = 1.0
        return found
    if word.token.kind == Kind.ELISION:
        found["elision"] = word.score
        return found
    found |= _spelling(word, index)
    return found


def _spelling(word: Weighed, index: int) -> Witnesses:
    """The witnesses of a word by itself."""
    frequency = word.frequency
    found: Witnesses = {}
    if word.term:
        found["term"] = 1.0
    if has_accent(word.token.lower):
        found["accent"] = 1.0
    if len(word.token.text) == 1:
        found["letter"] = 1.0
    if word.token.capitalised and index:
        found["capital"] = 1.0
        found["capital_odds"] = max(-3.0, min(4.0, frequency.odds)) if frequency.fr else 0.0
        return found
    found["opening"] = float(word.token.capitalised)
    found["english"] = frequency.en
    if frequency.fr:
        found["odds"] = max(-3.0, min(4.0, frequency.odds))
        found["sister"] = max(-3.0, min(2.0, frequency.other - frequency.fr))
        found["only_french"] = float(frequency.only_french)
    else:
        found["unlisted"] = 1.0
        found["derived"] = float(word.score > 0.0)
    return found


def _add_neighbours(found: Witnesses, weighed: Sequence[Weighed], index: int) -> None:
    for name, beside, near in (
        ("before", index - 1, adjacent(weighed, index - 1)),
        ("after", index + 1, adjacent(weighed, index)),
    ):
        if not near:
            found[f"edge_{name}"] = 1.0
        elif weighed[beside].neutral:
            found[f"neutral_{name}"] = 1.0
        elif weighed[beside].token.capitalised:
            found[f"capital_{name}"] = 1.0
        else:
            found[name] = weighed[beside].score
            if weighed[beside].token.lower in small_words():
                found[f"small_{name}"] = 1.0


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
