"""Times of day, nights and ages: small expressions with an order of words of their own.

French news counts the hours to 24 (16 heures is 4 p.m.), so that hours up to 12 are in the
morning, if perhaps not always; and the night from Wednesday to Thursday is Wednesday night.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.translate.glossary import Glossary
from cleaner.translate.times import Time, named
from cleaner.translate.words import Atoms

__all__ = ["CLOCK_PREPOSITIONS", "ages", "clocks", "nights"]

# What English puts before a time of day; only behind these it is one, and not a duration.
CLOCK_PREPOSITIONS = {
    "à": "at",
    "vers": "around",
    "dès": "from",
    "depuis": "since",
    "avant": "before",
    "après": "after",
    "jusqu'à": "until",
}
_SHORT = re.compile(r"([01]?\d|2[0-4])h([0-5]\d)?\Z")
_HOUR = re.compile(r"(?:[01]?\d|2[0-4])\Z")
_MINUTE = re.compile(r"[0-5]\d\Z")
_NUMBER = re.compile(r"\d{1,3}\Z")
_HALVES = {"matin": "a.m.", "soir": "p.m.", "après-midi": "p.m."}
_AGED = frozenset({"âgé", "âgée", "âgés", "âgées"})


def _form(atoms: Atoms, at: int) -> str:
    return (atoms.form(at, at + 1) or "") if at < len(atoms) else ""


def clocks(atoms: Atoms, at: int) -> Iterator[Time]:
    """16 heures 30, 16h30, 4 heures du matin."""
    short = _SHORT.match(_form(atoms, at))
    if short:
        yield from _halved(atoms, at + 1, int(short[1]), short[2] or "")
    elif _HOUR.match(_form(atoms, at)) and _form(atoms, at + 1) in ("heure", "heures"):
        hour, minute = int(_form(atoms, at)), _form(atoms, at + 2)
        if _MINUTE.match(minute):
            yield from _halved(atoms, at + 3, hour, minute)
        yield from _halved(atoms, at + 2, hour, "")


def _halved(atoms: Atoms, at: int, hour: int, minute: str) -> Iterator[Time]:
    minute = f":{minute}" if minute.strip("0") else ""
    at_word = at + 2 if _form(atoms, at) == "de" and _form(atoms, at + 1) in ("le", "l'") else at
    half = _HALVES.get(_form(atoms, at_word)) if at_word > at else None
    if half and 0 < hour <= 12:
        yield Time(at_word + 1, f"{hour}{minute} {half}", "clock")
    elif hour in (0, 12, 24) and not minute:
        yield Time(at, "noon" if hour == 12 else "midnight", "clock")
    elif hour >= 12:
        yield Time(at, f"{(hour - 1) % 12 + 1}{minute} {'p' if hour < 24 else 'a'}.m.", "clock")
    else:
        text = f"{hour or 12}{minute}"
        others = () if minute else (f"{text} o'clock",)
        yield Time(at, f"{text} a.m.", "clock", "", "a.m. or p.m.", others)


def nights(atoms: Atoms, at: int, glossary: Glossary) -> Iterator[Time]:
    """Dans la nuit de mercredi à jeudi -> on Wednesday night."""
    begin = at + (_form(atoms, at) == "dans")
    if [_form(atoms, begin + nth) for nth in range(3)] != ["la", "nuit", "de"]:
        return
    begin += 3 + (_form(atoms, begin + 3) == "le")
    day = named(atoms, begin, "day", glossary)
    if not day:
        return
    others = (f"{day} night", f"overnight {day}")
    end = begin + 1
    yield Time(end, f"{day} night", "point", "on", "the night to, or from, this day", others)
    if _form(atoms, end) == "à":
        end += 1 + (_form(atoms, end + 1) == "le")
        if named(atoms, end, "day", glossary):
            yield Time(end + 1, f"{day} night", "point", "on", alternatives=others)


def ages(atoms: Atoms, at: int) -> Iterator[tuple[int, str]]:
    """Âgé de 83 ans: the atom behind it and the number of years."""
    number = _form(atoms, at + 2)
    if (
        _form(atoms, at) in _AGED
        and _form(atoms, at + 1) == "de"
        and _NUMBER.match(number)
        and _form(atoms, at + 3) in ("an", "ans")
    ):
        yield at + 4, number
