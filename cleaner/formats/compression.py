"""Files compressed as a whole: gz, xz and zst, by their first bytes.

Most files are not compressed, so that what unpacks them is loaded only when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import IO, Protocol

from cleaner.errors import InputError

__all__ = [
    "COMPRESSIONS",
    "MOST_BYTES",
    "Compression",
    "inner_name",
    "packed_with",
    "too_large",
    "unpack",
]

# No file is read that is larger once it is unpacked: it could fill the memory.
MOST_BYTES = 128 * 1024 * 1024
_CHUNK = 1 << 20
# A hundred bytes of Zstandard may stand for megabytes, so that it is fed in small pieces.
_ZSTD_CHUNK = 1 << 10
_XZ_CHUNK = 1 << 13
# The header of an xz file says how much memory it takes to read it; `xz -9` asks for 65 MiB.
_XZ_MEMORY = 128 << 20


class Pack(Protocol):
    """Compresses bytes; what of the header can be kept comes from the ``original`` file."""

    def __call__(self, data: bytes, *, original: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Compression:
    """How files with this ending are unpacked, piece by piece, and packed as ``original`` was."""

    suffix: str
    magic: bytes
    pieces: Callable[[IO[bytes]], Iterator[bytes]]
    pack: Pack


def packed_with(data: bytes) -> Compression | None:
    """What a file was compressed with, if it was.

    >>> import lzma
    >>> packed_with(lzma.compress(b"text")).suffix
    '.xz'
    """
    return next((one for one in COMPRESSIONS if data.startswith(one.magic)), None)


def unpack(data: bytes, how: Compression, name: str) -> bytes:
    """The bytes in a compressed file; InputError where it is damaged or holds too much.

    >>> import lzma
    >>> unpack(lzma.compress(b"text"), COMPRESSIONS[1], "a.xz")
    b'text'
    """
    import lzma
    import zlib

    pieces: list[bytes] = []
    size = 0
    try:
        for piece in how.pieces(BytesIO(data)):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise too_large(name)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise InputError(
            f"{name} can't be unpacked ({error}); it was left alone. It may have been cut off on "
            "its way: fetch it again"
        ) from error
    return b"".join(pieces)


def too_large(name: str) -> InputError:
    """What to say of a file that is too large to be read at once."""
    return InputError(
        f"{name} holds more than {MOST_BYTES >> 20} MiB; it was left alone. "
        "Split it into smaller files"
    )


def inner_name(name: str) -> str:
    """The name that a compressed file has when it is unpacked.

    >>> inner_name("a.jsonl.gz"), inner_name("a.txt")
    ('a.jsonl', 'a.txt')
    """
    path = PurePath(name)
    packed = path.suffix.lower() in {one.suffix for one in COMPRESSIONS}
    return str(path.with_suffix("")) if packed else name


def _gzip(data: bytes, *, original: bytes) -> bytes:
    """Packs with the time and the file name that the original's header has."""
    from gzip import GzipFile

    modified = int.from_bytes(original[4:8], "little")
    has_name = original[3] & 0x0C == 0x08  # a name, and no extra field before it
    named = original[10 : original.index(b"\0", 10)].decode("latin-1") if has_name else ""
    buffer = BytesIO()
    with GzipFile(named, "wb", 9, buffer, modified) as file:
        file.write(data)
    return buffer.getvalue()


def _zstd_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    chunk = stream.read(_ZSTD_CHUNK)
    while chunk:
        frame = zstandard.ZstdDecompressor().decompressobj()
        while not frame.eof:
            if not chunk:
                raise EOFError("compressed file ended before the end of its last frame")
            try:
                yield frame.decompress(chunk)
            except zstandard.ZstdError as error:
                raise OSError(str(error)) from error
            chunk = frame.unused_data if frame.eof else stream.read(_ZSTD_CHUNK)
        chunk = chunk or stream.read(_ZSTD_CHUNK)


def _zstd(data: bytes, *, original: bytes) -> bytes:
    import zstandard

    del original
    return zstandard.ZstdCompressor(level=9, write_checksum=True).compress(data)


def _gzip_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    from gzip import GzipFile

    with GzipFile(fileobj=stream) as unpacked:
        yield from iter(partial(unpacked.read, _CHUNK), b"")


def _xz(data: bytes, *, original: bytes) -> bytes:
    import lzma

    del original
    return lzma.compress(data)


def _xz_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    from lzma import LZMADecompressor

    chunk = stream.read(_XZ_CHUNK)
    while chunk:
        unpacker = LZMADecompressor(memlimit=_XZ_MEMORY)
        yield unpacker.decompress(chunk, _CHUNK)
        while not unpacker.eof:
            chunk = stream.read(_XZ_CHUNK) if unpacker.needs_input else b""
            if unpacker.needs_input and not chunk:
                raise EOFError("compressed file ended before the end of its last stream")
            yield unpacker.decompress(chunk, _CHUNK)
        chunk = unpacker.unused_data.lstrip(b"\0")  # what streams may be padded with
        while not chunk and (more := stream.read(_XZ_CHUNK)):
            chunk = more.lstrip(b"\0")


COMPRESSIONS = (
    Compression(".gz", b"\x1f\x8b", _gzip_pieces, _gzip),
    Compression(".xz", b"\xfd7zXZ\0", _xz_pieces, _xz),
    Compression(".zst", b"\x28\xb5\x2f\xfd", _zstd_pieces, _zstd),
)
