"""`cleaner check`: report, change nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.destination import Destination, about
from cleaner.cli.exit_codes import ExitCode
from cleaner.cli.progress import progress
from cleaner.cli.work import Input, Log, batches, inputs, named, told
from cleaner.engine import Cleaner
from cleaner.report.output import Output
from cleaner.report.reported import Reported
from cleaner.sources import check_sources

__all__ = ["check"]


def check(
    paths: Annotated[
        list[str],
        typer.Argument(help="Files and folders; - for standard input.", metavar="PATH..."),
    ],
    select: options.Select = "",
    ignore: options.Ignore = "",
    output_format: options.Format = Output.TEXT,
    output: options.OutputFile = None,
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
    learn_ignores: Annotated[
        bool,
        typer.Option(
            "--learn-ignores",
            help="The texts are clean: propose what is found in them as an ignore list, and end.",
        ),
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Report what was left in French, and change nothing.

    Ends with 0 when nothing was found, 1 when something was, 2 when something could not be read.
    """
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
        )
    )
    log = Log()
    reading = options.reading_from(input_format, field, stdin_filename)
    destination = Destination(output, paths)
    with progress(paths) as advance:
        texts = destination.apart(inputs(paths, reading, log))
        groups = batches(texts, advance)
        if learn_ignores:
            _learn(cleaner, groups)
            raise typer.Exit(ExitCode.of(findings=0, errors=log.errors))
        report = output_format.report
        destination.write(report(_reported(cleaner, groups, log), about(destination)))
    if not quiet and log.files:
        from cleaner.report.text import summary

        print(summary(log.remaining, files=log.files), file=sys.stderr)
    raise typer.Exit(ExitCode.of(findings=len(log.remaining), errors=log.errors))


def _reported(cleaner: Cleaner, groups: Iterable[Sequence[Input]], log: Log) -> Iterator[Reported]:
    """Each file with its findings."""
    for group in groups:
        log.files += len(group)
        for checked in check_sources(cleaner, [one.source for one in group]):
            told(checked, log)
            found = named(checked.findings, checked.source.name)
            log.remaining += found
            if found or not checked.errors:
                yield Reported(checked.source.name, checked.source.text, tuple(found))


def _learn(cleaner: Cleaner, groups: Iterable[Sequence[Input]]) -> None:
    """Prints an ignore list of all that is found in the texts."""
    from cleaner.ignores import HEADER, Trusted, learnt

    archive = (
        Trusted(one.name, article.text, tuple(cleaner.proposals(article)))
        for group in groups
        for one in group
        for article in one.source.articles
    )
    print(HEADER)
    for term, reason in learnt(archive):
        print(f"{term}\t{reason}")
