"""`--jobs`: other processes read files ahead, and look for what rules find in them.

Of a file without findings only that comes back. Any other is read again here, and checked like all
others with what was found in it, so that lists, baselines and the model stay in one process and the
outcome is the same for any number.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.cli.gate import Gatekeeper
from cleaner.cli.work import Ahead, Place, Reading, read_place
from cleaner.config import Config
from cleaner.document import Document
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError
from cleaner.finding import Finding
from cleaner.formats.source import Source
from cleaner.formats.text import DecodedText

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["looking_ahead"]

# Files of a task, and tasks that each process has before it.
FILES, AHEAD = 32, 3
# The engines of a process that looks ahead, for its life.
_cleaners: dict[Config, Cleaner] = {}


class _Seen(NamedTuple):
    """What another process saw in a file: the digest of its bytes, and findings by article."""

    digest: bytes
    proposed: list[list[Finding]]
    is_clean: bool


@contextmanager
def looking_ahead(gate: Gatekeeper, reading: Reading, jobs: int) -> Iterator[Ahead | None]:
    """What ``inputs`` takes for looking ahead with so many processes; nothing for one."""
    if jobs <= 1:
        yield None
        return
    from cleaner.processes import pool

    workers = pool(jobs, ["cleaner.cli.ahead", "cleaner.rules"])
    try:
        yield partial(_ahead, gate, reading, workers, AHEAD * jobs)
    finally:
        workers.shutdown(wait=False, cancel_futures=True)


def _ahead(
    gate: Gatekeeper,
    reading: Reading,
    workers: ProcessPoolExecutor,
    most: int,
    places: Iterable[Place],
) -> Iterator[tuple[Place, Callable[[], Source]]]:
    """The places in order, each with how it is read."""
    from cleaner.processes import submitted

    waiting: deque[tuple[list[Place], Future[list[_Seen | None]]]] = deque()
    places = iter(places)
    while group := list(islice(places, FILES)):
        tasks = [(place.path, _config(gate, place)) for place in group]
        waiting.append((group, submitted(workers, _look, reading, tasks)))
        if len(waiting) > most:
            yield from _told(gate, reading, *waiting.popleft())
    while waiting:
        yield from _told(gate, reading, *waiting.popleft())


def _config(gate: Gatekeeper, place: Place) -> Config | None:
    """What holds for a file; None where nobody is to look ahead."""
    try:
        return gate.cleaner(place.name).config if place.path else None
    except CleanerError:
        return None  # the error is told when it is the file's turn


def _told(
    gate: Gatekeeper, reading: Reading, group: list[Place], future: Future[list[_Seen | None]]
) -> Iterator[tuple[Place, Callable[[], Source]]]:
    from concurrent.futures.process import BrokenProcessPool

    is_lost = isinstance(future.exception(), BrokenProcessPool)
    seen = [None] * len(group) if is_lost else future.result()
    for place, one in zip(group, seen, strict=True):
        yield place, partial(_read, gate, reading, place, one)


def _read(gate: Gatekeeper, reading: Reading, place: Place, seen: _Seen | None) -> Source:
    """A file, without its text where nothing was found in it."""
    if seen and seen.is_clean:
        return Source(place.name, b"", DecodedText("", "utf-8"), (Document.plain(""),))
    source = read_place(place, reading)
    if seen and seen.digest == sha256(source.data).digest():  # it may have changed since
        gate.foresee(zip(source.articles, seen.proposed, strict=True))
    return source


def _look(
    reading: Reading, tasks: Sequence[tuple[Path | None, Config | None]]
) -> list[_Seen | None]:
    """What is in files, in another process; None where that is not to be told here."""
    return [_seen(reading, path, config) if path and config else None for path, config in tasks]


def _seen(reading: Reading, path: Path, config: Config) -> _Seen | None:
    try:
        source = read_place(Place(path), reading)
        proposed = list(map(_cleaner(config).proposals, source.articles))
    except CleanerError:
        return None  # the process that was asked for the file says what is wrong
    is_silent = source.text.strip() != "" and not source.errors and "cleaner" not in source.text
    if is_silent and source.articles and not any(proposed):
        return _Seen(b"", [], is_clean=True)
    return _Seen(sha256(source.data).digest(), proposed, is_clean=False)


def _cleaner(config: Config) -> Cleaner:
    """The engine for a configuration; the others lend it their tables."""
    if config not in _cleaners:
        _cleaners[config] = Cleaner(config, near=_cleaners.values())
    return _cleaners[config]
