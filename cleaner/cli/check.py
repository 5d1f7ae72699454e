"""`cleaner check`: report, change nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.ahead import looking_ahead
from cleaner.cli.destination import Destination, about
from cleaner.cli.exit_codes import ExitCode
from cleaner.cli.gate import Gatekeeper, show_settings
from cleaner.cli.progress import progress
from cleaner.cli.work import Input, Log, batches, inputs, named, told
from cleaner.report.output import Output
from cleaner.report.reported import Reported

__all__ = ["check"]


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders; - for standard input.", metavar="PATH...", show_default=False
        ),
    ] = None,
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
    update_baseline: Annotated[
        bool,
        typer.Option(
            "--update-baseline", help="Write what is found to the baseline instead of reporting it."
        ),
    ] = False,
    fail_on: options.FailOn = None,
    changed_since: options.ChangedSince = None,
    learn_ignores: Annotated[
        bool,
        typer.Option(
            "--learn-ignores",
            help="The texts are clean: propose what is found in them as an ignore list, and end.",
        ),
    ] = False,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
) -> None:
    """Report what was left in French, and change nothing.

    Ends with 0 when nothing was found, 1 when something was that --fail-on does not let be, 2 when
    something could not be read.
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
        baseline=baseline,
        fail_on=fail_on,
        config=config,
        no_config=no_config,
    )
    if show_config:
        show_settings(book, paths or ["."], stdin_filename)
        raise typer.Exit
    paths = options.some(paths)
    gate = Gatekeeper(
        book,
        paths,
        stdin_name=stdin_filename,
        changed_since=changed_since,
        update=update_baseline,
    )
    log = Log()
    reading = options.reading_from(input_format, field, stdin_filename)
    destination = Destination(output, paths)
    with (
        progress(paths) as advance,
        looking_ahead(gate, reading, jobs) as ahead,
    ):
        texts = destination.apart(inputs(paths, reading, log, gate.wants, ahead))
        groups = batches(texts, advance)
        if learn_ignores:
            _learn(gate, groups)
            raise typer.Exit(ExitCode.of(findings=0, errors=log.errors))
        report = output_format.report
        destination.write(report(_reported(gate, groups, log), about(destination)))
    gate.finish(log)
    if not quiet and log.files:
        from cleaner.report.text import summary

        print(summary(log.remaining, files=log.files), file=sys.stderr)
    raise typer.Exit(gate.code(log.remaining, log, quiet=quiet))


def _reported(gate: Gatekeeper, groups: Iterable[Sequence[Input]], log: Log) -> Iterator[Reported]:
    """Each file with its findings."""
    for group in groups:
        log.files += len(group)
        for checked in gate.check([one.source for one in group]):
            told(checked, log)
            found = named(checked.findings, checked.source.name)
            log.remaining += found
            if found or not checked.errors:
                yield Reported(checked.source.name, checked.source.text, tuple(found))


def _learn(gate: Gatekeeper, groups: Iterable[Sequence[Input]]) -> None:
    """Prints an ignore list of all that is found in the texts."""
    from cleaner.ignores import HEADER, Trusted, learnt

    archive = (
        Trusted(one.name, article.text, tuple(gate.cleaner(one.name).proposals(article)))
        for group in groups
        for one in group
        for article in one.source.articles
    )
    print(HEADER)
    for term, reason in learnt(archive):
        print(f"{term}\t{reason}")
