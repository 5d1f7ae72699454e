"""`cleaner review`: decide in the browser about files, or about an archive's run."""

from __future__ import annotations

import socket
import webbrowser
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.archive_review import STATE
from cleaner.cli.files import expand, read_source
from cleaner.cli.gate import Gatekeeper
from cleaner.cli.journal import JournalFile, Recorder, recorder
from cleaner.cli.serve import refuse_without_server, run_server
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.cli.work import Reading
    from cleaner.settings.book import Book
    from cleaner.web.files import Files

__all__ = ["review"]

# Browsers keep drafts by address: at the same port they are found again.
USUAL_PORT = 8766


def review(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Files, or the folder that a run wrote to."),
    ],
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Else 8766, or any that is free.")
    ] = 0,
    journal: JournalFile = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    input_format: options.ReadAs = options.InputFormat.AUTO,
    field: options.Fields = None,
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
) -> None:
    """Review files in the browser and write them back, or what an archive's run left undecided.

    The address that is shown has a secret in it; nobody else on this machine can use the page. Ends
    with Ctrl-C.
    """
    refuse_without_server("review")
    from cleaner.web.queue import Queue
    from cleaner.web.settings import Settings

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
        config=config,
        no_config=no_config,
    )
    state = _state_in(paths)
    token = token_urlsafe(24)
    settings = Settings(book.at(Path.cwd()).config, port=port or _usual_port(), token=token)
    reading = options.reading_from(input_format, field)
    with recorder(journal, settings.config.model) as written:
        files = None if state else _files(paths, book, reading, written)
        run_server(
            settings,
            partial(_address, token, opens=browser),
            files,
            Queue(state) if state else None,
        )


def _state_in(paths: list[Path]) -> Path | None:
    """The memory of the archive's run that is meant, if one is."""
    found = [path / STATE for path in paths if (path / STATE).is_file()]
    if found and len(paths) > 1:
        raise ConfigError("an archive is reviewed alone: name nothing besides its folder")
    return found[0] if found else None


def _files(paths: list[Path], book: Book, reading: Reading, written: Recorder) -> Files:
    from cleaner.web.files import Files

    named = [file for path in paths for file in expand(path)]
    if not named:
        raise ConfigError(f"there are no files to review in {paths[0]}")
    gate = Gatekeeper(book, [str(path) for path in named])
    for path in named:
        read_source(path, format_name=reading.format_name, options=reading.options)
    return Files(
        named,
        partial(read_source, format_name=reading.format_name, options=reading.options),
        lambda source: gate.check([source])[0],
        lambda source, decide: gate.fix_decided([source], decide)[0],
        written.change,
        Lock(),
    )


def _usual_port() -> int:
    """The port where drafts of an earlier review are found; 0, which means any, if it is taken."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", USUAL_PORT))
        except OSError:
            return 0
    return USUAL_PORT


def _address(token: str, port: int, *, opens: bool) -> str:
    """The page's address. The part behind # is never sent, so that no log has the secret."""
    address = f"http://127.0.0.1:{port}/#token={token}"
    if opens:
        webbrowser.open(address)
    return address
