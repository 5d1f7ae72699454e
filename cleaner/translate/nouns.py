"""English noun phrases put together from the parts that the grammar read.

Everything about English word order, articles and agreement is here: adjectives go before the
noun, those that followed it in French in reverse order (forces gouvernementales syriennes, Syrian
government forces), and ``a`` becomes ``an`` where the next sound asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleaner.languages.fr.inflect import english_kinds
from cleaner.translate.glossary import Hit
from cleaner.translate.words import Word

__all__ = [
    "Modifier",
    "Name",
    "NameLookup",
    "Noun",
    "NounPhrase",
    "agree",
    "assembled",
    "doubt_of",
    "with_article",
]

_VOWEL_SOUND = re.compile(
    r"[aeio]|u(?!ni|nani|s[eu]|t[ie]|k|gan|ru)|uni[nm]|hono|hour|heir|8|11\b|18\b", re.IGNORECASE
)
_LETTERS = re.compile(r"[A-Z](?:[A-Z0-9-]|\.[A-Z])")
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
_CONSONANT_SOUND = re.compile(r"(?:eu|one\b|once\b|one-)", re.IGNORECASE)
# Ending in these, an English noun is a notion and often goes without an article.
_NOTION = ("ism", "ness")


def with_article(phrase: str) -> str:
    """``a`` or ``an`` before a phrase, by its first sound.

    >>> [with_article(w).split()[0] for w in ("attack", "university", "hour", "U.S. base", "NGO")]
    ['an', 'a', 'an', 'a', 'an']
    >>> [with_article(w).split()[0] for w in ("European", "one-day strike", "UN report", "unarmed")]
    ['a', 'a', 'a', 'an']
    """
    if _LETTERS.match(phrase) and not phrase[1:3].islower():
        vowel = phrase[0] in _VOWEL_LETTERS
    elif _CONSONANT_SOUND.match(phrase):
        vowel = False
    else:
        vowel = bool(_VOWEL_SOUND.match(phrase))
    return f"{'an' if vowel else 'a'} {phrase}"


def _compatible(one: str, other: str) -> bool:
    return not one or not other or one == other


def agree(one: Hit, other: Hit) -> bool:
    """Whether two French forms agree in gender and number, as far as they show it."""
    return _compatible(one.gender, other.gender) and _compatible(one.number, other.number)


def doubt_of(hit: Hit) -> str:
    """What is doubtful about a word among other French words.

    A word that is unsure only because English has it too (suspect, mission) is sure here.
    """
    alike = hit.entry.note.startswith(("English", "spelled alike")) and len(hit.english) == 1
    return "" if hit.sure or alike else f"« {hit.entry.french} » has other meanings"


class Modifier(NamedTuple):
    """What stands before the English noun: an adjective, a participle, another noun."""

    text: str
    gender: str = ""
    number: str = ""
    doubt: str = ""
    cost: int = 1
    # What is doubtful where it stands behind its noun.
    doubt_behind: str = ""

    @classmethod
    def of(cls, hit: Hit) -> Modifier:
        """An adjective or participle as it was found."""
        behind = "a participle: before its noun, or behind it" if hit.entry.pos == "pp" else ""
        return cls(hit.english[0], hit.gender, hit.number, doubt_of(hit), 1, behind)

    @classmethod
    def adjunct(cls, hit: Hit) -> Modifier:
        """``de carburant`` behind a noun: fuel, before it."""
        return cls(hit.entry.english[0], doubt="« de »: before the noun, or of", cost=2)

    def joined(self, other: Modifier) -> Modifier:
        """Two adjectives with ``and`` between them."""
        return self._replace(
            text=f"{self.text} and {other.text}",
            doubt=self.doubt or other.doubt,
            cost=self.cost + other.cost + 1,
        )

    def agrees(self, noun: Hit) -> bool:
        """Whether it can belong to this noun."""
        return _compatible(self.gender, noun.gender) and _compatible(self.number, noun.number)


class Noun(NamedTuple):
    """What comes before a noun: determiner and number."""

    determiner: Word | None = None
    amount: str = ""
    number: str = ""
    doubt: str = ""

    @property
    def is_partitive(self) -> bool:
        """``du``, ``de la``: an amount of something, no article in English."""
        word = self.determiner
        return word is not None and not word.english[0] and word.number == "s"

    def fits(self, hit: Hit) -> bool:
        """Whether determiner and number agree with the noun."""
        if not _compatible(self.number, hit.number):
            return False
        word = self.determiner
        if word is None:
            return True
        return _compatible(word.gender, hit.gender) and _compatible(word.number, hit.number)


class Name(NamedTuple):
    """A proper name in English; ``article`` is ``the`` where running text needs one."""

    english: str
    article: str = ""
    sure: bool = True


NameLookup = Callable[[str], Name | None]


class NounPhrase(NamedTuple):
    """A noun phrase in English. ``bare``: French had neither determiner nor number."""

    end: int
    text: str
    doubt: str = ""
    cost: int = 1
    alternatives: tuple[str, ...] = ()
    number: str = ""
    bare: bool = False
    article: str = ""
    is_mass: bool = False
    is_name: bool = False
    # What English puts for à before it: in, at or on.
    place: str = ""
    kinds: frozenset[str] = frozenset()

    def behind_de(self, texts: list[str]) -> list[str]:
        """The texts with *of*, in the order in which the noun makes them likely.

        >>> NounPhrase(1, "far right", bare=True, kinds=frozenset({"definite"})).behind_de([])
        ['of the far right', 'far right']
        """
        if self.bare and "definite" in self.kinds:
            return [f"of the {self.text}", self.text, *texts]
        if self.bare:
            return [*texts[:1], self.text, *texts[1:]]
        if "measure" in self.kinds and self.article in ("le", "la", "l'"):
            unit = self.text.removeprefix("the ")
            return [f"per {unit}", f"of {with_article(unit)}", *texts]
        if self.article == "les" and texts and self.text.startswith("the "):
            return [texts[0], f"of {self.text.removeprefix('the ')}", *texts[1:]]
        if "either" in self.kinds and not self.text.startswith("the "):
            return [f"of the {self.text}", *texts]
        return texts


def assembled(
    end: int, noun: Noun, before: Sequence[Modifier], hit: Hit, behind: Sequence[Modifier]
) -> NounPhrase:
    """The English noun phrase, with its doubts and its alternatives."""
    modifiers = [*before, *reversed(behind)]
    adjectives = [modifier.text for modifier in modifiers]
    doubts = [noun.doubt, *(modifier.doubt for modifier in modifiers)]
    doubts.append(doubt_of(hit))
    cores = [" ".join([*adjectives, english]) for english in hit.english[:3]]
    kinds = english_kinds(hit.english[0])
    if "measure" in kinds and noun.determiner and noun.determiner.english[0] == "the":
        doubts.append("per, or of the")
    if noun.determiner is None or noun.determiner.english[0] in ("a", ""):
        # un homme interpellé: an arrested man, or a man arrested
        doubts += [modifier.doubt_behind for modifier in behind]
    number = noun.number or hit.number
    is_notion = bool({"mass", "either"} & kinds) or hit.english[0].endswith(_NOTION)
    is_mass = number != "p" and is_notion
    plain = bool(not modifiers)
    texts, doubt = _determined(noun, cores, is_mass, "generic" in kinds and number == "p", plain)
    doubts.append(doubt)
    determiner = noun.determiner
    cost = 1 + sum(modifier.cost for modifier in modifiers) + bool(noun.amount)
    if determiner:
        cost += 1 + 2 * (determiner.english[0] == "")
    return NounPhrase(
        end=end,
        text=texts[0],
        doubt=next((doubt for doubt in doubts if doubt), ""),
        cost=cost,
        alternatives=tuple(texts[1:]),
        number=number,
        bare=determiner is None and not noun.amount,
        article=determiner.french if determiner else "",
        is_mass=is_mass,
        place=next((kind[6:] for kind in kinds if kind.startswith("place-")), ""),
        kinds=kinds,
    )


def _determined(
    noun: Noun, cores: list[str], is_mass: bool, is_generic: bool, plain: bool
) -> tuple[list[str], str]:
    """The noun with determiner and number, the alternatives, and what is doubtful about them."""
    counted = [f"{noun.amount} {core}".strip() for core in cores]
    word = noun.determiner
    if word is None:
        return counted, ""
    first = word.english[0]
    if first == "a":
        doubt = "English has no article here" if is_mass else ""
        return [with_article(core) for core in counted], doubt
    texts = [f"{first} {core}".strip() for core in counted]
    others = [f"{other} {counted[0]}".strip() for other in word.english[1:]]
    doubt = "" if word.sure else f"« {word.french} »: {' or '.join(filter(None, word.english))}"
    if first == "the" and (is_mass or is_generic) and not noun.amount:
        doubt = "English often has no article here"
        texts = [counted[0], *texts] if plain else [texts[0], counted[0], *texts[1:]]
    elif not first:
        doubt = "« des », « du »: some, or of the"
    return [*texts, *others], doubt
