"""A service as a user starts it, in a process of its own, and a plain client for it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

WARM_IN = 60.0


class Answer(NamedTuple):
    """What a service answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Service:
    """A running `cleaner serve`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log_file = process, port, log

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Answer:
        """One request on a connection of its own; bytes go as they are, all else as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        kind = {} if data is None else {"Content-Type": "application/json"}
        try:
            connection.request(method, path, data, {**kind, **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: object, **headers: str) -> Answer:
        return self.ask("POST", path, body, headers)

    def raw(self) -> socket.socket:
        """A connection to write to byte by byte."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Asks it to end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


Started = Callable[..., Service]


@contextmanager
def started(folder: Path, *arguments: str, warm: bool = True, **environment: str):
    """A service on a free port; ``warm`` waits until it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / f"{port}.log"
    command = [sys.executable, "-m", "cleaner", "serve", "--port", str(port), "--no-config"]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=folder,
            stdout=file,
            stderr=file,
            env={**os.environ, **environment},
        )
    service = Service(process, port, log)
    try:
        _wait(service, "/readyz" if warm else "/healthz")
        yield service
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _wait(service: Service, path: str) -> None:
    end = time.monotonic() + WARM_IN
    while time.monotonic() < end and service.process.poll() is None:
        try:
            if service.get(path).status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"not ready: {service.log}")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all tests that change nothing about it; it accepts small bodies only."""
    folder = tmp_path_factory.mktemp("service")
    limits = ("--most-bytes", "100000", "--body-seconds", "1")
    with started(folder, *limits, "--cors", "https://cms.example") as service:
        yield service


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Started]:
    """Starts a service with these options; it ends with the test."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda *given, **kw: stack.enter_context(started(tmp_path, *given, **kw))
