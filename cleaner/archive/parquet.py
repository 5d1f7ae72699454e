"""Rows as Parquet."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice

from cleaner.errors import ConfigError

__all__ = ["as_parquet"]

# Rows that are written at once.
GROUP = 5000
_CHUNK = 1 << 20


def as_parquet(rows: Iterable[bytes]) -> Iterator[bytes]:
    """A Parquet file of JSON lines, in chunks; the edits stay JSON.

    Raises ConfigError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise ConfigError(
            "Parquet needs pyarrow; `pip install cleaner[archive]` brings it"
        ) from error
    schema = pa.schema(
        [
            ("file", pa.string()),
            ("offset", pa.int64()),
            ("record", pa.int64()),
            ("status", pa.string()),
            ("text", pa.string()),
            ("edits", pa.string()),
        ]
    )
    lines = _lines(rows)
    with tempfile.TemporaryFile() as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := [_row(line) for line in islice(lines, GROUP)]:
                writer.write_table(pa.Table.from_pylist(group, schema))
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _row(line: bytes) -> dict[str, object]:
    row: dict[str, object] = json.loads(line)
    return {**row, "edits": json.dumps(row["edits"], ensure_ascii=False)}


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks of any length as whole lines."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest
