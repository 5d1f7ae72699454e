"""A journal as a file of JSON lines: appended to and forced to disk before a file is replaced.

Each change of a file is a line with ``record: change``; a line with ``record: outcome`` follows
when the file was replaced, or could not be. What counts for undoing are the checksums, so that a
run which was killed between the two lines leaves a journal that holds. Only ASCII is written, and
a name below the journal's own folder is written relative to it, so that both can move together.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cleaner.errors import JournalFileError
from cleaner.journal.record import Change, Record, Run, timestamp

__all__ = ["Journal", "JournalWriter", "is_journal", "read_journal"]

_BEGINNING = b'{"record": "change", "journal": '
# Goes up when older versions of Cleaner could not read the lines any more.
VERSION = 1


@dataclass(frozen=True, slots=True)
class Journal:
    """The records of a journal in order, and the numbers of lines that can't be read.

    The name of a record's file is an absolute path here.
    """

    records: tuple[Record, ...]
    damaged: tuple[int, ...] = ()


class JournalWriter:
    """Appends records to a journal; made if it is missing.

    Raises JournalFileError where the file can't be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        try:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
            _force_folder(self.path.parent)
        except OSError as error:
            raise JournalFileError(
                f"{path}: the journal can't be written ({error.strerror}); nothing was changed"
            ) from error
        # A killed run may have left half a line.
        self._torn = self._ends_within_a_line()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)

    def change(self, record: Record) -> None:
        """Writes down a change that is about to be made, and returns when it is on disk."""
        try:
            self._append(_from_record(record, self.path.parent))
            os.fsync(self._descriptor)
        except OSError as error:
            raise JournalFileError(
                f"{self.path}: the journal can't be written ({error.strerror}); "
                f"{record.file} was left as it was"
            ) from error

    def outcome(self, record: Record, *, replaced: bool) -> None:
        """Writes down that the file was replaced, or is as it was; nothing rests on this line."""
        line = {
            "record": "outcome",
            "run": record.run.id,
            "number": record.number,
            "replaced": replaced,
            "time": timestamp(),
        }
        with suppress(OSError):
            self._append(line)

    def _append(self, line: Mapping[str, object]) -> None:
        text = ("\n" if self._torn else "") + json.dumps(line) + "\n"
        data = text.encode("ascii")
        self._torn = True
        while data:
            data = data[os.write(self._descriptor, data) :]
        self._torn = False

    def _ends_within_a_line(self) -> bool:
        size = os.fstat(self._descriptor).st_size
        if not size:
            return False
        os.lseek(self._descriptor, size - 1, os.SEEK_SET)
        return os.read(self._descriptor, 1) != b"\n"


def read_journal(path: Path) -> Journal:
    """The records of a journal; lines that a killed run left unfinished are counted as damaged.

    Raises JournalFileError for a file that can't be read, is no journal, or is too new.
    """
    path = path.resolve()
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise JournalFileError(f"{path}: the journal can't be read ({error.strerror})") from error
    records, damaged, understood = [], [], 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            if entry["record"] == "change":
                _must_be_known(entry, path)
                records.append(_to_record(entry, path.parent))
        except (ValueError, KeyError, TypeError, LookupError):
            damaged.append(number)
        else:
            understood += 1
    if damaged and not understood:
        raise JournalFileError(f"{path} is no journal of Cleaner; name the file given to --journal")
    return Journal(tuple(records), tuple(damaged))


def _must_be_known(entry: Mapping[str, Any], path: Path) -> None:
    if int(entry["journal"]) > VERSION:
        raise JournalFileError(
            f"{path} was written by Cleaner {entry['cleaner']}; undo with that version or a newer"
        )


def is_journal(path: Path) -> bool:
    """Whether a file begins as a journal does, so that it is no text to be cleaned."""
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    except OSError:
        return False


def _from_record(record: Record, folder: Path) -> dict[str, object]:
    file = Path(record.file)
    below = file.is_relative_to(folder)
    return {
        "record": "change",
        "journal": VERSION,
        "run": record.run.id,
        "number": record.number,
        "file": file.relative_to(folder).as_posix() if below else str(file),
        "time": record.time,
        "cleaner": record.run.version,
        "model": record.run.model,
        "encoding": record.encoding,
        "sha256_before": record.before,
        "sha256_after": record.after,
        "edits": [_from_change(change, record.encoding) for change in record.changes],
    }


def _from_change(change: Change, encoding: str) -> dict[str, object]:
    return {
        "start": change.start,
        "end": change.end,
        **_packed("before", change.before, encoding),
        **_packed("after", change.after, encoding),
        **change.why,
    }


def _to_record(entry: Mapping[str, Any], folder: Path) -> Record:
    encoding = entry["encoding"]
    return Record(
        run=Run(entry["run"], entry["cleaner"], entry["model"]),
        number=entry["number"],
        file=str(folder / entry["file"]),
        time=entry["time"],
        encoding=encoding,
        before=entry["sha256_before"],
        after=entry["sha256_after"],
        changes=tuple(_to_change(edit, encoding) for edit in entry["edits"]),
    )


def _to_change(edit: Mapping[str, Any], encoding: str) -> Change:
    places = ("start", "end", "before", "after", "before_base64", "after_base64")
    return Change(
        start=edit["start"],
        before=_unpacked("before", edit, encoding),
        after=_unpacked("after", edit, encoding),
        why={key: value for key, value in edit.items() if key not in places},
    )


def _packed(key: str, data: bytes, encoding: str) -> dict[str, str]:
    r"""Bytes as text where that gives them back, else in base64.

    >>> _packed("before", "é".encode("cp1252"), "cp1252"), _packed("after", b"\xe9", "utf-8")
    ({'before': 'é'}, {'after_base64': '6Q=='})
    """
    try:
        text = data.decode(encoding)
        if text.encode(encoding) == data:
            return {key: text}
    except UnicodeError:
        pass
    return {f"{key}_base64": base64.b64encode(data).decode("ascii")}


def _unpacked(key: str, edit: Mapping[str, Any], encoding: str) -> bytes:
    if key in edit:
        text: str = edit[key]
        return text.encode(encoding)
    return base64.b64decode(edit[f"{key}_base64"], validate=True)


def _force_folder(folder: Path) -> None:
    """Forces the name of a new journal to disk, where folders can be opened (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
