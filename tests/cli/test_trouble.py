"""What goes wrong outside: full disks, killed processes, terminals. Nothing is lost."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\n"
FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"
CLEANER = [sys.executable, "-m", "cleaner"]


def test_full_disk(tmp_path: Path):
    """A file that can't grow beyond ten bytes stands in for a disk without room."""
    (tmp_path / "a.txt").write_text(DIRTY)
    limit = resource.RLIMIT_FSIZE
    done = subprocess.run(
        [*CLEANER, "fix", "a.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(limit, (10, 10)),
    )
    assert done.returncode == 2
    assert "a.txt: can't be written (File too large); the file is as it was" in done.stderr
    assert (tmp_path / "a.txt").read_text() == DIRTY
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_killed_in_the_middle(tmp_path: Path):
    files = [tmp_path / f"{number:03}.txt" for number in range(300)]
    for file in files:
        file.write_text(DIRTY)
    process = subprocess.Popen([*CLEANER, "fix", "-q", str(tmp_path)], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while files[0].read_text() == DIRTY and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    texts = [file.read_text() for file in files]
    assert FIXED in texts
    assert set(texts) <= {DIRTY, FIXED}


def test_interrupted(tmp_path: Path):
    files = [tmp_path / f"{number:03}.txt" for number in range(300)]
    for file in files:
        file.write_text(DIRTY)
    process = subprocess.Popen(
        [*CLEANER, "fix", "-q", str(tmp_path)], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while files[0].read_text() == DIRTY and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert "Traceback" not in errors
    assert {file.read_text() for file in files} <= {DIRTY, FIXED}


def test_colours_and_progress_on_a_terminal(on_a_terminal, tmp_path: Path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(DIRTY)
    shown = on_a_terminal("check", ".")
    assert "\x1b[32m[Monday]\x1b[0m" in shown
    assert "2/2" in shown


def test_no_progress_for_one_file(on_a_terminal, tmp_path: Path):
    (tmp_path / "a.txt").write_text(DIRTY)
    assert "1/1" not in on_a_terminal("check", "a.txt")
