"""Fit the number of threads to what other programs leave of the processors.

Threads wait for each other after every operation, so one thread on a busy core holds up all:
on a shared machine fewer threads are then faster than more.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import torch

_STAT = Path("/proc/stat")


def _busy_seconds() -> float:
    """Processor seconds that all programs have used so far (Linux)."""
    fields = _STAT.read_text().split("\n", 1)[0].split()[1:4]
    return sum(map(int, fields)) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    times = os.times()
    return times.user + times.system


class Threads:
    """Looks every few seconds at how busy the others are, and sets torch's threads."""

    def __init__(self, most: int, every: float = 3.0) -> None:
        self.most, self.every = most, every
        torch.set_num_threads(most)
        self.seen = (time.monotonic(), self._others())

    @staticmethod
    def _others() -> float:
        return _busy_seconds() - _own_seconds() if _STAT.exists() else 0.0

    def adjust(self) -> int:
        """Set the threads to the cores the others left free; returns how many."""
        now, others = time.monotonic(), self._others()
        passed = now - self.seen[0]
        if passed >= self.every:
            taken = (others - self.seen[1]) / passed
            torch.set_num_threads(max(1, min(self.most, self.most - int(taken + 0.7))))
            self.seen = (now, others)
        return torch.get_num_threads()
