"""What the grammar gives back, and how prepositions go with times."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.translate.clock import CLOCK_PREPOSITIONS
from cleaner.translate.times import Time
from cleaner.translate.words import Word

__all__ = ["Reading", "Surroundings", "before_time"]


class Reading(NamedTuple):
    """One way to read a stretch of atoms. ``cost`` counts its parts: fewer is better."""

    end: int
    text: str
    doubt: str = ""
    cost: int = 1
    alternatives: tuple[str, ...] = ()
    kind: str = "noun"


class Surroundings(NamedTuple):
    """What the English around a fragment says about the French in it.

    ``owner`` is the possessive that fits, if any; ``loose_de`` doubts that ``de`` means *of*;
    ``indefinite`` takes ``des`` for the article rather than *of the*, ``locative`` *à* for *in*
    rather than *to*, ``motion`` for *to*.
    """

    owner: str = ""
    loose_de: bool = False
    indefinite: bool = False
    locative: bool = False
    motion: bool = False


def before_time(word: Word, time: Time) -> Reading | None:
    """The reading of a preposition and a time; None where they do not go together."""
    english = word.duration if time.kind == "duration" else word.time
    doubt = time.doubt
    if time.kind == "clock":
        if word.french not in CLOCK_PREPOSITIONS:
            return None
        english = (CLOCK_PREPOSITIONS[word.french],)
    elif time.kind == "duration" and word.french in ("à", "vers", "dès"):
        if "hour" in time.text:
            return None
    elif word.french == "en":
        if not time.takes_en:
            return None
        # The season's name alone may be something else; after « en » it is the season.
        doubt = ""
    elif word.french == "à" and time.kind == "season" and time.text.startswith("the "):
        english = ("in",)
    elif time.kind == "season" or time.text.endswith(" ago"):
        return None
    if not english:
        english = word.english
        doubt = doubt or f"« {word.french} » before a time"
    others = tuple(f"{other} {time.text}" for other in english[1:])
    others += tuple(f"{english[0]} {other}" for other in time.alternatives if word.time)
    return Reading(time.end, f"{english[0]} {time.text}", doubt, 2, others, "time")
