"""Files of corrections: TMX, or a table of fragment and English with tabs between."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO

from cleaner.errors import ConfigError, InputError
from cleaner.translate.memory.entry import Context, Correction
from cleaner.translate.memory.tmx import Read, parsed_date, read_tmx

__all__ = ["read_file", "read_stream", "read_tsv"]

_HEADER = ("fragment", "french", "fr")
_COLUMNS = 8


def read_file(path: Path) -> Read:
    """The corrections in a file whose name says its format. Raises ``InputError``."""
    suffix = path.suffix.lower()
    if suffix not in (".tmx", ".tsv"):
        raise InputError(f"{path}: neither .tmx nor .tsv; rename it to what it is")
    try:
        with path.open("rb") as source:
            return read_tmx(source, str(path)) if suffix == ".tmx" else read_tsv(source, str(path))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error


def read_stream(source: IO[bytes], name: str) -> Read:
    """The corrections in a stream: TMX if it begins as XML does, else a table."""
    data = source.read()
    begin = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    is_xml = begin.startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return (read_tmx if is_xml else read_tsv)(io.BytesIO(data), name)


def read_tsv(source: IO[bytes], name: str) -> Read:
    r"""The corrections in a table in UTF-8.

    Columns: fragment, English, and as far as they are known the word before, the word after,
    ``yes`` for a fragment in brackets, author, date, note. A line that begins with ``fragment``
    is a header. Raises ``InputError`` with the line that can't be read.

    >>> read = read_tsv(io.BytesIO(b"lundi\tMonday\n"), "a.tsv")
    >>> read.corrections[0].text
    'Monday'
    """
    try:
        text = source.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not in UTF-8 ({error.reason}); nothing was imported") from error
    read: list[Correction] = []
    empty = 0
    for number, line in enumerate(text.split("\n"), start=1):
        cells = line.rstrip("\r").split("\t")
        if not line.strip() or (number == 1 and cells[0].lower() in _HEADER):
            continue
        if not 2 <= len(cells) <= _COLUMNS:
            raise InputError(
                f"{name}: line {number} has {len(cells)} columns instead of 2 to {_COLUMNS}; "
                "nothing was imported"
            )
        if not cells[0].strip() or not cells[1].strip():
            empty += 1
            continue
        try:
            read.append(_row(cells + [""] * (_COLUMNS - len(cells))))
        except ConfigError as error:
            raise InputError(f"{name}: line {number}: {error}; nothing was imported") from error
    return Read(read, 0, empty)


def _row(cells: list[str]) -> Correction:
    fragment, english, before, after, bracketed, author, date, note = map(str.strip, cells)
    is_bracketed = bracketed.lower() in ("yes", "true", "1", "[")
    context = Context(before, after, is_bracketed) if before or after or is_bracketed else None
    return Correction.made(
        fragment, english, context, author=author, date=parsed_date(date), note=note
    )
