"""The French press forms of names that no table lists, made from the names themselves.

Press French transcribes Cyrillic letter by letter (ч tch, ж j, у ou), so a place's own name gives
its French form. Arabic, Persian and Hebrew names go through the English spelling instead
(sh ch, u ou, j dj). Both have a few variants, all of which are given.
"""

from __future__ import annotations

import csv
import itertools
import re
from functools import cache
from importlib.resources import files

from cleaner.gazetteer.fold import unaccented

__all__ = ["english_of_ukrainian", "french_of_cyrillic", "french_of_latin", "is_cyrillic"]

MOST_FORMS = 48
_CYRILLIC = re.compile(r"[а-яёґєіїА-ЯЁҐЄІЇ’ʼ' -]+")
_UKRAINIAN_INITIALS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = re.compile(r"[’ʼ‘'`]")
_VOWELS = "аеёиоуыэюяєії"
# An English spelling, and what French writes for it; tried in this order at each letter.
_LATIN = (
    (r"\bUmm\b", ("Oum", "Oumm")),
    (r"\bAbu\b", ("Abou",)),
    (r"sh", ("ch",)),
    (r"(?<![ckst])h(?=\Z)", ("", "h")),
    (r"(?<!s)ch", ("tch",)),
    (r"zh", ("j",)),
    (r"(?<!d)j", ("dj", "j")),
    (r"iy(?=[aeu])", ("iy",)),
    (r"aw(?=[aiu])", ("aou",)),
    (r"(?<=[^aeiou])w(?=[aei])", ("ou", "w")),
    (r"(?:oo|ou|(?<![aoq])u)(?![aeiou])", ("ou",)),
    (r"ai|ay(?![aeiou])", ("aï",)),
    (r"ei|ey(?![aeiou])", ("ei", "eï")),
    (r"ee", ("i",)),
    (r"g(?=[ei])", ("gu",)),
    (r"(?<=[aeiou])s(?=[aeiou])", ("ss", "s")),
    (r"(?<=[^aeo])in\b", ("ine", "in")),
)
_LATIN_RULES = tuple((re.compile(pattern, re.IGNORECASE), forms) for pattern, forms in _LATIN)


@cache
def _letters(language: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """French variants and English spelling of each letter."""
    path = files("cleaner.gazetteer").joinpath("reviewed", "cyrillic.tsv")
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
        return {
            row["letter"]: (tuple(row["french"].split("|")), row["english"])
            for row in rows
            if row["language"] == language
        }


def is_cyrillic(name: str) -> bool:
    """Whether the name is written in Cyrillic letters throughout."""
    return bool(_CYRILLIC.fullmatch(name))


def french_of_cyrillic(name: str, language: str) -> frozenset[str]:
    """The French press forms of a Ukrainian (``uk``) or Russian (``ru``) name.

    A letter with several French spellings has the same one throughout a form.

    >>> sorted(french_of_cyrillic("Бахмут", "uk"))
    ['Bakhmout']
    >>> "Lyssytchansk" in french_of_cyrillic("Лисичанськ", "uk")
    True
    """
    letters = _letters(language)
    name = _APOSTROPHES.sub("", name)
    lower = name.lower()
    if any(char not in letters and char not in " -" for char in lower):
        return frozenset()
    varying = [char for char in sorted(set(lower)) if char in letters and len(letters[char][0]) > 1]
    forms: set[str] = set()
    for choice in itertools.product(*(letters[char][0] for char in varying)):
        chosen = dict(zip(varying, choice, strict=True))
        forms.add("".join(_letter(lower, i, chosen, language) for i in range(len(lower))))
    return frozenset(_like(name, form) for form in sorted(forms)[:MOST_FORMS])


def _letter(word: str, at: int, chosen: dict[str, str], language: str) -> str:
    char = word[at]
    letters = _letters(language)
    if char not in letters:
        return char
    french = chosen.get(char, letters[char][0][0])
    before, after = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
    if char == "с":
        return french if before and before in _VOWELS and after and after in _VOWELS else "s"
    if char == "г" and french == "g" and after and after in "еиієї":
        return "gu"
    if char == "е" and language == "ru" and (not before or before in _VOWELS + " -"):
        return "ie"
    if char == "й" and not after and before and before in "иы":
        return ""  # the endings -ий and -ый
    if char == "й" and (not before or before in " -"):
        return "i"
    return french


def english_of_ukrainian(name: str) -> str:
    """The official Latin form of a Ukrainian name (2010).

    >>> english_of_ukrainian("Запоріжжя"), english_of_ukrainian("Єнакієве")
    ('Zaporizhzhia', 'Yenakiieve')
    """
    letters = _letters("uk")
    lower = _APOSTROPHES.sub("", name).lower()
    spelled: list[str] = []
    for at, char in enumerate(lower):
        if at == 0 or lower[at - 1] in " -":
            spelled.append(_UKRAINIAN_INITIALS.get(char) or letters.get(char, ((), char))[1])
        elif char == "г" and lower[at - 1] == "з":
            spelled.append("gh")
        else:
            spelled.append(letters.get(char, ((), char))[1])
    return _like(name, "".join(spelled))


def french_of_latin(name: str) -> frozenset[str]:
    """The French forms of a name in English spelling, without the name itself.

    >>> sorted(french_of_latin("Rasht")), "Falloudja" in french_of_latin("Fallujah")
    (['Racht'], True)
    """
    name = unaccented(name)
    choices: list[tuple[str, ...]] = []
    at = 0
    while at < len(name):
        for pattern, forms in _LATIN_RULES:
            found = pattern.match(name, at)
            if found and found.end() > at:
                choices.append(forms)
                at = found.end()
                break
        else:
            choices.append((name[at],))
            at += 1
    written = {
        "".join(parts) for parts in itertools.islice(itertools.product(*choices), MOST_FORMS)
    }
    return frozenset(_like(name, form) for form in written) - {name}


def _like(name: str, form: str) -> str:
    """The form with a capital for each part that has one in the name."""
    parts, own = re.split(r"([ -])", form.lower()), re.split(r"([ -])", name)
    return "".join(
        part[:1].upper() + part[1:] if original[:1].isupper() else part
        for part, original in zip(parts, own, strict=False)
    )
