"""The English of French forms that neither glossary nor phrase table lists: subissent, suffer.

The table ``data/inflected.tsv`` is compiled by ``models/training/inflected.py`` from what both know
of the forms' lemmas. Nobody reviewed it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.languages.sorted_table import SortedTable

__all__ = ["english_of_form"]


def english_of_form(form: str) -> Sequence[str]:
    """What a French form may be in English, the likeliest first; nothing for an unknown one.

    >>> english_of_form("subissent"), english_of_form("xyzzy")
    (['suffer', 'undergo'], ())
    """
    table = SortedTable.packaged("inflected.tsv", "`make inflected`")
    columns = table.find(form.lower())
    return columns[0].split("|") if columns else ()
