"""Exact, compositional translation of small phrases out of glossary parts.

Either every word of the fragment is accounted for by the grammar and the glossary, or there is no
answer. An answer is sure only if all of its parts are and the grammar left nothing open.
"""

from __future__ import annotations

import re

from cleaner.finding import Request, Source
from cleaner.translate.answer import Answer
from cleaner.translate.glossary import Glossary, Hit, french_glossary, normalised
from cleaner.translate.grammar import Grammar
from cleaner.translate.lexis import Lexis
from cleaner.translate.nouns import NameLookup
from cleaner.translate.readings import Reading, Surroundings
from cleaner.translate.seams import words_of
from cleaner.translate.words import Atoms, function_words

__all__ = [
    "compose",
    "exact",
    "grammar_for",
    "is_stranded_adjective",
    "needs_of",
    "owner_from",
    "surroundings",
]

# Estimates by hand of how often an editor would agree; not measured yet.
SURE_EXACT, SURE_COMPOSED = 0.98, 0.97
UNSURE_EXACT, UNSURE_COMPOSED = 0.75, 0.65
# More words than this are a sentence; the grammar is not made for those.
_MOST_ATOMS = 14
_MOST_ALTERNATIVES = 5
_OWNERS = {
    "he": "his", "him": "his", "his": "his", "himself": "his",
    "she": "her", "her": "her", "hers": "her", "herself": "her",
    "it": "its", "its": "its", "itself": "its",
}  # fmt: skip
_DE = re.compile(r"(?:d[eu]|des)\s|d'", re.IGNORECASE)
_OWNER = re.compile(rf"\b(?:{'|'.join(_OWNERS)})\b", re.IGNORECASE)
# A word that may be the noun of the adjective before it.
_NEXT_WORD = re.compile(r"\s+([a-z][\w-]+)")
_NO_NOUN = frozenset({"said", "says", "told", "who", "which", "also", "will", "would", "had"})
# A plural noun, perhaps behind an adjective; these plurals have no -s.
_PLURAL_AHEAD = re.compile(
    r" (?:[\w-]+ )?(?:[\w-]+[^s\W]s|children|media|men|militia|people|personnel|police|women)\b"
)
_LAST_WORD = re.compile(r"([\w.'’-]+)\W*\Z")
# After these, « de » is from, about or nothing, not of.
_LOOSE_DE = re.compile(
    r"(?:c[oa]m(?:e|es|ing)|arriv(?:e[sd]?|ing)|return(?:s|ed|ing)?|receiv(?:es?|ed|ing)"
    r"|sp[eo]ke?a?k?(?:s|ing|en)?|talk(?:s|ed|ing)?|accus(?:es?|ed|ing)|fle[ed](?:s|ing)?"
    r"|withdr[ae]w(?:s|n|ing)?|suffer(?:s|ed|ing)?|part|depend(?:s|ed|ing)?|ask(?:s|ed|ing)?"
    r"|is|are|was|were|be|been|being|has|have|had|kill(?:s|ed|ing)|said|says|back|away|home|out)\Z",
    re.IGNORECASE,
)


def exact(fragment: str, glossary: Glossary | None = None) -> Answer | None:
    """The glossary's own translation of a whole fragment; None where it has none.

    Readings that differ in English make the answer unsure and become alternatives.

    >>> exact("lundi").text, exact("lundi").sure
    ('Monday', True)
    """
    hits = (glossary or french_glossary()).lookup(fragment)
    if not hits:
        return None
    hits = tuple(sorted(hits, key=lambda hit: not hit.sure))
    texts = list(dict.fromkeys(text for hit in hits for text in hit.english))
    doubt = _doubt_of(hits)
    return Answer(
        texts[0],
        tuple(texts[1 : _MOST_ALTERNATIVES + 1]),
        UNSURE_EXACT if doubt else SURE_EXACT,
        Source.GLOSSARY,
        not doubt,
        doubt or "one meaning in the glossary",
    )


def _doubt_of(hits: tuple[Hit, ...]) -> str:
    for hit in hits:
        if not hit.sure:
            return hit.entry.note or f"« {hit.entry.french} » has other meanings"
    if len({hit.english[0] for hit in hits}) > 1:
        return "the form has several readings"
    return ""


def compose(
    request: Request, glossary: Glossary | None = None, names: NameLookup | None = None
) -> Answer | None:
    """The fragment put together from its parts; None if a single word is left over.

    >>> compose(Request("du président", before="the speech")).text
    'of the president'
    >>> compose(Request("du xyzzy")) is None
    True
    """
    try:
        atoms = Atoms(request.fragment)
    except ValueError:
        return None
    if not 0 < len(atoms) <= _MOST_ATOMS:
        return None
    lexis = Lexis(atoms, glossary or french_glossary())
    grammar = grammar_for(request, lexis, names)
    owner = grammar.around.owner
    readings = grammar.readings() or list(_owner_alone(request.fragment, owner))
    return _answer(readings) if readings else None


def needs_of(request: Request) -> bool:
    """Whether the fragment begins with ``de`` behind what seems to be a noun.

    >>> needs_of(Request("du pain", "the price ")), needs_of(Request("lundi", "the price "))
    (True, False)
    """
    around = surroundings(request)
    return bool(_DE.match(request.fragment)) and not (around.loose_de or around.indefinite)


def surroundings(request: Request) -> Surroundings:
    """What the English around a fragment says about the French in it."""
    last = _LAST_WORD.search(request.before)
    word = last.group(1).lower() if last else ""
    return Surroundings(
        owner=owner_from(request.before, request.after),
        loose_de=not word or bool(_LOOSE_DE.match(word)),
        indefinite=not word
        or word in words_of("before-indefinite")
        or request.before.rstrip()[-1:] in ",;:(",
        locative=word in words_of("in-government"),
        motion=word in words_of("motion"),
    )


def grammar_for(request: Request, lexis: Lexis, names: NameLookup | None = None) -> Grammar:
    """The grammar of a fragment in its surroundings."""
    return Grammar(lexis, names, surroundings(request))


def is_stranded_adjective(request: Request, glossary: Glossary | None = None) -> bool:
    """Whether a bare adjective has no noun behind it, where English wants one.

    ``Two experts judiciaires and`` can't be put right by a change of the adjective alone, nor can
    ``The prorusses fled``, where it stands for a noun.

    >>> is_stranded_adjective(Request("judiciaires", "Two experts ", " said"))
    True
    >>> is_stranded_adjective(Request("judiciaires", "two ", " experts said"))
    False
    >>> is_stranded_adjective(Request("prorusses", "The ", " fled"))
    True
    """
    hits = (glossary or french_glossary()).lookup(request.fragment)
    if request.bracketed or not hits or any(hit.entry.pos != "adj" for hit in hits):
        return False
    last = _LAST_WORD.search(request.before)
    small = words_of("determiner", "article", "preposition", "before-indefinite", "small")
    if last is None or last.group(1).lower() in small:
        return all(hit.number == "p" for hit in hits) and not _before_plural(request.after)
    return not _before_noun(request.after)


def _before_noun(after: str) -> bool:
    following = _NEXT_WORD.match(after)
    small = words_of("preposition", "small", "before-indefinite", "dangling") | _NO_NOUN
    return following is not None and following.group(1) not in small


def _before_plural(after: str) -> bool:
    """Whether the next word, or the one behind it (``masked rebels``), looks like a plural."""
    return bool(_PLURAL_AHEAD.match(after))


def _answer(readings: list[Reading]) -> Answer:
    best = readings[0]
    texts = [best.text, *best.alternatives]
    close = [r for r in readings[1:] if r.cost <= best.cost + 1 and best.kind != "time"]
    for other in close:
        texts += [other.text, *other.alternatives]
    rivals = {r.text for r in readings if r.cost == best.cost}
    doubt = best.doubt or ("several readings" if len(rivals) > 1 else "")
    unique = list(dict.fromkeys(texts))
    return Answer(
        unique[0],
        tuple(unique[1 : _MOST_ALTERNATIVES + 1]),
        UNSURE_COMPOSED if doubt else SURE_COMPOSED,
        Source.GLOSSARY,
        not doubt,
        doubt or "every word in the glossary, one reading",
    )


def _owner_alone(fragment: str, owner: str) -> list[Reading]:
    """``ses`` and nothing else, the noun behind it being English already."""
    for word in function_words().get(normalised(fragment).lower(), ()):
        if word.role == "owner":
            texts = sorted(word.english, key=lambda english: english != owner)
            return [Reading(1, texts[0], "the owner decides", 1, tuple(texts[1:]))]
    return []


def owner_from(before: str, after: str) -> str:
    """The possessive of the nearest pronoun: the last one before, else the first one behind.

    >>> owner_from("She said he would never abandon", "voters")
    'his'
    >>> owner_from("The minister left", "")
    ''
    """
    earlier = _OWNER.findall(before)
    if earlier:
        return _OWNERS[earlier[-1].lower()]
    later = _OWNER.search(after)
    return _OWNERS[later.group().lower()] if later else ""
