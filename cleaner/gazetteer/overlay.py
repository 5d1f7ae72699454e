"""A user's own names: a small table that is laid over the compiled one and wins over it.

Columns: form, english (several names separated by ``|``; the form itself: leave it alone), kind,
country, article, safety, note. The first line names them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from cleaner.errors import GazetteerFileError
from cleaner.gazetteer.entry import KEEP, SAFE, UNSAFE, Entry
from cleaner.gazetteer.fold import normalise

__all__ = ["KINDS", "OWN", "own_entry", "read_own", "rendered"]

COLUMNS = ("form", "english", "kind", "country", "article", "safety", "note")
KINDS = (
    "base",
    "camp",
    "city",
    "continent",
    "country",
    "island",
    "mountain",
    "org",
    "person",
    "region",
    "river",
    "sea",
    "site",
    "strait",
    "territory",
)
OWN = "own"


def own_entry(
    form: str,
    english: str,
    *,
    kind: str = "city",
    country: str = "",
    article: str = "",
    safety: str = SAFE,
    note: str = "",
) -> Entry:
    """A row, checked; :class:`GazetteerFileError` says what is wrong with it.

    >>> own_entry("Aïn Zara", "Ain Zara", country="LY").canonical
    'Ain Zara'
    >>> own_entry("Aïn Zara", "Aïn Zara").safety
    'keep'
    """
    form, names = normalise(form.strip()), [name.strip() for name in english.split("|")]
    if not re.search(r"[^\W\d_]{2}", form) or not all(names):
        raise GazetteerFileError("a form and an English name, of two letters or more, are needed")
    if re.search(r"[\t\r\n]", form + english + note):
        raise GazetteerFileError(f"{form!r}: tabs and line breaks can't be part of a name")
    if not re.search(r"[A-ZÀ-ÖØ-ÞŒ]", form):
        raise GazetteerFileError(f"{form!r} has no capital: a name has one; words go elsewhere")
    if kind not in KINDS:
        raise GazetteerFileError(f"{kind!r} is no kind of name; choose one of: {', '.join(KINDS)}")
    if not re.fullmatch(r"[A-Z]{2}|", country):
        raise GazetteerFileError(f"{country!r} is no country; write two capitals: SY")
    if article not in ("", "the"):
        raise GazetteerFileError(f"{article!r} is no English article; write the, or nothing")
    if safety not in (SAFE, UNSAFE, KEEP):
        raise GazetteerFileError(f"{safety!r}: choose one of safe, unsafe, keep")
    if form in names:
        safety, names = KEEP, [form]
    if safety == KEEP:
        names = [form]
    words = re.findall(r"[^\W\d_]+", form)
    trigger = max(words, key=len)
    canonical = "|".join(names)
    return Entry(form, canonical, kind, country, 0, article, safety, OWN, "", "", note, trigger)


def read_own(path: Path) -> list[Entry]:
    """The rows of a user's table; errors name the file and the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerFileError(f"{path}: can't be read as UTF-8 text ({error})") from error
    rows = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise GazetteerFileError(f"{path}: the first line must be: {' TAB '.join(COLUMNS)}")
    found: dict[str, Entry] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        if len(row) != len(COLUMNS):
            raise GazetteerFileError(f"{path}:{number}: {len(row)} columns, not {len(COLUMNS)}")
        form, english, kind, country, article, safety, note = row
        try:
            entry = own_entry(
                form, english, kind=kind, country=country, article=article, safety=safety, note=note
            )
        except GazetteerFileError as error:
            raise GazetteerFileError(f"{path}:{number}: {error}") from error
        found[entry.form] = entry
    chained = [e for e in found.values() if e.safety != KEEP and _target(found, e) is not None]
    if chained:
        first = chained[0]
        raise GazetteerFileError(
            f"{path}: {first.form} becomes {first.names[0]}, which becomes "
            f"{found[first.names[0]].names[0]}; one of the two rows has to go"
        )
    return [found[form] for form in sorted(found)]


def _target(found: dict[str, Entry], entry: Entry) -> Entry | None:
    other = found.get(entry.names[0])
    return None if other is None or other.safety == KEEP else other


def rendered(entries: Iterable[Entry]) -> str:
    """The text of a user's table."""
    lines = ["\t".join(COLUMNS)]
    for e in sorted(entries):
        lines.append(
            "\t".join((e.form, e.canonical, e.kind, e.country, e.article, e.safety, e.note))
        )
    return "\n".join(lines) + "\n"
