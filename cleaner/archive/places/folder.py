"""A folder on this machine."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from cleaner.archive.places.place import OWN, Entry
from cleaner.errors import InputError, OutputError
from cleaner.storage import Content, put_in_place, write_atomically

__all__ = ["Folder"]

# Files that are being written; what a run that was killed left here is removed by the next one.
_TEMPORARY = f"{OWN}/tmp"


@dataclass(frozen=True)
class Folder:
    """A folder on this machine; a single file is a folder with one file in it."""

    root: str

    @cached_property
    def _base(self) -> Path:
        given = Path(self.root)
        return given.parent if given.is_file() else given

    def entries(self) -> Iterator[Entry]:
        """All files below the folder; links to folders are not followed."""
        given = Path(self.root)
        if given.is_file():
            yield _entry(given.name, str(given))
            return
        if not given.is_dir():
            raise InputError(f"{self.root}: there is no such file or folder")
        yield from self._below(str(given), "")

    def _below(self, folder: str, prefix: str) -> Iterator[Entry]:
        """What is below a folder; a million names in it are not held at once."""
        try:
            with os.scandir(folder) as inside:
                for one in inside:
                    if one.name.startswith("."):
                        continue
                    if one.is_dir(follow_symlinks=False):
                        yield from self._below(one.path, f"{prefix}{one.name}/")
                    elif _is_file(one):
                        yield _entry(prefix + one.name, one.path)
        except OSError as error:
            raise InputError(f"{folder}: can't be read ({error.strerror})") from error

    def entry(self, path: str) -> Entry:
        """One file as it is now."""
        return _entry(path, self.full(path))

    def open(self, path: str) -> IO[bytes]:
        """A file to read from."""
        try:
            return (self._base / path).open("rb")
        except OSError as error:
            raise InputError(f"{self.full(path)}: can't be read ({error.strerror})") from error

    def write(self, path: str, data: Content) -> None:
        """Makes or replaces a file; a new one gets the permissions that new files get."""
        target = self._base / path
        try:
            mode = stat.S_IMODE(target.stat().st_mode)
        except OSError:
            mode = 0o666 & ~_umask()
        put_in_place(target, data, mode, self._base / _TEMPORARY, is_forced=False)

    def replace(self, path: str, data: Content) -> None:
        """Replaces a file, whose owner and permissions stay, by what is forced to disk."""
        write_atomically(self._base / path, data, self._base / _TEMPORARY)

    def keep(self, path: str, name: str) -> None:
        """Gives a file a second name, that it keeps when it is replaced; copies it if need be."""
        kept = self._base / name
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.unlink(missing_ok=True)
            try:
                kept.hardlink_to(self._base / path)
            except OSError:  # a file system without links
                shutil.copy2(self._base / path, kept)
        except OSError as error:
            raise OutputError(f"{kept}: can't be written ({error.strerror})") from error

    def force(self) -> None:
        """Forces to disk what was written.

        Everything at once: to force a thousand small files one by one takes as long as to clean
        them.
        """
        os.sync()

    def remove(self, path: str) -> None:
        """Removes a file, or a folder with all that is in it, if it is there."""
        target = self._base / path
        try:
            if target.is_dir():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{target}: can't be removed ({error.strerror})") from error

    def tidy(self) -> None:
        """Removes what writers that were killed left."""
        self.remove(_TEMPORARY)

    def full(self, path: str) -> str:
        """A file's name."""
        return str(self._base / path)


def _entry(path: str, full: str) -> Entry:
    """A file's entry; one that can't be looked at is found out when it is read."""
    try:
        status = Path(full).stat()
    except OSError:
        return Entry(path, 0, "")
    return Entry(path, status.st_size, str(status.st_mtime_ns))


def _is_file(one: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link to nothing, which is reported when it is read."""
    try:
        return one.is_file() or (one.is_symlink() and not Path(one.path).exists())
    except OSError:  # a link to itself
        return True


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    current = os.umask(0)
    os.umask(current)
    return current
