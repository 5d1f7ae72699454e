"""A compiled table that is memory-mapped and searched by bisection.

One entry a line, tab-separated, no header, sorted by the UTF-8 bytes of the first column. Opening
it costs nothing, whatever its size, and a lookup a few microseconds.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import as_file, files

from cleaner.errors import DataError
from cleaner.wordlist import find_line

__all__ = ["SortedTable"]

# Searches of a table whose outcome is kept.
REMEMBERED = 50_000


class SortedTable:
    r"""Lookups by the first column.

    >>> table = SortedTable("armée\tarmy\nété\tsummer\n".encode())
    >>> table.find("été"), table.find("hiver")
    (['summer'], None)
    """

    def __init__(self, table: mmap.mmap | bytes) -> None:
        self._table = table
        # Words recur; half of the time of a warm fix outside the model went into searches.
        self._row = lru_cache(maxsize=REMEMBERED)(self._search)

    @staticmethod
    @cache
    def packaged(name: str, advice: str) -> SortedTable:
        """The table ``name`` in Cleaner's own data, opened once a process.

        Raises ``DataError`` with ``advice`` (what to run in a source checkout) where it is missing.
        """
        resource = files("cleaner.data").joinpath(name)
        try:
            with as_file(resource) as path, path.open("rb") as file:
                return SortedTable(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise DataError(
                f"the compiled table {resource} can't be opened ({error}); reinstall Cleaner, "
                f"or run {advice} in a source checkout"
            ) from error

    def keys(self) -> Iterator[str]:
        """The first columns, in their order."""
        for line in bytes(self._table).splitlines():
            yield line.partition(b"\t")[0].decode()

    def find(self, key: str) -> list[str] | None:
        """The columns behind the key; None where the table lacks it."""
        row = self._row(key)
        return None if row is None else row.split("\t")

    def _search(self, key: str) -> str | None:
        # Half of a surrogate pair is no text, and in no table.
        line = find_line(self._table, key.encode("utf-8", "surrogatepass"))
        return None if line is None else line.partition(b"\t")[2].decode()
