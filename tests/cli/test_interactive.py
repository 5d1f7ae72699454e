"""`cleaner fix --interactive`: answers typed at a real terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\nIt closed mercredi.\n"
PROMPT = b"?] "


class Session:
    """The command line on a terminal, with somebody who reads and types."""

    def __init__(self, folder, *arguments: str) -> None:
        self.leader, follower = pty.openpty()
        termios.tcsetwinsize(follower, (40, 200))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cleaner", "fix", "--interactive", *arguments],
            cwd=folder,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
            preexec_fn=_take_terminal,
            env={**os.environ, "TERM": "xterm"},
        )
        os.close(follower)
        self.shown = b""

    def read(self, until: bytes = b"") -> bool:
        """Reads up to a prompt, or all; whether the prompt came."""
        seen = b""
        while not until or not seen.endswith(until):
            try:
                piece = os.read(self.leader, 1)
            except OSError:
                piece = b""
            if not piece:
                self.shown += seen
                return False
            seen += piece
        self.shown += seen
        return True

    def type(self, *answers: str) -> None:
        for answer in answers:
            assert self.read(PROMPT), self.text
            os.write(self.leader, answer.encode() + b"\n")

    def end(self) -> int:
        self.read()
        return self.process.wait(60)

    @property
    def text(self) -> str:
        return self.shown.decode()


def _take_terminal() -> None:
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def session(folder, *arguments: str) -> Iterator[Session]:
    one = Session(folder, *arguments)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.wait()
        os.close(one.leader)


def written(first: str, second: str, third: str) -> str:
    return f"The road reopens {first}. “They came {second} at dawn,” he said.\nIt closed {third}.\n"


# Answers to the three findings, and what the file is then.
CASES = {
    "all": (["y", "y", "y"], written("Wednesday", "[Monday]", "Wednesday"), 0),
    "return": (["", "", ""], written("Wednesday", "[Monday]", "Wednesday"), 0),
    "none": (["n", "n", "n"], DIRTY, 1),
    "one": (["n", "y", "n"], written("mercredi", "[Monday]", "mercredi"), 1),
    "the same everywhere": (["a", "y"], written("Wednesday", "[Monday]", "Wednesday"), 0),
    "the same nowhere": (["x", "y"], written("mercredi", "[Monday]", "mercredi"), 1),
    "skip": (["y", "s"], written("Wednesday", "[lundi]", "mercredi"), 1),
    "quit": (["y", "q"], written("Wednesday", "[lundi]", "mercredi"), 1),
    "mistakes": (["?", "foo", "9", "y", "n", "n"], written("Wednesday", "[lundi]", "mercredi"), 1),
}


@pytest.mark.parametrize("case", CASES)
def test_answers(tmp_path, case):
    answers, expected, code = CASES[case]
    path = tmp_path / "a.txt"
    path.write_text(DIRTY, encoding="utf-8")
    with session(tmp_path, "a.txt") as one:
        one.type(*answers)
        assert one.end() == code, one.text
    assert path.read_text(encoding="utf-8") == expected


def test_what_somebody_writes_keeps_the_brackets(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY, encoding="utf-8")
    with session(tmp_path, "a.txt") as one:
        one.type("n", "e")
        assert one.read(b"Write: ")
        os.write(one.leader, b"on Monday\n")
        one.type("n")
        assert one.end() == 1, one.text
    assert path.read_text(encoding="utf-8") == written("mercredi", "[on Monday]", "mercredi")


def test_markup_stays(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p>It <b>reopens mercredi</b> &amp; closes <i>jeudi</i>.</p>\n")
    with session(tmp_path, "a.html") as one:
        one.type("n", "y")
        one.end()
    assert path.read_text() == "<p>It <b>reopens mercredi</b> &amp; closes <i>Thursday</i>.</p>\n"


def test_several_files_and_quit(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("It reopens mercredi.\nIt closes jeudi.\n")
    with session(tmp_path, "a.txt", "b.txt", "c.txt") as one:
        one.type("y", "s", "y", "q")
        one.end()
        assert "2 fixed" in one.text
    for name, day in (("a", "Wednesday"), ("b", "Wednesday"), ("c", "mercredi")):
        assert (tmp_path / f"{name}.txt").read_text() == f"It reopens {day}.\nIt closes jeudi.\n"


def test_interrupted(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("It reopens mercredi.\nIt closes jeudi.\n")
    with session(tmp_path, "a.txt", "b.txt") as one:
        one.type("y", "n", "y")
        assert one.read(PROMPT)
        # The prompt is shown before readline waits: until then an interrupt waits for the next key.
        time.sleep(0.5)
        os.write(one.leader, b"\x03")
        assert one.end() == 130
        assert "b.txt was left as it is" in one.text
        assert "Traceback" not in one.text
    assert (tmp_path / "a.txt").read_text().startswith("It reopens Wednesday.")
    assert (tmp_path / "b.txt").read_text().startswith("It reopens mercredi.")


def test_changed_meanwhile(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("It reopens mercredi.\n")
    with session(tmp_path, "a.txt") as one:
        assert one.read(PROMPT)
        path.write_text("It reopens mercredi, they say.\n")
        os.write(one.leader, b"y\n")
        assert one.end() == 2
        assert "was changed meanwhile" in one.text
    assert path.read_text() == "It reopens mercredi, they say.\n"


def test_undo(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY, encoding="utf-8")
    with session(tmp_path, "a.txt", "--journal", "changes.jsonl") as one:
        one.type("y", "n", "n")
        one.end()
    assert path.read_text(encoding="utf-8") != DIRTY
    assert run("undo", "changes.jsonl").returncode == 0
    assert path.read_text(encoding="utf-8") == DIRTY


def test_clean_text_is_not_asked_about(tmp_path):
    (tmp_path / "a.txt").write_text("It reopens on Wednesday.\n")
    with session(tmp_path, "a.txt") as one:
        assert one.end() == 0
        assert "[Y" not in one.text


def test_a_suppressed_finding_is_not_asked_about(tmp_path):
    lines = {"text": "It reopens mercredi."}
    (tmp_path / "a.jsonl").write_text(json.dumps(lines) + "\n")
    with session(tmp_path, "a.jsonl", "--ignore", "FR201") as one:
        assert one.end() == 0


REFUSED = [
    (("a.txt",), "terminal"),
    (("-",), "name files"),
    (("a.txt", "--diff"), "--diff"),
    (("a.txt", "--unsafe-fixes"), "--unsafe-fixes"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_refused(run, tmp_path, arguments, said):
    (tmp_path / "a.txt").write_text(DIRTY, encoding="utf-8")
    done = run("fix", "--interactive", *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == DIRTY
