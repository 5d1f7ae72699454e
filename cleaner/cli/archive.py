"""`cleaner archive`: clean archives of any size, and go on where a run was stopped."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.archive_review import StateFile, existing, report, review, state_of
from cleaner.cli.archive_sample import Fixes, Judged, Number, Seed, sample
from cleaner.cli.exit_codes import ExitCode
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.archive.engines import Engine
    from cleaner.archive.run import Tell
    from cleaner.archive.store import Counts

__all__ = ["app"]

app = typer.Typer(help="Clean archives of any size, and go on where a run was stopped.")


class EngineName(StrEnum):
    """What spreads the work."""

    LOCAL = "local"
    RAY = "ray"


class To(StrEnum):
    """How results are written."""

    SAME = "same"
    JSONL = "jsonl"
    PARQUET = "parquet"


@app.command("run")
def run(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="A folder, a file, or an address (s3://...).")
    ],
    target: Annotated[str | None, typer.Argument(metavar="[OUT]", help="Where results go.")] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Change IN itself; `archive undo IN` takes it back.")
    ] = False,
    to: Annotated[
        To, typer.Option("--to", help="Files like those of IN, or rows in one file.")
    ] = To.SAME,
    engine: Annotated[EngineName, typer.Option(help="What spreads the work.")] = EngineName.LOCAL,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes of this machine; else one a processor.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="Of a Ray cluster; else one is started here.")
    ] = None,
    state: StateFile = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Find everything, write no result.")
    ] = False,
    sample_of: Number = None,
    seed: Seed = 0,
    fixes: Fixes = Path("sample-fixes.csv"),
    judged: Judged = None,
    max_rejects: Annotated[
        int | None, typer.Option(min=0, help="End when more records than that can't be read.")
    ] = None,
    unsafe_fixes: Annotated[
        bool | None,
        typer.Option(
            "--unsafe-fixes/--no-unsafe-fixes", help="Apply all fixes, the uncertain ones too."
        ),
    ] = None,
    input_format: options.ReadAs = options.InputFormat.AUTO,
    field: options.Fields = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
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
    quiet: options.Quiet = False,
) -> None:
    """Apply the safe fixes to every article of an archive.

    A run that was stopped, by Ctrl-C or worse, goes on when the same command is given again; what
    is new or changed is done then, too. Ends with 0 when nothing remains for an editor, 1 when
    findings remain, 2 when something could not be read or written, or the run was stopped.
    """
    from cleaner.archive.assemble import put_rejects
    from cleaner.archive.outputs import Form, Output
    from cleaner.archive.reading import Reading
    from cleaner.archive.run import Limits, TooManyRejectsError
    from cleaner.archive.run import run as clean
    from cleaner.archive.store import Store
    from cleaner.archive.tasks import Job

    if judged and sample_of is None:
        raise ConfigError("--judged is for --sample N, with which the list was written")
    if in_place and sample_of is not None:
        raise ConfigError("--sample changes nothing; leave --in-place out")
    dry_run = dry_run or sample_of is not None
    _refuse_what_contradicts(source, target, in_place=in_place, to=to, dry_run=dry_run)
    reading = options.reading_from(input_format, field)
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
        config=config,
        no_config=no_config,
    )
    # One configuration holds for the whole archive, so that its results don't depend on how the
    # work is cut up.
    settings = book.at(Path(source, "-")).config
    if sample_of is not None:
        how = Reading(reading.format_name, reading.options)
        sample(source, how, settings, number=sample_of, seed=seed, fixes=fixes, judged_in=judged)
        return
    job = Job(
        settings,
        source,
        Output(target, source, Form(to), dry_run),
        Reading(reading.format_name, reading.options),
    )
    stop = _stopped_by_signals()
    with Store(state_of(source, target, state)) as store, _engine(engine, jobs, address) as workers:
        too_many: TooManyRejectsError | None = None
        is_done = False
        with _progress(quiet=quiet) as tell:
            try:
                is_done = clean(job, store, workers, Limits(max_rejects, stop), tell)
            except TooManyRejectsError as error:
                too_many = error
        rejects = None if dry_run else put_rejects(job, store)
        counts = store.counts()
    if not quiet:
        print(summary(counts), file=sys.stderr)
    if rejects:
        print(f"What could not be read, with the reasons: {rejects}", file=sys.stderr)
    if too_many:
        raise too_many
    if not is_done:
        print("Stopped. Give the same command again to go on.", file=sys.stderr)
    remaining = counts.findings - counts.applied
    raise typer.Exit(ExitCode.of(findings=remaining, errors=counts.rejects + (not is_done)))


@app.command("status")
def status(
    target: Annotated[str, typer.Argument(metavar="OUT", help="Where a run writes.")],
    state: StateFile = None,
) -> None:
    """Say how far a run is."""
    from cleaner.archive.store import Store

    with Store(existing(state_of(target, target, state))) as store:
        print(summary(store.counts()))


@app.command("undo")
def undo(
    source: Annotated[str, typer.Argument(metavar="IN", help="What was changed in place.")],
    state: StateFile = None,
) -> None:
    """Take back what runs with --in-place changed, byte for byte."""
    from cleaner.archive.in_place import restore
    from cleaner.archive.places import place
    from cleaner.archive.store import Store

    restored = errors = 0
    with Store(existing(state_of(source, None, state))) as store:
        for path, wrong in restore(place(source), store):
            restored += not wrong
            errors += bool(wrong)
            if wrong:
                print(f"error: {path}: {wrong}", file=sys.stderr)
    print(f"{restored} files restored.")
    raise typer.Exit(ExitCode.of(findings=0, errors=errors))


app.command("report")(report)
app.command("review")(review)


def summary(counts: Counts) -> str:
    """How far a run is, in a few words."""
    parts = sum(counts.parts.values())
    done = counts.parts.get("done", 0) + counts.parts.get("put", 0)
    remaining = counts.findings - counts.applied
    said = [
        f"{done:,} of {parts:,} parts done, {counts.articles:,} articles.",
        f"{counts.applied:,} fixed, {remaining:,} left for an editor.",
    ]
    if counts.rejects:
        said.append(f"{counts.rejects:,} could not be read.")
    if counts.textless:
        others = f" and {counts.textless - 1:,} other files" if counts.textless > 1 else ""
        said.append(f"No text known in {counts.first_textless}{others}: name it with --field.")
    if counts.requests > counts.answered:
        said.append(f"{counts.requests - counts.answered:,} wait for a translation.")
    return " ".join(said)


def _refuse_what_contradicts(
    source: str, target: str | None, *, in_place: bool, to: To, dry_run: bool
) -> None:
    if in_place == bool(target) and not (dry_run and not target):
        raise ConfigError("say where results go: give OUT, or --in-place to change IN itself")
    if in_place and to is not To.SAME:
        raise ConfigError(f"--in-place keeps the files as they are: it can't write {to}")
    if in_place and "://" in source:
        raise ConfigError("--in-place is for files on this machine; give OUT another address")
    if target and "://" not in target and "://" not in source:
        inside, out = Path(source).resolve(), Path(target).resolve()
        if out.is_relative_to(inside):
            raise ConfigError(f"{target} lies in {source}, where it would be taken for articles")


def _stopped_by_signals() -> Event:
    """Is set at the first Ctrl-C or SIGTERM; the second one ends the process as usual."""
    stop = Event()

    def ask(number: int, frame: object) -> None:
        del frame
        stop.set()
        signal.signal(number, signal.SIG_DFL)
        print("Finishing what is under way...", file=sys.stderr)

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
    return stop


@contextmanager
def _engine(name: EngineName, jobs: int | None, address: str | None) -> Iterator[Engine]:
    if name is EngineName.RAY:
        from cleaner.archive.engines.ray import RayEngine

        engine: Engine = RayEngine(address, jobs)
    else:
        from cleaner.archive.engines.local import LocalEngine

        engine = LocalEngine(jobs)
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Tell]:
    """Shows how far each stage is, with its rate and the time left, on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.speed:,.0f}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total
