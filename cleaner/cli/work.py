"""Goes through the inputs of a command: one bad file does not stop the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cleaner.cli.files import STDIN, expand, read_source
from cleaner.errors import CleanerError
from cleaner.finding import Finding
from cleaner.formats.registry import Options
from cleaner.formats.source import Source, read
from cleaner.sources import Checked

__all__ = ["BATCH", "Input", "Log", "Reading", "batches", "inputs", "named", "told"]

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


def inputs(
    paths: Sequence[str],
    reading: Reading,
    log: Log,
    wanted: Callable[[Path], bool] | None = None,
) -> Iterator[Input]:
    """Every wanted file that the paths stand for; what can't be read is reported and left out."""
    for path in paths:
        try:
            if path == STDIN:
                yield _standard_input(reading, log)
                continue
            for file in expand(Path(path)):
                if (wanted and not wanted(file)) or (path != str(file) and _is_journal(file)):
                    continue
                try:
                    one = Input(file, _file(file, reading))
                except CleanerError as error:
                    log.error(error)
                    continue
                if path == str(file):
                    _warn_of_nothing(one.source, log)
                yield one
        except CleanerError as error:
            log.error(error)


def _file(path: Path, reading: Reading) -> Source:
    return read_source(path, format_name=reading.format_name, options=reading.options)


def _is_journal(path: Path) -> bool:
    """Whether a file is a journal of changes, which holds text of articles and is none."""
    if path.suffix not in (".json", ".jsonl", ".ndjson"):
        return False
    from cleaner.journal.lines import is_journal

    return is_journal(path)


def _standard_input(reading: Reading, log: Log) -> Input:
    data = sys.stdin.buffer.read()
    try:
        source = read(
            data,
            reading.stdin_name,
            format_name=reading.format_name,
            options=reading.options,
        )
    except CleanerError:
        log.unread = data
        raise
    _warn_of_nothing(source, log)
    return Input(None, source)


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
