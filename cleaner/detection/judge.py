"""Decides whether a run of words is a French fragment, and shows the evidence for it.

What is reported and what may be changed unasked are two questions. A run is reported when the
learnt weights of its witnesses add up; lingua is asked where they leave a doubt. To be changed
unasked it must, besides, rest on words that only French uses: thresholds tuned by hand on
development sentences and on English news that has nothing to fix. All sums are powers of ten.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cleaner.detection.evidence import Weighed
from cleaner.detection.language import confidence, french_confidence
from cleaner.detection.segment import in_place
from cleaner.detection.tokens import Kind
from cleaner.detection.weights import odds, weights
from cleaner.detection.witnesses import Witnesses, has_accent, run_witnesses

__all__ = [
    "ELIDED_WORDS",
    "Verdict",
    "judge",
    "lingua_witnesses",
    "rests_on_french",
    "witnesses_of",
]

# A run is reported from these odds on.
LEAST = {"word": 0.6, "phrase": 0.2, "bracket": -0.7}
# lingua is asked where what it says, and this much more, could turn the verdict.
MARGIN = 0.3
# lingua is not asked about fewer letters than this, and never more sure than this.
LINGUA_LETTERS = 9
LINGUA_SUREST = 3.0

# For a change unasked, a single word needs to be this much likelier in French, and no curiosity.
WORD_ODDS = 2.3
WORD_FREQUENCY = 2.5
LISTED_ODDS = 1.2
# English uses words above this Zipf frequency (candidature, dire), be they French too; a word
# five hundred times likelier in French (janvier) may be a little more frequent.
ENGLISH_WORD = 2.2
ENGLISH_NEIGHBOUR = 3.0
FAR_LIKELIER = 2.7
WORD_LENGTH = 4
PHRASE_SCORE = 3.5
PHRASE_MEAN = 1.0
# An elided article or preposition and its word: l'accord, d'un.
ELIDED_WORDS = 2
ELIDED_SCORE = 2.0
# With this much evidence lingua need not agree; below, it must be at least this confident.
OVERWHELMING = 9.0
LINGUA_AGREES = 0.5
# With this much, lingua must not be nearly sure of another language.
AMPLE = 5.0
LINGUA_PERMITS = 0.1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the witnesses make of a run: the odds for French, in powers of ten, and their parts."""

    french: bool
    odds: float
    parts: Mapping[str, float]
    lingua: float | None = None

    def evidence(self, words: Sequence[Weighed]) -> dict[str, object]:
        """What each witness says of the run, for people and for JSON, the weightiest first.

        ``odds`` are the sum; ``witnesses`` what each adds to it; ``only_french`` the words that
        no other language uses; ``accents`` is there if there are any, ``lingua`` (its confidence,
        0 to 1) if it was asked.
        """
        shown = sorted(self.parts.items(), key=lambda part: -abs(part[1]))
        evidence: dict[str, object] = {
            "odds": round(self.odds, 1),
            "only_french": [word.token.text for word in words if word.strong],
        }
        if any(has_accent(word.token.lower) for word in words):
            evidence["accents"] = True
        if self.lingua is not None:
            evidence["lingua"] = round(self.lingua, 2)
        evidence["witnesses"] = {name: round(part, 1) for name, part in shown if abs(part) >= 0.05}
        return evidence


def witnesses_of(
    weighed: Sequence[Weighed], text: str, start: int, end: int, *, listed: bool
) -> Witnesses:
    """The witnesses of a run but for lingua."""
    scores = in_place(weighed, start, end)
    return run_witnesses(weighed, text, start, end, scores, listed=listed)


def lingua_witnesses(text: str, start: int, end: int) -> Witnesses:
    """What lingua says of the run of characters, and of the rest of its sentence.

    Of a short run it can say nothing, and the rest alone is not worth the asking.
    """
    run, rest = text[start:end], f"{text[:start]} {text[end:]}"
    if sum(map(str.isalpha, run)) < LINGUA_LETTERS:
        return {}
    found = {"lingua_run": _odds(french_confidence(run))}
    if sum(map(str.isalpha, rest)) >= LINGUA_LETTERS:
        found["lingua_rest"] = _odds(confidence(rest, "ENGLISH"))
    return found


@cache
def lingua_reach(column: str) -> float:
    """The most that lingua can add to the odds or take from them."""
    learnt = weights(column)
    return LINGUA_SUREST * sum(abs(learnt.get(name, 0.0)) for name in ("lingua_run", "lingua_rest"))


def _odds(chance: float) -> float:
    least = 10**-LINGUA_SUREST
    chance = min(1 - least, max(least, chance))
    return math.log10(chance / (1 - chance))


def judge(
    weighed: Sequence[Weighed],
    text: str,
    start: int,
    end: int,
    *,
    listed: bool,
    bracketed: bool = False,
) -> Verdict:
    """What the witnesses say of the words ``start`` to ``end`` of a sentence.

    ``listed`` runs are in the glossary; of ``bracketed`` ones, the sentence is the bracket's
    content.
    """
    column = "bracket" if bracketed else "word" if end - start == 1 else "phrase"
    least = LEAST[column]
    found = witnesses_of(weighed, text, start, end, listed=listed)
    total = odds(found, column)
    lingua = None
    a, b = weighed[start].token.start, weighed[end - 1].token.end
    doubtful = abs(total - least) < lingua_reach(f"{column}_lingua") + MARGIN
    asked = lingua_witnesses(text, a, b) if doubtful else {}
    if asked:
        column = f"{column}_lingua"
        found |= asked
        total = odds(found, column)
        lingua = french_confidence(text[a:b])
    parts = {name: weights(column).get(name, 0.0) * value for name, value in found.items()}
    return Verdict(total >= least, total, parts, lingua)


def rests_on_french(words: Sequence[Weighed], text: str, *, listed: bool, opens: bool) -> bool:
    """Whether a run rests on words that only French uses, so that it may be changed unasked.

    ``listed`` words are in the glossary and need less evidence of their own. ``opens`` says that
    the word opens its sentence and is no name, so that its capital means nothing.
    """
    if len(words) == 1:
        return _is_french_word(words[0], listed=listed, opens=opens)
    return _is_french_phrase(words, text)


def _is_french_word(word: Weighed, *, listed: bool, opens: bool) -> bool:
    if word.neutral or (word.token.capitalised and not opens):
        return False
    frequency = word.frequency
    most = ENGLISH_NEIGHBOUR if frequency.odds >= FAR_LIKELIER else ENGLISH_WORD
    if frequency.en >= most or len(word.token.text) < WORD_LENGTH:
        return False
    if listed and (not frequency.en or frequency.odds >= LISTED_ODDS):
        return True
    return word.score >= WORD_ODDS and frequency.only_french and frequency.fr >= WORD_FREQUENCY


def _is_french_phrase(words: Sequence[Weighed], text: str) -> bool:
    counted = [word for word in words if not word.neutral]
    if not counted:
        return False
    if all(word.term for word in counted) and not all(word.token.capitalised for word in counted):
        return True
    score = sum(word.score for word in counted)
    if len(words) == ELIDED_WORDS and words[0].token.kind == Kind.ELISION and words[0].strong:
        known = len(words[-1].token.text) > 2 and words[-1].frequency.fr >= WORD_FREQUENCY
        return known and score >= ELIDED_SCORE
    only_french = [word for word in counted if word.only_french]
    if not only_french or score < PHRASE_SCORE or score / len(counted) < PHRASE_MEAN:
        return False
    if score >= OVERWHELMING and len(only_french) >= 2:
        return True
    if sum(map(str.isalpha, text)) < LINGUA_LETTERS:
        return True
    ample = score >= AMPLE and len(only_french) >= 2
    return french_confidence(text) >= (LINGUA_PERMITS if ample else LINGUA_AGREES)
