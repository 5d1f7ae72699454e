"""What a place is: files under a root."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple, Protocol

from cleaner.storage import Content

__all__ = ["OWN", "Entry", "Place"]

# What a run keeps where it writes; hidden, and so no part of any archive.
OWN = ".cleaner"


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
