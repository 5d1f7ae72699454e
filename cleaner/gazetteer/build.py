"""Compiles the gazetteer: reviewed tables first, then what packages know.

Run ``python -m cleaner.gazetteer.build``. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from cleaner.gazetteer import sources, tables
from cleaner.gazetteer.entry import COLUMNS, KEEP, NO_PLACE, SAFE, UNSAFE, VARIANT, Entry
from cleaner.gazetteer.fold import normalise
from cleaner.gazetteer.judge import (
    ENGLISH_WORD,
    Evidence,
    ambiguity,
    judge,
    own_names,
    plain_english,
)
from cleaner.gazetteer.sources import Fact
from cleaner.gazetteer.unlisted import NOTE, transcribed, ukrainian_name

__all__ = ["compile_rows", "main", "render"]

OWN_LICENCE = "Apache-2.0"  # this project's own
REVIEWED = "reviewed"
_DEFAULT_OUTPUT = Path(__file__).parent.parent / "data" / "gazetteer.tsv"

Rows = dict[str, Entry]
# English puts the article before these.
_PLURAL = re.compile(r"(?:Islands|Territor(?:y|ies)|Republic)$")
ACCEPTED = "accepted English spelling"


def compile_rows(wanted: Callable[[tables.Reviewed], bool] = bool) -> list[Entry]:
    """All rows, sorted by form; of the reviewed ones, those that are ``wanted``."""
    evidence = Evidence(
        sources.english_zipf,
        sources.surnames(),
        own_names(sources.cities()),
        sources.cities(),
    )
    rows: Rows = {}
    for row in tables.read_protected():
        for form in tables.particle_variants(row.phrase):
            _put(rows, _entry(form, form, kind="protected", safety=KEEP, note=row.reason))
    reviewed = [row for table in tables.TABLES for row in tables.read(table) if wanted(row)]
    _add_reviewed(rows, reviewed, evidence)
    _add_variants(rows, reviewed, evidence)
    _add_facts(rows, reviewed, evidence)
    _add_transcribed(rows, reviewed, evidence)
    _add_english(rows)
    return [rows[form] for form in sorted(rows)]


def render(rows: Iterable[Entry], used: dict[str, str]) -> str:
    """The text of the compiled file: the sources, the columns, a line a row."""
    listed = ", ".join(f"{name} {found}" for name, found in sorted(used.items()) if found)
    lines = [f"# sources: reviewed tables, {listed}", "\t".join(COLUMNS)]
    lines += ["\t".join(map(str, row)) for row in rows]
    return "\n".join(lines) + "\n"


def _entry(
    form: str,
    canonical: str,
    *,
    kind: str,
    safety: str,
    country: str = "",
    population: int = 0,
    article: str = "",
    source: str = REVIEWED,
    licence: str = OWN_LICENCE,
    identity: str = "",
    note: str = "",
) -> Entry:
    form = normalise(form)
    return Entry(
        form, canonical, kind, country, population, article, safety, source, licence, identity,
        note, _trigger(form),
    )  # fmt: skip


def _put(rows: Rows, entry: Entry) -> None:
    rows.setdefault(entry.form, entry)


def _add_reviewed(rows: Rows, reviewed: list[tables.Reviewed], evidence: Evidence) -> None:
    cities = _cities_by_english(evidence)
    for row in reviewed:
        known = cities.get((row.country, row.en)) if row.kind == "city" else None
        identity, population = known or ("", 0)
        for form in (form for listed in row.forms for form in tables.particle_variants(listed)):
            entry = _reviewed_entry(row, form)
            if entry is not None:
                _put(rows, entry._replace(id=identity, population=population))


def _reviewed_entry(row: tables.Reviewed, form: str) -> Entry | None:
    """The row of a form; None for a place's form that is an accepted English spelling."""
    if row.safety == KEEP:
        return _entry(form, form, kind=row.kind, safety=KEEP, country=row.country, note=row.note)
    accepted = {variant for name in row.also for variant in tables.particle_variants(name)}
    is_place = row.kind not in NO_PLACE
    if form in tables.particle_variants(row.en) or (is_place and form in accepted):
        return None
    return _entry(
        form,
        "|".join(name for name in (row.en, *row.also) if name != form),
        kind=row.kind,
        safety=VARIANT if form in accepted else row.safety,
        country=row.country,
        article=row.article,
        note=row.note or (ACCEPTED if form in accepted else ""),
    )


def _add_variants(rows: Rows, reviewed: list[tables.Reviewed], evidence: Evidence) -> None:
    """Forms with a half-translated article, and safe forms without accents."""
    left_out = {name.lower() for row in reviewed for name in (row.en, *row.also)}
    left_out |= {form.lower() for form in tables.read_excluded()}
    for entry in list(rows.values()):
        if entry.safety == KEEP:
            continue
        half = tables.half_translated(entry.form)
        if half is not None:
            note = entry.note or "article translated, name not"
            _put(rows, entry._replace(form=half, note=note, trigger=_trigger(half)))
        bare = tables.without_accents(entry.form)
        if bare is None or bare.lower() in left_out or entry.safety != SAFE or not entry.is_place:
            continue
        if not _risky(bare, entry, evidence):
            _put(rows, entry._replace(form=bare, note="accents missing", trigger=_trigger(bare)))


def _risky(bare: str, entry: Entry, evidence: Evidence) -> bool:
    """Whether the form without accents could be something else in an English text."""
    if re.fullmatch(r"\w+", bare) and evidence.zipf(bare) >= ENGLISH_WORD - 0.5:
        return True
    return len(bare) < 6 or bool(ambiguity(bare, entry.id, evidence))


def _add_facts(rows: Rows, reviewed: list[tables.Reviewed], evidence: Evidence) -> None:
    english = {name for row in reviewed for name in (row.en, *row.also)}
    english |= {row.phrase for row in tables.read_protected()}
    taken = {_key(form) for form in rows}
    translated = {_key(form): entry.names[0] for form, entry in rows.items()}
    chosen: dict[str, Entry] = {}
    excluded = tables.read_excluded()
    facts = [*sources.cldr(), *sources.debian(), *sources.plain()]
    for fact in sorted(facts, key=lambda fact: (-fact.population, fact)):
        if _key(fact.fr) in taken or fact.fr in english or fact.fr in excluded:
            continue
        verdict = judge(fact, evidence)
        if verdict is None:
            continue
        name = translated.get(_key(fact.en), _official(fact, evidence) or plain_english(fact.en))
        known = chosen.get(fact.fr)
        if known is None:
            chosen[fact.fr] = _entry(
                fact.fr,
                name,
                kind=fact.kind,
                country=fact.country,
                population=fact.population,
                article="the" if _PLURAL.search(name) else "",
                safety=verdict.safety,
                source=fact.source,
                licence=fact.licence,
                identity=fact.id,
                note=verdict.note,
            )
        else:
            chosen[fact.fr] = _merged(known, fact, name)
    for fact in sources.cldr():
        if fact.fr == fact.en and fact.kind == "country":
            _put(rows, _same(fact))
    canonical = {name for entry in (*rows.values(), *chosen.values()) for name in entry.names}
    for form, entry in chosen.items():
        if form not in canonical and entry.canonical != form:
            _put(rows, entry)


def _official(fact: Fact, evidence: Evidence) -> str:
    """The official Latin form of a Ukrainian city, "" for others."""
    city = evidence.cities.get(fact.id.removeprefix("gn:"))
    return ukrainian_name(city) if city is not None and city.country == "UA" else ""


def _add_transcribed(rows: Rows, reviewed: list[tables.Reviewed], evidence: Evidence) -> None:
    """Forms that French transcription gives to places nobody listed."""
    labels = {
        fact.id.removeprefix("gn:"): fact.en for fact in (*sources.plain(), *sources.debian())
    }
    taken = {_key(form) for form in rows} | {_key(form) for form in tables.read_excluded()}
    english = {_key(name) for row in reviewed for name in (row.en, *row.also)}
    english |= {_key(name) for entry in rows.values() for name in entry.names}
    for form, name, city in transcribed(evidence, labels):
        if _key(form) in taken or _key(form) in english:
            continue
        row = _entry(
            form,
            name,
            kind="city",
            country=city.country,
            population=city.population,
            safety=UNSAFE,
            source="transcription",
            licence=sources.GEONAMES,
            identity=f"gn:{city.id}",
            note=NOTE,
        )
        _put(rows, row)


def _add_english(rows: Rows) -> None:
    """English names that hold a French form (El Salvador): they stay as a whole."""
    forms = {form for form, entry in rows.items() if entry.safety != KEEP}
    for entry in list(rows.values()):
        for name in entry.names if entry.safety != KEEP else ():
            words = name.split(" ")
            spans = itertools.combinations(range(len(words) + 1), 2)
            parts = {" ".join(words[a:b]) for a, b in spans} - {name}
            if not forms.isdisjoint(parts) and name not in rows:
                kept = _entry(name, name, kind=entry.kind, country=entry.country, safety=KEEP)
                _put(rows, kept._replace(note="the English name"))


def _same(fact: Fact) -> Entry:
    """The row of a country that both languages spell alike: it is known, and stays."""
    return _entry(
        fact.fr,
        fact.fr,
        kind=fact.kind,
        country=fact.country,
        safety=KEEP,
        source=fact.source,
        licence=fact.licence,
        identity=fact.id,
        note="the same in English",
    )


def _merged(known: Entry, fact: Fact, name: str) -> Entry:
    if known.id == fact.id:
        source = "+".join(sorted({*known.source.split("+"), fact.source}))
        names = known.names if name in known.names else (*known.names, name)
        return known._replace(source=source, canonical="|".join(names))
    if name in known.names:
        return known
    note = "; ".join(filter(None, (known.note, f"also {name} ({fact.country})")))
    return known if "also " in known.note else known._replace(safety=UNSAFE, note=note)


def _cities_by_english(evidence: Evidence) -> dict[tuple[str, str], tuple[str, int]]:
    """GeoNames number and population of the largest city of a name in a country."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for city in sorted(evidence.cities.values(), key=lambda city: (city.population, city.id)):
        for name in (*city.aliases, city.name):
            found[city.country, name] = (f"gn:{city.id}", city.population)
    return found


def _key(name: str) -> str:
    return re.sub(r"[\s'-]+", " ", normalise(name)).casefold()


def _trigger(form: str) -> str:
    """The word of a form that English uses least; the longest, then the first, of equals."""
    words = re.findall(r"[^\W\d_]+", form)
    return min(words, key=lambda word: (sources.english_zipf(word), -len(word)), default=form)


def main(arguments: list[str] | None = None) -> int:
    """Write the compiled file and say what went in."""
    parser = argparse.ArgumentParser(description="compile the gazetteer")
    parser.add_argument("--output", type=Path, default=_DEFAULT_OUTPUT)
    options = parser.parse_args(arguments)
    used = sources.available()
    for name, found in sorted(used.items()):
        if not found:
            print(f"{name} is not installed: its facts are left out", file=sys.stderr)
    rows = compile_rows()
    options.output.write_text(render(rows, used), encoding="utf-8", newline="\n")
    counts = {
        safety: sum(row.safety == safety for row in rows)
        for safety in (SAFE, UNSAFE, VARIANT, KEEP)
    }
    print(f"{options.output}: {len(rows)} rows, {counts}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
