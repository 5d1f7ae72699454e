"""Decides whether a run of words is a French fragment, and shows the evidence for it.

Precision comes first: a run must rest on words that only French uses, and lingua must not
contradict a run that is short of evidence. Thresholds are powers of ten, tuned on development
sentences and on English news that has nothing to fix.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.detection.evidence import Weighed
from cleaner.detection.language import french_confidence
from cleaner.detection.tokens import Kind

__all__ = ["evidence_of", "is_french_phrase", "is_french_word"]

# A single word needs to be this much likelier in French, and no rare curiosity in it.
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
# lingua is not asked about fewer letters than this.
LINGUA_LETTERS = 9


def is_french_word(word: Weighed, *, listed: bool, opens: bool = False) -> bool:
    """Whether a word standing alone in English is surely French.

    ``listed`` words are in the glossary and need less evidence of their own. ``opens`` says that
    the word opens its sentence and is no name, so that its capital means nothing.
    """
    if word.neutral or (word.token.capitalised and not opens):
        return False
    frequency = word.frequency
    most = ENGLISH_NEIGHBOUR if frequency.odds >= FAR_LIKELIER else ENGLISH_WORD
    if frequency.en >= most or len(word.token.text) < WORD_LENGTH:
        return False
    if listed and (not frequency.en or frequency.odds >= LISTED_ODDS):
        return True
    return word.score >= WORD_ODDS and frequency.only_french and frequency.fr >= WORD_FREQUENCY


def is_french_phrase(words: Sequence[Weighed], text: str) -> bool:
    """Whether several words in a row are surely French."""
    counted = [word for word in words if not word.neutral]
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


def evidence_of(words: Sequence[Weighed], text: str) -> dict[str, object]:
    """What each witness says of the run, for people and for JSON.

    ``lexicon`` is the sum of the words' odds in powers of ten; ``only_french`` the words that
    rest on it; ``lingua`` its confidence, where there is enough text to ask it.
    """
    evidence: dict[str, object] = {
        "lexicon": round(sum(word.score for word in words), 1),
        "only_french": [word.token.text for word in words if word.strong],
    }
    if any(letter in "àâçèéêëîïôùûœ" for letter in text.lower()):
        evidence["accents"] = True
    if len(words) > 1 and sum(map(str.isalpha, text)) >= LINGUA_LETTERS:
        evidence["lingua"] = round(french_confidence(text), 2)
    return evidence
