"""`cleaner fix --journal` and `cleaner undo` through the real command line."""

from __future__ import annotations

import codecs
import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\n"
FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"
CLEANER = [sys.executable, "-m", "cleaner"]


def lines(journal: Path) -> list[dict]:
    return [json.loads(line) for line in journal.read_text().splitlines()]


def test_fix_and_undo(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "clean.txt").write_text("All is well.\n")
    assert run("fix", "--journal", "j", "a.txt", "clean.txt").returncode == 0
    change, outcome = lines(tmp_path / "j")
    assert (change["file"], change["model"], change["encoding"]) == (
        "a.txt",
        "fragments-fr-en",
        "utf-8",
    )
    first = change["edits"][0]
    assert (first["before"], first["after"], first["rule"]) == ("mercredi", "Wednesday", "FR201")
    assert {"safety", "reason", "evidence", "source", "confidence"} <= set(first)
    assert outcome["replaced"] is True
    dry = run("undo", "--dry-run", "j")
    assert dry.stdout.decode() == f"{tmp_path}/a.txt: 2 edits would be undone\n"
    assert (tmp_path / "a.txt").read_text() == FIXED
    done = run("undo", "j")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "a.txt").read_text() == DIRTY
    again = run("undo", "j")
    assert (again.returncode, again.stdout.decode()) == (
        0,
        f"{tmp_path}/a.txt: is as it was before\n",
    )


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("cp1252", b"")],
)
def test_bytes_come_back(run, tmp_path, encoding, mark):
    text = "A café\u00a0reopens mercredi.\r\nMixed ends:\nand\rthe Élysée [lundi], no last one"
    before = mark + text.encode(encoding)
    (tmp_path / "a.txt").write_bytes(before)
    run("fix", "--journal", "j", "a.txt")
    assert (tmp_path / "a.txt").read_bytes() != before
    assert run("undo", "j").returncode == 0
    assert (tmp_path / "a.txt").read_bytes() == before


def test_a_file_that_changed_since_does_not_stop_the_others(run, tmp_path):
    for name in ("a.txt", "b.txt", "gone.txt"):
        (tmp_path / name).write_text(DIRTY)
    run("fix", "--journal", "j", ".")
    (tmp_path / "b.txt").write_text(FIXED + "More.\n")
    (tmp_path / "gone.txt").unlink()
    done = run("undo", "j")
    assert done.returncode == 2
    assert "b.txt was changed since" in done.stderr.decode()
    assert "gone.txt: can't be undone (No such file" in done.stderr.decode()
    assert (tmp_path / "a.txt").read_text() == DIRTY
    assert (tmp_path / "b.txt").read_text() == FIXED + "More.\n"


def test_only_what_is_named(run, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "in/b.txt"):
        (tmp_path / name).write_text(DIRTY)
    run("fix", "--journal", "j", ".")
    assert run("undo", "j", "in").returncode == 0
    assert (tmp_path / "a.txt").read_text() == FIXED
    assert (tmp_path / "in/b.txt").read_text() == DIRTY
    unknown = run("undo", "j", "a.txt", "other.txt")
    assert unknown.returncode == 2
    assert "other.txt: the journal has no change of this" in unknown.stderr.decode()
    assert (tmp_path / "a.txt").read_text() == FIXED


def test_one_run(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    run("fix", "--journal", "j", "--select", "FR1", "a.txt")
    half = path.read_text()
    run("fix", "--journal", "j", "a.txt")
    first, second = (
        line.split()[0] for line in run("undo", "--runs", "j").stdout.decode().split("\n")[:2]
    )
    assert run("undo", "--run", first, "j").returncode == 2  # the second run came after it
    assert path.read_text() == FIXED
    assert run("undo", "--run", second, "j").returncode == 0
    assert path.read_text() == half
    assert run("undo", "j").returncode == 0
    assert path.read_text() == DIRTY
    assert "no run nonesuch" in run("undo", "--run", "nonesuch", "j").stderr.decode()


def test_a_file_that_was_never_replaced(run, tmp_path):
    """What a run leaves that is killed between the journal's line and the new file."""
    (tmp_path / "a.txt").write_text(DIRTY)
    run("fix", "--journal", "j", "a.txt")
    change, _ = (tmp_path / "j").read_bytes().splitlines(keepends=True)
    (tmp_path / "j").write_bytes(change + change[:50])
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run("undo", "j")
    assert (done.returncode, (tmp_path / "a.txt").read_text()) == (0, DIRTY)
    assert "warning: line 2 of j is damaged" in done.stderr.decode()


def test_killed_in_the_middle(tmp_path: Path, run):
    files = [tmp_path / f"{number:03}.txt" for number in range(200)]
    for file in files:
        file.write_text(DIRTY)
    process = subprocess.Popen(
        [*CLEANER, "fix", "-q", "--journal", str(tmp_path / "j"), str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while files[0].read_text() == DIRTY and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert FIXED in {file.read_text() for file in files}
    assert run("undo", "j").returncode == 0
    assert {file.read_text() for file in files} == {DIRTY}


def test_no_change_without_its_record(tmp_path: Path):
    """A journal that can't grow stands in for a full disk: the file stays as it is."""
    (tmp_path / "a.txt").write_text(DIRTY)
    done = subprocess.run(
        [*CLEANER, "fix", "--journal", "j", "a.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)),
    )
    assert done.returncode == 2
    assert "the journal can't be written (File too large)" in done.stderr
    assert "a.txt was left as it was" in done.stderr
    assert (tmp_path / "a.txt").read_text() == DIRTY


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fix", "--journal", "no/such/folder/j", "a.txt"], "the journal can't be written"),
        (["fix", "--journal", "j", "-"], "has no file to undo"),
        (["undo", "nonesuch"], "the journal can't be read"),
        (["undo", "a.txt"], "a.txt is no journal of Cleaner"),
    ],
)
def test_bad_arguments(run, tmp_path, arguments, message):
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run(*arguments)
    assert (done.returncode, (tmp_path / "a.txt").read_text()) == (2, DIRTY)
    assert message in done.stderr.decode()


def test_the_journal_is_not_fixed(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    run("fix", "--journal", "j.txt", ".")
    first = (tmp_path / "j.txt").read_bytes()
    run("fix", "--journal", "j.txt", ".")
    assert (tmp_path / "j.txt").read_bytes() == first


def test_a_folder_with_an_older_journal(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    run("fix", "--journal", "june.jsonl", "a.txt")
    first = (tmp_path / "june.jsonl").read_bytes()
    (tmp_path / "b.txt").write_text(DIRTY)
    run("fix", "--journal", "july.jsonl", ".")
    assert (tmp_path / "b.txt").read_text() == FIXED
    assert (tmp_path / "june.jsonl").read_bytes() == first
    assert run("check", ".").returncode == 0
