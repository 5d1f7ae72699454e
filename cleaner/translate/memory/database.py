"""The memory's SQLite file: shared by processes, never lost, never deleted.

Writers wait for each other (write-ahead log where the file system has it, short transactions);
what is not ours or damaged is left as it is and reported.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from cleaner.errors import MemoryFileError

__all__ = ["Database"]

SCHEMA_VERSION = 1
# "clnr": marks the file as ours, so that no other program's database is written to.
APPLICATION_ID = 0x636C6E72
BUSY_SECONDS = 20.0
_SCHEMA = (
    """CREATE TABLE editor (
        fragment TEXT NOT NULL, context TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL,
        author TEXT NOT NULL, date TEXT NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY (fragment, context)) WITHOUT ROWID""",
    # In which corrections' texts a word stands.
    """CREATE TABLE words (
        word TEXT NOT NULL, fragment TEXT NOT NULL, context TEXT NOT NULL,
        PRIMARY KEY (word, fragment, context)) WITHOUT ROWID""",
    "CREATE INDEX words_of_correction ON words (fragment, context)",
    """CREATE TABLE machine (
        model TEXT NOT NULL, context TEXT NOT NULL, fragment TEXT NOT NULL, answers TEXT NOT NULL,
        PRIMARY KEY (model, context, fragment)) WITHOUT ROWID""",
    """CREATE TABLE scores (
        model TEXT NOT NULL, pair TEXT NOT NULL, score REAL NOT NULL,
        PRIMARY KEY (model, pair)) WITHOUT ROWID""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
_LOG = logging.getLogger("cleaner")


class Database:
    """A file, made when ``create`` says so and it is missing; opened when needed.

    ``adds`` says whether something is to be written: a file that can't be is then warned of,
    once. Every method raises ``MemoryFileError``.
    """

    def __init__(self, path: Path, *, create: bool = True, adds: bool = True) -> None:
        self.path = path
        self._create = create
        self._warned = not adds
        self._local = threading.local()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file as far as this thread has it open."""
        connection = getattr(self._local, "connection", None)
        if connection is not None and self._local.owner == os.getpid():
            connection.close()
        self._local.connection = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The open file; what SQLite raises inside becomes ``MemoryFileError``."""
        try:
            yield self._connection()
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise self._error(error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all that is done in it, or nothing."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread and process: neither may use another's."""
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None or self._local.owner != os.getpid():
            known = self._opened()
            self._local.connection, self._local.owner = known, os.getpid()
        return known

    def _opened(self) -> sqlite3.Connection:
        path = self.path
        if path.is_dir():
            raise MemoryFileError(f"{path}: a folder; name a file for the translation memory")
        if not path.exists() and not self._create:
            raise MemoryFileError(
                f"{path}: no such translation memory; `cleaner memory add` makes one"
            )
        if not path.parent.is_dir():
            raise MemoryFileError(f"{path}: its folder does not exist; make it first")
        if not self._writable():
            if not path.exists():
                raise MemoryFileError(f"{path}: can't be made, its folder is read-only")
            self._warn(f"{path}: the translation memory is read-only; it is used, not added to")
            return self._opened_to_read()
        connection = self._connect("rwc" if self._create else "rw")
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection

    def _opened_to_read(self) -> sqlite3.Connection:
        connection = self._connect("ro")
        try:
            _verify(connection, self.path)
        except sqlite3.OperationalError as error:
            connection.close()
            if _code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            # A write-ahead log needs a second file, which a read-only folder can't take.
            connection = self._connect("ro&immutable=1")
            _verify(connection, self.path)
        return connection

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        )

    def _writable(self) -> bool:
        there = not self.path.exists() or os.access(self.path, os.W_OK)
        return there and os.access(self.path.parent, os.W_OK)

    def _warn(self, text: str) -> None:
        if not self._warned:
            self._warned = True
            _LOG.warning("warning: %s", text)

    def _error(self, error: Exception) -> MemoryFileError:
        said = _TROUBLE.get(_code(error))
        if said is None or isinstance(error, ValueError | TypeError):
            said = f"can't be used ({error})" if _code(error) else f"{_DAMAGE} ({error})"
        return MemoryFileError(f"{self.path}: the translation memory {said}")

    def keep(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Writes rows that may be missing; where that can't be done, warns once and goes on."""
        if not rows or (self._warned and not self._writable()):
            return
        try:
            with self.writing() as connection:
                connection.executemany(statement, rows)
        except MemoryFileError as error:
            if _code(error.__cause__) in _DAMAGED:
                raise
            self._warn(f"{error} (answers are not kept)")


_DAMAGE = (
    "is damaged; it was left as it is: put back a copy, or move it away and import what was "
    "exported"
)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, 0)
_TROUBLE = {
    sqlite3.SQLITE_CORRUPT: _DAMAGE,
    sqlite3.SQLITE_NOTADB: "is no SQLite database or damaged; name another file, or move it away",
    sqlite3.SQLITE_BUSY: "is in use by another process; try again",
    sqlite3.SQLITE_LOCKED: "is in use by another process; try again",
    sqlite3.SQLITE_FULL: "has no room left on the disk; nothing was changed",
    sqlite3.SQLITE_READONLY: "is read-only; nothing was changed",
    sqlite3.SQLITE_CANTOPEN: "can't be opened; see whether you may read it and its folder",
    sqlite3.SQLITE_ERROR: _DAMAGE,
}


def _code(error: BaseException | None) -> int:
    """SQLite's code of an error, without its details; 0 for an error of another kind."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in a new file; raises for a file that is not ours."""
    if _is_new(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster.
            for statement in _SCHEMA if _is_new(connection) else ():
                connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    _verify(connection, path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Another process is at it, or the file system has no shared memory: slower, not worse.
        if _code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise


def _is_new(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables and not _pragma(connection, "application_id")


def _verify(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise MemoryFileError(
            f"{path}: a database, but no translation memory; it was left as it is, name another"
        )
    version = _pragma(connection, "user_version")
    if version > SCHEMA_VERSION:
        raise MemoryFileError(
            f"{path}: made by a newer Cleaner (format {version}, this one knows {SCHEMA_VERSION}); "
            "install the newer one, or name another file"
        )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
