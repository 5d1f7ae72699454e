"""Goes through the inputs of a command: one bad file does not stop the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from cleaner.cli.files import STDIN, expand, read_source
from cleaner.errors import CleanerError
from cleaner.finding import Finding
from cleaner.formats.registry import Options
from cleaner.formats.source import Source, read
from cleaner.sources import Checked

__all__ = [
    "BATCH",
    "Ahead",
    "Input",
    "Log",
    "Place",
    "Reading",
    "batches",
    "inputs",
    "named",
    "read_place",
    "told",
]

# Documents whose translations are asked for in one batch.
BATCH = 16
# Characters after which a batch is closed early, so that memory stays flat.
BATCH_CHARACTERS = 2_000_000


@dataclass(slots=True)
class Log:
    """Counts what happened and says what went wrong, on standard error.

    ``unread`` is standard input that was no text; `fix -` hands it back as it came.
    """

    files: int = 0
    errors: int = 0
    unread: bytes = b""
    applied: list[Finding] = field(default_factory=list)
    remaining: list[Finding] = field(default_factory=list)

    def error(self, error: CleanerError) -> None:
        """Reports an error and goes on."""
        self.errors += 1
        print(f"error: {error}", file=sys.stderr)

    def note(self, said: str) -> None:
        """Says what is good to know."""
        print(said, file=sys.stderr)

    def warning(self, said: str) -> None:
        """Reports what is no error, and goes on."""
        print(f"warning: {said}", file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read; ``path`` is None for standard input."""

    path: Path | None
    source: Source

    @property
    def name(self) -> str:
        """What to call it in reports."""
        return self.source.name


@dataclass(frozen=True, slots=True)
class Reading:
    """What a user says about how the inputs are to be read."""

    stdin_name: str = STDIN
    format_name: str | None = None
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an input is: a file, or standard input; ``is_named`` by the command itself."""

    path: Path | None
    is_named: bool = False

    @property
    def name(self) -> str:
        """What to call it in reports."""
        return str(self.path) if self.path else STDIN


Ahead = Callable[[Iterable[Place]], Iterator[tuple[Place, Callable[[], Source]]]]
"""Says of places how each is read, and may look at those that follow meanwhile."""


def inputs(
    paths: Sequence[str],
    reading: Reading,
    log: Log,
    wanted: Callable[[Path], bool] | None = None,
    ahead: Ahead | None = None,
) -> Iterator[Input]:
    """Every wanted file that the paths stand for; what can't be read is reported and left out."""
    places = _places(paths, log, wanted)
    in_turn = ((place, partial(read_place, place, reading)) for place in places)
    for place, read_it in ahead(places) if ahead else in_turn:
        try:
            source = read_it() if place.path else _standard_input(reading, log)
        except CleanerError as error:
            log.error(error)
            continue
        if place.is_named:
            _warn_of_nothing(source, log)
        yield Input(place.path, source)


def _places(
    paths: Sequence[str], log: Log, wanted: Callable[[Path], bool] | None
) -> Iterator[Place]:
    for path in paths:
        if path == STDIN:
            yield Place(None, is_named=True)
            continue
        try:
            for file in expand(Path(path)):
                is_named = path == str(file)
                if (not wanted or wanted(file)) and (is_named or not _is_journal(file)):
                    yield Place(file, is_named)
        except CleanerError as error:
            log.error(error)


def read_place(place: Place, reading: Reading) -> Source:
    """Reads a file. Raises CleanerError where that can't be done."""
    assert place.path
    return read_source(place.path, format_name=reading.format_name, options=reading.options)


def _is_journal(path: Path) -> bool:
    """Whether a file is a journal of changes, which holds text of articles and is none."""
    if path.suffix not in (".json", ".jsonl", ".ndjson"):
        return False
    from cleaner.journal.lines import is_journal

    return is_journal(path)


def _standard_input(reading: Reading, log: Log) -> Source:
    data = sys.stdin.buffer.read()
    name, options = reading.stdin_name, reading.options
    try:
        return read(data, name, format_name=reading.format_name, options=options)
    except CleanerError:
        log.unread = data
        raise


def _warn_of_nothing(source: Source, log: Log) -> None:
    """Says that a file which was named holds no text that is known for one."""
    if not any(article.text for article in source.articles) and source.text and not source.errors:
        log.warning(
            f"{source.name}: no field in it is known to hold text; "
            "name those that do with --field, or see --input-format"
        )


def batches(texts: Iterable[Input], progress: Callable[[int], None]) -> Iterator[list[Input]]:
    """The inputs in groups that are translated together."""
    group: list[Input] = []
    size = 0
    for text in texts:
        group.append(text)
        size += len(text.source.text)
        if len(group) >= BATCH or size >= BATCH_CHARACTERS:
            yield group
            progress(len(group))
            group, size = [], 0
    if group:
        yield group
        progress(len(group))


def told(checked: Checked, log: Log) -> None:
    """Says what could not be read in a file, and which of its comments can't be followed."""
    for error in checked.errors:
        log.error(error)
    for complaint in checked.complaints:
        log.warning(f"{checked.source.name}, {complaint}")


def named(findings: Iterable[Finding], name: str) -> list[Finding]:
    """The findings with their file's name."""
    return [replace(finding, file=name) for finding in findings]
