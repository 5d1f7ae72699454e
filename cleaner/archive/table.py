"""Tables that people fill in with a spreadsheet or an editor: CSV, or JSON lines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import ArchiveError, OutputError
from cleaner.storage import put_in_place

__all__ = ["Line", "read_table", "refusal", "write_table"]

# Of many mistakes so many are named.
MOST_NAMED = 20
_LINES = (".jsonl", ".ndjson")
# What spreadsheets would take for a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SEPARATORS = (",", ";", "\t")


class Line(NamedTuple):
    """A row of a table, with the line of the file that it begins in."""

    number: int
    cells: dict[str, str]


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Makes a table and says how many rows it has: CSV, or JSON lines if the name says so.

    Raises OutputError where the file can't be made, or is there already, maybe filled in.
    """
    if path.exists():
        raise OutputError(
            f"{path} is there already, and may hold somebody's work; name another file, or move it "
            "away"
        )
    number = 0

    def lines() -> Iterator[bytes]:
        nonlocal number
        pen = _Pen(columns, is_json=path.suffix.lower() in _LINES)
        yield pen.head()
        for row in rows:
            number += 1
            yield pen.line(row)

    put_in_place(path, lines(), 0o644)
    return number


class _Pen:
    """Writes rows one by one, so that none has to wait for the others."""

    def __init__(self, columns: Sequence[str], *, is_json: bool) -> None:
        self._columns = columns
        self._is_json = is_json

    def head(self) -> bytes:
        # With the mark that tells spreadsheets that it is UTF-8.
        return b"" if self._is_json else b"\xef\xbb\xbf" + _csv(self._columns)

    def line(self, row: Sequence[str]) -> bytes:
        if self._is_json:
            said = dict(zip(self._columns, row, strict=True))
            return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        return _csv([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])


def _csv(cells: Sequence[str]) -> bytes:
    written: list[str] = []
    csv.writer(_Collector(written)).writerow(cells)
    return "".join(written).encode("utf-8", "replace")


class _Collector:
    def __init__(self, into: list[str]) -> None:
        self._into = into

    def write(self, text: str) -> int:
        self._into.append(text)
        return len(text)


def read_table(path: Path, columns: Sequence[str]) -> list[Line]:
    """The rows of a table with these columns, and maybe others; empty lines are left out.

    Raises ArchiveError for what is no such table.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ArchiveError(f"{path} can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ArchiveError(f"{path} is not in UTF-8; save it as CSV in UTF-8") from error
    is_json = path.suffix.lower() in _LINES
    lines = list(_read_json(path, text) if is_json else _read_csv(path, text))
    for line in lines:
        if missing := [name for name in columns if name not in line.cells]:
            raise ArchiveError(
                f"{path}: line {line.number} has no {missing[0]!r}; export the table again"
            )
    return lines


def _read_json(path: Path, text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except ValueError as error:
            raise ArchiveError(f"{path}: line {number} is no JSON ({error})") from error
        if not isinstance(said, dict):
            raise ArchiveError(f"{path}: line {number} is no JSON object")
        yield Line(number, {name: _text(value) for name, value in said.items()})


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def _read_csv(path: Path, text: str) -> Iterator[Line]:
    head = text.partition("\n")[0]
    rows = csv.reader(
        text.splitlines(keepends=True), delimiter=max(_SEPARATORS, key=head.count), strict=True
    )
    header: list[str] = []
    number = 1
    try:
        for row in rows:
            started, number = number, rows.line_num + 1
            if not header:
                header = [name.strip() for name in row]
            elif len(row) > len(header):
                raise ArchiveError(
                    f"{path}: line {started} has {len(row)} cells, not {len(header)} as the header "
                    "has"
                )
            elif any(row):
                cells = [*map(_unquoted, row), *[""] * (len(header) - len(row))]
                yield Line(started, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise ArchiveError(f"{path}: line {rows.line_num} is no CSV ({error})") from error


def _unquoted(cell: str) -> str:
    """A cell without the mark that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def refusal(path: Path, mistakes: Sequence[tuple[int, str]], advice: str) -> ArchiveError:
    """An error that names the mistakes by their lines."""
    named = [f"{path}: line {number}: {said}" for number, said in mistakes[:MOST_NAMED]]
    if len(mistakes) > MOST_NAMED:
        named.append(f"and {len(mistakes) - MOST_NAMED} more")
    return ArchiveError("\n".join([*named, advice]))
