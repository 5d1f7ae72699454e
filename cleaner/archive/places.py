"""Where an archive lies: a folder, or an address that fsspec knows (``s3://bucket/articles``)."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol

from cleaner.errors import ConfigError, InputError, OutputError
from cleaner.storage import Content, put_in_place, write_atomically

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["OWN", "Entry", "Folder", "Place", "Remote", "place"]

# What a run keeps where it writes; hidden, and so no part of any archive.
OWN = ".cleaner"
# Files that are being written; what a run that was killed left here is removed by the next one.
_TEMPORARY = f"{OWN}/tmp"


class Entry(NamedTuple):
    """A file of an archive: its path in it, its bytes, and a mark that changes when it does."""

    path: str
    size: int
    mark: str


class Place(Protocol):
    """Files under a root; paths are relative to it, with slashes.

    Everything raises InputError or OutputError, with the file's full name.
    """

    @property
    def root(self) -> str:
        """The root, as it was named."""
        ...  # pragma: no cover

    def entries(self) -> Iterator[Entry]:
        """All files but hidden ones, in no order."""
        ...  # pragma: no cover

    def entry(self, path: str) -> Entry:
        """One file as it is now."""
        ...  # pragma: no cover

    def open(self, path: str) -> IO[bytes]:
        """A file to read from, at any offset."""
        ...  # pragma: no cover

    def write(self, path: str, data: Content) -> None:
        """Makes or replaces a file, in one step; it is safe from a power cut after ``force``."""
        ...  # pragma: no cover

    def force(self) -> None:
        """Forces to disk what was written."""
        ...  # pragma: no cover

    def remove(self, path: str) -> None:
        """Removes a file, or a folder with all that is in it, if it is there."""
        ...  # pragma: no cover

    def tidy(self) -> None:
        """Removes what writers that were killed left."""
        ...  # pragma: no cover

    def full(self, path: str) -> str:
        """A file's name for messages."""
        ...  # pragma: no cover


@cache
def place(address: str) -> Place:
    """The place with this address.

    >>> place("articles").root
    'articles'
    """
    return Remote(address) if "://" in address else Folder(address)


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


@dataclass(frozen=True)
class Remote:
    """Files behind an address of fsspec; its options come from its own environment variables."""

    root: str

    @cached_property
    def _system(self) -> tuple[AbstractFileSystem, str]:
        try:
            from fsspec.core import url_to_fs
        except ModuleNotFoundError as error:
            raise ConfigError(
                f"{self.root}: addresses need fsspec; `pip install cleaner[archive]` brings it"
            ) from error
        try:
            system, base = url_to_fs(self.root)
        except (ImportError, ValueError) as error:
            raise ConfigError(f"{self.root}: {error}") from error
        return system, str(base).rstrip("/")

    def entries(self) -> Iterator[Entry]:
        """All files below the address."""
        system, base = self._system
        try:
            found = system.find(base, detail=True)
        except OSError as error:
            raise InputError(f"{self.root}: can't be listed ({error})") from error
        if not found:
            raise InputError(f"{self.root}: there is no such file or folder")
        for name in sorted(found):
            path = name[len(base) :].lstrip("/") or name.rsplit("/", 1)[-1]
            if not any(step.startswith(".") for step in path.split("/")):
                yield _remote_entry(path, found[name])

    def entry(self, path: str) -> Entry:
        """One file as it is now."""
        system, _ = self._system
        try:
            return _remote_entry(path, system.info(self.full(path)))
        except OSError:
            return Entry(path, 0, "")

    def open(self, path: str) -> IO[bytes]:
        """A file to read from; only what is read is fetched."""
        system, _ = self._system
        try:
            opened: IO[bytes] = system.open(self.full(path), "rb")
        except OSError as error:
            raise InputError(f"{self.full(path)}: can't be read ({error})") from error
        return opened

    def write(self, path: str, data: Content) -> None:
        """Makes or replaces a file; object stores show it when it is whole."""
        system, base = self._system
        try:
            file = system.open(f"{base}/{path}", "wb")
            try:
                file.writelines([data] if isinstance(data, bytes) else data)
            except BaseException:
                file.discard()
                raise
            file.close()
        except OSError as error:
            raise OutputError(f"{self.full(path)}: can't be written ({error})") from error

    def force(self) -> None:
        """Does nothing: a store says that it has a file when it has it."""

    def remove(self, path: str) -> None:
        """Removes a file, or a folder with all that is in it, if it is there."""
        system, base = self._system
        with suppress(FileNotFoundError):
            system.rm(f"{base}/{path}", recursive=True)

    def tidy(self) -> None:
        """Does nothing: a store shows no file that is not whole."""

    def full(self, path: str) -> str:
        """A file's address."""
        _, base = self._system
        protocol = self.root.split("://", 1)[0]
        whole = base if self._is_file else f"{base}/{path}"
        return f"{protocol}://{whole}"

    @cached_property
    def _is_file(self) -> bool:
        system, base = self._system
        return bool(system.isfile(base))


def _remote_entry(path: str, info: dict[str, Any]) -> Entry:
    marks = (info.get(key) for key in ("ETag", "etag", "LastModified", "mtime"))
    return Entry(path, int(info["size"]), str(next((mark for mark in marks if mark), "")))
