"""Writes files: in one step or not at all, so that nothing is lost, whatever goes wrong."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cleaner.errors import OutputError

__all__ = ["Content", "put_in_place", "write_atomically"]


# What a file is to hold: bytes, or pieces of them, which need not be in memory all at once.
Content = bytes | Iterable[bytes]


def write_atomically(path: Path, data: Content) -> None:
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


def put_in_place(path: Path, data: Content, mode: int) -> None:
    """Makes a file, or replaces it, in one step; folders that are missing are made.

    ``mode`` is the file's permissions. Raises OutputError; what was there before is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _rename_into(path, data, mode)
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror})") from error


def _replace(target: Path, data: Content, status: os.stat_result) -> None:
    _rename_into(target, data, stat.S_IMODE(status.st_mode), (status.st_uid, status.st_gid))


def _rename_into(
    target: Path, data: Content, mode: int, owner: tuple[int, int] | None = None
) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
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
