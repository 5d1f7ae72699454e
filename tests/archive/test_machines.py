"""Two machines of a Ray cluster, of which one is lost: the run ends as on one machine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.archive.samples import many, memory, tree
from tests.archive.torture import begin
from tests.processes import parents

pytest.importorskip("ray")


class Machine:
    """A node with its own processes, which belong to one group."""

    def __init__(self, arguments: list[str], port: int, folder: Path) -> None:
        self.arguments = [
            *("ray", "start", *arguments, "--block", "--num-cpus", "1", "--num-gpus", "0"),
            *("--disable-usage-stats", "--object-store-memory", "80000000"),
        ]
        self.log = (folder / f"{port}-{len(arguments)}.log").open("wb")
        self.process = subprocess.Popen(
            [str(Path(sys.executable).parent / "ray"), *self.arguments[1:]],
            start_new_session=True,
            stdout=self.log,
            stderr=self.log,
        )

    def members(self) -> list[int]:
        """All processes that descend from it."""
        found, above = [self.process.pid], parents()
        for one in found:
            found += [number for number, parent in above.items() if parent == one]
        return found

    def lose(self) -> None:
        """Kills everything that runs on it, at once."""
        for number in self.members():
            try:
                os.kill(number, 9)
            except ProcessLookupError:
                continue
        self.process.wait()
        self.log.close()


def free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def done(state: Path) -> int:
    """How many parts of a run are done."""
    try:
        base = sqlite3.connect(f"file:{state}?mode=ro", uri=True, timeout=5)
        [number] = base.execute(
            "SELECT count(*) FROM parts WHERE state NOT IN ('new', 'waiting')"
        ).fetchone()
        base.close()
    except sqlite3.Error:
        return 0
    return int(number)


def test_a_machine_is_lost(tmp_path, monkeypatch):
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    source = many(tmp_path / "in", 150, 150)
    expected = begin("local", 2, "run", str(source), str(tmp_path / "expected"))
    _, said = expected.communicate()
    assert expected.returncode in (0, 1), said.decode()
    port = free_port()
    head = Machine(
        ["--head", f"--port={port}", "--include-dashboard=false", "--dashboard-port=0"],
        port,
        tmp_path,
    )
    other = None
    try:
        time.sleep(5)
        other = Machine([f"--address=127.0.0.1:{port}"], port, tmp_path)
        time.sleep(5)
        run = begin(
            "ray", 2, "run", str(source), str(tmp_path / "out"), "--address", f"127.0.0.1:{port}"
        )
        state = tmp_path / "out/.cleaner/archive.sqlite"
        end = time.monotonic() + 90
        while done(state) < 20 and run.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        assert run.poll() is None, run.communicate()
        assert any("ray::" in _line(number) for number in other.members())
        other.lose()
        before = done(state)
        _, said = run.communicate(timeout=300)
        assert run.returncode in (0, 1), said.decode()
        assert before < done(state)
    finally:
        for machine in (other, head):
            if machine:
                machine.lose()
    assert tree(tmp_path / "out") == tree(tmp_path / "expected")
    assert memory(tmp_path / "out") == memory(tmp_path / "expected")


def _line(number: int) -> str:
    try:
        return (Path("/proc") / str(number) / "cmdline").read_text()
    except OSError:
        return ""
