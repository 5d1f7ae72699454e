"""Puts what is done in its place: large files out of their pieces, changed files over old ones."""

from __future__ import annotations

import json
from contextlib import suppress
from threading import Event

from cleaner.archive.contents import assembled, content
from cleaner.archive.in_place import CHANGED, replace
from cleaner.archive.outputs import PIECES, Form
from cleaner.archive.places import OWN, place
from cleaner.archive.store import Store
from cleaner.archive.tasks import Done, Job
from cleaner.errors import InputError

__all__ = ["put_files", "put_rejects"]


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
            replace(source, store, file, is_same=is_same)
        elif job.output.target is None:
            store.put(part.path)
        elif changed or is_same:
            job.output.place.write(part.path, assembled(source, job.output.place, file))
            job.output.force()
            store.put(part.path)
        else:
            store.keep([Done(one, error=CHANGED) for one, *_ in file])
        for _, piece, _ in file:
            if piece:
                job.output.place.remove(piece)
    if next(store.parts("done"), None) is None:
        job.output.place.remove(PIECES)  # what killed runs left


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
                target.write(path, content(source, path))
    return target.full(name)


def _line(reject: tuple[str, int, str, str | None]) -> bytes:
    path, _, reason, record = reject
    line = json.dumps({"file": path, "reason": reason, "record": record}, ensure_ascii=False)
    return line.encode("utf-8", "surrogatepass") + b"\n"


def _put_rows(job: Job, store: Store) -> None:
    """All rows in one file, in the order of the archive."""
    target = job.output.place
    rows = (chunk for _, piece in store.done_parts() for chunk in content(target, piece))
    if job.output.form is Form.PARQUET:
        from cleaner.archive.containers.results import as_parquet

        target.write("results.parquet", as_parquet(rows))
    else:
        target.write("results.jsonl", rows)
