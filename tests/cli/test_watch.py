"""`cleaner watch`: a folder that others write to, as slowly, oddly and suddenly as they do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\n"
FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"
FRENCH = "Les combats se poursuivaient mardi soir dans la ville, selon une source.\n" * 5
BINARY = b"\x89PNG\r\n\0\0 picture"
SETTLE = ("--settle", "0.5")

Watcher = Callable[..., "subprocess.Popen[str]"]


def until(happens: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def reads(path: Path, text: str) -> Callable[[], bool]:
    return lambda: path.is_file() and path.read_text() == text


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "in").mkdir()
    return tmp_path / "in", tmp_path / "out"


@pytest.fixture
def watcher(tmp_path: Path) -> Iterator[Watcher]:
    """Starts `cleaner watch in out`; what still runs at the end is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cleaner", "watch", "in", "out", *SETTLE, *arguments]
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


def stopped(process: subprocess.Popen[str], how: int = signal.SIGTERM) -> tuple[int, str]:
    process.send_signal(how)
    _, log = process.communicate(timeout=60)
    return process.returncode, log


def visible(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(str(p.relative_to(folder)) for p in files if not p.name.startswith("."))


def test_once(run, folders):
    source, out = folders
    (source / "sub").mkdir()
    (source / "sub" / "a.txt").write_text(DIRTY)
    (source / "clean.txt").write_text("All is well.\n")
    for ignored in (".hidden.txt", "b.txt.part", "c.TMP", "d.filepart"):
        (source / ignored).write_text(DIRTY)
    (source / "link.txt").symlink_to("clean.txt")
    os.mkfifo(source / "pipe.txt")
    done = run("watch", "in", "out", "--once", *SETTLE)
    assert done.returncode == 0
    assert visible(out) == ["clean.txt", "sub/a.txt"]
    assert (out / "sub" / "a.txt").read_text() == FIXED
    assert (source / "sub" / "a.txt").read_text() == DIRTY
    assert "sub/a.txt: 2 fixed, nothing left for an editor\n" in done.stderr.decode()
    # What was done is not done again, also where the next in line took it away.
    (out / "sub" / "a.txt").unlink()
    again = run("watch", "in", "out", "--once", *SETTLE)
    assert (again.returncode, again.stderr, visible(out)) == (0, b"", ["clean.txt"])


def test_findings_that_remain(run, folders):
    source, _ = folders
    (source / "a.txt").write_text("“If it [n'était] for him,” she said.\n")
    done = run("watch", "in", "out", "--once", *SETTLE)
    assert done.returncode == 1
    assert "a.txt: 0 fixed, 1 left for an editor" in done.stderr.decode()


def test_what_is_still_being_written_waits(folders, watcher):
    source, out = folders
    process = watcher("--once")
    with (source / "a.txt").open("w") as file:
        while process.poll() is None:
            file.write(DIRTY)
            file.flush()
            time.sleep(0.05)
    _, log = process.communicate()
    assert visible(out) == []
    assert "a.txt: is still being written" in log


def test_a_writer_that_writes_in_pieces(folders, watcher):
    source, out = folders
    process = watcher()
    seen = set()
    with (source / "a.txt").open("w") as file:
        for piece in (DIRTY[:20], DIRTY[20:50], DIRTY[50:]):
            file.write(piece)
            file.flush()
            for _ in range(3):
                time.sleep(0.1)
                seen |= {*visible(out)}
    assert not seen
    until(reads(out / "a.txt", FIXED))
    code, log = stopped(process)
    assert (code, log.count("a.txt")) == (0, 1)


def test_renamed_into_place_and_changed_later(folders, watcher):
    source, out = folders
    process = watcher()
    (source / "a.txt.part").write_text(DIRTY)
    (source / "sub").mkdir()
    (source / "a.txt.part").rename(source / "sub" / "a.txt")
    until(reads(out / "sub" / "a.txt", FIXED))
    (source / "sub" / "a.txt").write_text(DIRTY * 2)
    until(reads(out / "sub" / "a.txt", FIXED * 2))
    code, log = stopped(process, signal.SIGINT)
    assert (code, "Traceback" in log) == (0, False)


def test_killed_and_started_again(folders, watcher):
    source, out = folders
    names = [f"{number:03}.txt" for number in range(150)]
    for name in names:
        (source / name).write_text(DIRTY)
    first = watcher()
    until(lambda: len(visible(out)) > 10)
    first.kill()
    first.communicate()
    before = {name: (out / name).stat().st_mtime_ns for name in visible(out)}
    assert len(before) < len(names)
    second = watcher()
    until(lambda: visible(out) == names)
    code, log = stopped(second)
    assert code == 0
    assert {(out / name).read_text() for name in names} == {FIXED}
    # At most the one at hand is done twice, and even that leaves the file in OUT as it was.
    assert len(names) - len(before) <= log.count("fixed") <= len(names) - len(before) + 1
    assert all((out / name).stat().st_mtime_ns == then for name, then in before.items())


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", BINARY, "holds binary data"),
        ("a.docx", b"PK", ".docx is"),
        ("a.txt", FRENCH.encode(), "not in English"),
    ],
)
def test_what_cannot_be_cleaned_is_not_lost(run, folders, name, data, message):
    source, out = folders
    (source / name).write_bytes(data)
    (source / "z.txt").write_text(DIRTY)
    done = run("watch", "in", "out", "--once", *SETTLE)
    assert done.returncode == 2
    assert (out / name).read_bytes() == data
    assert (out / "z.txt").read_text() == FIXED
    assert f"{name}: copied unchanged: " in done.stderr.decode()
    assert message in done.stderr.decode()


def test_hold(run, folders):
    source, out = folders
    (source / "a.txt").write_bytes(BINARY)
    done = run("watch", "in", "out", "--once", "--hold", "--move-to", "done", *SETTLE)
    assert (done.returncode, visible(out), visible(source)) == (2, [], ["a.txt"])
    assert "a.txt: held back: " in done.stderr.decode()
    assert run("watch", "in", "out", "--once", "--hold", *SETTLE).stderr == b""


def test_originals_move_away(run, folders, tmp_path):
    source, out = folders
    for text in (DIRTY, DIRTY + "More.\n"):
        (source / "a.txt").write_text(text)
        assert run("watch", "in", "out", "--once", "--move-to", "done", *SETTLE).returncode == 0
    assert visible(source) == []
    assert (out / "a.txt").read_text() == FIXED + "More.\n"
    assert (tmp_path / "done" / "a.txt").read_text() == DIRTY
    assert (tmp_path / "done" / "a.txt.2").read_text() == DIRTY + "More.\n"


def test_what_cannot_be_written_is_tried_again(run, folders):
    source, out = folders
    (source / "a.txt").write_text(DIRTY)
    (source / "z.txt").write_text(DIRTY)
    (out / "a.txt").mkdir(parents=True)
    done = run("watch", "in", "out", "--once", *SETTLE)
    assert done.returncode == 2
    assert "a.txt: error: " in done.stderr.decode()
    assert "can't be written (Is a directory)" in done.stderr.decode()
    assert (out / "z.txt").read_text() == FIXED
    (out / "a.txt").rmdir()
    assert run("watch", "in", "out", "--once", *SETTLE).returncode == 0
    assert (out / "a.txt").read_text() == FIXED


def test_undo_in_out(run, folders):
    source, out = folders
    before = DIRTY.encode("cp1252")
    (source / "a.txt").write_bytes(before)
    (source / "clean.txt").write_text("All is well.\n")
    assert run("watch", "in", "out", "--once", "--journal", "j", *SETTLE).returncode == 0
    assert (out / "a.txt").read_bytes() == FIXED.encode("cp1252")
    assert run("undo", "j").returncode == 0
    assert (out / "a.txt").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_journal_that_is_full(run, folders):
    """Nothing is changed that can't be undone, and publishing goes on."""
    source, out = folders
    (source / "a.txt").write_text(DIRTY)
    done = run("watch", "in", "out", "--once", "--hold", "--journal", "/dev/full", *SETTLE)
    assert (done.returncode, visible(out)) == (2, [])
    done = run("watch", "in", "out", "--once", "--journal", "/dev/full", *SETTLE)
    assert (done.returncode, (out / "a.txt").read_text()) == (2, DIRTY)
    assert "copied unchanged: /dev/full: the journal can't be written" in done.stderr.decode()


def test_one_watcher_a_state(run, folders, watcher):
    source, out = folders
    (source / "a.txt").write_text(DIRTY)
    watcher()
    until(reads(out / "a.txt", FIXED))
    other = run("watch", "in", "out", "--once")
    assert other.returncode == 2
    assert "another `cleaner watch`" in other.stderr.decode()


def test_names_do_not_forge_lines_of_the_log(run, folders):
    source, out = folders
    (source / "a\nb.txt").write_text(DIRTY)
    done = run("watch", "in", "out", "--once", *SETTLE)
    assert len(done.stderr.splitlines()) == 1
    assert (out / "a\nb.txt").read_text() == FIXED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonesuch", "out"], "nonesuch: there is no such folder"),
        (["in", "in/out"], "would be taken for an article"),
        (["in/sub", "in"], "keep the two apart"),
        (["in", "in"], "keep the two apart"),
        (["in", "out", "--move-to", "in/done"], "would be taken for an article"),
        (["in", "out", "--journal", "in/j"], "would be taken for an article"),
        (["in", "out", "--state", "in/s"], "would be taken for an article"),
        (["in", "in/sub/file/out"], "would be taken for an article"),
        (["in", "file/out"], "what was done can't be kept there"),
    ],
)
def test_bad_arguments(run, folders, tmp_path, arguments, message):
    (folders[0] / "sub").mkdir()
    (tmp_path / "file").write_text("")
    done = run("watch", *arguments, "--once")
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
