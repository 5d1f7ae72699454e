"""Where text with a record a line, or a row, may be cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cleaner.formats.compression import inner_name

__all__ = ["Cutter", "cutter_of"]

# Formats in which a line is a record whatever stands before it.
LINES = (".jsonl", ".ndjson")
# Formats in which a line is a row but for those in quotation marks; the first row is the header.
TABLES = (".csv", ".tsv", ".tab")


@dataclass(slots=True)
class Cutter:
    r"""Finds ends of records in content that is fed to it chunk by chunk.

    In tables only a line end behind as many quotation marks as close each other is one (RFC 4180:
    those inside of cells are doubled).

    >>> cutter = Cutter(is_table=True)
    >>> cutter.end(b'id,"two\nlines",x\nrest', 5), cutter.is_quoted
    (17, False)
    """

    is_table: bool
    # Whether what was fed so far ends inside quotation marks.
    is_quoted: bool = False

    def end(self, chunk: bytes, start: int = 0) -> int:
        """The offset behind the first end of a record from ``start`` on; -1 if there is none.

        All of the chunk is taken for fed up to there, or to its end.
        """
        seen = 0
        at = start
        while (found := chunk.find(b"\n", at)) >= 0:
            self.feed(chunk[seen : found + 1])
            seen = at = found + 1
            if not self.is_quoted:
                return at
        self.feed(chunk[seen:])
        return -1

    def last_end(self, chunk: bytes) -> int:
        """The offset behind the last end of a record in a chunk that begins with one; 0: none."""
        at = len(chunk)
        quotes = chunk.count(b'"') if self.is_table else 0
        while (found := chunk.rfind(b"\n", 0, at)) >= 0:
            quotes -= chunk.count(b'"', found, at) if self.is_table else 0
            if quotes % 2 == 0:
                return found + 1
            at = found
        return 0

    def feed(self, chunk: bytes) -> None:
        """Takes note of content."""
        if self.is_table:
            self.is_quoted ^= bool(chunk.count(b'"') % 2)


def cutter_of(path: str) -> Callable[[], Cutter] | None:
    """What makes cutters for a file of that name; None where it is read as a whole.

    >>> cutter_of("a.txt"), cutter_of("a.csv.gz")().is_table
    (None, True)
    """
    name = inner_name(path).lower()
    if name.endswith((*LINES, *TABLES)):
        return lambda: Cutter(is_table=name.endswith(TABLES))
    return None
