"""`cleaner serve`: the HTTP service."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.errors import CleanerError, ConfigError

if TYPE_CHECKING:
    from cleaner.web.files import Files
    from cleaner.web.queue import Queue
    from cleaner.web.settings import Settings

__all__ = ["refuse_without_server", "run_server", "serve"]

NEEDED = ("fastapi", "uvicorn", "prometheus_client")


def serve(
    host: Annotated[
        str, typer.Option(help="Where to listen; any other than this machine needs a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8765,
    token: Annotated[
        str,
        typer.Option(
            envvar="CLEANER_TOKEN",
            show_envvar=False,
            show_default=False,
            help="What callers have to send; better in CLEANER_TOKEN, where nobody sees it.",
        ),
    ] = "",
    cors: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN", help="Whose pages may call it from a browser. May be repeated."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that do the work, each with its model.")
    ] = 1,
    queue: Annotated[
        int, typer.Option(min=1, help="Requests that may wait for a worker; others get 429.")
    ] = 64,
    requests: Annotated[
        int, typer.Option(min=1, help="Requests that may be under way; others get 429.")
    ] = 256,
    most_bytes: Annotated[int, typer.Option(min=1024, help="The largest body.")] = 2 << 20,
    seconds: Annotated[
        float, typer.Option(min=0.1, help="How long a request may wait, and how long it may work.")
    ] = 30.0,
    body_seconds: Annotated[
        float, typer.Option(min=0.1, help="How long a body may take to arrive.")
    ] = 10.0,
    log_text: Annotated[
        bool, typer.Option("--log-text", help="Write the texts of requests to the log as well.")
    ] = False,
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
) -> None:
    """Answer POST /v1/check and /v1/fix over HTTP, and show the review page.

    Runs until Ctrl-C or SIGTERM, and then ends after the requests at hand.
    """
    refuse_without_server("serve")
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
    from cleaner.web.settings import Settings

    settings = Settings(
        book.at(Path.cwd()).config,
        host=host,
        port=port,
        token=token,
        cors=tuple(cors or ()),
        workers=workers,
        queue=queue,
        requests=requests,
        most_bytes=most_bytes,
        seconds=seconds,
        body_seconds=body_seconds,
        log_text=log_text,
    )
    run_server(settings, lambda port: f"http://{_shown(settings, port)}/")


def refuse_without_server(command: str) -> None:
    """Raises ConfigError where no server is installed."""
    missing = [name for name in NEEDED if not find_spec(name)]
    if missing:
        raise ConfigError(
            f"cleaner {command} needs {' and '.join(missing)}: install them with "
            "`pip install 'cleaner[serve]'`"
        )


def run_server(
    settings: Settings,
    address: Callable[[int], str],
    files: Files | None = None,
    queue: Queue | None = None,
) -> None:
    """Runs the service until it is told to end; prints ``address`` of its port when it listens."""
    import uvicorn

    from cleaner.web.app import create_app

    app = create_app(settings, files, queue)
    listening = _bound(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_level="warning",
            server_header=False,
            # A request may wait, be tried in a batch, and be tried again alone.
            timeout_graceful_shutdown=int(3 * settings.seconds) + 10,
        )
    )
    desk = app.state.desk

    def stop(why: str) -> None:
        del why
        server.should_exit = True

    desk.failed = stop
    # The server ends as it should at these, and then raises them again.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    print(address(listening.getsockname()[1]), file=sys.stderr, flush=True)
    with listening:
        server.run(sockets=[listening])
    if desk.error:
        raise CleanerError(desk.error)


def _bound(settings: Settings) -> socket.socket:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(found[0], socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[4])
        listening.listen()  # who asks before the service is ready waits
    except OSError as error:
        raise ConfigError(
            f"{settings.host}:{settings.port} can't be listened to ({error.strerror}); choose "
            "another --port or --host"
        ) from error
    return listening


def _shown(settings: Settings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{port}"
