"""Dates, days, seasons and lengths of time: the part of the grammar that is nearly regular.

English puts the month first (May 12), needs *on* where French has an article (le 12 mai), and
turns the word order round (la semaine dernière, last week).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.languages.fr.inflect import english_plural
from cleaner.translate.glossary import Glossary
from cleaner.translate.words import Atoms, Word, function_words

__all__ = ["Number", "Time", "named", "numbers", "role_at", "times"]

_DAY_OF_MONTH = re.compile(r"(?:1er|[12]?\d|3[01])\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_DIGITS = re.compile(r"\d[\d ]*(?:,\d+)?\Z")
_ORDINAL = re.compile(r"(?:th|first|second|third)\Z")


class Time(NamedTuple):
    """A time in English without preposition; ``end`` is the atom behind it.

    ``kind``: ``point`` (a day, a date, a month), ``duration`` (three days), ``season``, ``clock``
    (a time of day).
    ``preposition`` is what English puts before it when it stands alone.
    """

    end: int
    text: str
    kind: str
    preposition: str = ""
    doubt: str = ""
    alternatives: tuple[str, ...] = ()
    # French month and season names and bare years take "en", which is surely "in" then.
    takes_en: bool = False


class Number(NamedTuple):
    """A number in English, with the word before it (more than, nearly) where there is one."""

    end: int
    text: str
    number: str
    # millions, milliards: a noun behind them needs "de".
    takes_de: bool = False
    doubt: str = ""


def role_at(atoms: Atoms, at: int, role: str, longest: int = 4) -> Iterator[tuple[int, Word]]:
    """The grammatical words of a role that begin at an atom, with the atom behind them."""
    for end in range(at + 1, min(at + longest, len(atoms)) + 1):
        form = atoms.form(at, end)
        for word in function_words().get(form, ()) if form else ():
            if word.role == role:
                yield end, word


def numbers(atoms: Atoms, at: int, glossary: Glossary) -> list[Number]:
    """The numbers that begin at an atom: 2 500, trois, plus de 175, 10 millions."""
    found = _plain_numbers(atoms, at, glossary)
    for end, word in role_at(atoms, at, "about"):
        doubt = "" if word.sure else f"{word.french}: {' or '.join(word.english)}"
        for number in _plain_numbers(atoms, end, glossary):
            text = f"{word.english[0]} {number.text}"
            found.append(number._replace(text=text, doubt=doubt or number.doubt))
    return found


def _plain_numbers(atoms: Atoms, at: int, glossary: Glossary) -> list[Number]:
    if at >= len(atoms):
        return []
    form = atoms.form(at, at + 1) or ""
    found: list[Number] = []
    if _DIGITS.match(form):
        text = form.replace(" ", ",") if "," not in form else form.replace(",", ".")
        if " " in form and "," in form:
            return []
        found.append(Number(at + 1, text, "s" if form in ("0", "1") else "p"))
    else:
        for hit in glossary.lookup_normalised(form):
            english = hit.english[0]
            if hit.entry.pos == "num" and not _ORDINAL.search(english) and form not in _ARTICLES:
                found.append(Number(at + 1, english, "p"))
                break
    for number in tuple(found):
        for end, word in role_at(atoms, number.end, "scale", 1):
            text = f"{number.text} {word.english[0]}"
            found.append(Number(end, text, "p", takes_de=True))
    return found


_ARTICLES = frozenset({"un", "une"})


def times(atoms: Atoms, at: int, glossary: Glossary) -> list[Time]:
    """The expressions of time that begin at an atom."""
    return [
        *_days_and_dates(atoms, at, glossary),
        *_durations(atoms, at, glossary),
        *_turns(atoms, at),
        *_parts_of_months(atoms, at, glossary),
        *_seasons(atoms, at),
        *_ago(atoms, at, glossary),
    ]


def named(atoms: Atoms, at: int, pos: str, glossary: Glossary) -> str:
    """The English of the day or month at an atom; "" when there is none."""
    form = atoms.printed(at, at + 1) if at < len(atoms) else None
    for hit in glossary.lookup_normalised(form or ""):
        if hit.entry.pos == pos and hit.number != "p":
            return hit.english[0]
    return ""


def _year_at(atoms: Atoms, at: int) -> bool:
    return at < len(atoms) and bool(_YEAR.match(atoms.form(at, at + 1) or ""))


def _dates(atoms: Atoms, at: int, glossary: Glossary) -> Iterator[tuple[int, str]]:
    """12 mai -> May 12; 12 mai 2014 -> May 12, 2014."""
    form = atoms.form(at, at + 1) if at < len(atoms) else None
    month = named(atoms, at + 1, "month", glossary)
    if month and form and _DAY_OF_MONTH.match(form):
        date = f"{month} {form.lower().removesuffix('er')}"
        yield at + 2, date
        if _year_at(atoms, at + 2):
            yield at + 3, f"{date}, {atoms.form(at + 2, at + 3)}"


def _days_and_dates(atoms: Atoms, at: int, glossary: Glossary) -> Iterator[Time]:
    article = (atoms.form(at, at + 1) or "") if at < len(atoms) else ""
    begin = at + 1 if article in ("le", "ce") else at
    day = named(atoms, begin, "day", glossary)
    if day:
        yield from _day(atoms, begin, day, article if begin > at else "", glossary)
    for end, date in _dates(atoms, begin, glossary):
        if article == "le":
            yield Time(end, date, "point", "on", alternatives=(date,))
        elif begin == at:
            yield Time(end, date, "point")
    month = named(atoms, at, "month", glossary)
    if month:
        yield Time(at + 1, month, "point", takes_en=True)
        if _year_at(atoms, at + 1):
            text = f"{month} {atoms.form(at + 1, at + 2)}"
            yield Time(at + 2, text, "point", takes_en=True)
        for end, turn in role_at(atoms, at + 1, "turn", 1):
            yield Time(end, f"{turn.english[0]} {month}", "point", takes_en=True)
    if _year_at(atoms, at):
        yield Time(at + 1, atoms.form(at, at + 1) or "", "point", takes_en=True)


def _day(atoms: Atoms, at: int, day: str, article: str, glossary: Glossary) -> Iterator[Time]:
    for end, date in _dates(atoms, at + 1, glossary):
        yield Time(end, f"{day}, {date}", "point", "on" if article == "le" else "")
    if article == "le":
        doubt = "« le » before a day: every week, or once"
        yield Time(at + 1, english_plural(day), "point", "on", doubt, (f"on {day}", day))
        return
    if article == "ce":
        yield Time(at + 1, day, "point", alternatives=(f"this {day}", f"on {day}"))
        return
    yield Time(at + 1, day, "point", alternatives=(f"on {day}",))
    for end, part in role_at(atoms, at + 1, "daypart", 1):
        others = tuple(f"{day} {word}" for word in part.english[1:])
        yield Time(end, f"{day} {part.english[0]}", "point", alternatives=others)
    for end, turn in role_at(atoms, at + 1, "turn", 1):
        yield Time(end, f"{turn.english[0]} {day}", "point")


def _durations(atoms: Atoms, at: int, glossary: Glossary) -> Iterator[Time]:
    for number in numbers(atoms, at, glossary):
        for end, unit in role_at(atoms, number.end, "unit", 1):
            singular = number.number == "s"
            if not number.takes_de and unit.number in ("", number.number):
                name = unit.english[0] if singular else english_plural(unit.english[0])
                yield Time(end, f"{number.text} {name}", "duration", "", number.doubt)


def _turns(atoms: Atoms, at: int) -> Iterator[Time]:
    """La semaine dernière -> last week; le mois prochain -> next month."""
    for after_article, article in role_at(atoms, at, "det", 1):
        if article.english[0] != "the" or article.number == "p":
            continue
        for after_unit, unit in role_at(atoms, after_article, "unit", 1):
            if article.gender not in ("", unit.gender) or unit.number == "p":
                continue
            for end, turn in role_at(atoms, after_unit, "turn", 1):
                if turn.gender == unit.gender and turn.number == "s":
                    yield Time(end, f"{turn.english[0]} {unit.english[0]}", "point")


def _parts_of_months(atoms: Atoms, at: int, glossary: Glossary) -> Iterator[Time]:
    """Début mai -> early May; mi-mai -> mid-May."""
    for after, part in role_at(atoms, at, "part", 1):
        month = named(atoms, after, "month", glossary)
        if not month:
            continue
        word = part.english[0]
        text = word + month if word.endswith("-") else f"{word} {month}"
        yield Time(after + 1, text, "point", "in", alternatives=(text,))
        if _year_at(atoms, after + 1):
            yield Time(after + 2, f"{text} {atoms.form(after + 1, after + 2)}", "point", "in")


def _seasons(atoms: Atoms, at: int) -> Iterator[Time]:
    after = at + (at < len(atoms) and atoms.form(at, at + 1) in ("le", "l'"))
    for end, season in role_at(atoms, after, "season", 1):
        text = season.english[0]
        if after > at:
            # Only behind à: au printemps, in the spring.
            yield Time(end, f"the {text}", "season", alternatives=(text,))
            continue
        # été is also a participle, and bare season names are rarely all there is.
        doubt = "été: summer, or been" if season.french == "été" else ""
        yield Time(end, text, "season", "", doubt, season.english[1:], takes_en=True)


def _ago(atoms: Atoms, at: int, glossary: Glossary) -> Iterator[Time]:
    if atoms.form(at, at + 3) == "il y a" if at + 3 < len(atoms) else False:
        for time in _durations(atoms, at + 3, glossary):
            yield time._replace(text=f"{time.text} ago", kind="point")
        for end, article in role_at(atoms, at + 3, "det", 1):
            for after, unit in role_at(atoms, end, "unit", 1):
                if article.english[0] == "a" and article.gender == unit.gender:
                    indefinite = "an" if unit.english[0] == "hour" else "a"
                    yield Time(after, f"{indefinite} {unit.english[0]} ago", "point")
