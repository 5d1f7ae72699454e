"""`cleaner fix`: apply the safe fixes in place, or show what they would be."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.ahead import looking_ahead
from cleaner.cli.destination import Destination, about
from cleaner.cli.files import STDIN
from cleaner.cli.gate import Gatekeeper, show_settings
from cleaner.cli.journal import JournalFile, Recorder, recorder
from cleaner.cli.progress import progress
from cleaner.cli.work import Input, Log, batches, inputs, named, told
from cleaner.errors import CleanerError, ConfigError, OutputError
from cleaner.report.output import Output, Report
from cleaner.report.reported import Reported
from cleaner.sources import Checked
from cleaner.storage import write_atomically

if TYPE_CHECKING:
    from cleaner.cli.interactive import Decider

__all__ = ["fix"]


def fix(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders, changed in place; - for standard input to standard output.",
            metavar="PATH...",
            show_default=False,
        ),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show the changes and the reasons; write nothing.")
    ] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask about each finding, at the terminal.")
    ] = False,
    unsafe_fixes: Annotated[
        bool | None,
        typer.Option(
            "--unsafe-fixes/--no-unsafe-fixes", help="Apply all fixes, the uncertain ones too."
        ),
    ] = None,
    journal: JournalFile = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    output_format: options.Format = Output.TEXT,
    output: options.OutputFile = None,
    input_format: options.ReadAs = options.InputFormat.AUTO,
    field: options.Fields = None,
    stdin_filename: options.StdinFilename = "-",
    style: options.Style = None,
    model: options.Model = None,
    backend: options.Backend = None,
    memory: options.MemoryFile = None,
    gazetteer: options.GazetteerFile = None,
    ignores: options.IgnoreFiles = None,
    no_memory: options.NoMemory = False,
    languages: options.Languages = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
    show_config: options.ShowConfig = False,
    baseline: options.BaselineFile = None,
    fail_on: options.FailOn = None,
    changed_since: options.ChangedSince = None,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
) -> None:
    """Apply the fixes that are safe; report the rest.

    Ends with 0 when nothing remains, 1 when findings remain (with --diff: when there is anything
    to change or to decide), 2 when something could not be read or written.
    """
    book = options.book_from(
        select=select,
        ignore=ignore,
        style=style,
        model=model,
        backend=backend,
        memory=memory,
        no_memory=no_memory,
        languages=languages,
        gazetteer=gazetteer,
        ignores=ignores,
        unsafe_fixes=unsafe_fixes,
        baseline=baseline,
        fail_on=fail_on,
        config=config,
        no_config=no_config,
    )
    if show_config:
        show_settings(book, paths or ["."], stdin_filename)
        raise typer.Exit
    paths = options.some(paths)
    _refuse_what_contradicts(paths, journal)
    decider = _decider(paths, diff=diff, unsafe=unsafe_fixes) if interactive else None
    gate = Gatekeeper(book, paths, stdin_name=stdin_filename, changed_since=changed_since)
    log = Log()
    # Standard output carries the fixed text itself when there is nothing else to carry.
    stream = sys.stderr if paths == [STDIN] and not diff else sys.stdout
    reading = options.reading_from(input_format, field, stdin_filename)
    destination = Destination(output, paths, stream)
    with (
        recorder(None if diff else journal, gate.model) as written,
        progress(paths, is_shown=not interactive) as advance,
        looking_ahead(gate, reading, 1 if decider else jobs) as ahead,
    ):
        texts = destination.apart(written.others(inputs(paths, reading, log, gate.wants, ahead)))
        if decider:
            files = _decided(gate, texts, log, written, decider)
        else:
            files = _fixed(gate, batches(texts, advance), log, written, diff=diff)
        if output_format not in SHOW_CHANGES and not diff:
            files = map(_without_changes, files)
        pieces = _report(output_format, diff=diff)(files, about(destination))
        is_silent = (
            (quiet or interactive) and output_format is Output.TEXT and not diff and output is None
        )
        destination.write(piece for piece in pieces if not is_silent)
    if log.unread and not diff:
        sys.stdout.buffer.write(log.unread)
    gate.finish(log)
    if not quiet and log.files:
        from cleaner.report.text import summary

        print(summary(log.remaining, files=log.files, applied=len(log.applied)), file=sys.stderr)
    found = log.remaining + (log.applied if diff else [])
    raise typer.Exit(gate.code(found, log, quiet=quiet))


# Outputs that tell what was changed, besides what is left to an editor.
SHOW_CHANGES = (Output.DIFF, Output.HTML)


def _report(output: Output, *, diff: bool) -> Report:
    if diff and output is Output.TEXT:
        from cleaner.report.diff import explained

        return explained
    return output.report


def _without_changes(file: Reported) -> Reported:
    """The file with what remains to be done only."""
    left = tuple(finding for finding in file.findings if not file.is_applied(finding))
    return replace(file, findings=left)


def _fixed(
    gate: Gatekeeper, groups: Iterable[list[Input]], log: Log, written: Recorder, *, diff: bool
) -> Iterator[Reported]:
    """Each file with what was found; written to where it belongs, if it is not only shown."""
    for group in groups:
        log.files += len(group)
        try:
            results = gate.fix([one.source for one in group])
        except CleanerError:
            _hand_back(group, diff=diff)
            raise
        for one, result in zip(group, results, strict=True):
            told(result, log)
            is_delivered = _deliver(one, result, log, written, diff=diff)
            yield from _reported(one, result, log, is_delivered=is_delivered)


def _decided(
    gate: Gatekeeper, texts: Iterable[Input], log: Log, written: Recorder, decider: Decider
) -> Iterator[Reported]:
    """The same, one file after another, as somebody decides; a file is written at its end."""
    from cleaner.cli.interactive import refuse_changed

    for one in texts:
        if decider.is_over:
            return
        log.files += 1
        assert one.path
        try:
            [result] = gate.fix_decided([one.source], decider)
            told(result, log)
            if result.applied:
                refuse_changed(one.path, one.source)
        except KeyboardInterrupt:
            print(f"\n{one.name} was left as it is.", file=sys.stderr)
            raise
        except OutputError as error:
            log.error(error)
            continue
        is_delivered = _deliver(one, result, log, written, diff=False)
        yield from _reported(one, result, log, is_delivered=is_delivered)


def _reported(one: Input, result: Checked, log: Log, *, is_delivered: bool) -> Iterator[Reported]:
    """What became of a file."""
    remaining, applied = named(result.remaining, one.name), named(result.applied, one.name)
    if not is_delivered:
        remaining, applied = named(result.findings, one.name), []
    log.applied += applied
    log.remaining += remaining
    found = sorted([*applied, *remaining], key=lambda finding: finding.start)
    if found or not result.errors:
        yield Reported(one.name, one.source.text, tuple(found), tuple(applied))


def _decider(paths: list[str], *, diff: bool, unsafe: bool | None) -> Decider:
    from cleaner.cli.interactive import Decider, refuse_without_terminal

    if diff or unsafe:
        given = "--diff" if diff else "--unsafe-fixes"
        raise ConfigError(f"--interactive asks about each finding: leave out {given}")
    refuse_without_terminal(paths)
    return Decider()


def _refuse_what_contradicts(paths: list[str], journal: str | None) -> None:
    if STDIN in paths and len(paths) > 1:
        raise ConfigError("standard input (-) can't be fixed together with files; run them apart")
    if STDIN in paths and journal:
        raise ConfigError("standard input (-) has no file to undo: leave out --journal")


def _hand_back(group: list[Input], *, diff: bool) -> None:
    """Standard input as it came, so that a pipeline loses nothing when the run can't go on."""
    for one in group:
        if one.path is None and not diff:
            sys.stdout.buffer.write(one.source.data)


def _deliver(one: Input, result: Checked, log: Log, written: Recorder, *, diff: bool) -> bool:
    """Writes a result to where it belongs; False where that failed."""
    if diff:
        return True
    try:
        if one.path is None:
            sys.stdout.buffer.write(result.data)
            sys.stdout.buffer.flush()
        elif result.applied:
            data = result.data
            with written.change(one.path, one.source, data, result.applied):
                write_atomically(one.path, data)
    except CleanerError as error:
        log.error(error)
        return False
    return True
