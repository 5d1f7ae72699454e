"""`cleaner archive report` and `review`: what a run found, and what editors say to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.errors import ConfigError

__all__ = ["StateFile", "existing", "report", "review", "state_of"]

STATE = ".cleaner/archive.sqlite"

StateFile = Annotated[
    Path | None,
    typer.Option(
        "--state", metavar="FILE", help=f"What the run remembers; else {STATE} where it writes."
    ),
]
Target = Annotated[
    str, typer.Argument(metavar="OUT", help="Where a run writes; IN if that was changed in place.")
]


def report(
    target: Target,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page to make.")
    ] = Path("report.html"),
    state: StateFile = None,
) -> None:
    """Write a page about a run: what was found where, what was fixed, what is left for editors."""
    from cleaner import __version__
    from cleaner.archive.figures import figures
    from cleaner.archive.report import page
    from cleaner.archive.store import Store
    from cleaner.storage import put_in_place

    with Store(existing(state_of(target, target, state))) as store:
        text = "".join(page(figures(store), target, output, __version__))
    put_in_place(output, text.encode("utf-8", "replace"), 0o644)
    print(f"{output} written.")


def review(
    target: Target,
    export_to: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="FILE", help="A table (.csv or .jsonl) to fill in `decision`."
        ),
    ] = None,
    import_from: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="The table with the decisions."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Export what was decided before, too.")
    ] = False,
    state: StateFile = None,
) -> None:
    """Give what is uncertain to editors as a table, and take their decisions back.

    A decision is `accept`, `reject`, or the text to write. The next `cleaner archive run` with the
    same IN and OUT applies what was imported, and does only the files again that it is about.
    """
    from cleaner.archive.review import export, take_back
    from cleaner.archive.store import Store

    if (export_to is None) == (import_from is None):
        raise ConfigError("say what to do: --export FILE, or --import FILE")
    if everything and not export_to:
        raise ConfigError("--all is for --export")
    with Store(existing(state_of(target, target, state))) as store:
        if export_to:
            number = export(store, export_to, all_of_them=everything)
            print(f"{_counted(number, 'group')} to decide, in {export_to}.")
        elif import_from:
            taken = take_back(store, import_from)
            print(
                f"{_counted(taken.decisions, 'decision')} taken, about "
                f"{_counted(taken.files, 'file')}; the next `cleaner archive run` applies them."
            )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def state_of(source: str, target: str | None, given: Path | None) -> Path:
    """Where a run keeps its memory; it has to be on this machine."""
    where = target or source
    if given is not None:
        return given
    if "://" in where:
        raise ConfigError(
            f"{where} is not on this machine: say with --state FILE where to remember the run"
        )
    folder = Path(where)
    return (folder.parent if folder.is_file() else folder) / STATE


def existing(path: Path) -> Path:
    """The memory of a run; raises ConfigError where none was begun."""
    if not path.is_file():
        raise ConfigError(f"{path}: no run was begun here; name where it writes, or its --state")
    return path
