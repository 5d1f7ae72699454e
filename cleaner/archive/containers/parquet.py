"""Parquet: a row is a record. The columns of strings are read; only they are ever changed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from cleaner.archive.containers.container import Block, Stretch, line_of
from cleaner.errors import ConfigError, InputError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["Parquet", "needed"]

# Rows that are read at once.
ROWS = 1000
# A row group that is larger, in memory, is written as several.
LARGEST = 128 * 1024 * 1024
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Parquet:
    """Reads and writes row groups; a group belongs to the part that its first page lies in."""

    def cuts(self, file: IO[bytes], block: int) -> list[int]:
        """The beginnings of row groups, each ``block`` bytes or more behind the last one."""
        found: list[int] = []
        try:
            with _opened(file, "") as opened:
                starts = [_start(opened, at) for at in range(opened.num_row_groups)]
        except InputError:
            return []
        for start in starts[1:]:
            if start - (found[-1] if found else 0) >= block:
                found.append(start)
        return found

    def blocks(
        self, file: IO[bytes], start: int, end: int, block: int, name: str
    ) -> Iterator[Block]:
        """The rows of these bytes' row groups; dates are shown as text, to know an article's."""
        with _opened(file, name) as opened:
            shown = [field.name for field in opened.schema_arrow if _is_shown(field.type)]
            groups = [
                at for at in range(opened.num_row_groups) if start <= _start(opened, at) < end
            ]
            waiting = bytearray()
            for batch in opened.iter_batches(ROWS, row_groups=groups, columns=shown):
                for row in _rows(batch):
                    waiting += line_of(row)
                    if len(waiting) >= block:
                        yield Block(bytes(waiting))
                        waiting.clear()
            if waiting:
                yield Block(bytes(waiting))

    def packed(self, file: IO[bytes], stretches: Iterable[Stretch], name: str) -> Iterator[bytes]:
        """A file with the same schema, row groups and compression, and the texts of the lines."""
        pyarrow, parquet = needed()
        with _opened(file, name) as opened, tempfile.TemporaryFile() as out:
            with parquet.ParquetWriter(
                out,
                opened.schema_arrow,
                version=opened.metadata.format_version,
                compression=_compression(opened),
                use_compliant_nested_type=False,  # names in lists stay as they are
            ) as writer:
                for stretch in stretches:
                    for at in range(opened.num_row_groups):
                        if stretch.start <= _start(opened, at) < stretch.end:
                            for batches in _grouped(opened, at, stretch.lines):
                                writer.write_table(
                                    pyarrow.Table.from_batches(batches, opened.schema_arrow)
                                )
            out.seek(0)
            while chunk := out.read(_CHUNK):
                yield chunk


def needed() -> tuple[Any, Any]:
    """The modules of pyarrow; ConfigError where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise ConfigError(
            "Parquet needs pyarrow; `pip install cleaner[archive]` brings it"
        ) from error
    return pyarrow, pyarrow.parquet


@contextmanager
def _opened(file: IO[bytes], name: str) -> Iterator[pq.ParquetFile]:
    pyarrow, parquet = needed()
    try:
        with parquet.ParquetFile(file) as opened:
            yield opened
    except (pyarrow.ArrowException, OSError) as error:
        said = str(error).strip().split("\n", 1)[0]
        raise InputError(
            f"{name} is no Parquet that can be read ({said}); it was left alone"
        ) from error


def _start(opened: pq.ParquetFile, group: int) -> int:
    column = opened.metadata.row_group(group).column(0)
    offsets = (column.dictionary_page_offset, column.data_page_offset)
    return int(min(offset for offset in offsets if offset is not None))


def _compression(opened: pq.ParquetFile) -> dict[str, str] | str:
    if not opened.num_row_groups:
        return "snappy"
    group = opened.metadata.row_group(0)
    columns = [group.column(at) for at in range(group.num_columns)]
    return {
        column.path_in_schema: "none"
        if column.compression == "UNCOMPRESSED"
        else column.compression.lower()
        for column in columns
    }


def _is_text(kind: pa.DataType) -> bool:
    pyarrow, _ = needed()
    types = pyarrow.types
    value = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(value) or types.is_large_string(value))


def _is_shown(kind: pa.DataType) -> bool:
    pyarrow, _ = needed()
    return _is_text(kind) or pyarrow.types.is_date(kind) or pyarrow.types.is_timestamp(kind)


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    for row in batch.to_pylist():
        yield {
            name: value if value is None or isinstance(value, str) else value.isoformat()
            for name, value in row.items()
        }


def _grouped(
    opened: pq.ParquetFile, group: int, lines: Iterator[bytes] | None
) -> Iterator[list[pa.RecordBatch]]:
    """The batches of a row group with their new texts, in as many lists as it is written in."""
    batches: list[pa.RecordBatch] = []
    size = 0
    for batch in opened.iter_batches(ROWS, row_groups=[group]):
        batches.append(batch if lines is None else _edited(batch, lines))
        size += batch.nbytes
        if size > LARGEST:
            yield batches
            batches, size = [], 0
    if batches:
        yield batches


def _edited(batch: pa.RecordBatch, lines: Iterator[bytes]) -> pa.RecordBatch:
    """A batch with what is new in its lines; a column in which nothing is new stays as it is."""
    pyarrow, _ = needed()
    rows = [json.loads(next(lines)) for _ in range(batch.num_rows)]
    for at, field in enumerate(batch.schema):
        if not _is_text(field.type):
            continue
        texts = [row[field.name] for row in rows]
        if texts != batch.column(at).to_pylist():
            values = pyarrow.array(texts, pyarrow.large_string())
            batch = batch.set_column(at, field, values.cast(field.type))
    return batch
