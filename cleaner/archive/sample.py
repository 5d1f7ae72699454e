"""A random sample of an archive, and what it tells before a run: how much, and how right."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import heappush, heappushpop
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cleaner.archive.parts import Part, parts_of
from cleaner.archive.places import Place, place
from cleaner.archive.reading import Reading, sources
from cleaner.archive.rows import Row, rows_of
from cleaner.archive.table import read_table, refusal, write_table
from cleaner.config import Config
from cleaner.engine import Cleaner
from cleaner.errors import InputError
from cleaner.finding import Finding
from cleaner.formats.registry import suffixes
from cleaner.formats.source import Source
from cleaner.sources import fix_found

__all__ = ["Draw", "Interval", "Sample", "draw", "judged", "look_at", "wilson", "write_fixes"]

# Bytes of an archive that are read to draw from; of a larger one a random part.
MOST_READ = 512 * 1024 * 1024
# Parts of large files, so small that a sample comes from many places.
BLOCK = 256 * 1024
COLUMNS = ("fix", "file", "line", "rule", "found", "replacement", "before", "after", "right")
# The quantile of the normal distribution for 95 %.
_Z = 1.959964
_RIGHT = {"y": True, "yes": True, "1": True, "n": False, "no": False, "0": False}


class Interval(NamedTuple):
    """A share with the interval that holds the true one in 95 of 100 samples."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.share:.1%} (95 % interval: {self.low:.1%} to {self.high:.1%})"


def wilson(hits: int, trials: int) -> Interval:
    """The Wilson score interval of ``hits`` among ``trials``, of which there is at least one.

    >>> print(wilson(45, 50))
    90.0% (95 % interval: 78.6% to 95.7%)
    """
    share = hits / trials
    scale = 1 + _Z**2 / trials
    middle = (share + _Z**2 / (2 * trials)) / scale
    reach = _Z / scale * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    return Interval(share, max(0.0, middle - reach), min(1.0, middle + reach))


@dataclass(frozen=True, slots=True)
class Draw:
    """The documents that were drawn, each as its part, the block in it and the number in that.

    ``seen`` are the documents that were drawn from, ``is_all`` whether those are all; ``errors``
    are parts that can't be read.
    """

    documents: tuple[tuple[Part, int, int], ...]
    seen: int
    is_all: bool
    errors: int


def draw(address: str, reading: Reading, number: int, seed: int) -> Draw:
    """Draws so many documents, each with the same chance.

    Each document gets a number that seed and place make, and those with the least are drawn: the
    same seed draws the same documents. Of an archive above MOST_READ bytes only such parts are
    read as have small numbers themselves.
    """
    archive = place(address)
    endings = tuple(suffixes())
    total = sum(e.size for e in archive.entries() if e.path.lower().endswith(endings))
    chance = min(1.0, MOST_READ / max(1, total))
    # The largest number first, below what has to be smaller.
    drawn: list[tuple[float, Part, int, int]] = []
    seen = errors = 0
    for entry in archive.entries():
        if not entry.path.lower().endswith(endings):
            continue
        try:
            for part in parts_of(archive, entry, BLOCK):
                if _random(seed, part) > chance:
                    continue
                for block, at in _documents(archive, part, reading):
                    seen += 1
                    one = (-_random(seed, part, block, at), part, block, at)
                    if len(drawn) < number:
                        heappush(drawn, one)
                    else:
                        heappushpop(drawn, one)
        except InputError:
            errors += 1
    documents = sorted(one[1:] for one in drawn)
    return Draw(tuple(documents), seen, chance == 1.0, errors)


def _random(seed: int, part: Part, *more: int) -> float:
    """A number between 0 and 1, always the same for a place."""
    said = "\0".join(map(str, (seed, part.path, part.start, *more)))
    digest = sha256(said.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) / 2**64


def _documents(archive: Place, part: Part, reading: Reading) -> Iterator[tuple[int, int]]:
    for block, (_, source) in enumerate(sources(archive, part, reading)):
        for at in range(len(source.articles)):
            yield block, at


class Fix(NamedTuple):
    """A fix that a run would make: its name, its file, and where it is."""

    name: str
    path: str
    row: Row


@dataclass(frozen=True, slots=True)
class Sample:
    """What was found in a sample; ``refused`` are documents that a run leaves alone."""

    documents: int
    dirty: int
    left: int
    refused: int
    fixes: tuple[Fix, ...]


def look_at(drawn: Draw, address: str, reading: Reading, config: Config) -> Sample:
    """Looks at the drawn documents as a run would, and changes nothing."""
    cleaner = Cleaner(config)
    archive = place(address)
    dirty = left = refused = 0
    fixes: list[Fix] = []
    for part, inside in groupby(drawn.documents, key=lambda one: one[0]):
        wanted = {(block, at) for _, block, at in inside}
        for block, (_, source) in enumerate(sources(archive, part, reading)):
            chosen = [at for at in range(len(source.articles)) if (block, at) in wanted]
            if not chosen:
                continue
            rows, errors = _rows(cleaner, source, part, chosen)
            dirty += len({row.record for row in rows})
            refused += errors
            left += sum(not row.is_applied for row in rows)
            fixes += [
                Fix(_name(part, block, row), part.path, row) for row in rows if row.is_applied
            ]
    return Sample(len(drawn.documents), dirty, left, refused, tuple(fixes))


def _rows(
    cleaner: Cleaner, source: Source, part: Part, chosen: Sequence[int]
) -> tuple[list[Row], int]:
    """What is in the chosen articles of a file, and how many of them are refused."""
    proposed: list[list[Finding]] = [[] for _ in source.articles]
    for at in chosen:
        proposed[at] = cleaner.proposals(source.articles[at])
    checked = fix_found(cleaner, source, cleaner.settled(source.articles, proposed))
    return list(rows_of(part.path, checked, 0)), len(checked.errors) - len(source.errors)


def _name(part: Part, block: int, row: Row) -> str:
    one = row.finding
    said = (part.path, part.start, block, one.start, one.found, one.replacement)
    return sha256("\0".join(map(str, said)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def write_fixes(sample: Sample, path: Path) -> None:
    """Writes the fixes as a table to judge; raises OutputError where there is such a file."""
    write_table(
        path,
        COLUMNS,
        (
            (
                one.name,
                one.path,
                str(one.row.line),
                one.row.finding.rule,
                one.row.finding.found,
                one.row.finding.replacement or "",
                one.row.before,
                one.row.after,
                "",
            )
            for one in sample.fixes
        ),
    )


def judged(sample: Sample, path: Path) -> tuple[int, int]:
    """How many fixes of the sample an editor judged right, and how many at all.

    Raises ArchiveError, naming the lines, for a row that is no judgement or of another sample.
    """
    names = {one.name for one in sample.fixes}
    seen: dict[str, int] = {}
    mistakes: list[tuple[int, str]] = []
    right: list[bool] = []
    for number, cells in read_table(path, ("fix", "right")):
        name, said = cells["fix"].strip(), cells["right"].strip().casefold()
        if name in seen:
            mistakes.append((number, f"the fix {name} stands in line {seen[name]} already"))
        elif name not in names:
            mistakes.append((number, f"the fix {name!r} is not of this sample"))
        elif said and said not in _RIGHT:
            mistakes.append((number, f"{cells['right']!r} is no judgement: write y or n"))
        elif said:
            right.append(_RIGHT[said])
        seen.setdefault(name, number)
    if mistakes:
        raise refusal(path, mistakes, "Judge the list that the same --sample and --seed wrote")
    return sum(right), len(right)
