"""Takes a file back through its records, the last change first; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.journal.record import Record, checksum

__all__ = ["Unwound", "unwind"]


@dataclass(frozen=True, slots=True)
class Unwound:
    """A file's bytes before its records, and the records that were taken back to get there.

    ``known`` is False where the bytes are none that the records speak of. ``stuck`` is the record
    that could not be taken back because the file was changed by others between two runs.
    """

    data: bytes
    undone: tuple[Record, ...] = ()
    known: bool = True
    stuck: Record | None = None


def unwind(data: bytes, records: Sequence[Record]) -> Unwound:
    """Takes back the records, which are in the order they were made in.

    A record whose change was never made, because the run was killed first, or was undone before,
    is known by the file's checksum and passed over. Raises ValueError for a damaged record.
    """
    undone: list[Record] = []
    known, stuck = False, None
    mark = checksum(data)
    for record in reversed(records):
        if mark == record.after != record.before:
            data, mark, known = record.undone(data), record.before, True
            undone.append(record)
        elif mark == record.before:
            known = True
        elif known:
            stuck = record
            break
    return Unwound(data, tuple(undone), known, stuck)
