"""What people ask the gazetteer: what a name is, and what a new build changed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from cleaner.gazetteer.context import read_senses
from cleaner.gazetteer.entry import KEEP, Entry
from cleaner.gazetteer.fold import normalise, unaccented
from cleaner.gazetteer.lookup import Gazetteer

__all__ = ["chain", "differences", "near", "rows_of", "senses_of"]


def rows_of(gazetteer: Gazetteer, name: str) -> list[Entry]:
    """The rows whose form or English name is the name, accents and capitals apart.

    >>> [row.form for row in rows_of(Gazetteer.load(), "alep")]
    ['Alep']
    """
    key = _key(name)
    return [
        row
        for row in gazetteer.entries()
        if _key(row.form) == key or any(_key(listed) == key for listed in row.names)
    ]


def near(gazetteer: Gazetteer, name: str) -> list[str]:
    """Up to three forms that are written much like the name."""
    forms = {_key(row.form): row.form for row in gazetteer.entries()}
    return [forms[key] for key in difflib.get_close_matches(_key(name), forms, n=3, cutoff=0.8)]


def senses_of(form: str) -> list[str]:
    """What a form of several meanings may be, and what speaks for each."""
    return [
        f"{sense.name or form}, {sense.note}"
        + (f" (if {', '.join(sense.countries)} are named)" if sense.countries else "")
        for sense in read_senses().get(form, ())
    ]


def chain(gazetteer: Gazetteer, entry: Entry) -> str:
    """What an entry's English name would be rewritten to itself, "" if it stays."""
    if entry.safety == KEEP:
        return ""
    name = normalise(entry.names[0])
    found = [row for end, row in gazetteer.at(name, 0) if end == len(name) and row.safety != KEEP]
    return found[0].names[0] if found else ""


def differences(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[str]:
    """A line for each row that came, went or changed between two builds, then the counts."""
    before, after = ({row.form: row for row in rows} for rows in (old, new))
    counts = {"+": 0, "-": 0, "~": 0}
    for form in sorted(before.keys() | after.keys()):
        one, two = before.get(form), after.get(form)
        if one == two:
            continue
        sign = "+" if one is None else "-" if two is None else "~"
        counts[sign] += 1
        yield f"{sign} {form}: " + " -> ".join(_brief(row) for row in (one, two) if row is not None)
    yield f"{counts['+']} rows came, {counts['-']} went, {counts['~']} changed"


def _brief(row: Entry) -> str:
    return " ".join(filter(None, (row.canonical, row.safety, row.source, row.note)))


def _key(name: str) -> str:
    return unaccented(normalise(name)).casefold()
