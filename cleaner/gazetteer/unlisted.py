"""Rows for places that no table lists under their French name: transcribed at build time.

Only where French spelling is not the official one (never in the Maghreb, the Sahel or Lebanon),
and only forms that are no English word, nobody's name and no other place. None of these rows is
safe by itself: an article has to name the place's country as well (see ``context``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cleaner.gazetteer.fold import unaccented
from cleaner.gazetteer.judge import Evidence, looks_french
from cleaner.gazetteer.sources import City
from cleaner.gazetteer.transcribe import (
    english_of_ukrainian,
    french_of_cyrillic,
    french_of_latin,
    is_cyrillic,
)

__all__ = ["NOTE", "Transcribed", "transcribed", "ukrainian_name"]

NOTE = "transcribed by rule, not reviewed"
# Countries whose names English does not spell as French does.
COUNTRIES = frozenset(
    """
    AE AF AM AZ BH BY EG GE IL IQ IR JO KG KW KZ LY OM PS QA RU SA SD SY TJ TM UA UZ YE
    """.split()
)
SMALLEST = 15_000
SMALLEST_UKRAINIAN = 5_000
# Even rare words and names of other languages count: Zipf 1.5 is three times in a hundred million.
RARE_WORD = 1.5
SHORTEST = 5
# Letters that Russian has not.
_UKRAINIAN_LETTERS = re.compile("[іїєґ’ІЇЄҐ]|ськ")


class Transcribed(NamedTuple):
    """A French form made by rule, the English name, and the city."""

    form: str
    english: str
    city: City


def transcribed(evidence: Evidence, english: Mapping[str, str]) -> Iterator[Transcribed]:
    """The forms of all cities that are worth one, each of one city only.

    ``english`` holds the English labels that packages give, by GeoNames number.
    """
    elsewhere = _names(evidence.cities.values())
    made: dict[str, dict[str, City]] = {}
    for city in sorted(evidence.cities.values(), key=lambda city: (-city.population, city.id)):
        least = SMALLEST_UKRAINIAN if city.country == "UA" else SMALLEST
        if city.country not in COUNTRIES or city.population < least:
            continue
        name, forms = _forms(city, english.get(city.id, ""))
        for form in sorted(forms):
            if _is_telling(form, name, evidence) and not elsewhere.get(form, set()) - {city.id}:
                made.setdefault(form, {}).setdefault(name, city)
    for form, owners in made.items():
        if len(owners) == 1:
            [(name, city)] = owners.items()
            yield Transcribed(form, name, city)


def _forms(city: City, label: str) -> tuple[str, frozenset[str]]:
    """The English name of a city, and what French makes of it."""
    plain = re.sub(r"[’ʼ‘'`]", "", unaccented(city.name))
    own = [name for name in city.aliases if is_cyrillic(name)]
    if city.country == "UA":
        own_name = _own_ukrainian(city)
        return english_of_ukrainian(own_name), french_of_cyrillic(own_name, "uk")
    name = label if label and re.fullmatch(r"[A-Za-z -]+", label) else plain
    if name.startswith(("Al ", "Ar ", "As ", "Ash ", "At ", "Az ", "Ad ", "An ")):
        bare = name.split(" ", 1)[1]
        if bare not in city.aliases:
            return name, frozenset()
        name = bare
    forms = set(french_of_latin(name))
    if city.country == "RU":
        skeleton = _skeleton(name)
        matching = [alias for alias in own if _skeleton(_russian(alias)) == skeleton]
        forms = {form for alias in matching[:1] for form in french_of_cyrillic(alias, "ru")}
    return name, frozenset(forms)


def ukrainian_name(city: City) -> str:
    """The official Latin form of a Ukrainian city, "" if its own name is not known."""
    return english_of_ukrainian(_own_ukrainian(city))


def _own_ukrainian(city: City) -> str:
    """The alias that is the city's name in Ukrainian: the one that spells its Latin name."""
    skeleton = _skeleton(re.sub(r"[’ʼ‘'`]", "", unaccented(city.name)))
    own = [
        name
        for name in city.aliases
        if is_cyrillic(name) and _skeleton(english_of_ukrainian(name)) == skeleton
    ]
    return max(own, key=lambda name: (len(_UKRAINIAN_LETTERS.findall(name)), name), default="")


def _russian(name: str) -> str:
    """A Russian name in the letters that its English spelling is compared in."""
    return english_of_ukrainian(name.translate(str.maketrans("ыэёъгЫЭЁЪГ", "иее’ґИЕЕ’Ґ")))


def _skeleton(name: str) -> str:
    """A name without the letters on which systems of transliteration differ."""
    letters = re.sub(r"[^a-z]", "", unaccented(name).lower()).replace("kh", "h")
    letters = re.sub(r"(?<![a-z])ye|ye|yo|ie", "e", letters)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[iyj]+", "i", letters))


def _is_telling(form: str, english: str, evidence: Evidence) -> bool:
    """Whether a form looks French beside the English name and like nothing else."""
    if (
        form == english
        or not form[0].isupper()
        or len(form) < SHORTEST
        or not looks_french(form, english)
    ):
        return False
    plain = unaccented(form).lower()
    if plain == english.lower():
        return bool(re.search("[ïë]", form))
    words = re.findall(r"\w+", form)
    return not (
        plain in evidence.surnames
        or evidence.own.get(plain)
        or all(evidence.zipf(word) >= RARE_WORD for word in words)
    )


def _names(cities: Iterable[City]) -> dict[str, set[str]]:
    """The numbers of the cities that bear a name, all languages' aliases counted."""
    found: dict[str, set[str]] = {}
    for city in cities:
        for name in (city.name, *city.aliases):
            found.setdefault(name, set()).add(city.id)
    return found
