"""Reads a language pack's tables: tab-separated, a header line, sorted, UTF-8."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from cleaner.errors import DataError

__all__ = ["read_column", "read_table"]


@cache
def read_table(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows below the header line, each as its columns.

    >>> read_table("cleaner.languages.fr", "loanwords.tsv")[0][1] != ""
    True
    """
    resource = files(package).joinpath(name)
    try:
        lines = resource.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise DataError(f"{resource} can't be read ({error}); reinstall Cleaner") from error
    return tuple(tuple(line.split("\t")) for line in lines[1:] if line and line[0] != "#")


def read_column(package: str, name: str) -> list[str]:
    """The first column of a table."""
    return [row[0] for row in read_table(package, name)]
