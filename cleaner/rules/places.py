"""PL1xx and NM1xx: places, organisations and people under their French names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cleaner.document import Span
from cleaner.finding import Finding, Fix, Safety, Source
from cleaner.gazetteer.bracket import across_bracket
from cleaner.gazetteer.entry import SAFE, VARIANT, Entry
from cleaner.gazetteer.fold import unaccented_arabic
from cleaner.gazetteer.lookup import Match
from cleaner.rules.brackets import prose_brackets
from cleaner.rules.passage import Passage
from cleaner.rules.purpose import is_on_purpose
from cleaner.rules.registry import Example, register
from cleaner.translate.word_order import nouns_at_end, with_move

__all__ = ["bracketed_places", "organisation_names", "person_names", "place_names"]

# The estimated share of right rewrites, from the clean and the dirty texts of corpus/.
SAFE_CONFIDENCE = 0.98
UNSAFE_CONFIDENCE = 0.6
# Assemblée nationale du Québec: what follows belongs to the name.
_GOES_ON = re.compile(r" (?:(?:du|de|des|de la) |(?:de l|d)['’])[A-ZÀ-ÖØ-Þ]")
_KIND = {"org": "organisation"}


def _fix(match: Match, doubt: str) -> Fix:
    entry = match.entry
    safe = entry.safety == SAFE and not doubt
    note = doubt or ("" if safe else entry.note)
    kind = _KIND.get(entry.kind, entry.kind)
    reason = f"French name of this {kind}" + (f"; {note}" if note else "")
    return _listed_fix(match.replacement, reason, match.alternatives, safe=safe)


def _listed_fix(
    replacement: str, reason: str, alternatives: tuple[str, ...] = (), *, safe: bool
) -> Fix:
    confidence = SAFE_CONFIDENCE if safe else UNSAFE_CONFIDENCE
    safety = Safety.SAFE if safe else Safety.UNSAFE
    return Fix(replacement, Source.GAZETTEER, confidence, safety, reason, alternatives)


def _evidence(match: Match) -> dict[str, object]:
    entry = match.entry
    row = {"row": f"{entry.form} = {entry.canonical}", "source": entry.source}
    if entry.country:
        row["country"] = entry.country
    return (
        {**row, "votes": {k: list(v) for k, v in match.votes.items()}} if match.votes else {**row}
    )


@register(
    "PL101",
    "place-name",
    summary="A place under its French name",
    why=(
        "Readers know places by their English names. Only forms that the gazetteer lists are "
        "rewritten; names inside other names (papers, clubs, people) stay."
    ),
    fixes=(
        "Safe where the name means one place, or the countries in the article decide between "
        "several. Unsafe where they leave a doubt, where the name may go on, and where no table "
        "lists it and it was put together by rule. A tie has no fix."
    ),
    examples=(
        Example(
            "Flights between Le Caire and Beyrouth resumed.",
            "Flights between Cairo and Beirut resumed.",
        ),
        Example(
            "He reads Le Monde in Côte d'Ivoire.",
            "He reads Le Monde in Côte d'Ivoire.",
            "names that stay",
        ),
    ),
    reads="names",
    style=("names",),
)
def place_names(passage: Passage) -> Iterator[Finding]:
    """Listed French names of places, outside brackets or as the whole of one."""
    return _listed_names(passage, "PL101", "place-name", lambda entry: entry.is_place)


@register(
    "NM101",
    "organisation-name",
    summary="An organisation under its French name or acronym",
    why=(
        "Acronyms change between languages (ONU is UN, Otan is NATO) as names do, and a French "
        "one leads readers to look for a body that they know under another name. Acronyms that "
        "mean something else in English are left to an editor."
    ),
    fixes=(
        "Safe where the list has one meaning for the name. Unsafe where the acronym means "
        "something else in English, or the name may go on behind it."
    ),
    examples=(
        Example("The AIEA sent inspectors.", "The IAEA sent inspectors."),
        Example("The UN sent inspectors.", "The UN sent inspectors.", "English"),
    ),
    reads="names",
    style=("names",),
)
def organisation_names(passage: Passage) -> Iterator[Finding]:
    """Listed French names of organisations."""
    return _listed_names(passage, "NM101", "organisation-name", lambda entry: entry.kind == "org")


@register(
    "NM102",
    "person-name",
    summary="A person's name in French transcription",
    why=(
        "French transcribes Russian, Ukrainian and Arabic names in its own way, so that readers "
        "don't find whom they know. People are rewritten by their full listed name only; a "
        "surname alone is left to an editor."
    ),
    fixes=(
        "Safe for a full name that is listed. A surname alone is unsafe, since others may bear it."
    ),
    examples=(
        Example("Vladimir Poutine spoke.", "Vladimir Putin spoke."),
        Example("Nancy Pelosi spoke.", "Nancy Pelosi spoke.", "not the city"),
    ),
    reads="names",
    style=("names",),
)
def person_names(passage: Passage) -> Iterator[Finding]:
    """Listed French forms of people's names."""
    return _listed_names(passage, "NM102", "person-name", lambda entry: entry.kind == "person")


def _listed_names(
    passage: Passage, rule: str, name: str, wanted: Callable[[Entry], bool]
) -> Iterator[Finding]:
    covered = [Span(start, end) for start, end, _ in _in_brackets(passage)]
    for match in passage.places:
        span = Span(match.start, match.end)
        if match.entry.safety == VARIANT or not wanted(match.entry):
            continue
        if any(span.overlaps(other) for other in covered):
            continue
        if match.entry.is_place and any(
            name != span and name.contains(span) for name in passage.names
        ):
            continue  # Sûreté du Québec: the place is part of a name that stays
        found = passage.text[match.start : match.end]
        if match.replacement != found and not is_on_purpose(passage, span):
            goes_on = bool(_GOES_ON.match(passage.text, match.end))
            doubt = "the name may go on" if goes_on else match.uncertain
            # An empty replacement is a tie: nobody can say which place is meant.
            fix = _fix(match, doubt) if match.replacement else None
            place = passage.span_in_document(*span)
            yield Finding(rule, name, *place, found, _evidence(match), fix=fix)


@register(
    "PL102",
    "bracketed-place",
    summary="A place name that is, or is cut in two by, an editor's bracket",
    why=(
        "Agencies complete a speaker's place name in brackets: [Aïn] Al-Assad. The name is one, "
        "so it is rewritten as one; the brackets stay around the same part of it."
    ),
    fixes="Safe for a listed name. An Arabic name that only loses its French accents is unsafe.",
    examples=(
        Example("the base of [Aïn] Al-Assad in Iraq", "the base of [Ain] al-Asad in Iraq"),
        Example(
            "“He left [Paris] in May,” she said.",
            "“He left [Paris] in May,” she said.",
            "English too",
        ),
    ),
    reads="names",
    style=("names",),
)
def bracketed_places(passage: Passage) -> Iterator[Finding]:
    """Listed names across a bracket, and Arabic names with French accents inside one."""
    for start, end, fix_and_evidence in _in_brackets(passage):
        fix, evidence = fix_and_evidence
        finding = Finding(
            "PL102",
            "bracketed-place",
            *passage.span_in_document(start, end),
            passage.text[start:end],
            {"bracket": True, **evidence},
            fix=fix,
        )
        # The air base [Aïn] Al-Assad is in English the [Ain] al-Asad air base.
        noun = nouns_at_end(passage.text[:start])
        yield with_move(finding, passage.text[:start], noun) if noun else finding


_InBracket = tuple[int, int, tuple[Fix, dict[str, object]]]


def _in_brackets(passage: Passage) -> Iterator[_InBracket]:
    for bracket in prose_brackets(passage.text):
        split = across_bracket(
            passage.tools.gazetteer, passage.text, bracket.start(), bracket.end()
        )
        if split and split.entry.is_place:
            reason = f"a {split.entry.kind} whose name the bracket cuts in two"
            safe = split.entry.safety == SAFE
            fix = _listed_fix(split.replacement, reason, safe=safe)
            row = f"{split.entry.form} = {split.entry.canonical}"
            yield split.start, split.end, (fix, {"row": row, "source": split.entry.source})
            continue
        name = bracket.group(2)
        listed = any(
            Span(m.start, m.end).overlaps(Span(bracket.start(), bracket.end()))
            for m in passage.places
        )
        plain = None if listed else unaccented_arabic(name)
        if plain and plain != name:
            fix = Fix(
                plain,
                Source.RULE,
                UNSAFE_CONFIDENCE,
                Safety.UNSAFE,
                "an Arabic name in French transcription, without its accents",
            )
            yield bracket.start(2), bracket.end(2), (fix, {"accents": True})
