"""What a package's word about a place is worth: safe, unsafe, or nothing.

The packages list every label that somebody once entered: historical exonyms, local spellings,
official names that no newspaper prints. A row goes in only if its French form looks French
beside the English one, and is safe only if an English text can mean nothing else by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import NamedTuple

from cleaner.gazetteer.entry import SAFE, UNSAFE
from cleaner.gazetteer.fold import normalise, unaccented
from cleaner.gazetteer.sources import City, Fact

__all__ = ["Evidence", "Verdict", "judge", "own_names", "plain_english"]

SAFE_POPULATION = 100_000
SMALLEST = 15_000
# An English word or a name that readers know: Zipf 3 is once in a million words.
ENGLISH_WORD = 3.0

# A label that English texts use once in four million words.
KNOWN_ENGLISH = 2.4
SMALL = "small place, known from a package alone"
RARE_LABEL = "an English label that English hardly uses"

# Places at home in French: what is printed there in French is the name.
FRENCH_SPEAKING = frozenset("FR MC LU BE CH CA GP MQ RE GF YT PM BL MF WF NC PF TF".split())
# Latin names are official in the French manner, and English keeps them.
FRENCH_ROMANIZED = frozenset(
    """
    MA DZ TN MR EH SN ML BF NE TD CF CM GA CG CD BI RW CI GN TG BJ DJ KM MG SC MU LB HT VU
    """.split()
)
# GeoNames' English labels there are official renamings that English copy does not always follow.
RENAMED = frozenset({"IN", "KZ", "MM", "TR"})

_FRENCH_SIGNS = (
    r"[éèêëàâîïôûùçœ]",
    r"ou(?!gh)",
    r"tch",
    r"dj",
    r"\bch|ch(?!e?n\b)",
    r"gu[eiéè]",
    r"(?:ie|ique|ienne|aine|ogne|agne|oie|isse)\b",
    r"\b(?:le|la|les|du|de|des|sur|sous|saint|sainte|mont|cap|port|îles?|golfe|lac)\b",
    r"(?:bourg|ville|aume|euse|oise)\b",
    r"j",
    r"qu",
    r"ss",
    r"e\b",
)
_SIGNS = [re.compile(sign, re.IGNORECASE) for sign in _FRENCH_SIGNS]
_QUARTER = re.compile(
    r"^(?:Arrondissement|Districts?|Comté|Kabupaten|Préfecture|Xian|Vieille ville|[Qq]uartier|"
    r"Raïon|Oblast|[Rr]égion|Province|Commune|Paroisse|Municipalité|Centre|Île)\b"
)
_SPACING = re.compile(r"[\s'\-.]+")


class Verdict(NamedTuple):
    """``safe`` or ``unsafe``, and why it is not safe."""

    safety: str
    note: str


class Evidence(NamedTuple):
    """What is known of words and names apart from the fact that is judged."""

    zipf: Callable[[str], float]
    surnames: Container[str]
    own: Mapping[str, list[City]]
    cities: Mapping[str, City]


def own_names(cities: Mapping[str, City]) -> dict[str, list[City]]:
    """Sizeable places by their own names, without accents and in lower case."""
    found: dict[str, list[City]] = {}
    for city in cities.values():
        if city.population >= SMALLEST:
            found.setdefault(unaccented(city.name).lower(), []).append(city)
    return found


def judge(fact: Fact, evidence: Evidence) -> Verdict | None:
    """Whether a package's fact becomes a row, and how sure it is; None to leave it out."""
    if not _is_exonym(fact):
        return None
    if fact.fr.startswith("R.A.S."):
        return None
    if fact.kind == "city":
        if fact.country in FRENCH_SPEAKING | FRENCH_ROMANIZED or fact.population < SMALLEST:
            return None
        city = evidence.cities.get(fact.id.removeprefix("gn:"))
        if city is not None and city.name == fact.fr:
            return None
        if not looks_french(fact.fr, fact.en) or _is_quarter(fact):
            return None
    reasons = _doubts(fact, evidence)
    return Verdict(UNSAFE, "; ".join(reasons)) if reasons else Verdict(SAFE, "")


def _is_known_english(name: str, evidence: Evidence) -> bool:
    """Whether English texts use the words of a label: not so official ones (Makkah)."""
    words = re.findall(r"\w+", unaccented(name))
    return all(evidence.zipf(word) >= KNOWN_ENGLISH for word in words)


def looks_french(fr: str, en: str) -> bool:
    """Whether the French form has more signs of French spelling than the English one.

    >>> looks_french("Moscou", "Moscow"), looks_french("Bareli", "Bareilly")
    (True, False)
    """
    return any(len(sign.findall(fr)) > len(sign.findall(en)) for sign in _SIGNS)


def ambiguity(form: str, identity: str, evidence: Evidence) -> list[str]:
    """What else a form may be: an English word, somebody's name, another place's own name."""
    plain = unaccented(form).lower()
    reasons: list[str] = []
    if re.fullmatch(r"\w+", form):
        if evidence.zipf(form) >= ENGLISH_WORD:
            reasons.append("English word or well-known name")
        elif plain in evidence.surnames:
            reasons.append("surname or given name")
    others = [city for city in evidence.own.get(plain, ()) if f"gn:{city.id}" != identity]
    others = [city for city in others if city.name == form or city.population >= 50_000]
    if others:
        largest = max(others, key=lambda city: city.population)
        reasons.append(f"also {largest.name} ({largest.country})")
    return reasons


def _doubts(fact: Fact, evidence: Evidence) -> list[str]:
    reasons = ambiguity(fact.fr, fact.id, evidence)
    if fact.kind == "region":
        reasons.append("statisticians' name")
    if fact.kind == "city":
        if fact.population < SAFE_POPULATION:
            reasons.append(SMALL)
        elif len(fact.fr) < 5:
            reasons.append("short")
        elif fact.country in RENAMED:
            reasons.append("renamed; English copy may keep the older name")
        elif not _is_known_english(fact.en, evidence):
            reasons.append(RARE_LABEL)
        elif unaccented(fact.fr) == unaccented(fact.en) and not re.search("[ïéèêëç]", fact.fr):
            reasons.append("differs by a local accent")
    return reasons


def _is_quarter(fact: Fact) -> bool:
    """A district of a city, or an administrative title that comes with the name."""
    suffix = re.search(r"-([^-]+)$", fact.fr)
    return bool(_QUARTER.match(fact.fr)) or bool(suffix and suffix[1] == fact.en)


def plain_english(name: str) -> str:
    """The name without the marks that English copy does not print.

    >>> plain_english("Vũng Tàu"), plain_english("Malmö")
    ('Vung Tau', 'Malmö')
    """
    name = name.removesuffix(" city")
    return name if re.fullmatch(r"[\x20-\xff]+", name) else unaccented(name)


def _is_exonym(fact: Fact) -> bool:
    """Whether the two names differ by more than spacing, and are names at all."""
    fr, en = normalise(fact.fr), normalise(fact.en)
    if _SPACING.sub("", fr).lower() == _SPACING.sub("", en).lower():
        return False
    if not re.fullmatch(r"[\wÀ-ÿœŒ' .-]{3,}", fr) or not re.fullmatch(r"[\wÀ-ÿœŒ' .-]{3,}", en):
        return False
    if re.search(r"[^a-zA-ZÀ-ÿœŒ' .-]", fr):
        return False  # letters that French does not write: a local spelling
    return unaccented(en).lower() == en.lower() or unaccented(fr) != unaccented(en)
