"""Reads parts of an archive, block by block, so that no file is too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import SEEK_SET
from typing import IO

from cleaner.archive import parts
from cleaner.archive.parts import Part, is_lines
from cleaner.archive.places import Place
from cleaner.errors import InputError
from cleaner.formats.compression import MOST_BYTES, Compression, packed_with, too_large
from cleaner.formats.registry import Options
from cleaner.formats.source import Source, read

__all__ = ["Reading", "compression_of", "digest_of", "sources"]

_MAGIC = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files of an archive are read: as one format, or as what they look like.

    Large files are read in blocks of so many bytes, or little more.
    """

    format_name: str | None = None
    options: Options = field(default_factory=Options)
    block: int = field(default_factory=lambda: parts.BLOCK)


def sources(place: Place, part: Part, reading: Reading) -> Iterator[tuple[bytes, Source]]:
    """The blocks of a part, each as bytes and as a source: one, but for large files of lines.

    The blocks of compressed files are unpacked if there are several. Raises InputError for what
    can't be read.
    """
    with place.open(part.path) as file:
        for number, data in enumerate(_blocks(place, file, part, reading)):
            name = place.full(part.path)
            if part.start or number:
                name += f" (from {'byte ' + str(part.start) if part.start else f'block {number}'})"
            yield (
                data,
                read(
                    data,
                    name,
                    format_name=reading.format_name or _named(part),
                    options=reading.options,
                ),
            )


def digest_of(place: Place, part: Part, reading: Reading) -> str:
    """The SHA-256 of a part's blocks as they are now."""
    digest = sha256()
    with place.open(part.path) as file:
        for data in _blocks(place, file, part, reading):
            digest.update(data)
    return digest.hexdigest()


def compression_of(place: Place, part: Part, reading: Reading) -> Compression | None:
    """What a part's blocks were unpacked from, if it has several."""
    if not is_lines(part.path) or part.size <= reading.block:
        return None
    with place.open(part.path) as file:
        return packed_with(file.read(_MAGIC))


def _named(part: Part) -> str | None:
    """The format of what is no file of its own, and so has nothing but its name to tell it by."""
    return None if part.is_whole else "jsonl"


def _blocks(place: Place, file: IO[bytes], part: Part, reading: Reading) -> Iterator[bytes]:
    packed = compression_of(place, part, reading) if part.is_whole else None
    if packed is not None:
        yield from _lines(packed.pieces(file), place.full(part.path), reading.block)
    elif part.end - part.start > MOST_BYTES:
        raise too_large(place.full(part.path))
    else:
        file.seek(part.start, SEEK_SET)
        data = file.read(part.end - part.start)
        if len(data) != part.end - part.start:
            raise InputError(f"{place.full(part.path)} was changed meanwhile; run again")
        yield data


def _lines(pieces: Iterator[bytes], name: str, block: int) -> Iterator[bytes]:
    """Pieces of any length as blocks of whole lines."""
    import lzma
    import zlib

    waiting = bytearray()
    try:
        for piece in pieces:
            waiting += piece
            if len(waiting) > MOST_BYTES:
                raise too_large(name)
            end = waiting.rfind(b"\n") + 1
            if end >= block:
                yield bytes(waiting[:end])
                del waiting[:end]
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise InputError(f"{name} can't be unpacked ({error}); it was left alone") from error
    if waiting:
        yield bytes(waiting)
