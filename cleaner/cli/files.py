"""Finds, reads and writes files: nothing is lost, whatever goes wrong."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import InputError, NoTextFoundError, OutputError
from cleaner.formats.text import DecodedText, decode

__all__ = ["STDIN", "expand", "put_in_place", "read_text", "write_atomically"]

STDIN = "-"
# What a folder is searched for. A file that is named is read whatever it is called.
TEXT_SUFFIXES = frozenset({".txt", ".text"})
# Markup whose tags and keys are no prose: to edit it as plain text could break it.
MARKUP_SUFFIXES = frozenset(
    [
        ".csv",
        ".docx",
        ".htm",
        ".html",
        ".json",
        ".jsonl",
        ".ndjson",
        ".odt",
        ".pdf",
        ".rtf",
        ".tsv",
        ".xhtml",
        ".xml",
    ]
)


def expand(path: Path) -> Iterator[Path]:
    """The text files that a path stands for, in order of their names.

    Hidden folders and files in a folder are passed over. Raises InputError for a path that does
    not exist, NoTextFoundError for a folder without text files.
    """
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if not path.is_dir():
        yield path
        return
    found = False
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in TEXT_SUFFIXES:
                found = True
                yield Path(folder, name)
    if not found:
        raise NoTextFoundError(
            f"{path}: no text file in this folder (*.txt, *.text); name the files to read others"
        )


def read_text(path: Path, *, as_text: bool = False) -> DecodedText:
    """A file's text with its encoding. ``as_text`` reads markup as if it were plain text."""
    if path.suffix.lower() in MARKUP_SUFFIXES and not as_text:
        raise InputError(
            f"{path}: {path.suffix} is not a plain-text format; it was left alone. "
            "Pass the article's text alone, or --input-format text to treat it as plain text"
        )
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replaces a file's content in one step, or leaves it as it was and raises OutputError.

    The new content goes to a temporary file beside it, is forced to disk, takes over the old
    file's permissions and owner, and is renamed into place. A link's target is replaced, not
    the link.
    """
    target = path.resolve()
    try:
        status = target.stat()
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(
            target, os.W_OK
        ):
            raise PermissionError(None, "the file is read-only")
        _replace(target, data, status)
    except OSError as error:
        raise OutputError(
            f"{path}: can't be written ({error.strerror}); the file is as it was"
        ) from error


def put_in_place(path: Path, data: bytes, mode: int) -> None:
    """Makes a file, or replaces it, in one step; folders that are missing are made.

    ``mode`` is the file's permissions. Raises OutputError; what was there before is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _rename_into(path, data, mode)
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror})") from error


def _replace(target: Path, data: bytes, status: os.stat_result) -> None:
    _rename_into(target, data, stat.S_IMODE(status.st_mode), (status.st_uid, status.st_gid))


def _rename_into(
    target: Path, data: bytes, mode: int, owner: tuple[int, int] | None = None
) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        if owner and hasattr(os, "chown"):  # not on Windows
            made = temporary.stat()
            if (made.st_uid, made.st_gid) != owner:
                os.chown(temporary, *owner)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
