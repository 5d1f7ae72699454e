"""A folder that others drop files in: what is there, and what is complete.

The folder is read again and again. Network mounts tell nobody of a new file, so that a watcher
which is told would need this as well; and it needs nothing but the standard library.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["Settling", "Stamp", "dropped", "stamp"]

# What programs that transfer files call one that is not complete.
UNFINISHED = (".part", ".tmp", ".filepart")


class Stamp(NamedTuple):
    """What tells one state of a file from the next: its size and when it was changed, in ns."""

    size: int
    mtime: int


def dropped(folder: Path) -> dict[str, Stamp]:
    """The files below a folder by their relative name, in order; a folder that is gone has none.

    Hidden files and folders, names of unfinished transfers, links and devices are passed over.
    """
    found = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.lower().endswith(UNFINISHED):
                continue
            path = Path(parent, name)
            state = stamp(path)
            if state is not None:
                found[str(path.relative_to(folder))] = state
    return found


def stamp(path: Path) -> Stamp | None:
    """The state of a file; None where there is no plain file."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


class Settling:
    """Tells which files have stayed the same for some seconds, by this machine's own clock.

    >>> settling, state = Settling(2.0), Stamp(5, 0)
    >>> settling.settled({"a": state}, 0.0), settling.settled({"a": state, "b": state}, 2.0)
    ([], ['a'])
    >>> settling.settled({"a": Stamp(6, 0), "b": state}, 4.0)
    ['b']
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[str, tuple[Stamp, float]] = {}

    def settled(self, seen: Mapping[str, Stamp], now: float) -> list[str]:
        """Those of the files seen ``now`` that were seen in the same state long enough ago."""
        former = self._since
        self._since = {
            name: former[name] if former.get(name, (None,))[0] == state else (state, now)
            for name, state in seen.items()
        }
        return [name for name, (_, since) in self._since.items() if now - since >= self._seconds]
