"""Finds and reads the files that a command line names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import InputError, NoTextFoundError
from cleaner.formats.compression import MOST_BYTES, too_large
from cleaner.formats.registry import Options, suffixes
from cleaner.formats.source import Source, read

__all__ = ["STDIN", "expand", "read_source"]

STDIN = "-"


def expand(path: Path) -> Iterator[Path]:
    """The files that a path stands for, in order of their names.

    Of a folder, those with the ending of a known format; what is hidden is passed over. Raises
    InputError for a path that does not exist, NoTextFoundError for a folder without such files.
    """
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if not path.is_dir():
        yield path
        return
    found, endings = False, tuple(suffixes())
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(endings):
                found = True
                yield Path(folder, name)
    if not found:
        raise NoTextFoundError(
            f"{path}: no article in this folder by the names of its files (.txt, .html, .json and "
            "the like); name the files to read others"
        )


def read_source(
    path: Path, *, format_name: str | None = None, options: Options | None = None
) -> Source:
    """A file with its articles; ``format_name`` where it is not to be told by name and content."""
    try:
        with path.open("rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size > MOST_BYTES:
                raise too_large(str(path))
            data = file.read()
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error
    return read(data, str(path), format_name=format_name, options=options)
