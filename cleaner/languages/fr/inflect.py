"""Inflection: every form of a French glossary word, and the plural of an English noun.

The glossary lists lemmas. Text has forms: ``contrôleurs``, ``gouvernementales``. The regular part
of French inflection is a dozen endings; a glossary line spells out what they get wrong, and what
is spelled out always wins. English nouns follow a handful of endings and a reviewed table of
exceptions (``english_nouns.tsv``).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

__all__ = [
    "Form",
    "english_gerund",
    "english_kinds",
    "english_plural",
    "french_feminine",
    "french_forms",
    "french_plural",
]

_KEEP_IN_PLURAL = ("s", "x", "z")
_PLURAL_IN_X = ("au", "eu")
# In a compound, what follows one of these is a complement and keeps its number.
_COMPLEMENT = frozenset(
    {"à", "au", "aux", "avec", "contre", "dans", "de", "des", "du", "en", "entre", "et", "hors"}
    | {"le", "la", "les", "ou", "par", "pour", "sans", "sous", "sur", "-"}
)
# Longest first: the first that fits is applied.
_FEMININE = (
    ("teur", "trice"),
    ("ien", "ienne"),
    ("eux", "euse"),
    ("eur", "euse"),
    ("on", "onne"),
    ("el", "elle"),
    ("er", "ère"),
    ("et", "ette"),
    ("if", "ive"),
    ("e", "e"),
)
_SIBILANT = ("s", "x", "z", "ch", "sh")
_ENGLISH_COMPLEMENT = frozenset(
    {"against", "at", "by", "for", "from", "in", "of", "on", "to", "under", "with", "without"}
)


class Form(NamedTuple):
    """A French form and what it says: gender ``m``, ``f`` or ``""`` (either), number ``s``/``p``.

    ``number`` is ``""`` for words that have none (prepositions, adverbs, phrases).
    """

    text: str
    gender: str
    number: str


def french_plural(noun: str) -> str:
    """The regular plural of a noun or masculine adjective; of a compound, that of its head.

    >>> french_plural("contrôleur aérien"), french_plural("chef d'état-major")
    ('contrôleurs aériens', "chefs d'état-major")
    >>> french_plural("journal"), french_plural("bureau"), french_plural("voix")
    ('journaux', 'bureaux', 'voix')
    """
    words = noun.split(" ")
    for at, word in enumerate(words):
        if at and (word.lower() in _COMPLEMENT or word[:2].lower() in ("d'", "l'")):
            break
        words[at] = _word_plural(word)
    return " ".join(words)


def _word_plural(word: str) -> str:
    if word.endswith(_KEEP_IN_PLURAL):
        return word
    if word.endswith("al"):
        return word[:-2] + "aux"
    return word + ("x" if word.endswith(_PLURAL_IN_X) else "s")


def french_feminine(adjective: str) -> str:
    """The regular feminine singular of an adjective or participle.

    >>> [french_feminine(word) for word in ("syrien", "antidjihadiste", "blessé", "offensif")]
    ['syrienne', 'antidjihadiste', 'blessée', 'offensive']
    """
    for ending, feminine in _FEMININE:
        if adjective.endswith(ending):
            return adjective[: -len(ending)] + feminine
    return adjective + "e"


def french_forms(lemma: str, pos: str, explicit: str = "") -> tuple[Form, ...]:
    """All forms of a glossary word; ``explicit`` is the glossary's ``forms`` column.

    Nouns: ``explicit`` is the plural. Adjectives and participles: ``feminine|masculine plural|
    feminine plural``, of which the last ones may be left out. Other words don't inflect.

    >>> [form.text for form in french_forms("gouvernemental", "adj")]
    ['gouvernemental', 'gouvernementale', 'gouvernementaux', 'gouvernementales']
    >>> [form.text for form in french_forms("grec", "adj", "grecque")]
    ['grec', 'grecque', 'grecs', 'grecques']
    >>> french_forms("kurde", "noun.mf")[1]
    Form(text='kurdes', gender='', number='p')
    >>> [form.number for form in french_forms("pays", "noun.m")]
    ['s', 'p']
    """
    if pos.startswith("noun") or pos == "day":
        gender = pos[5:] if pos in ("noun.m", "noun.f") else ""
        if pos == "day":
            gender = "m"
        plurals = explicit.split("|") if explicit else [french_plural(lemma)]
        return (Form(lemma, gender, "s"), *(Form(plural, gender, "p") for plural in plurals))
    if pos in ("adj", "pp"):
        given = explicit.split("|") if explicit else []
        feminine = given[0] if given else french_feminine(lemma)
        masculine_plural = given[1] if len(given) > 1 else french_plural(lemma)
        feminine_plural = given[2] if len(given) > 2 else french_plural(feminine)
        return (
            Form(lemma, "m", "s"),
            Form(feminine, "f", "s"),
            Form(masculine_plural, "m", "p"),
            Form(feminine_plural, "f", "p"),
        )
    return (Form(lemma, "", ""),)


@cache
def _english_nouns() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """The reviewed table: irregular plurals, and the kinds (mass, generic, ...) of each word."""
    plurals: dict[str, str] = {}
    kinds: dict[str, frozenset[str]] = {}
    table = resources.files(__package__).joinpath("english_nouns.tsv").read_text("utf-8")
    for line in table.splitlines()[1:]:
        word, kind, plural, _note = line.split("\t")
        kinds[word] = kinds.get(word, frozenset()) | {kind}
        if plural:
            plurals[word] = plural
    return plurals, kinds


def english_kinds(noun: str) -> frozenset[str]:
    """What the table says of a noun (as it stands, or of its last word).

    ``mass``: it often stands without an article (fuel); ``generic``: so does its plural (women).

    >>> sorted(english_kinds("jet fuel")), sorted(english_kinds("suspect"))
    (['mass'], [])
    """
    kinds = _english_nouns()[1]
    return kinds.get(noun) or kinds.get(noun.rsplit(" ", 1)[-1], frozenset())


@cache
def english_plural(noun: str) -> str:
    """The plural of an English noun; of a compound, that of its head.

    >>> [english_plural(noun) for noun in ("attack", "party", "Chinese", "policeman", "aircraft")]
    ['attacks', 'parties', 'Chinese', 'policemen', 'aircraft']
    >>> english_plural("head of state"), english_plural("air traffic controller")
    ('heads of state', 'air traffic controllers')
    """
    known = _english_nouns()[0]
    if noun in known:
        return known[noun]
    words = noun.split(" ")
    for at, word in enumerate(words[1:], start=1):
        if word in _ENGLISH_COMPLEMENT:
            return " ".join([english_plural(" ".join(words[:at])), *words[at:]])
    if len(words) > 1:
        return " ".join([*words[:-1], english_plural(words[-1])])
    stem, hyphen, last = noun.rpartition("-")
    if hyphen and last in known:
        return stem + hyphen + known[last]
    return _regular_english_plural(noun, known)


def _regular_english_plural(word: str, known: dict[str, str]) -> str:
    if word.endswith("men") or not word[-1:].isalpha():
        return word
    if word.endswith("man") and len(word) > 3:
        return word[:-2] + "en"
    if word.endswith("woman"):
        return word[:-2] + "en"
    if word.endswith(("sis", "xis")):
        return word[:-2] + "es"
    if word.endswith(("nese", "craft")):
        return known.get(word, word)
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        # A name keeps its y: "the two Germanys".
        return word + "s" if word[:1].isupper() else word[:-1] + "ies"
    return word + ("es" if word.endswith(_SIBILANT) else "s")


# A stressed last syllable doubles its consonant; without stress marks only a list can tell.
_DOUBLING = re.compile(r"(?:[^aeiou]|\A|qu)[aeiou][bdgklmnprtv]\Z")
_STRESSED_LAST = frozenset(
    {"admit", "begin", "commit", "compel", "control", "deter", "forget", "occur", "permit"}
    | {"prefer", "propel", "rebel", "refer", "submit", "transfer", "transmit", "upset"}
)
_VOWELS = re.compile(r"[aeiouy]+")


def english_gerund(verb: str) -> str:
    """The -ing form of an English verb or of the first word of a verbal phrase.

    >>> [english_gerund(verb) for verb in ("make", "meet", "put an end to", "lie", "flee", "be")]
    ['making', 'meeting', 'putting an end to', 'lying', 'fleeing', 'being']
    >>> [english_gerund(verb) for verb in ("open", "admit", "answer", "play", "fix")]
    ['opening', 'admitting', 'answering', 'playing', 'fixing']
    """
    first, space, rest = verb.partition(" ")
    if first.endswith("ie"):
        first = first[:-2] + "y"
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")) and first != "be":
        first = first[:-1]
    elif first in _STRESSED_LAST or (_DOUBLING.search(first) and len(_VOWELS.findall(first)) == 1):
        first += first[-1]
    return f"{first}ing{space}{rest}"
