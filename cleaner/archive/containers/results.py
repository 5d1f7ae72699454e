"""Rows of results as Parquet."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice

from cleaner.archive.containers.container import lines_in
from cleaner.archive.containers.parquet import needed

__all__ = ["as_parquet"]

# Rows that are written at once.
GROUP = 5000
_CHUNK = 1 << 20


def as_parquet(rows: Iterable[bytes]) -> Iterator[bytes]:
    """A Parquet file of JSON lines, in chunks; the edits stay JSON.

    Raises ConfigError where pyarrow is not installed.
    """
    pyarrow, parquet = needed()
    schema = pyarrow.schema(
        [
            ("file", pyarrow.string()),
            ("offset", pyarrow.int64()),
            ("record", pyarrow.int64()),
            ("status", pyarrow.string()),
            ("text", pyarrow.string()),
            ("edits", pyarrow.string()),
        ]
    )
    lines = lines_in(rows)
    with tempfile.TemporaryFile() as file:
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := [_row(line) for line in islice(lines, GROUP)]:
                writer.write_table(pyarrow.Table.from_pylist(group, schema))
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _row(line: bytes) -> dict[str, object]:
    row: dict[str, object] = json.loads(line)
    return {**row, "edits": json.dumps(row["edits"], ensure_ascii=False)}
