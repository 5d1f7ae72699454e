"""The processes of this machine, by what Linux says of them."""

from __future__ import annotations

from pathlib import Path


def parents() -> dict[int, int]:
    """The parent of each process, by their numbers."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                said = (entry / "stat").read_text().rpartition(")")[2].split()
                found[int(entry.name)] = int(said[1])
        except OSError:
            continue
    return found
