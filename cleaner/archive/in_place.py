"""Files of an archive that are replaced by what they became, and how that is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from cleaner.archive.contents import CHUNK, Pieces, assembled, content, digest
from cleaner.archive.places import OWN, Folder, Place
from cleaner.archive.store import Store
from cleaner.archive.tasks import Done
from cleaner.errors import InputError
from cleaner.journal.record import Change

__all__ = ["CHANGED", "replace", "restore"]

CHANGED = "the file was changed while the archive was cleaned; run again"


def replace(source: Place, store: Store, file: Pieces, *, is_same: bool) -> None:
    """Replaces a file of the archive, after what it held is remembered.

    One that is not the same as when it was read was either replaced already, by a run that was
    killed then, or changed by somebody else.
    """
    path = file[0][0].path
    before = digest(content(source, path))
    if is_same:
        number = store.replacing(path, before, digest(assembled(source, source, file)))
        if next(store.old(number), None) is None:
            _folder(source).keep(path, _kept(number))
        _folder(source).replace(path, assembled(source, source, file))
    elif not store.was_replaced(path, before):
        store.keep([Done(one, error=CHANGED) for one, *_ in file])
        return
    now = source.entry(path)
    store.replaced(path, now.size, now.mark)


def _kept(number: int) -> str:
    """Where the old file is kept as a whole: what was changed in it has no places in its bytes."""
    return f"{OWN}/old/{number}"


def _folder(where: Place) -> Folder:
    """What is changed in place is on this machine."""
    assert isinstance(where, Folder)
    return where


def restore(root: Place, store: Store) -> Iterator[tuple[str, str]]:
    """Takes back what was changed in place, the last change first: each file, and what went wrong.

    A file that was changed since is left alone.
    """
    for number, path, before, after in store.replacements():
        try:
            if digest(content(root, path)) != after:
                yield path, "was changed since; it was left alone"
                continue
            with root.open(path) as file:
                is_kept = next(store.old(number), None) is None
                old = (
                    content(root, _kept(number))
                    if is_kept
                    else _undone(file.read, store.old(number))
                )
                _folder(root).replace(path, _checked(old, before, root.full(path)))
        except InputError as error:
            yield path, str(error)
            continue
        store.undone(number)
        root.remove(_kept(number))
        yield path, ""


def _undone(read: Callable[[int], bytes], changes: Iterable[Change]) -> Iterator[bytes]:
    """The old content, from the new content and what was changed."""
    at = 0
    for change in changes:
        while at < change.start:
            chunk = read(min(CHUNK, change.start - at))
            if not chunk:
                return
            at += len(chunk)
            yield chunk
        read(len(change.after))
        at += len(change.before)
        yield change.before
    while chunk := read(CHUNK):
        yield chunk


def _checked(chunks: Iterable[bytes], expected: str, path: str) -> Iterator[bytes]:
    """The chunks; raises InputError at their end if they are not what the digest says."""
    seen = sha256()
    for chunk in chunks:
        seen.update(chunk)
        yield chunk
    if seen.hexdigest() != expected:
        raise InputError(f"{path}: its old content can't be restored; it was left alone")
