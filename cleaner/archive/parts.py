"""Cuts an archive into parts: small files whole, large ones between records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

from cleaner.archive.containers import container_of
from cleaner.archive.cutting import Cutter, cutter_of
from cleaner.archive.places import Entry, Place
from cleaner.formats.compression import packed_with

__all__ = ["BLOCK", "Part", "bundles", "parts_of"]

# Bytes of a part of a large file, and of what one task takes at once: large enough that starting
# a task costs nothing beside it, small enough that little is lost with a worker.
BLOCK = 4 * 1024 * 1024
# Files that one task takes.
MOST_FILES = 100
# So much is looked at for the end of a record at a time.
_STEP = 64 * 1024
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
    for start, end in pairwise([0, *_cuts(place, entry, block), entry.size]):
        yield Part(entry.path, start, end, entry.size, entry.mark)


def _cuts(place: Place, entry: Entry, block: int) -> list[int]:
    """Where a file is cut."""
    cutter, container = cutter_of(entry.path), container_of(entry.path)
    if entry.size <= 2 * block or not (cutter or container):
        return []
    with place.open(entry.path) as file:
        if container:
            return container.cuts(file, block)
        if not cutter or not _can_be_cut(file):
            return []
        seen = cutter()
        ends = list(_ends(file, seen, entry.size, block))
    # Marks that are no pairs are not what they seem.
    return [] if seen.is_quoted else ends


def _can_be_cut(file: IO[bytes]) -> bool:
    """Whether every part is sure to be read in the encoding of the whole file."""
    head = file.read(BLOCK)
    file.seek(0)
    if head.startswith(_UTF_16) or packed_with(head):
        return False
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _ends(file: IO[bytes], cutter: Cutter, size: int, block: int) -> Iterator[int]:
    """The first end of a record behind each ``block`` bytes, but for the end of the file.

    What stands between is only read where it matters, in tables.
    """
    at = 0
    while True:
        wanted = at + block
        if cutter.is_table:
            while at < wanted and (step := file.read(min(_STEP, wanted - at))):
                cutter.feed(step)
                at += len(step)
        else:
            at = file.seek(wanted)
        while step := file.read(_STEP):
            found = cutter.end(step)
            if found >= 0:
                at += found
                break
            at += len(step)
        if not step or at >= size:
            return
        file.seek(at)
        yield at


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
