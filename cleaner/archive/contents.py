"""The content of files, in chunks: as they are, or put together out of pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from cleaner.archive.containers import Stretch, container_of, lines_in
from cleaner.archive.parts import Part
from cleaner.archive.places import Place
from cleaner.errors import InputError

__all__ = ["CHUNK", "Pieces", "assembled", "content", "digest"]

CHUNK = 1 << 20

# The parts of a file, in order, with their pieces, and whether anything was changed in them.
Pieces = Sequence[tuple[Part, str, bool]]


def assembled(source: Place, pieces: Place, file: Pieces) -> Iterator[bytes]:
    """The new content of a file; the old one where nothing was changed."""
    path = file[0][0].path
    container = container_of(path)
    if not any(is_changed for *_, is_changed in file):
        yield from content(source, path)
    elif container:
        stretches = (
            Stretch(
                part.start,
                part.end,
                lines_in(content(pieces, piece)) if is_changed else None,
            )
            for part, piece, is_changed in file
        )
        with source.open(path) as opened:
            yield from container.packed(opened, stretches, source.full(path))
    else:
        for part, piece, _ in file:
            if piece:
                yield from content(pieces, piece)
            else:  # nothing changed in this part
                yield from content(source, path, part.start, part.end)


def content(where: Place, path: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """What a file holds, from ``start`` to ``end``."""
    with where.open(path) as opened:
        try:
            opened.seek(start)
            left = end - start if end is not None else None
            while chunk := opened.read(CHUNK if left is None else min(left, CHUNK)):
                yield chunk
                if left is not None:
                    left -= len(chunk)
        except OSError as error:
            raise InputError(f"{where.full(path)}: can't be read ({error})") from error


def digest(chunks: Iterable[bytes]) -> str:
    """The SHA-256 of chunks."""
    seen = sha256()
    for chunk in chunks:
        seen.update(chunk)
    return seen.hexdigest()
