"""Reads the reviewed tables that people edit, and spells their forms out.

A row of ``places.tsv``, ``people.tsv`` or ``organisations.tsv`` may list several French forms,
separated by ``|``. From each of them follow those that differ by the capital of an Arabic
particle (al-, Al-), by a half-translated article (``the Caire``) or by missing accents.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from cleaner.gazetteer.fold import unaccented

__all__ = [
    "TABLES",
    "Protected",
    "Reviewed",
    "half_translated",
    "particle_variants",
    "read",
    "read_excluded",
    "read_protected",
    "without_accents",
]

TABLES = ("places", "people", "organisations")
_PARTICLE = re.compile(r"(?:(?<= )|^)([AaEe]l|[Aa]ch|[Aa]s|[Aa]t)-(?=[A-ZÉÀÂ])")
_OBLIGATORY_ARTICLE = re.compile(r"^(?:Le|La|Les) (?=[A-ZÉ])")


class Reviewed(NamedTuple):
    """A row of a reviewed table; several ``forms`` of one place, person or organisation."""

    forms: tuple[str, ...]
    en: str
    kind: str
    country: str
    also: tuple[str, ...]
    article: str
    safety: str
    note: str


class Protected(NamedTuple):
    """A phrase that holds a listed name and must stay, and why."""

    phrase: str
    reason: str


def read(table: str) -> list[Reviewed]:
    """The rows of one of :data:`TABLES`, in their order."""
    return [
        Reviewed(
            tuple(row["fr"].split("|")),
            row["en"],
            row["kind"],
            row.get("country", ""),
            tuple(filter(None, row["also"].split("|"))),
            row["article"],
            row["safety"],
            row["note"],
        )
        for row in _rows(f"{table}.tsv")
    ]


def read_protected() -> list[Protected]:
    """The protected phrases, in their order."""
    return [Protected(row["phrase"], row["reason"]) for row in _rows("protected.tsv")]


def read_excluded() -> dict[str, str]:
    """French forms of packages that are left out, and why."""
    return {row["fr"]: row["reason"] for row in _rows("excluded.tsv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    path: Traversable = files("cleaner.gazetteer").joinpath("reviewed", name)
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)


def particle_variants(form: str) -> tuple[str, ...]:
    """The form with small and with capital Arabic particles.

    >>> particle_variants("Aïn al-Assad"), particle_variants("Alep")
    (('Aïn al-Assad', 'Aïn Al-Assad'), ('Alep',))
    """
    small = _PARTICLE.sub(lambda match: match[0].lower(), form)
    large = _PARTICLE.sub(lambda match: match[0].capitalize(), form)
    return tuple(dict.fromkeys((form, small, large)))


def half_translated(form: str) -> str | None:
    """A form with an article of its own as machine translation leaves it.

    >>> half_translated("La Havane"), half_translated("Liban")
    ('the Havane', None)
    """
    changed = _OBLIGATORY_ARTICLE.sub("the ", form)
    return None if changed == form else changed


def without_accents(form: str) -> str | None:
    """The form without accents, if it has any."""
    plain = unaccented(form)
    return None if plain == form else plain
