"""Goes through the inputs of a command: one bad file does not stop the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.cli.files import STDIN, expand, read_text
from cleaner.errors import CleanerError, InputError
from cleaner.finding import Finding
from cleaner.formats.text import DecodedText, decode

if TYPE_CHECKING:
    from cleaner.document import Document

__all__ = ["Input", "Log", "batches", "inputs", "named", "refused"]

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
    applied: int = 0
    remaining: list[Finding] = field(default_factory=list)

    def error(self, error: CleanerError) -> None:
        """Reports an error and goes on."""
        self.errors += 1
        print(f"error: {error}", file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Input:
    """A text with where it came from; ``path`` is None for standard input."""

    name: str
    path: Path | None
    decoded: DecodedText

    @property
    def document(self) -> Document:
        """The text as a document."""
        from cleaner.document import Document

        return Document.plain(self.decoded.text, self.decoded.encoding)


def inputs(
    paths: Sequence[str], stdin_name: str, log: Log, *, as_text: bool = False
) -> Iterator[Input]:
    """Every text that the paths stand for; what can't be read is reported and left out."""
    for path in paths:
        try:
            if path == STDIN:
                yield _standard_input(stdin_name, log)
                continue
            for file in expand(Path(path)):
                try:
                    yield Input(str(file), file, read_text(file, as_text=as_text))
                except CleanerError as error:
                    log.error(error)
        except CleanerError as error:
            log.error(error)


def _standard_input(name: str, log: Log) -> Input:
    data = sys.stdin.buffer.read()
    try:
        return Input(name, None, decode(data, name))
    except CleanerError:
        log.unread = data
        raise


def batches(texts: Iterable[Input], progress: Callable[[int], None]) -> Iterator[list[Input]]:
    """The inputs in groups that are translated together."""
    group: list[Input] = []
    size = 0
    for text in texts:
        group.append(text)
        size += len(text.decoded.text)
        if len(group) >= BATCH or size >= BATCH_CHARACTERS:
            yield group
            progress(len(group))
            group, size = [], 0
    if group:
        yield group
        progress(len(group))


def refused(findings: Sequence[Finding], name: str, log: Log) -> bool:
    """Whether a text is an article in another language, which is an error of its input."""
    if not findings or findings[0].name != "foreign-article":
        return False
    log.error(
        InputError(
            f"{name}: {findings[0].reason}; nothing was changed. Translate it as a whole first, or "
            f"pass --ignore {findings[0].rule} to look for single words all the same"
        )
    )
    return True


def named(findings: Iterable[Finding], name: str) -> list[Finding]:
    """The findings with their file's name."""
    return [replace(finding, file=name) for finding in findings]
