"""`cleaner archive` through the real command line: equal to `cleaner fix`, and resumable."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.archive.samples import DIRTY, MODEL, memory, mixed, tree

FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"
REJECTED = {"binary.txt", "foreign.txt", "gone.txt", "loop.txt", "deep/lines.jsonl"}


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The mixed archive, cleaned by `cleaner fix` file by file."""
    folder = mixed(tmp_path_factory.mktemp("fixed"))
    hidden = [*folder.rglob(".*/*"), *folder.glob(".*")]
    for path in hidden:
        path.unlink() if path.is_file() else None
    (folder / "picture.jpg").unlink()
    names = [str(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "fix", "--quiet", *names],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    return tree(folder)


def without_rejects(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if not name.startswith("rejects/")}


def archive(run, *arguments: str, **environment: str):
    return run("archive", *arguments, "--jobs", "2", **environment)


def rejects(folder: Path) -> dict[str, dict[str, str | None]]:
    lines = (folder / "rejects" / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["file"]: line for line in map(json.loads, lines)}


@pytest.mark.parametrize("engine", ["local", "ray"])
def test_equal_to_fix(run, tmp_path, expected, engine):
    if engine == "ray" and not find_spec("ray"):
        pytest.skip("Ray is not installed")
    mixed(tmp_path / "in")
    done = archive(run, "run", "in", "out", "--engine", engine)
    assert done.returncode == 2
    assert without_rejects(tree(tmp_path / "out")) == expected
    assert done.stderr.decode().splitlines()[1:] == [
        "What could not be read, with the reasons: out/rejects/rejects.jsonl"
    ]
    listed = rejects(tmp_path / "out")
    assert set(listed) == REJECTED
    assert listed["deep/lines.jsonl"]["record"] == "{broken"
    assert "no text" in listed["binary.txt"]["reason"]
    assert "LG102" in listed["foreign.txt"]["reason"]


def test_only_what_changed_is_done_again(run, tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in "abcd":
        (source / f"{name}.txt").write_text(DIRTY, encoding="utf-8")
    assert archive(run, "run", "in", "out").returncode == 0
    first = {path.name: path.stat().st_ino for path in out.glob("*.txt")}
    started = time.perf_counter()
    assert archive(run, "run", "in", "out").returncode == 0
    assert time.perf_counter() - started < 5
    assert {path.name: path.stat().st_ino for path in out.glob("*.txt")} == first
    (source / "a.txt").unlink()
    (source / "b.txt").write_text("Nothing here.\n")
    (source / "e.txt").write_text(DIRTY, encoding="utf-8")
    done = archive(run, "run", "in", "out")
    assert b"4 of 4 parts done" in done.stderr
    now = {path.name: path.stat().st_ino for path in out.glob("*.txt")}
    assert {name for name in first if now[name] == first[name]} == {"a.txt", "c.txt", "d.txt"}
    assert (out / "b.txt").read_text() == "Nothing here.\n"
    assert (out / "e.txt").read_text(encoding="utf-8") == FIXED
    assert archive(run, "run", "in", "out", "--ignore", "FR1").returncode == 0
    assert "[lundi]" in (out / "c.txt").read_text(encoding="utf-8")


def test_fields_that_are_not_known(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/empty.txt").touch()
    for name in "ab":
        line = json.dumps({"id": 1, "nothing_known": "It reopens mercredi."})
        (tmp_path / f"in/{name}.jsonl").write_text(f"{line}\n{line}\n")
    done = archive(run, "run", "in", "out")
    assert b"No text known in a.jsonl and 1 other files: name it with --field." in done.stderr
    done = archive(run, "run", "in", "out", "--field", "nothing_known", "--to", "jsonl")
    assert b"No text" not in done.stderr
    rows = (tmp_path / "out/results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["text"] for row in rows[:2]] == ["It reopens Wednesday."] * 2


def test_a_reason_that_is_gone(run, tmp_path):
    (tmp_path / "in").mkdir()
    link = tmp_path / "in" / "a.txt"
    link.symlink_to(tmp_path / "later.txt")
    assert archive(run, "run", "in", "out").returncode == 2
    assert set(rejects(tmp_path / "out")) == {"a.txt"}
    (tmp_path / "later.txt").write_text(DIRTY, encoding="utf-8")
    assert archive(run, "run", "in", "out").returncode == 0
    assert tree(tmp_path / "out") == {"a.txt": FIXED.encode()}


def test_dry_run_writes_nothing_but_its_memory(run, tmp_path):
    mixed(tmp_path / "in")
    before = tree(tmp_path / "in")
    done = archive(run, "run", "in", "out", "--dry-run")
    assert b" fixed, " in done.stderr
    assert tree(tmp_path / "out") == {}
    assert tree(tmp_path / "in") == before


def test_rows(run, tmp_path, expected):
    mixed(tmp_path / "in")
    assert archive(run, "run", "in", "out", "--to", "jsonl").returncode == 2
    text = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    by_file = {row["file"]: row for row in rows}
    assert by_file["a.txt"]["text"] == FIXED
    assert (by_file["a.txt"]["status"], by_file["clean.txt"]["status"]) == ("fixed", "clean")
    assert [row["record"] for row in rows if row["file"] == "packed.jsonl.gz"] == list(range(9))
    parquet = pytest.importorskip("pyarrow.parquet")
    assert archive(run, "run", "in", "table", "--to", "parquet").returncode == 2
    table = parquet.read_table(tmp_path / "table" / "results.parquet").to_pylist()
    assert [{**row, "edits": json.loads(row["edits"])} for row in table] == rows


def test_in_place_and_back(run, tmp_path, expected):
    source = mixed(tmp_path / "in")
    before = tree(source)
    (source / "a.txt").chmod(0o640)
    assert archive(run, "run", "in", "--in-place").returncode == 2
    now = tree(source)
    assert {name: now[name] for name in expected} == expected
    assert (source / "a.txt").stat().st_mode & 0o777 == 0o640
    (source / "clean.txt").write_text("A road reopens jeudi.\n")
    assert archive(run, "run", "in", "--in-place").returncode == 2
    assert (source / "clean.txt").read_text() == "A road reopens Thursday.\n"
    undone = run("archive", "undo", "in")
    assert (undone.returncode, undone.stderr) == (0, b"")
    shutil.rmtree(source / ".cleaner")
    assert tree(source) == {**before, "clean.txt": b"A road reopens jeudi.\n"}


def test_undo_leaves_what_was_changed_since(run, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(DIRTY, encoding="utf-8")
    assert archive(run, "run", "in", "--in-place").returncode == 0
    (tmp_path / "in" / "a.txt").write_text("Mine.\n")
    done = run("archive", "undo", "in")
    assert (done.returncode, done.stdout) == (2, b"1 files restored.\n")
    assert done.stderr == b"error: a.txt: was changed since; it was left alone\n"
    assert tree(tmp_path / "in") == {"a.txt": b"Mine.\n", "b.txt": DIRTY.encode()}


def test_too_many_rejects(run, tmp_path):
    mixed(tmp_path / "in")
    done = archive(run, "run", "in", "out", "--max-rejects", "1")
    assert done.returncode == 2
    assert b"more than --max-rejects 1; put them right or allow more" in done.stderr
    assert rejects(tmp_path / "out")
    assert b"--max-rejects" not in archive(run, "run", "in", "out", "--max-rejects", "9").stderr


def test_interrupted(tmp_path, run):
    source = tmp_path / "in"
    source.mkdir()
    for number in range(400):
        (source / f"{number}.txt").write_text(f"{number} {DIRTY}{MODEL}" * 5, encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "archive", "run", "in", "out", "--jobs", "2"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    )
    state = tmp_path / "out" / ".cleaner" / "archive.sqlite"
    while not any((tmp_path / "out").glob("*.txt")) and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 2, said
    assert said.decode().startswith("Finishing what is under way...\n")
    assert said.decode().endswith("Stopped. Give the same command again to go on.\n")
    assert state.is_file()
    assert run("archive", "status", "out").stdout != b""
    again, whole = archive(run, "run", "in", "out"), archive(run, "run", "in", "whole")
    assert (again.returncode, again.stderr) == (whole.returncode, whole.stderr)
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert memory(tmp_path / "out") == memory(tmp_path / "whole")


CONTRADICTIONS = {
    "nowhere to": (("in",), "give OUT, or --in-place"),
    "both": (("in", "out", "--in-place"), "give OUT, or --in-place"),
    "rows in place": (("in", "--in-place", "--to", "jsonl"), "can't write jsonl"),
    "inside": (("in", "in/out"), "lies in in, where"),
    "no such folder": (("nothing", "out"), "nothing: there is no such file or folder"),
    "address without state": (("in", "memory://out"), "--state FILE"),
}


@pytest.mark.parametrize(("arguments", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_can_not_be_done(run, tmp_path, arguments, said):
    (tmp_path / "in").mkdir()
    done = archive(run, "run", *arguments)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("error: ")
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
