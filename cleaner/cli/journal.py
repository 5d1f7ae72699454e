"""The option `--journal`, and what writes a run's changes down while it makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from cleaner.cli.work import Input
    from cleaner.finding import Finding
    from cleaner.formats.source import Source
    from cleaner.journal.lines import JournalWriter
    from cleaner.journal.record import Run

__all__ = ["JournalFile", "Recorder", "recorder"]

JournalFile = Annotated[
    str | None,
    typer.Option(
        "--journal",
        metavar="FILE",
        help="Write every change down there, so that `cleaner undo FILE` can take it back.",
    ),
]


@contextmanager
def recorder(journal: str | None, model: str | None) -> Iterator[Recorder]:
    """What writes changes down in the journal; it does nothing where there is none.

    Raises JournalFileError where the journal can't be written.
    """
    if journal is None:
        yield Recorder()
        return
    from cleaner import __version__
    from cleaner.journal.lines import JournalWriter
    from cleaner.journal.record import Run
    from cleaner.translate.checkpoint import EMBEDDED

    with JournalWriter(Path(journal)) as writer:
        yield Recorder(writer, Run.begun(__version__, model or EMBEDDED))


class Recorder:
    """Numbers a run's changes and brackets each with its lines in the journal."""

    def __init__(self, writer: JournalWriter | None = None, run: Run | None = None) -> None:
        self._writer = writer
        self._run = run
        self._number = 0

    def change(
        self,
        path: Path,
        source: Source,
        after: bytes,
        applied: Sequence[Finding],
    ) -> AbstractContextManager[None]:
        """The time in which the file at ``path`` becomes ``after``.

        On entering the change is on disk in the journal, or JournalFileError is raised; on
        leaving its outcome is noted. Where nothing was applied, nothing is written down.
        """
        if self._writer is None or self._run is None or not applied:
            return nullcontext()
        return self._bracketed(self._writer, self._run, path, source, after, applied)

    @contextmanager
    def _bracketed(
        self,
        writer: JournalWriter,
        run: Run,
        path: Path,
        source: Source,
        after: bytes,
        applied: Sequence[Finding],
    ) -> Iterator[None]:
        from cleaner.journal.record import Record, changes_between, checksum, timestamp

        self._number += 1
        record = Record(
            run=run,
            number=self._number,
            file=str(path.resolve()),
            time=timestamp(),
            encoding=source.decoded.encoding,
            before=checksum(source.data),
            after=checksum(after),
            changes=changes_between(
                source.data, after, source.text, source.decoded.encoding, applied
            ),
        )
        writer.change(record)
        replaced = False
        try:
            yield
            replaced = True
        finally:
            writer.outcome(record, replaced=replaced)

    def others(self, texts: Iterable[Input]) -> Iterator[Input]:
        """The inputs without the journal itself, which may lie in a folder that is fixed."""
        own = self._writer.path if self._writer else None
        return (one for one in texts if own is None or not one.path or one.path.resolve() != own)
