"""Troubles on the way: workers, models, disks, neighbours, a damaged memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading

import pytest

from cleaner.archive import run as driving
from cleaner.archive.engines.local import LocalEngine
from cleaner.archive.in_place import restore
from cleaner.archive.outputs import Form, Output
from cleaner.archive.places import place
from cleaner.archive.reading import Reading
from cleaner.archive.run import Limits
from cleaner.archive.store import Store
from cleaner.archive.tasks import Job
from cleaner.config import Config
from cleaner.errors import ArchiveError
from tests.archive import faults, torture
from tests.archive.samples import CLEAN, DIRTY, MODEL, memory, tree

FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"
COMMAND = [sys.executable, "-m", "cleaner", "archive"]


@pytest.fixture
def source(tmp_path):
    """Six files, one of which needs the model."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"{number} {DIRTY}", encoding="utf-8")
    (folder / "model.txt").write_text(MODEL)
    return folder


def clean(folder, target=None, *, block=4000, stop=None):
    """Runs, and says what was rejected."""
    output = Output(str(target) if target else None, str(folder), Form.SAME)
    job = Job(Config(), str(folder), output, Reading(block=block))
    engine = LocalEngine(2)
    try:
        with Store((target or folder) / ".cleaner" / "archive.sqlite") as store:
            driving.run(job, store, engine, Limits(stop=stop or threading.Event()))
            return {path: reason for path, _, reason, _ in store.rejects()}
    finally:
        engine.close()


def test_a_file_that_kills_every_worker(source, tmp_path, monkeypatch):
    (source / "deadly.txt").write_text(DIRTY, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(driving, "scan", faults.scan_that_dies)
        rejected = clean(source, tmp_path / "out")
    assert rejected == {"deadly.txt": "a worker died 3 times while it was at this"}
    done = tree(tmp_path / "out")
    assert len(done) == 6
    assert done["0.txt"].decode() == f"0 {FIXED}"
    assert clean(source, tmp_path / "out") == {}
    assert tree(tmp_path / "out")["deadly.txt"].decode() == FIXED


def test_a_fragment_that_the_model_fails_on(source, tmp_path, monkeypatch):
    (source / "other.txt").write_text("They fled [à travers les collines enneigées] at night.\n")
    with monkeypatch.context() as patched:
        patched.setattr(driving, "translate", faults.translate_but_houses)
        rejected = clean(source, tmp_path / "out")
    assert list(rejected) == ["model.txt"]
    assert "could not be translated (RuntimeError: out of houses)" in rejected["model.txt"]
    assert set(tree(tmp_path / "out")) == {*(f"{n}.txt" for n in range(5)), "other.txt"}
    assert clean(source, tmp_path / "out") == {}
    assert set(tree(tmp_path / "out")) == set(tree(source))


def test_a_large_file_in_parts(tmp_path):
    lines = [json.dumps({"id": n, "body": DIRTY if n % 9 else "Clean."}) for n in range(200)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines))
    assert clean(tmp_path / "in", tmp_path / "parts", block=1000) == {}
    assert clean(tmp_path / "in", tmp_path / "whole", block=10**6) == {}
    assert tree(tmp_path / "parts") == tree(tmp_path / "whole")
    parts, whole = memory(tmp_path / "parts"), memory(tmp_path / "whole")
    assert sum(row[-1] for row in parts) == sum(row[-1] for row in whole)
    assert len(parts) > len(whole) + 10


def test_a_file_that_is_changed_while_it_waits(source, monkeypatch):
    """What somebody wrote meanwhile is not lost when the archive itself is changed."""
    put_files = driving.put_files

    def changes_one(job, store, stop):
        (source / "0.txt").write_text("Mine.\n")
        put_files(job, store, stop)

    with monkeypatch.context() as patched:
        patched.setattr(driving, "put_files", changes_one)
        rejected = clean(source)
    assert rejected == {"0.txt": "the file was changed while the archive was cleaned; run again"}
    assert (source / "0.txt").read_text() == "Mine.\n"
    assert (source / "1.txt").read_text(encoding="utf-8") == f"1 {FIXED}"
    assert clean(source) == {}
    assert (source / "0.txt").read_text() == "Mine.\n"


def test_killed_between_a_file_and_the_memory_of_it(tmp_path, monkeypatch):
    """A large file in parts, replaced, by a run that did not live to remember it."""
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps({"body": DIRTY if n == 3 else "Clean."}) for n in range(200)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    before = tree(folder)
    clean(folder, tmp_path / "out", block=1000)
    with monkeypatch.context() as patched:

        def killed(*_):
            raise KeyboardInterrupt

        patched.setattr(Store, "replaced", killed)
        with pytest.raises(KeyboardInterrupt):
            clean(folder, block=1000)
    assert clean(folder, block=1000) == {}
    assert tree(folder) == tree(tmp_path / "out")
    with Store(folder / ".cleaner" / "archive.sqlite") as store:
        assert list(restore(place(str(folder)), store)) == [("a.jsonl", "")]
    assert tree(folder) == before


def limited(size: int):
    """Limits the size of files, which is the same to a program as a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_disk_that_is_full(source, tmp_path):
    (source / "large.txt").write_text(CLEAN * 30_000)
    arguments = [*COMMAND, "run", "in", "out", "--jobs", "1"]
    full = subprocess.run(
        arguments, cwd=tmp_path, capture_output=True, check=False, preexec_fn=limited(1_000_000)
    )
    said = full.stderr.decode()
    assert full.returncode == 2
    assert said.startswith("error: ")
    assert "can't be written (File too large). What is done is remembered: make room" in said
    assert said.count("\n") == 1
    assert "large.txt" not in tree(tmp_path / "out")
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert set(tree(tmp_path / "out")) == set(tree(source))


def test_a_place_that_can_not_be_written(source, tmp_path, run):
    (tmp_path / "out").write_text("a file")
    done = run("archive", "run", "in", "out/inside")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"the run's memory, can't be used" in done.stderr
    (tmp_path / "target" / "3.txt" / "folder").mkdir(parents=True)
    done = run("archive", "run", "in", "target")
    assert done.returncode == 2
    assert b"target/3.txt: can't be written (Is a directory)" in done.stderr


@pytest.mark.parametrize("content", [b"no database" * 99, b""], ids=["damaged", "empty"])
def test_a_memory_that_is_damaged(source, tmp_path, run, content):
    state = tmp_path / "out" / ".cleaner" / "archive.sqlite"
    assert run("archive", "run", "in", "out").returncode in (0, 1)
    expected = tree(tmp_path / "out")
    for extra in state.parent.glob("*-*"):
        extra.unlink()
    state.write_bytes(content)
    done = run("archive", "run", "in", "out")
    if content:
        assert done.returncode == 2
        assert b"is damaged (file is not a database). Move it away" in done.stderr
        state.unlink()
        done = run("archive", "run", "in", "out")
    assert done.returncode in (0, 1)
    assert tree(tmp_path / "out") == expected


def test_pages_of_the_memory_that_are_damaged(source, tmp_path, run):
    state = tmp_path / "out" / ".cleaner" / "archive.sqlite"
    assert run("archive", "run", "in", "out").returncode in (0, 1)
    content = bytearray(state.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    state.write_bytes(content)
    done = run("archive", "run", "in", "out")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"is damaged" in done.stderr


def test_two_runs_with_one_memory(source, tmp_path, run):
    with Store(tmp_path / "out" / ".cleaner" / "archive.sqlite") as store, store.alone():
        done = run("archive", "run", "in", "out")
    assert done.returncode == 2
    assert b"another run is at work here" in done.stderr


def test_runs_that_are_killed():
    """A few kills of each kind; `make torture` has more."""
    said = torture.torture("local", 4, jobs=2, files=12, lines=12, seed=5)
    assert said.startswith("local: 4 kills")


def test_a_memory_of_a_closed_store(tmp_path):
    with pytest.raises(ArchiveError, match="can't be used"):
        Store(tmp_path)
