"""Puts the commands together and turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cleaner.cli.exit_codes import ExitCode
from cleaner.errors import CleanerError

__all__ = ["app", "run"]

# Modules of this package: each has a function of its name or, with commands of its own, an app.
COMMANDS = (
    "check", "fix", "undo", "watch", "serve", "review", "rule",
    "archive", "model", "gazetteer", "memory",
)  # fmt: skip


class _Imported(Mapping[str, Any]):
    """The commands, each imported when it is asked for: all together take a tenth of a second."""

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        module = import_module(f"cleaner.cli.{name}")
        alone = typer.Typer()
        if hasattr(module, "app"):
            alone.add_typer(module.app, name=name)
        else:
            alone.command(name)(getattr(module, name))
        return typer.main.get_group(alone).commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Group(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": _Imported()})


app = typer.Typer(
    name="cleaner",
    cls=_Group,
    help="Find French that machine translation left in English news, and put it right.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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
