"""Which configuration is a file's: that of the nearest folder above it that has one.

The short way of `cleaner check` asks this for every run, so that it costs two looks a folder and
imports nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

__all__ = ["OWN_NAME", "PYPROJECT", "candidates"]

OWN_NAME = "cleaner.toml"
PYPROJECT = "pyproject.toml"


def candidates(folder: str) -> Iterator[str]:
    """The configurations above a folder, the nearest first; ``cleaner.toml`` goes first.

    A ``pyproject.toml`` is one where it mentions Cleaner; whether it has a table for it is for the
    reader to see.
    """
    folder = os.path.abspath(folder)
    while True:
        own, shared = os.path.join(folder, OWN_NAME), os.path.join(folder, PYPROJECT)
        if os.path.isfile(own):
            yield own
        if os.path.isfile(shared) and _mentions_cleaner(shared):
            yield shared
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _mentions_cleaner(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return b"cleaner" in file.read()
    except OSError:
        return False  # another program's file, as far as can be told
