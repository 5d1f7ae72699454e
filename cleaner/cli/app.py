"""Puts the commands together and turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from cleaner.cli.archive import app as archive
from cleaner.cli.check import check
from cleaner.cli.exit_codes import ExitCode
from cleaner.cli.fix import fix
from cleaner.cli.gazetteer import app as gazetteer
from cleaner.cli.memory import app as memory
from cleaner.cli.model import app as model
from cleaner.cli.review import review
from cleaner.cli.rule import rule
from cleaner.cli.serve import serve
from cleaner.cli.undo import undo
from cleaner.cli.watch import watch
from cleaner.errors import CleanerError

__all__ = ["app", "run"]

app = typer.Typer(
    name="cleaner",
    help="Find French that machine translation left in English news, and put it right.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(fix)
app.command()(undo)
app.command()(watch)
app.command()(serve)
app.command()(review)
app.command()(rule)
app.add_typer(archive, name="archive")
app.add_typer(model, name="model")
app.add_typer(gazetteer, name="gazetteer")
app.add_typer(memory, name="memory")


@app.callback(invoke_without_command=True)
def _global(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        from cleaner import __version__

        print(f"cleaner {__version__}")
        raise typer.Exit


def run() -> None:
    """Runs the command line; every error raised on purpose becomes one line and exit code 2."""
    try:
        app()
    except CleanerError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(ExitCode.ERROR)
    except BrokenPipeError:
        # The reader (head, a pager) went away; what it did not read is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.ERROR)
