"""`cleaner undo`: take back what a journal says was changed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.exit_codes import ExitCode
from cleaner.errors import CleanerError, ConfigError, InputError, JournalFileError
from cleaner.storage import write_atomically

if TYPE_CHECKING:
    from cleaner.journal.record import Record
    from cleaner.journal.unwind import Unwound

__all__ = ["undo"]


def undo(
    journal: Annotated[str, typer.Argument(help="The file given to --journal.", metavar="JOURNAL")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Only these files, or those in these folders.", metavar="[PATH]..."),
    ] = None,
    run: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what this run changed; see --runs.")
    ] = None,
    runs: Annotated[
        bool, typer.Option("--runs", help="List the runs in the journal, and undo nothing.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be restored; write nothing.")
    ] = False,
) -> None:
    """Restore files byte for byte, the last change first.

    A file that somebody changed since is left alone and reported, and so is one that is gone; the
    others are restored. Ends with 0, or 2 when something could not be restored.
    """
    from cleaner.journal.lines import read_journal

    read = read_journal(Path(journal))
    for number in read.damaged:
        print(
            f"warning: line {number} of {journal} is damaged or was left unfinished by a run that "
            "was killed; it is passed over",
            file=sys.stderr,
        )
    if runs:
        print("\n".join(_overview(read.records)))
        return
    if run is not None and all(record.run.id != run for record in read.records):
        raise ConfigError(f"{journal} has no run {run}; `cleaner undo --runs {journal}` lists them")
    chosen = [record for record in read.records if run in (None, record.run.id)]
    errors = 0
    for name, records in _latest_first(chosen, _named(paths or [], read.records)):
        try:
            print(f"{name}: {_restore(Path(name), records, dry_run=dry_run)}")
        except CleanerError as error:
            errors += 1
            print(f"error: {error}", file=sys.stderr)
    raise typer.Exit(ExitCode.of(findings=0, errors=errors))


def _named(paths: Sequence[str], records: Iterable[Record]) -> list[Path]:
    """The paths to undo, resolved; ConfigError for one that the journal does not know."""
    files = [Path(record.file) for record in records]
    wanted = [Path(path).resolve() for path in paths]
    for given, path in zip(paths, wanted, strict=True):
        if not any(file.is_relative_to(path) for file in files):
            raise ConfigError(f"{given}: the journal has no change of this; nothing was undone")
    return wanted


def _latest_first(
    records: Sequence[Record], wanted: Sequence[Path]
) -> Iterable[tuple[str, list[Record]]]:
    """Each file with its records in order; the file that was changed last comes first."""
    files: dict[str, list[Record]] = {}
    for record in reversed(records):
        if not wanted or any(Path(record.file).is_relative_to(path) for path in wanted):
            files.setdefault(record.file, []).insert(0, record)
    return files.items()


def _restore(path: Path, records: Sequence[Record], *, dry_run: bool) -> str:
    """Takes a file's changes back; what was done, in words."""
    from cleaner.journal.unwind import unwind

    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: can't be undone ({error.strerror})") from error
    try:
        before = unwind(data, records)
    except ValueError as error:
        raise JournalFileError(f"{path}: the journal is damaged ({error}); left alone") from error
    if not before.known:
        raise InputError(
            f"{path} was changed since, by hand or by another run; it was left alone. "
            "Undo the later change first, or restore the file from a copy"
        )
    if before.undone and not dry_run:
        write_atomically(path, before.data)
    if before.stuck is not None:
        raise InputError(_half_way(path, before, dry_run=dry_run))
    return _outcome(before, dry_run=dry_run)


def _half_way(path: Path, before: Unwound, *, dry_run: bool) -> str:
    edits = _edits(before.undone)
    done = f"{edits} {'would be' if dry_run else 'were'} undone, but " if edits else ""
    return (
        f"{path}: {done}it was changed by others before that: what the run "
        f"{before.stuck.run.id if before.stuck else ''} changed can't be undone"
    )


def _outcome(before: Unwound, *, dry_run: bool) -> str:
    if not before.undone:
        return "is as it was before"
    edits = _edits(before.undone)
    return f"{edits} would be undone" if dry_run else f"{edits} undone"


def _edits(records: Sequence[Record]) -> str:
    count = sum(len(record.changes) for record in records)
    if not count:
        return ""
    return "1 edit" if count == 1 else f"{count} edits"


def _overview(records: Iterable[Record]) -> list[str]:
    """A line a run: its id, when it began, and how much it changed."""
    by_run: dict[str, list[Record]] = {}
    for record in records:
        by_run.setdefault(record.run.id, []).append(record)
    return [
        f"{run}  {of[0].time}  cleaner {of[0].run.version}  "
        f"{'1 file' if len(of) == 1 else f'{len(of)} files'}, {_edits(of) or 'no edits'}"
        for run, of in by_run.items()
    ]
