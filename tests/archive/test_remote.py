"""Archives in an object store, as a real S3 server on this machine has them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.samples import memory, mixed, tree

fsspec = pytest.importorskip("fsspec")
pytest.importorskip("s3fs")


@pytest.fixture(scope="module")
def store() -> Iterator[dict[str, str]]:
    """A store with the bucket ``news``; the settings with which its users find it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    settings = {
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": address,
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        python("import sys, s3fs; s3fs.S3FileSystem().mkdir('news')", settings)
        yield settings
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the store did not start")


def python(code: str, settings: dict[str, str], *arguments: str) -> None:
    """Runs code in a process of its own, since clients of stores keep threads."""
    subprocess.run(
        [sys.executable, "-c", code, *arguments], env={**os.environ, **settings}, check=True
    )


PUT = "import sys, s3fs; s3fs.S3FileSystem().put(sys.argv[1], sys.argv[2], recursive=True)"
GET = "import sys, s3fs; s3fs.S3FileSystem().get(sys.argv[1], sys.argv[2], recursive=True)"


def given(folder: Path) -> Path:
    """The mixed archive without what a store can't have."""
    for path in mixed(folder).iterdir():
        if path.is_symlink():
            path.unlink()
    return folder


def test_from_store_to_store(run, tmp_path, store):
    given(tmp_path / "in")
    python(PUT, store, f"{tmp_path}/in/", "news/in")
    common = ("--jobs", "2", "--state", "state.sqlite")
    assert run("archive", "run", "in", "out", "--jobs", "2").returncode == 2
    done = run("archive", "run", "s3://news/in", "s3://news/out", *common, **store)
    assert done.returncode == 2, done.stderr.decode()
    python(GET, store, "news/out/", f"{tmp_path}/back")
    rejects = "rejects/rejects.jsonl"
    expected, found = tree(tmp_path / "out"), tree(tmp_path / "back")
    assert found.pop(rejects).count(b"\n") == expected.pop(rejects).count(b"\n")
    assert found == expected
    again = run("archive", "run", "s3://news/in", "s3://news/out", *common, **store)
    assert again.returncode == 2
    assert memory(tmp_path / "out") != []


def test_from_store_to_folder(run, tmp_path, store):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("It reopens mercredi.\n")
    python(PUT, store, f"{tmp_path}/in/", "news/few")
    assert run("archive", "run", "s3://news/few", "out", **store).returncode == 0
    assert (tmp_path / "out/a.txt").read_text() == "It reopens Wednesday.\n"


WRONG = [
    (("s3://nowhere/in", "out"), "nowhere"),
    (("s3://news/few", "s3://news/out"), "--state"),
    (("s3://news/few", "--in-place"), "--in-place"),
    (("nothing://x/y", "out"), "nothing"),
    (("s3://news/nothing", "out"), "nothing"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_addresses(run, store, arguments, said):
    done = run("archive", "run", *arguments, **store)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_store_that_is_not_there(run, store):
    settings = {**store, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    done = run("archive", "run", "s3://news/few", "out", **settings)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()
