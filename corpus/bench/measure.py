"""Times commands and calls: what they took of the processor, by the clock, and of memory."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Cost", "Figure", "call", "command", "figure", "interleaved", "peak"]

Measure = Callable[[], "Cost"]


class Cost(NamedTuple):
    """Processor seconds (user and system), and seconds by the clock."""

    processor: float
    clock: float


class Figure(NamedTuple):
    """A median with the least and the most."""

    median: float
    least: float
    most: float


def command(arguments: Sequence[str], folder: Path) -> Cost:
    """A command in a process of its own; what it says and ends with is not looked at."""
    began, before = time.perf_counter(), _children()
    subprocess.run(arguments, cwd=folder, env=_environment(), capture_output=True, check=False)
    clock = time.perf_counter() - began
    return Cost(_children() - before, clock)


def _environment() -> dict[str, str]:
    """What a user's is: modules stay compiled, as pip leaves them when it installs a package."""
    return {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# A process starts with the peak of the one it comes from, so that a small one starts it.
_STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(arguments: Sequence[str], folder: Path) -> float:
    """Megabytes in memory of a command at its peak."""
    starter = (sys.executable, "-c", _STARTER, *arguments)
    done = subprocess.run(
        starter, cwd=folder, env=_environment(), capture_output=True, text=True, check=True
    )
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


def call(work: Callable[[], object]) -> Cost:
    """A call in this process."""
    began, processor = time.perf_counter(), time.process_time()
    work()
    return Cost(time.process_time() - processor, time.perf_counter() - began)


def interleaved(measures: Mapping[str, Measure], rounds: int) -> dict[str, list[Cost]]:
    """What each measure cost in each round; a round takes all of them in turn.

    What else the machine does meanwhile meets all of them alike.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            costs[name].append(measure())
    return costs


def figure(values: Sequence[float]) -> Figure:
    """The median of some values, and how far they lie apart.

    >>> figure([3.0, 1.0, 2.0])
    Figure(median=2.0, least=1.0, most=3.0)
    """
    return Figure(statistics.median(values), min(values), max(values))
