"""What a container is, and which files are one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import IO, NamedTuple, Protocol

from cleaner.errors import InputError

__all__ = [
    "CONTAINERS",
    "Block",
    "Container",
    "Stretch",
    "container_of",
    "line_of",
    "lines_in",
]

PARQUET = (".parquet",)
# Common Crawl calls those of plain text .wet.
WARC = (".warc", ".warc.gz", ".wet", ".wet.gz")
CONTAINERS = PARQUET + WARC


class Block(NamedTuple):
    """Records as JSON lines, and those that could not be read."""

    lines: bytes
    errors: tuple[InputError, ...] = ()


class Stretch(NamedTuple):
    """The records that begin in these bytes of a file, as their new lines; None: as they are."""

    start: int
    end: int
    lines: Iterator[bytes] | None


class Container(Protocol):
    """A kind of file with records. Raises InputError for a file that is damaged."""

    def cuts(self, file: IO[bytes], block: int) -> list[int]:
        """Offsets, besides 0, at which to cut a file so that parts have about ``block`` bytes.

        They need not be the ends of records: a record belongs to the part that it begins in. A
        file that is damaged is not cut.
        """
        ...  # pragma: no cover

    def blocks(
        self, file: IO[bytes], start: int, end: int, block: int, name: str
    ) -> Iterator[Block]:
        """The records that begin in these bytes, as lines, in blocks of about so many bytes."""
        ...  # pragma: no cover

    def packed(self, file: IO[bytes], stretches: Iterable[Stretch], name: str) -> Iterator[bytes]:
        """The file with what is new in the lines, in chunks; the stretches are all of it."""
        ...  # pragma: no cover


@cache
def container_of(path: str) -> Container | None:
    """What reads a file of that name, if it is a container.

    >>> container_of("a.jsonl"), type(container_of("CC-MAIN-01.warc.wet.gz")).__name__
    (None, 'Warc')
    """
    if path.lower().endswith(PARQUET):
        from cleaner.archive.containers.parquet import Parquet

        return Parquet()
    if path.lower().endswith(WARC):
        from cleaner.archive.containers.warc import Warc

        return Warc()
    return None


def line_of(record: Mapping[str, object]) -> bytes:
    """A record as a line."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def lines_in(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Chunks of any length as whole lines, without their ends.

    >>> list(lines_in([b"a\nb", b"c\n"]))
    [b'a', b'bc']
    """
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest
