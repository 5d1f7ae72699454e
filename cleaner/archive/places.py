"""Where an archive lies: a folder, or an address that fsspec knows (``s3://bucket/articles``)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

from cleaner.errors import ConfigError, InputError, OutputError
from cleaner.storage import Content, put_in_place

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["Entry", "Folder", "Place", "Remote", "place"]


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
        """All files but hidden ones, in a fixed order."""
        ...  # pragma: no cover

    def open(self, path: str) -> IO[bytes]:
        """A file to read from, at any offset."""
        ...  # pragma: no cover

    def write(self, path: str, data: Content) -> None:
        """Makes or replaces a file, in one step."""
        ...  # pragma: no cover

    def remove(self, path: str) -> None:
        """Removes a file, if it is there."""
        ...  # pragma: no cover

    def full(self, path: str) -> str:
        """A file's name for messages."""
        ...  # pragma: no cover


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
            yield _entry(given.name, given.stat())
            return
        if not given.is_dir():
            raise InputError(f"{self.root}: there is no such file or folder")
        yield from self._below(str(given), "")

    def _below(self, folder: str, prefix: str) -> Iterator[Entry]:
        try:
            inside = sorted(os.scandir(folder), key=lambda one: one.name)
        except OSError as error:
            raise InputError(f"{folder}: can't be read ({error.strerror})") from error
        for one in inside:
            if one.name.startswith("."):
                continue
            if one.is_dir(follow_symlinks=False):
                yield from self._below(one.path, f"{prefix}{one.name}/")
            elif one.is_file():
                yield _entry(prefix + one.name, one.stat())

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
        put_in_place(target, data, mode)

    def remove(self, path: str) -> None:
        """Removes a file, if it is there."""
        (self._base / path).unlink(missing_ok=True)

    def full(self, path: str) -> str:
        """A file's name."""
        return str(self._base / path)


def _entry(path: str, status: os.stat_result) -> Entry:
    return Entry(path, status.st_size, str(status.st_mtime_ns))


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
                info = found[name]
                marks = (info.get(key) for key in ("ETag", "etag", "LastModified", "mtime"))
                yield Entry(path, int(info["size"]), str(next((m for m in marks if m), "")))

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

    def remove(self, path: str) -> None:
        """Removes a file, if it is there."""
        system, base = self._system
        with suppress(FileNotFoundError):
            system.rm_file(f"{base}/{path}")

    def full(self, path: str) -> str:
        """A file's address."""
        system, base = self._system
        protocol = self.root.split("://", 1)[0]
        whole = base if system.isfile(base) else f"{base}/{path}"
        return f"{protocol}://{whole}"
