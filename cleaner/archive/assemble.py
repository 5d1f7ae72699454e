"""Puts what is done in its place: large files out of their pieces, changed files over old ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from threading import Event

from cleaner.archive.outputs import PIECES, Form
from cleaner.archive.parts import Part
from cleaner.archive.places import OWN, Folder, Place, place
from cleaner.archive.store import Store
from cleaner.archive.tasks import Done, Job
from cleaner.errors import InputError
from cleaner.journal.record import Change

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
        part = file[0][0]
        changed = any(is_changed for *_, is_changed in file)
        is_same = source.entry(part.path).mark == part.mark
        if job.output.target is None and changed:
            _replace(source, store, file, is_same=is_same)
        elif job.output.target is None:
            store.put(part.path)
        elif changed or is_same:
            chunks = _pieces(job.output.place, file) if changed else _content(source, part.path)
            job.output.place.write(part.path, chunks)
            job.output.force()
            store.put(part.path)
        else:
            store.keep([Done(one, error=_CHANGED) for one, *_ in file])
        for _, piece, _ in file:
            if piece:
                job.output.place.remove(piece)
    if next(store.parts("done"), None) is None:
        job.output.place.remove(PIECES)  # what killed runs left


_CHANGED = "the file was changed while the archive was cleaned; run again"


def put_rejects(job: Job, store: Store) -> str | None:
    """Writes what could not be read, with the reasons, and copies the files that could not.

    Returns where that is; None where nothing was rejected. An archive that is changed in place
    keeps the list beside the run's memory.
    """
    target = job.output.place
    name = "rejects/rejects.jsonl" if job.output.target else f"{OWN}/rejects/rejects.jsonl"
    if next(store.rejects(), None) is None:
        target.remove(name)  # what an earlier run left
        return None
    target.write(name, map(_line, store.rejects()))
    if job.output.target and job.output.form is Form.SAME:
        source = place(job.source)
        for path in store.rejected_files():
            with suppress(InputError):  # what can't be read can't be copied
                target.write(path, _content(source, path))
    return target.full(name)


def _line(reject: tuple[str, int, str, str | None]) -> bytes:
    path, _, reason, record = reject
    line = json.dumps({"file": path, "reason": reason, "record": record}, ensure_ascii=False)
    return line.encode("utf-8", "surrogatepass") + b"\n"


def restore(root: Place, store: Store) -> Iterator[tuple[str, str]]:
    """Takes back what was changed in place, the last change first: each file, and what went wrong.

    A file that was changed since is left alone.
    """
    for number, path, before, after in store.replacements():
        try:
            if _digest(_content(root, path)) != after:
                yield path, "was changed since; it was left alone"
                continue
            with ExitStack() as closing:
                file = closing.enter_context(root.open(path))
                chunks = _checked(_undone(file.read, store.old(number)), before, root.full(path))
                _folder(root).replace(path, chunks)
        except InputError as error:
            yield path, str(error)
            continue
        store.undone(number)
        yield path, ""


def _undone(read: Callable[[int], bytes], changes: Iterable[Change]) -> Iterator[bytes]:
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


def _checked(chunks: Iterable[bytes], digest: str, path: str) -> Iterator[bytes]:
    """The chunks; raises InputError at their end if they are not what the digest says."""
    seen = sha256()
    for chunk in chunks:
        seen.update(chunk)
        yield chunk
    if seen.hexdigest() != digest:
        raise InputError(f"{path}: its old content can't be restored; it was left alone")


def _replace(source: Place, store: Store, file: File, *, is_same: bool) -> None:
    """Replaces a file of the archive, after what it held is remembered.

    One that is not the same as when it was read was either replaced already, by a run that was
    killed then, or changed by somebody else.
    """
    path = file[0][0].path
    before = _digest(_content(source, path))
    if is_same:
        store.replacing(path, before, _digest(_pieces(source, file)))
        _folder(source).replace(path, _pieces(source, file))
    elif not store.was_replaced(path, before):
        store.keep([Done(one, error=_CHANGED) for one, *_ in file])
        return
    now = source.entry(path)
    store.replaced(path, now.size, now.mark)


def _folder(where: Place) -> Folder:
    """What is changed in place is on this machine."""
    assert isinstance(where, Folder)
    return where


def _pieces(target: Place, file: File) -> Iterator[bytes]:
    for part, piece, _ in file:
        if piece:
            yield from _content(target, piece)
        else:  # nothing changed in this part
            yield from _content(target, part.path, part.start, part.end)


def _content(where: Place, path: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    with where.open(path) as opened:
        try:
            opened.seek(start)
            left = end - start if end is not None else None
            while chunk := opened.read(_CHUNK if left is None else min(left, _CHUNK)):
                yield chunk
                if left is not None:
                    left -= len(chunk)
        except OSError as error:
            raise InputError(f"{where.full(path)}: can't be read ({error})") from error


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
