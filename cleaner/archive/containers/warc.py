"""WARC (ISO 28500): records of plain text, as archives of the web have them in their .wet files.

All other records, pages as they were fetched among them, stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from cleaner.archive.containers.container import Block, Stretch, line_of
from cleaner.errors import ConfigError, InputError
from cleaner.formats.compression import MOST_BYTES, too_large

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

__all__ = ["Warc"]

_TEXT_RECORDS = frozenset({"conversion", "resource"})
# What is said of a record, by the names that articles have elsewhere.
_ABOUT = {"url": "WARC-Target-URI", "date": "WARC-Date"}
_DIGESTS = ("WARC-Block-Digest", "WARC-Payload-Digest")
_BLANK = b"\r\n\r\n"
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Warc:
    """Reads and writes records; a file is one part, since records can't be found but one by one."""

    def cuts(self, file: IO[bytes], block: int) -> list[int]:
        """Nowhere."""
        del file, block
        return []

    def blocks(
        self, file: IO[bytes], start: int, end: int, block: int, name: str
    ) -> Iterator[Block]:
        """The records of text; one that is not in UTF-8 is reported."""
        del start, end
        waiting = bytearray()
        errors: list[InputError] = []
        with _records(file, name) as records:
            for record in records:
                if not _is_text(record):
                    continue
                said = {
                    key: record.rec_headers.get_header(header) for key, header in _ABOUT.items()
                }
                try:
                    text = _content(record, name).decode("utf-8")
                except UnicodeDecodeError:
                    errors.append(
                        InputError(f"{name}: the record of {said['url']} is not in UTF-8; it stays")
                    )
                    continue
                waiting += line_of({**said, "text": text})
                if len(waiting) >= block:
                    yield Block(bytes(waiting), tuple(errors))
                    waiting.clear()
                    errors.clear()
        if waiting or errors:
            yield Block(bytes(waiting), tuple(errors))

    def packed(self, file: IO[bytes], stretches: Iterable[Stretch], name: str) -> Iterator[bytes]:
        """The file with new records for those whose text is new; all else is copied."""
        [stretch] = stretches
        lines = stretch.lines or iter(())
        file.seek(0)
        is_packed = file.read(len(_GZIP)) == _GZIP
        done = 0
        for start, end, new in _changed(file, lines, name, is_packed=is_packed):
            yield from _copied(file, done, start)
            yield new
            done = end
        yield from _copied(file, done, None)


def _changed(
    file: IO[bytes], lines: Iterator[bytes], name: str, *, is_packed: bool
) -> Iterator[tuple[int, int, bytes]]:
    """The records whose text is new: where they stand in the file, and what takes their place."""
    with _records(file, name) as records:
        for record in records:
            if not _is_text(record):
                continue
            old = _content(record, name)
            try:
                old.decode("utf-8")
            except UnicodeDecodeError:
                continue
            new = json.loads(next(lines))["text"].encode("utf-8")
            if new != old:
                records.read_to_end(record)
                start, length = records.get_record_offset(), records.get_record_length()
                at = file.tell()
                yield start, start + length, _written(record, new, is_packed=is_packed)
                file.seek(at)


def _written(record: ArcWarcRecord, content: bytes, *, is_packed: bool) -> bytes:
    from warcio.warcwriter import WARCWriter

    for header in _DIGESTS:
        record.rec_headers.remove_header(header)
    record.raw_stream, record.length = BytesIO(content), len(content)
    out = BytesIO()
    WARCWriter(out, gzip=is_packed).write_record(record)
    # The blank lines behind a record are no part of it, where it is not packed.
    return out.getvalue() if is_packed else out.getvalue()[: -len(_BLANK)]


def _is_text(record: ArcWarcRecord) -> bool:
    kind = (record.content_type or "").partition(";")[0].strip().lower()
    return record.rec_type in _TEXT_RECORDS and kind == "text/plain"


def _content(record: ArcWarcRecord, name: str) -> bytes:
    data: bytes = record.content_stream().read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_large(name)
    if len(data) < record.length:
        raise InputError(f"{name} ends within a record; it was left alone. Fetch it again")
    return data


@contextmanager
def _records(file: IO[bytes], name: str) -> Iterator[Any]:
    try:
        from warcio.archiveiterator import WARCIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ModuleNotFoundError as error:
        raise ConfigError("WARC needs warcio; `pip install cleaner[archive]` brings it") from error
    file.seek(0)
    try:
        yield WARCIterator(file)
    except (ArchiveLoadFailed, OSError, EOFError) as error:
        said = " ".join(str(error).split())
        raise InputError(
            f"{name} is no WARC that can be read ({said}); it was left alone"
        ) from error


def _copied(file: IO[bytes], start: int, end: int | None) -> Iterator[bytes]:
    """The bytes as they are."""
    file.seek(start)
    while end is None or start < end:
        chunk = file.read(_CHUNK if end is None else min(_CHUNK, end - start))
        if not chunk:
            return
        start += len(chunk)
        yield chunk
