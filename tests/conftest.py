"""What several tests share."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

from cleaner import Cleaner

# `pytest --hypothesis-profile=many`: as many documents as in `make fuzz`.
settings.register_profile("many", max_examples=1000)

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Converted models go to a folder of this run, for its subprocesses too."""
    os.environ["CLEANER_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    """One engine for all tests: its tables are read once."""
    return Cleaner()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the real command line in a subprocess, in an empty folder."""

    def call(*arguments: str, stdin: bytes = b"", **environment: str):
        return subprocess.run(
            [sys.executable, "-m", "cleaner", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            timeout=120,
            check=False,
            env={**os.environ, "NO_COLOR": "", **environment},
        )

    return call


@pytest.fixture
def on_a_terminal(tmp_path: Path) -> Callable[..., str]:
    """Runs the command line with standard output and error on a terminal; what it shows."""

    def call(*arguments: str, **environment: str) -> str:
        leader, follower = pty.openpty()
        termios.tcsetwinsize(follower, (24, 80))
        inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        process = subprocess.Popen(
            [sys.executable, "-m", "cleaner", *arguments],
            cwd=tmp_path,
            stdout=follower,
            stderr=follower,
            env={**inherited, "TERM": "xterm", **environment},
        )
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 65_536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(leader)
        process.wait()
        return shown.decode()

    return call


class Hub(ThreadingHTTPServer):
    """A hub on this machine: the few addresses that its client asks for, and their troubles.

    ``files`` are those of the one repository, by name. ``fault`` is what goes wrong: a status
    for whatever is asked, ``hang`` (no answer at all), or for the weights alone ``truncated``
    (fewer bytes than announced), ``wrong`` (other bytes), ``broken`` (the connection ends halfway,
    once), ``slow`` (the second half does not come) and ``gated``. ``asked`` is what was fetched.
    """

    daemon_threads = True
    name = "someone/opus-mt-fr-en"
    commit = "0123456789abcdef0123456789abcdef01234567"

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.files = files
        self.fault: str | int = ""
        self.asked: list[str] = []
        self.halfway = threading.Event()  # the first half of the weights is sent
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def about(self) -> dict[str, object]:
        """The model's page for programs: weights are large files with a SHA-256, as they are."""
        return {"id": self.name, "sha": self.commit, "siblings": list(map(self._entry, self.files))}

    def _entry(self, name: str) -> dict[str, object]:
        data = self.files[name]
        entry = {"rfilename": name, "size": len(data), "blobId": self.checksum(name)}
        if _is_large(name):
            sha = hashlib.sha256(data).hexdigest()
            entry["lfs"] = {"sha256": sha, "size": len(data), "pointerSize": 134}
        return entry

    def checksum(self, name: str) -> str:
        data = self.files[name]
        return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no error."""


class _Answers(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        hub, path = self.server, self.path.partition("?")[0]
        if hub.fault == "hang":
            hub.closing.wait(60)
        elif isinstance(hub.fault, int):
            self._send(
                hub.fault, b"{}", {"X-Error-Code": "RepoNotFound"} if hub.fault == 404 else {}
            )
        elif path == f"/api/models/{hub.name}":
            self._send(200, json.dumps(hub.about()).encode())
        elif path.startswith(f"/{hub.name}/resolve/main/"):
            self._file(path.rpartition("/")[2])
        else:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})

    def _file(self, name: str) -> None:
        hub = self.server
        data = hub.files.get(name)
        commit = {"X-Repo-Commit": hub.commit}
        if data is None:
            return self._send(404, b"", {**commit, "X-Error-Code": "EntryNotFound"})
        fault = hub.fault if _is_large(name) else ""
        if fault == "gated":
            return self._send(403, b"{}", {**commit, "X-Error-Code": "GatedRepo"})
        headers = {**commit, "ETag": f'"{hub.checksum(name)}"'}
        if self.command == "HEAD":
            return self._send(200, data, headers)
        hub.asked.append(name)
        if fault == "wrong":
            data = data[:-1] + b"?"
        if fault == "truncated":
            data = data[: len(data) // 2]
        if begins := self.headers.get("Range"):
            first = int(begins.removeprefix("bytes=").partition("-")[0])
            headers["Content-Range"] = f"bytes {first}-{len(data) - 1}/{len(data)}"
            return self._send(206, data[first:], headers)
        if fault == "broken":
            hub.fault = ""
        return self._send(200, data, headers, half=fault in ("broken", "slow"))

    def _send(
        self, status: int, data: bytes, headers: dict[str, str] | None = None, half: bool = False
    ) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(data[: len(data) // 2] if half else data)
        if half and self.server.fault == "slow":
            self.wfile.flush()
            self.server.halfway.set()
            self.server.closing.wait(60)
        if half:
            self.close_connection = True


def _is_large(name: str) -> bool:
    return name.endswith((".safetensors", ".bin", ".h5"))


@pytest.fixture(scope="session")
def model_files() -> dict[str, bytes]:
    """The embedded model as public ones are laid out: all weights in one file."""
    from safetensors.torch import load, save

    folder = Path(__file__).resolve().parents[1] / "models" / "fragments-fr-en"
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    weights: dict = {}
    for name in [name for name in files if ".safetensors" in name]:
        data = files.pop(name)
        weights |= load(data) if name.endswith(".safetensors") else {}
    return {**files, "model.safetensors": save(weights, {"format": "pt"})}


@pytest.fixture
def hub(model_files: dict[str, bytes]) -> Iterator[Hub]:
    """A hub with one model, the embedded one, and weights in another form that nobody needs."""
    server = Hub(
        {**model_files, "tf_model.h5": b"weights" * 999, "pytorch_model.bin": b"weights" * 999}
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()
