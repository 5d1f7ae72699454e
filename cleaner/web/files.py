"""Files that are reviewed in the browser: listed, opened, written back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from cleaner.errors import CleanerError
from cleaner.finding import Finding
from cleaner.formats.source import Source
from cleaner.sources import Checked, Decide
from cleaner.storage import write_atomically
from cleaner.web.decisions import Decision, Decisions
from cleaner.web.problems import Problem

__all__ = ["Files"]

Result = TypeVar("Result")
Record = Callable[[Path, Source, bytes, Sequence[Finding]], AbstractContextManager[None]]


@dataclass(frozen=True)
class Files:
    """The files of one review; ``read``, ``check`` and ``fix`` are the command line's own.

    All methods raise Problem, and are called from one thread at a time.
    """

    paths: Sequence[Path]
    read: Callable[[Path], Source]
    check: Callable[[Source], Checked]
    fix: Callable[[Source, Decide], Checked]
    record: Record
    lock: Lock

    def listed(self) -> list[dict[str, Any]]:
        """The names, by number."""
        return [{"number": number, "name": str(path)} for number, path in enumerate(self.paths)]

    def opened(self, number: int) -> dict[str, Any]:
        """A file's text and findings, and the digest to write it back with."""
        source = self._source(number)
        with self.lock:
            checked = self._tried(lambda: self.check(source))
        return {
            "name": source.name,
            "format": source.format,
            "digest": _digest(source),
            "text": source.text,
            "findings": [one.to_json() for one in checked.findings],
            "errors": [str(error) for error in checked.errors],
            "warnings": list(checked.complaints),
        }

    def saved(self, number: int, digest: str, decisions: Sequence[Decision]) -> dict[str, Any]:
        """Writes a file with what was decided, and says what it is then.

        409 where somebody else changed it since it was opened: nothing is written.
        """
        decide = Decisions(decisions)
        with self.lock:
            source = self._unchanged(number, digest)
            checked = self._tried(lambda: self.fix(source, decide))
            if checked.applied:
                # The work takes time in which others may have written the file.
                self._unchanged(number, digest)
                self._tried(lambda: self._written(self.paths[number], source, checked))
        return {
            **self.opened(number),
            "written": len(checked.applied),
            "warnings": list(decide.problems()),
        }

    def _written(self, path: Path, source: Source, checked: Checked) -> None:
        data = checked.data
        with self.record(path, source, data, checked.applied):
            write_atomically(path, data)

    def _unchanged(self, number: int, digest: str) -> Source:
        source = self._source(number)
        if _digest(source) != digest:
            raise Problem(409, f"{source.name} was changed meanwhile; open it again.")
        return source

    def _source(self, number: int) -> Source:
        if not 0 <= number < len(self.paths):
            raise Problem(404, "There is no such file in this review.")
        return self._tried(lambda: self.read(self.paths[number]))

    def _tried(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except CleanerError as error:
            raise Problem(422, str(error)) from None


def _digest(source: Source) -> str:
    return sha256(source.data).hexdigest()
