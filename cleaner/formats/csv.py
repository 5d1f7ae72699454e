"""Tables with a row an article, CSV and TSV: RFC 4180, with whatever separator a file uses."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from cleaner.document import Document
from cleaner.errors import InputError
from cleaner.finding import Edit
from cleaner.formats.fields import is_text_field, read_value
from cleaner.formats.registry import Options
from cleaner.origin import Origin, Weaver, as_is

__all__ = ["Cell", "read", "rows", "separator"]

SEPARATORS = ",;\t|"
# So much of a file is looked at for its separator.
SAMPLE_ROWS = 20
SAMPLE = 65_536


class Cell(NamedTuple):
    """A cell's content in the source, without its quotation marks."""

    start: int
    end: int
    is_quoted: bool


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    r"""The rows below the header, each an article of the columns that hold text.

    The header is the first row, if the options have none. Columns are named in ``fields`` by the
    header or by number, from 1; without that those are read
    whose header usually stands above text, and no article is found where there is none. Raises
    InputError for broken quotes, and for a column that the header does not have.

    >>> table = 'id;title;body\n1;"The ""air"" base";"La <b>base</b>; fin"\n'
    >>> [row.text for row in read(table, "", Options())]
    ['The "air" base\n\nLa base; fin']
    """
    mark = separator(options.header + source, name)
    columns: list[int] | None = None
    if options.header:
        columns = _columns(_titles(options.header, mark, name), options.fields, name)
    for row in _table(source, mark, name):
        if columns is None:
            header = [_content(source, cell).strip() for cell in row]
            columns = _columns(header, options.fields, name)
            if any(map(is_text_field, header)) or not all(map(str.isdecimal, options.fields)):
                continue
        if not columns:
            return
        yield _woven(source, [row[at] for at in columns if at < len(row)], mark)


def _titles(header: str, mark: str, name: str) -> list[str]:
    return [_content(header, cell).strip() for row in rows(header, mark, name) for cell in row]


def separator(source: str, name: str) -> str:
    r"""What stands between cells: a tab in a file of that name, else what divides rows alike.

    >>> separator("a;b\n1,5;2\n", "x.csv"), separator("a,b", "x.tsv")
    (';', '\t')
    """
    if re.search(r"\.(?:tsv|tab)\b", name.lower()):
        return "\t"
    return max(SEPARATORS, key=partial(_evenness, source[:SAMPLE].splitlines(keepends=True)))


def _evenness(lines: list[str], mark: str) -> tuple[float, int]:
    """The share of rows with as many cells as the first; how many those are."""
    read_rows = csv.reader(lines, delimiter=mark)
    widths = [len(row) for row, _ in zip(read_rows, range(SAMPLE_ROWS), strict=False) if row]
    if not widths or widths[0] == 1:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _table(source: str, mark: str, name: str) -> Iterable[list[Cell]]:
    """All rows. Many programs that write tabs between cells put no quotation marks around them."""
    if mark != "\t":
        return rows(source, mark, name)
    try:
        return list(rows(source, mark, name))
    except InputError:
        return rows(source, mark, name, quotes=False)


def rows(source: str, mark: str, name: str, *, quotes: bool = True) -> Iterator[list[Cell]]:
    r"""The rows that are not empty, each with the places of its cells.

    Without ``quotes`` a quotation mark is a character as any other.

    >>> [[tuple(cell) for cell in row] for row in rows('a,"b"\r\n', ",", "")]
    [[(0, 1, False), (3, 4, True)]]
    """
    bare = rf"[^{re.escape(mark)}\r\n]*+"
    cell = re.compile(rf'"((?:[^"]|"")*+)"|((?!"){bare})' if quotes else f"(?!)()|({bare})")
    row: list[Cell] = []
    at = 0
    while at < len(source):
        match = cell.match(source, at)
        if match is None:
            raise _broken(source, at, name)
        group = 1 if match[2] is None else 2
        row.append(Cell(*match.span(group), is_quoted=group == 1))
        at = match.end()
        if source.startswith(mark, at):
            at += 1
            if at < len(source):
                continue
        elif at < len(source) and source[at] not in "\r\n":
            raise _broken(source, row[-1].start, name)
        if len(row) > 1 or row[0].start < row[0].end:
            yield row
        row = []
        at += 2 if source.startswith("\r\n", at) else 1


def _broken(source: str, at: int, name: str) -> InputError:
    line, _ = Document.plain(source).line_and_column(at)
    return InputError(
        f"{name}: the cell in line {line} has a quotation mark that is not closed, or text "
        "behind one; it was left alone. Double the quotation marks inside of cells"
    )


def _columns(header: Sequence[str], fields: tuple[str, ...], name: str) -> list[int]:
    if not fields:
        return [at for at, title in enumerate(header) if is_text_field(title)]
    columns = []
    for field in fields:
        if field in header:
            columns += [at for at, title in enumerate(header) if title == field]
        elif field.isdecimal() and 0 < int(field) <= len(header):
            columns.append(int(field) - 1)
        else:
            raise InputError(f"{name}: there is no column {field!r}; there are {', '.join(header)}")
    return sorted(set(columns))


def _content(source: str, cell: Cell) -> str:
    return source[cell.start : cell.end].replace('""', '"' if cell.is_quoted else '""')


def _woven(source: str, cells: Sequence[Cell], mark: str) -> Origin:
    weaver = Weaver(source)
    for cell in cells:
        if weaver.length:
            weaver.divide("\n\n")
        weaver.add(read_value(_decoded(source, cell)))
    bare = [cell for cell in cells if not cell.is_quoted]
    return replace(weaver.origin(), check=partial(_fits, source, bare, mark) if bare else None)


def _decoded(source: str, cell: Cell) -> Origin:
    weaver, done = Weaver(source), cell.start
    escape = _double if cell.is_quoted else as_is
    for match in re.compile('""').finditer(source, *cell[:2]) if cell.is_quoted else ():
        weaver.copy(done, match.start(), escape)
        weaver.put('"', *match.span(), escape)
        done = match.end()
    weaver.copy(done, cell.end, escape)
    return weaver.origin()


def _double(text: str) -> str:
    return text.replace('"', '""')


def _fits(
    source: str,
    bare: Sequence[Cell],
    mark: str,
    start: int,
    end: int,
    new: str,
    edits: Sequence[Edit],
) -> bool:
    """Whether a cell without quotation marks stays one cell, and does not begin with one."""
    del start, end, new
    for edit in edits:
        at = bisect_right(bare, edit.start, key=lambda cell: cell.start) - 1
        if at < 0 or edit.end > bare[at].end:
            continue
        if re.search(rf'[{re.escape(mark)}\r\n"]', edit.text):
            return False
        if edit.start == bare[at].start and not edit.text and source.startswith('"', edit.end):
            return False
    return True
