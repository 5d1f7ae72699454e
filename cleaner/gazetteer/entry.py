"""A row of the compiled gazetteer: a French form, its English name and what is known of both."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COLUMNS", "KEEP", "NO_PLACE", "SAFE", "UNSAFE", "VARIANT", "Entry"]

SAFE = "safe"
UNSAFE = "unsafe"
KEEP = "keep"
VARIANT = "variant"

# The kinds that are no places.
NO_PLACE = frozenset({"person", "org", "protected"})

COLUMNS = (
    "form",
    "canonical",
    "kind",
    "country",
    "population",
    "article",
    "safety",
    "source",
    "licence",
    "id",
    "note",
    "trigger",
)


class Entry(NamedTuple):
    """One row. All fields are text as they stand in the file; ``population`` 0 = not known.

    ``safety`` is ``safe`` (may be rewritten unasked), ``unsafe`` (an editor decides; ``note``
    says why), ``variant`` (an English spelling that another is preferred to: a matter of house
    style) or ``keep`` (never rewritten, and masks every shorter name inside it).
    """

    form: str
    canonical: str
    kind: str
    country: str
    population: int
    article: str
    safety: str
    source: str
    licence: str
    id: str
    note: str
    trigger: str

    @classmethod
    def parse(cls, line: str) -> Entry:
        """The entry of a tab-separated line; ``ValueError`` if it has too few or too many fields.

        >>> row = ("Liban", "Lebanon", "country", "LB", "0", "", "safe", "", "", "", "", "Liban")
        >>> Entry.parse(chr(9).join(row)).names
        ('Lebanon',)
        """
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            raise ValueError(f"{len(fields)} columns instead of {len(COLUMNS)}: {line!r}")
        form, canonical, kind, country, population, *rest = fields
        article, safety, source, licence, identity, note, trigger = rest
        return cls(
            form,
            canonical,
            kind,
            country,
            int(population),
            article,
            safety,
            source,
            licence,
            identity,
            note,
            trigger,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The accepted English names, the one to write first."""
        return tuple(self.canonical.split("|"))

    @property
    def is_place(self) -> bool:
        """Neither a person, nor an organisation, nor a protected phrase."""
        return self.kind not in NO_PLACE
