"""Cuts an archive into parts: small files whole, large files of lines at the ends of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from cleaner.archive.places import Entry, Place
from cleaner.formats.compression import inner_name

__all__ = ["BLOCK", "Part", "bundles", "parts_of"]

# Bytes of a part of a large file, and of what one task takes at once: large enough that starting
# a task costs nothing beside it, small enough that little is lost with a worker.
BLOCK = 4 * 1024 * 1024
# Files that one task takes.
MOST_FILES = 100
# So much is looked at for the end of a line at a time.
_STEP = 64 * 1024
# Formats in which a line is a record whatever stands before it.
LINES = (".jsonl", ".ndjson")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A file of the archive, or a stretch of one: bytes ``start`` to ``end`` of ``size``.

    ``mark`` is the file's.
    """

    path: str
    start: int
    end: int
    size: int
    mark: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the part is a file as a whole."""
        return (self.start, self.end) == (0, self.size)


def parts_of(place: Place, entry: Entry, block: int = BLOCK) -> Iterator[Part]:
    """The parts of a file, in order, each of ``block`` bytes or little more."""
    if entry.size <= 2 * block or not entry.path.lower().endswith(LINES):
        yield Part(entry.path, 0, entry.size, entry.size, entry.mark)
        return
    with place.open(entry.path) as file:
        is_cut = _is_ascii_compatible(file.read(BLOCK))
        start = 0
        while start < entry.size:
            end = _line_end(file, start + block, entry.size) if is_cut else entry.size
            yield Part(entry.path, start, end, entry.size, entry.mark)
            start = end


def _is_ascii_compatible(head: bytes) -> bool:
    """Whether every part is sure to be read in the encoding of the whole file."""
    if head.startswith(_UTF_16):
        return False
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_end(file: IO[bytes], at: int, size: int) -> int:
    """The offset behind the first line end from ``at`` on, or the file's end."""
    if at >= size:
        return size
    file.seek(at)
    while step := file.read(_STEP):
        found = step.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(step)
    return size


def bundles(parts: Iterable[Part], block: int = BLOCK) -> Iterator[tuple[Part, ...]]:
    """Parts in the groups that one task takes, of ``block`` bytes at most if they are several.

    >>> small = [Part(f"{n}.txt", 0, 9, 9) for n in range(3)]
    >>> [len(bundle) for bundle in bundles([*small, Part("a.jsonl", 0, BLOCK, BLOCK)])]
    [3, 1]
    """
    group: list[Part] = []
    size = 0
    for part in parts:
        weight = part.end - part.start
        if group and (size + weight > block or len(group) >= MOST_FILES):
            yield tuple(group)
            group, size = [], 0
        group.append(part)
        size += weight
    if group:
        yield tuple(group)


def is_lines(path: str) -> bool:
    """Whether a file has a record a line, so that it can be read block by block."""
    return inner_name(path).lower().endswith(LINES)
