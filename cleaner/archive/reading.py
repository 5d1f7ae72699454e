"""Reads parts of an archive, block by block, so that no file is too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import SEEK_SET
from typing import IO

from cleaner.archive import parts
from cleaner.archive.containers import Block, container_of
from cleaner.archive.cutting import Cutter, cutter_of
from cleaner.archive.parts import Part
from cleaner.archive.places import Place
from cleaner.errors import InputError
from cleaner.formats.compression import MOST_BYTES, Compression, packed_with, too_large
from cleaner.formats.registry import Options, detected
from cleaner.formats.source import Source, read
from cleaner.formats.text import decode

__all__ = ["Reading", "compression_of", "digest_of", "sources"]

_MAGIC = 8
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files of an archive are read: as one format, or as what they look like.

    Large files are read in blocks of so many bytes, or little more.
    """

    format_name: str | None = None
    options: Options = field(default_factory=Options)
    block: int = field(default_factory=lambda: parts.BLOCK)


def sources(place: Place, part: Part, reading: Reading) -> Iterator[tuple[bytes, Source]]:
    """The blocks of a part, each as bytes and as a source: one, but for large files of records.

    The blocks of compressed files are unpacked if there are several; those of containers are JSON
    lines. Raises InputError for what can't be read.
    """
    header = ""
    with place.open(part.path) as file:
        for number, block in enumerate(_blocks(place, file, part, reading)):
            name = place.full(part.path)
            options, known = reading.options, reading.format_name
            if part.start or number:
                name += f" (from {'byte ' + str(part.start) if part.start else f'block {number}'})"
                options = replace(options, header=header or _header_of(place, part, reading))
                header = options.header
                known = known or detected(part.path, "")  # there is no head to tell it by
            if container_of(part.path):
                known = "jsonl"
            source = read(block.lines, name, format_name=known, options=options)
            yield block.lines, replace(source, errors=(*source.errors, *block.errors))


def digest_of(place: Place, part: Part, reading: Reading) -> str:
    """The SHA-256 of a part's blocks as they are now."""
    digest = sha256()
    with place.open(part.path) as file:
        for block in _blocks(place, file, part, reading):
            digest.update(block.lines)
    return digest.hexdigest()


def compression_of(place: Place, part: Part, reading: Reading) -> Compression | None:
    """What a part's blocks were unpacked from, if it has several."""
    if not cutter_of(part.path) or part.size <= reading.block:
        return None
    with place.open(part.path) as file:
        return packed_with(file.read(_MAGIC))


def _header_of(place: Place, part: Part, reading: Reading) -> str:
    """The first row of the table that the part is of; nothing if it is none."""
    cutter = cutter_of(part.path)
    if not cutter or not cutter().is_table:
        return ""
    end = -1
    head = b""
    with place.open(part.path) as file:
        packed = packed_with(file.read(_MAGIC))
        file.seek(0)
        chunks = packed.pieces(file) if packed else iter(lambda: file.read(_CHUNK), b"")
        rows = cutter()
        for chunk in chunks:
            end = rows.end(chunk)
            head += chunk[:end] if end >= 0 else chunk
            if end >= 0 or len(head) > reading.block:
                break
    return decode(head, place.full(part.path)).text


def _blocks(place: Place, file: IO[bytes], part: Part, reading: Reading) -> Iterator[Block]:
    name = place.full(part.path)
    if container := container_of(part.path):
        yield from container.blocks(file, part.start, part.end, reading.block, name)
        return
    packed = compression_of(place, part, reading) if part.is_whole else None
    cutter = cutter_of(part.path)
    if packed is not None and cutter:
        yield from map(Block, _unpacked(packed.pieces(file), cutter(), name, reading.block))
    elif part.end - part.start > MOST_BYTES:
        raise too_large(name)
    else:
        file.seek(part.start, SEEK_SET)
        data = file.read(part.end - part.start)
        if len(data) != part.end - part.start:
            raise InputError(f"{name} was changed meanwhile; run again")
        yield Block(data)


def _unpacked(pieces: Iterator[bytes], cutter: Cutter, name: str, block: int) -> Iterator[bytes]:
    """Pieces of any length as blocks of whole records."""
    import lzma
    import zlib

    waiting = bytearray()
    try:
        for piece in pieces:
            waiting += piece
            if len(waiting) > MOST_BYTES:
                raise too_large(name)
            if len(waiting) >= block and (end := cutter.last_end(bytes(waiting))) >= block:
                yield bytes(waiting[:end])
                del waiting[:end]
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise InputError(f"{name} can't be unpacked ({error}); it was left alone") from error
    if waiting:
        yield bytes(waiting)
