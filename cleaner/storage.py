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


def write_atomically(path: Path, data: Content, via: Path | None = None) -> None:
    """Replaces a file's content in one step, or leaves it as it was and raises OutputError.

    The new content goes to a temporary file, beside it or in the folder ``via``, is forced to
    disk, takes over the old file's permissions and owner, and is renamed into place. A link's
    target is replaced, not the link.
    """
    target = path.resolve()
    try:
        status = target.stat()
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(
            target, os.W_OK
        ):
            raise PermissionError(None, "the file is read-only")
        owner = (status.st_uid, status.st_gid)
        _rename_into(target, data, stat.S_IMODE(status.st_mode), owner, via)
    except OSError as error:
        raise OutputError(
            f"{path}: can't be written ({error.strerror}); the file is as it was"
        ) from error


def put_in_place(
    path: Path, data: Content, mode: int, via: Path | None = None, *, is_forced: bool = True
) -> None:
    """Makes a file, or replaces it, in one step; folders that are missing are made.

    ``mode`` is the file's permissions, ``via`` the folder of temporary files. Not ``is_forced``:
    the caller forces to disk what it wrote, all together. Raises OutputError; what was there
    before is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _rename_into(path, data, mode, via=via, is_forced=is_forced)
    except OSError as error:
        raise OutputError(f"{path}: can't be written ({error.strerror})") from error


def _rename_into(
    target: Path,
    data: Content,
    mode: int,
    owner: tuple[int, int] | None = None,
    via: Path | None = None,
    *,
    is_forced: bool = True,
) -> None:
    folder, name = target.parent, f".{target.name[:100]}."
    if via is not None:
        via.mkdir(parents=True, exist_ok=True)
        if via.stat().st_dev == folder.stat().st_dev:  # nothing is renamed across file systems
            folder, name = via, ""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=name)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            if is_forced:
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
