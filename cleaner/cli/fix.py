"""`cleaner fix`: apply the safe fixes in place, or show what they would be."""

from __future__ import annotations

import sys
from typing import Annotated, TextIO

import typer

from cleaner.cli import options
from cleaner.cli.exit_codes import ExitCode
from cleaner.cli.files import STDIN
from cleaner.cli.journal import JournalFile, Recorder, recorder
from cleaner.cli.progress import progress
from cleaner.cli.work import Input, Log, batches, inputs, named, told
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError, ConfigError
from cleaner.finding import Finding
from cleaner.report.paint import Paint
from cleaner.sources import Checked, fix_sources
from cleaner.storage import write_atomically

__all__ = ["fix"]


def fix(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files and folders, changed in place; - for standard input to standard output.",
            metavar="PATH...",
        ),
    ],
    diff: Annotated[
        bool, typer.Option("--diff", help="Show the changes and the reasons; write nothing.")
    ] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply all fixes, the uncertain ones too.")
    ] = False,
    journal: JournalFile = None,
    select: options.Select = "",
    ignore: options.Ignore = "",
    output: options.Format = options.OutputFormat.TEXT,
    input_format: options.ReadAs = options.InputFormat.AUTO,
    field: options.Fields = None,
    stdin_filename: options.StdinFilename = "-",
    style: options.Style = "ap",
    model: options.Model = None,
    backend: options.Backend = None,
    memory: options.MemoryFile = None,
    gazetteer: options.GazetteerFile = None,
    ignores: options.IgnoreFiles = None,
    no_memory: options.NoMemory = False,
    languages: options.Languages = options.DEFAULT_LANGUAGES,
    quiet: options.Quiet = False,
) -> None:
    """Apply the fixes that are safe; report the rest.

    Ends with 0 when nothing remains, 1 when findings remain (with --diff: when there is anything
    to change or to decide), 2 when something could not be read or written.
    """
    _refuse_what_contradicts(paths, journal)
    cleaner = Cleaner(
        options.config_from(
            select=select,
            ignore=ignore,
            style=style,
            model=model,
            backend=backend,
            memory=options.memory_for_run(memory, off=no_memory),
            languages=languages,
            gazetteer=gazetteer,
            ignores=ignores,
            unsafe_fixes=unsafe_fixes,
        )
    )
    log = Log()
    # Standard output carries the fixed text itself when there is nothing else to carry.
    stream = sys.stderr if paths == [STDIN] and not diff else sys.stdout
    reported: list[Finding] = []
    reading = options.reading_from(input_format, field, stdin_filename)
    with (
        recorder(None if diff else journal, cleaner.config.model) as written,
        progress(paths) as advance,
    ):
        texts = written.others(inputs(paths, reading, log))
        for group in batches(texts, advance):
            log.files += len(group)
            try:
                results = fix_sources(cleaner, [one.source for one in group])
            except CleanerError:
                _hand_back(group, diff=diff)
                raise
            for one, result in zip(group, results, strict=True):
                told(result, log)
                remaining = named(result.remaining, one.name)
                applied = named(result.applied, one.name)
                if not _deliver(one, result, log, written, diff=diff):
                    remaining, applied = named(result.findings, one.name), []
                log.applied += len(applied)
                log.remaining += remaining
                reported += applied + remaining if diff else remaining
                if output is options.OutputFormat.TEXT and (diff or not quiet):
                    _print(one, result, applied, remaining, diff=diff, stream=stream)
    if log.unread and not diff:
        sys.stdout.buffer.write(log.unread)
    _print_json(output, reported, stream)
    if not quiet and log.files:
        from cleaner.report.text import summary

        print(summary(log.remaining, files=log.files, applied=log.applied), file=sys.stderr)
    found = len(log.remaining) + (log.applied if diff else 0)
    raise typer.Exit(ExitCode.of(findings=found, errors=log.errors))


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


def _print(
    one: Input,
    result: Checked,
    applied: list[Finding],
    remaining: list[Finding],
    *,
    diff: bool,
    stream: TextIO,
) -> None:
    if not applied and not remaining:
        return
    paint = Paint.for_stream(stream)
    if diff:
        from cleaner.report.diff import diff_lines

        lines = diff_lines(one.name, one.source.text, result.text, applied, remaining, paint)
    else:
        from cleaner.report.text import finding_lines

        lines = [line for finding in remaining for line in finding_lines(finding, paint)]
    if lines:
        print("\n".join(lines), file=stream)


def _print_json(output: options.OutputFormat, findings: list[Finding], stream: TextIO) -> None:
    if output is options.OutputFormat.TEXT:
        return
    from cleaner.report.json import as_json, as_jsonl

    text = as_json(findings) if output is options.OutputFormat.JSON else as_jsonl(findings)
    print(text, end="", file=stream)
