"""Files behind an address that fsspec knows (``s3://bucket/articles``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from cleaner.archive.places.place import Entry
from cleaner.errors import CleanerError, ConfigError, InputError, OutputError
from cleaner.storage import Content

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["Remote"]


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
        with _reached(InputError, self.root, "can't be listed"):
            found = system.find(base, detail=True)
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
        with _reached(InputError, self.full(path), "can't be read"):
            opened: IO[bytes] = system.open(self.full(path), "rb")
            return opened

    def write(self, path: str, data: Content) -> None:
        """Makes or replaces a file; object stores show it when it is whole."""
        system, base = self._system
        with _reached(OutputError, self.full(path), "can't be written"):
            file = system.open(f"{base}/{path}", "wb")
            try:
                file.writelines([data] if isinstance(data, bytes) else data)
            except BaseException:
                file.discard()
                raise
            file.close()

    def force(self) -> None:
        """Does nothing: a store says that it has a file when it has it."""

    def remove(self, path: str) -> None:
        """Removes a file, or a folder with all that is in it, if it is there."""
        system, base = self._system
        with (
            _reached(OutputError, self.full(path), "can't be removed"),
            suppress(FileNotFoundError),
        ):
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


@contextmanager
def _reached(kind: type[CleanerError], name: str, said: str) -> Iterator[None]:
    """Tells what went wrong with a store; each kind of store has errors of its own."""
    try:
        yield
    except CleanerError:
        raise
    except Exception as error:
        raise kind(f"{name}: {said} ({error})") from error


def _remote_entry(path: str, info: dict[str, Any]) -> Entry:
    marks = (info.get(key) for key in ("ETag", "etag", "LastModified", "mtime"))
    return Entry(path, int(info["size"]), str(next((mark for mark in marks if mark), "")))
