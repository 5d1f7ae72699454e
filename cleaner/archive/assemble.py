"""Puts what is done in its place: large files out of their pieces, changed files over old ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from threading import Event

from cleaner.archive.outputs import Form
from cleaner.archive.parts import Part
from cleaner.archive.places import Place, place
from cleaner.archive.store import Store
from cleaner.archive.tasks import Job
from cleaner.errors import InputError
from cleaner.journal.record import Change
from cleaner.storage import write_atomically

__all__ = ["put_files", "put_rejects", "restore"]

_CHUNK = 1 << 20

File = Sequence[tuple[Part, str, bool]]


def put_files(job: Job, store: Store, stop: Event) -> None:
    """Puts every finished file in its place, in order; stops between two files when asked to."""
    if job.output.form is not Form.SAME:
        _put_rows(job, store)
        return
    source = place(job.source)
    for file in store.finished_files():
        if stop.is_set():
            return
        path, changed = file[0][0].path, any(is_changed for *_, is_changed in file)
        if job.output.target is None:
            if changed:
                _replace(source, store, file)
            else:
                store.put(path)
        else:
            if any(piece for _, piece, _ in file):
                chunks = _pieces(job.output.place, file) if changed else _content(source, path)
                job.output.place.write(path, chunks)
            store.put(path)
        for _, piece, _ in file:
            if piece:
                job.output.place.remove(piece)


def put_rejects(job: Job, store: Store) -> str | None:
    """Writes what could not be read, with the reasons, and copies the files that could not.

    Returns where that is; None where nothing was rejected. An archive that is changed in place
    keeps the list beside the run's memory.
    """
    lines = [
        json.dumps({"file": path, "reason": reason, "record": record}, ensure_ascii=False)
        for path, _, reason, record in store.rejects()
    ]
    if not lines:
        return None
    target = job.output.place
    name = "rejects/rejects.jsonl" if job.output.target else ".cleaner/rejects/rejects.jsonl"
    target.write(name, (line.encode("utf-8", "surrogatepass") + b"\n" for line in lines))
    if job.output.target and job.output.form is Form.SAME:
        source = place(job.source)
        for part in store.parts("rejected"):
            if part.start == 0:
                target.write(part.path, _content(source, part.path))
    return target.full(name)


def restore(root: Place, store: Store) -> Iterator[tuple[str, str]]:
    """Takes back what was changed in place, the last change first: each file, and what went wrong.

    A file that was changed since is left alone.
    """
    for number, path, before, after in store.replacements():
        full = Path(root.full(path))
        try:
            if _digest(_content(root, path)) != after:
                yield path, "was changed since; it was left alone"
                continue
            with ExitStack() as closing:
                file = closing.enter_context(root.open(path))
                chunks = _checked(_undone(file.read, store.old(number)), before, full)
                write_atomically(full, chunks)
        except InputError as error:
            yield path, str(error)
            continue
        store.undone(number)
        yield path, ""


def _undone(read, changes: Iterable[Change]) -> Iterator[bytes]:  # type: ignore[no-untyped-def]
    """The old content, from the new content and what was changed."""
    at = 0
    for change in changes:
        while at < change.start:
            chunk = read(min(_CHUNK, change.start - at))
            if not chunk:
                return
            at += len(chunk)
            yield chunk
        read(len(change.after))
        at += len(change.before)
        yield change.before
    while chunk := read(_CHUNK):
        yield chunk


def _checked(chunks: Iterable[bytes], digest: str, path: Path) -> Iterator[bytes]:
    """The chunks; raises InputError at their end if they are not what the digest says."""
    seen = sha256()
    for chunk in chunks:
        seen.update(chunk)
        yield chunk
    if seen.hexdigest() != digest:
        raise InputError(f"{path}: its old content can't be restored; it was left alone")


def _replace(source: Place, store: Store, file: File) -> None:
    """Replaces a file of the archive, after what it held is remembered."""
    path = file[0][0].path
    full = Path(source.full(path))
    before, after = _digest(_content(source, path)), _digest(_pieces(source, file))
    if before != after:  # a run that was killed may have replaced it already
        store.replacing(path, before, after)
        write_atomically(full, _pieces(source, file))
    status = full.stat()
    store.replaced(path, status.st_size, str(status.st_mtime_ns))


def _pieces(target: Place, file: File) -> Iterator[bytes]:
    for part, piece, _ in file:
        if piece:
            yield from _content(target, piece)
        else:  # nothing changed in this part
            yield from _content(target, part.path, part.start, part.end)


def _content(where: Place, path: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    with where.open(path) as opened:
        opened.seek(start)
        left = end - start if end is not None else None
        while chunk := opened.read(_CHUNK if left is None else min(left, _CHUNK)):
            yield chunk
            if left is not None:
                left -= len(chunk)


def _digest(chunks: Iterable[bytes]) -> str:
    seen = sha256()
    for chunk in chunks:
        seen.update(chunk)
    return seen.hexdigest()


def _put_rows(job: Job, store: Store) -> None:
    """All rows in one file, in the order of the archive."""
    target = job.output.place
    rows = (chunk for _, piece in store.done_parts() for chunk in _content(target, piece))
    if job.output.form is Form.PARQUET:
        from cleaner.archive.parquet import as_parquet

        target.write("results.parquet", as_parquet(rows))
    else:
        target.write("results.jsonl", rows)
