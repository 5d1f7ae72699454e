"""Kills runs at random moments, again and again, and compares what they end with.

    python -m tests.archive.torture --kills 100 --engine local --engine ray

A run is killed as a whole, or only the process that drives it, or only one worker; then the same
command is given again. Every other run changes its archive in place, and is taken back at the end.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.archive.samples import many, memory, tree

# Small parts, tasks and batches, so that there is much to be interrupted in.
_COMMAND = """
from cleaner.archive import parts, run
parts.BLOCK, parts.MOST_FILES, run.BATCH = 4000, 3, 8
from cleaner.cli.app import run
run()
"""
# In the environment of what is started here, and of nothing that others start meanwhile.
_MARK = "CLEANER_TORTURE"
KINDS = ("all", "driver", "worker")
# Processes of Ray that touch no archive.
RAYS_OWN = {"ray::DashboardAgent", "ray::RuntimeEnvAgent"}


def begin(engine: str, jobs: int, *arguments: str) -> subprocess.Popen[bytes]:
    """Starts `cleaner archive`."""
    options = ["--engine", engine, "--jobs", str(jobs), "--quiet"] if arguments[0] == "run" else []
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, "archive", *arguments, *options],
        env={**os.environ, _MARK: f"by {os.getpid()}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def processes() -> dict[int, str]:
    """The processes that belong to runs which were begun here, with their command lines."""
    found = {}
    mark = f"{_MARK}=by {os.getpid()}\0".encode()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ").strip()
        except (OSError, UnicodeDecodeError):
            continue
    found.pop(os.getpid(), None)
    return {number: line for number, line in found.items() if line}


def kill(numbers: Sequence[int]) -> None:
    """Kills these processes at once."""
    for number in numbers:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


def vanish(seconds: float) -> bool:
    """Waits until no process of a run is left; whether that is so."""
    end = time.monotonic() + seconds
    while processes():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def interrupt(driver: subprocess.Popen[bytes], kind: str, chance: random.Random) -> bool:
    """Kills a run, or a worker of it; whether there was something to kill."""
    if driver.poll() is not None:
        return False
    if kind == "worker":
        workers = [
            number
            for number, line in processes().items()
            if number != driver.pid and ("forkserver" in line or line.startswith("ray::"))
        ]
        kill([chance.choice(workers)] if workers else [])
        return bool(workers)
    kill([driver.pid] if kind == "driver" else list(processes()))
    driver.wait()
    if kind == "driver" and not vanish(60) and set(processes().values()) - RAYS_OWN:
        raise AssertionError(f"outlived the run: {processes()}")
    # What was just being started when the others were killed; Ray's agents look for their parent
    # now and then only.
    while not vanish(1):
        kill(list(processes()))
    return True


class Torture:
    """Runs over one archive, and how they are expected to end."""

    def __init__(self, folder: Path, engine: str, jobs: int, files: int, lines: int) -> None:
        self.folder, self.engine, self.jobs = folder, engine, jobs
        self.source = many(folder / "in", files, lines)
        self.given = tree(self.source)
        start = time.monotonic()
        self.finish("run", str(self.source), str(folder / "expected"))
        self.seconds = time.monotonic() - start
        self.expected = tree(folder / "expected")
        self.memory = memory(folder / "expected")
        self.kills: Counter[str] = Counter()

    def finish(self, *arguments: str) -> None:
        """Lets a run come to its end."""
        done = begin(self.engine, self.jobs, *arguments)
        _, said = done.communicate()
        assert done.returncode in (0, 1), said.decode()

    def round(self, kills: int, chance: random.Random, *, in_place: bool) -> None:
        """Interrupts a run until it is done or was killed so often, and looks at its end."""
        target = self.folder / "out"
        if in_place:
            shutil.copytree(self.source, target)
        arguments = ("run", str(target), "--in-place") if in_place else (
            "run", str(self.source), str(target)
        )  # fmt: skip
        for _ in range(kills):
            driver = begin(self.engine, self.jobs, *arguments)
            time.sleep(chance.uniform(0, self.seconds))
            kind = chance.choice(KINDS)
            if interrupt(driver, kind, chance):
                self.kills[kind] += 1
            if kind == "worker" or driver.poll() is not None:
                _, said = driver.communicate()
                assert driver.returncode in (0, 1, -9), said.decode()
                if driver.returncode != -9:
                    break
        self.finish(*arguments)
        assert tree(target) == self.expected, differences(tree(target), self.expected)
        if in_place:
            self.finish("undo", str(target))
            assert tree(target) == self.given, differences(tree(target), self.given)
        else:
            assert memory(target) == self.memory, "what is remembered differs"
        shutil.rmtree(target)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> str:
    """The files that are not the same."""
    names = sorted(name for name in one | other if one.get(name) != other.get(name))
    return f"{len(names)} files differ: {', '.join(names[:5])}"


def torture(engine: str, kills: int, *, jobs: int, files: int, lines: int, seed: int) -> str:
    """Kills runs so often; says how it went. Raises AssertionError where a result differs."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        runs = Torture(Path(folder), engine, jobs, files, lines)
        rounds = 0
        while runs.kills.total() < kills:
            most = min(6, kills - runs.kills.total())
            runs.round(most, chance, in_place=bool(rounds % 2))
            rounds += 1
    kinds = ", ".join(f"{runs.kills[kind]} {kind}" for kind in KINDS)
    return f"{engine}: {runs.kills.total()} kills ({kinds}) in {rounds} runs, all ended equal"


def main() -> None:
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--engine", action="append", choices=("local", "ray"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    for engine in given.engine or ("local", "ray"):
        said = torture(
            engine,
            given.kills,
            jobs=given.jobs,
            files=given.files,
            lines=given.lines,
            seed=given.seed,
        )
        print(said, flush=True)


if __name__ == "__main__":
    main()
