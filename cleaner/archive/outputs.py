"""What is written for a part of an archive, and what is kept of its findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from urllib.parse import quote

from cleaner.archive.containers import container_of
from cleaner.archive.parts import Part
from cleaner.archive.places import OWN, Place, place
from cleaner.archive.rows import Row, by_article, rows_of, starts_of
from cleaner.formats.compression import Compression
from cleaner.formats.source import read_text
from cleaner.journal.record import Change, changes_between
from cleaner.sources import Checked

__all__ = ["PIECES", "Form", "Output", "Reject", "Written", "piece_of", "write"]

# Where what belongs together waits for the rest; hidden, and so no part of any archive.
PIECES = f"{OWN}/pieces"


class Form(StrEnum):
    """How results are written: as files like those that came in, or as rows."""

    SAME = "same"
    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go; ``target`` is None where the archive itself is changed.

    ``is_dry``: nothing is written but the store.
    """

    target: str | None
    source: str
    form: Form = Form.SAME
    is_dry: bool = False

    @property
    def place(self) -> Place:
        """The place that is written to."""
        return place(self.target or self.source)

    def force(self) -> None:
        """Forces to disk what was written."""
        if not self.is_dry:
            self.place.force()


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a part; ``digest`` is the SHA-256 of what it held.

    ``piece`` is where its output waits to be put in its place, if it is not there; ``is_put`` says
    that nothing is left to do. ``changes`` are kept where the archive itself is changed; they count
    in the part. Of packed files and containers there are none: what is in them has other places.
    """

    digest: str
    articles: int
    rows: tuple[Row, ...]
    errors: tuple[Reject, ...]
    piece: str
    is_changed: bool
    is_put: bool
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that stays as it is, and why; all of the file where there is no ``record``."""

    reason: str
    record: str | None = None


def write(
    output: Output, part: Part, blocks: Iterable[tuple[bytes, Checked]], packed: Compression | None
) -> Written:
    """Writes a part's blocks, as they come, and says what was in them."""
    digest = sha256()
    rows: list[Row] = []
    errors: list[Reject] = []
    changes: list[Change] = []
    articles = read = 0
    is_changed = False

    def chunks() -> Iterator[bytes]:
        nonlocal articles, is_changed, read
        for data, checked in blocks:
            digest.update(data)
            first, articles = articles, articles + len(checked.source.articles)
            rows.extend(rows_of(part.path, checked, first))
            errors.extend(Reject(str(e), getattr(e, "record", None)) for e in checked.errors)
            is_changed |= bool(checked.applied)
            if is_text and output.target is None:
                changes.extend(_changes(data, checked, read))
                read += len(data)
            if output.form is not Form.SAME:
                yield from _articles(part, checked, first)
            elif packed:
                yield packed.pack(checked.data, original=data)
            else:
                yield checked.data

    is_text = packed is None and container_of(part.path) is None
    piece = piece_of(part) if not (is_text and part.is_whole and output.form is Form.SAME) else ""
    if output.is_dry:
        for _ in chunks():
            pass
    elif output.target is None and not piece:
        held = b"".join(chunks())
        piece = piece_of(part) if is_changed else ""
        if piece:
            output.place.write(piece, held)
    else:
        output.place.write(piece or part.path, chunks())
    return Written(
        digest.hexdigest(),
        articles,
        tuple(rows),
        tuple(errors),
        piece,
        is_changed,
        not piece and part.is_whole,
        tuple(changes),
    )


def piece_of(part: Part) -> str:
    """Where a part's output waits.

    >>> piece_of(Part("a/b.jsonl", 0, 9, 99))
    '.cleaner/pieces/a%2Fb.jsonl/0000000000000000'
    """
    return f"{PIECES}/{quote(part.path, safe='')}/{part.start:016x}"


def _changes(data: bytes, checked: Checked, shift: int) -> Iterator[Change]:
    source = checked.source
    if checked.applied:
        for change in changes_between(
            data, checked.data, source.text, source.decoded.encoding, checked.applied
        ):
            yield replace(change, start=change.start + shift)


def _articles(part: Part, checked: Checked, first: int) -> Iterator[bytes]:
    """A row for each article: its text as it is now, what was done, and its status.

    They are numbered from ``first``, through all of the part.
    """
    source = checked.source
    fixed = read_text(checked.text, source.format, name=source.name, options=source.options)
    starts = starts_of(source)
    applied, remaining = (
        by_article(found, starts) for found in (checked.applied, checked.remaining)
    )
    for at, article in enumerate(fixed.articles):
        row = {
            "file": part.path,
            "offset": part.start,
            "record": first + at,
            "status": "fixed" if applied[at] else "found" if remaining[at] else "clean",
            "text": article.text,
            "edits": [one.to_json() for one in applied[at]],
        }
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"
