"""Tasks that go wrong; engines need functions of a module."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from cleaner.archive import tasks
from cleaner.archive.parts import Part
from cleaner.config import Config
from cleaner.errors import OutputError
from cleaner.finding import Request
from cleaner.translate import Answer


def doubled(items: Sequence[int]) -> list[int]:
    return [2 * item for item in items]


def process(items: Sequence[int]) -> int:
    del items
    return os.getpid()


def dies_at_three(items: Sequence[int]) -> list[int]:
    if 3 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(items)


def dies_once(items: Sequence[str]) -> list[str]:
    """Kills its worker as long as the file that it is given is not there."""
    for item in items:
        if not Path(item).exists():
            Path(item).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return list(items)


def raises_at_three(items: Sequence[int]) -> list[int]:
    if 3 in items:
        raise ValueError("three")
    return doubled(items)


def disk_is_full(items: Sequence[int]) -> list[int]:
    raise OutputError(f"{items[0]}: can't be written (No space left on device)")


def scan_that_dies(job: tasks.Job, parts: Sequence[Part]) -> list[tasks.Done | tasks.Waiting]:
    """Kills its worker at the file deadly.txt."""
    if any(part.path == "deadly.txt" for part in parts):
        os.kill(os.getpid(), signal.SIGKILL)
    return tasks.scan(job, parts)


def translate_but_houses(config: Config, requests: Sequence[Request]) -> list[Answer]:
    """Can't translate houses."""
    if any("maisons" in request.fragment for request in requests):
        raise RuntimeError("out of houses")
    return tasks.translate(config, requests)
