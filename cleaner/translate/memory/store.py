"""The SQLite file of the memory: shared by processes, never lost, never deleted.

Writers wait for each other (write-ahead log where the file system has it, short transactions);
what is not ours or damaged is left as it is and reported.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

from cleaner.errors import MemoryFileError
from cleaner.translate.memory.entry import Context, Correction, words_in

__all__ = ["Changes", "MachineAnswer", "Memory"]

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
# SQLite takes at least 999 values in one statement.
_AT_ONCE = 500
_COLUMNS = "fragment, text, context, author, date, note"
_LOG = logging.getLogger("cleaner")


class MachineAnswer(NamedTuple):
    """What a model answered: ``context`` is a digest of all that it read, ``answers`` JSON."""

    model: str
    context: str
    fragment: str
    answers: str


class Changes(NamedTuple):
    """What came of storing corrections; ``kept`` are older ones that did not replace a newer."""

    added: int = 0
    replaced: int = 0
    same: int = 0
    kept: int = 0


class Memory:
    """A memory in a file, made when ``create`` says so and it is missing; opened when needed.

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

    def corrections(self, fragments: Collection[str]) -> list[Correction]:
        """The corrections of these fragments, for all contexts."""
        found: list[Correction] = []
        for some in _chunks(sorted(fragments)):
            found += self._corrections(f"WHERE fragment IN ({_marks(some)})", some)
        return found

    def all_corrections(self) -> list[Correction]:
        """All corrections, in the order of fragment and context."""
        return self._corrections("ORDER BY fragment, context", ())

    def containing(self, folded: str) -> list[Correction]:
        """The corrections in whose folded text this stands."""
        words = words_in(folded)
        if not words:
            return []
        # The longest word is most likely a rare one.
        return self._corrections(
            "JOIN words USING (fragment, context) WHERE word = ? AND instr(folded, ?)",
            (max(words, key=len), folded),
        )

    def store(self, corrections: Iterable[Correction], *, force: bool = False) -> Changes:
        """Stores all corrections or none. The newer of two for one place stays.

        ``force`` replaces whatever is there.
        """
        counts = dict.fromkeys(Changes._fields, 0)
        with self._writing() as connection:
            for new in corrections:
                counts[_store(connection, new, force=force)] += 1
        return Changes(**counts)

    def answers(self, model: str, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """What the model answered to these (context, fragment) before."""
        found: dict[tuple[str, str], str] = {}
        with self._reading() as connection:
            for some in _chunks(sorted({context for context, _ in keys})):
                rows = connection.execute(
                    "SELECT context, fragment, answers FROM machine "
                    f"WHERE model = ? AND context IN ({_marks(some)})",
                    (model, *some),
                )
                found.update({(context, fragment): text for context, fragment, text in rows})
        return {key: found[key] for key in keys if key in found}

    def scores(self, model: str, pairs: Collection[str]) -> dict[str, float]:
        """How likely the model held these pairs of texts, each named by its digest."""
        found: dict[str, float] = {}
        with self._reading() as connection:
            for some in _chunks(sorted(pairs)):
                found |= connection.execute(
                    f"SELECT pair, score FROM scores WHERE model = ? AND pair IN ({_marks(some)})",
                    (model, *some),
                )
        return found

    def keep_answers(self, answers: Sequence[MachineAnswer]) -> None:
        """Keeps what a model answered; where that can't be written, warns once and goes on."""
        self._keep("INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?)", answers)

    def keep_scores(self, model: str, scores: Mapping[str, float]) -> None:
        """Keeps a model's scores by their pairs, as ``keep_answers`` keeps answers."""
        rows = [(model, pair, score) for pair, score in scores.items()]
        self._keep("INSERT OR REPLACE INTO scores VALUES (?, ?, ?)", rows)

    def _keep(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if not rows or (self._warned and not self._writable()):
            return
        try:
            with self._writing() as connection:
                connection.executemany(statement, rows)
        except MemoryFileError as error:
            if _code(error.__cause__) in _DAMAGED:
                raise
            self._warn(f"{error} (answers are not kept)")

    def all_answers(self) -> list[MachineAnswer]:
        """All answers of models."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT model, context, fragment, answers FROM machine "
                "ORDER BY fragment, model, context"
            )
            return [MachineAnswer(*row) for row in rows]

    def clear(self, *, editor: bool = True, machine: bool = True) -> int:
        """Removes the entries of these kinds; how many there were."""
        removed = 0
        with self._writing() as connection:
            for table, wanted in (("editor", editor), ("machine", machine)):
                if wanted:
                    removed += connection.execute(f"DELETE FROM {table}").rowcount
            if editor:
                connection.execute("DELETE FROM words")
            if machine:
                connection.execute("DELETE FROM scores")
        return removed

    def count(self, *, editor: bool = True, machine: bool = True) -> int:
        """How many entries of these kinds there are."""
        with self._reading() as connection:
            return sum(
                int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
                for table, wanted in (("editor", editor), ("machine", machine))
                if wanted
            )

    def _corrections(self, where: str, values: Sequence[str]) -> list[Correction]:
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM editor {where}", values)
            return [
                Correction(fragment, text, Context.parsed(context), author, date, note)
                for fragment, text, context, author, date, note in rows
            ]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection()
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise self._error(error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all that is done in it, or nothing."""
        with self._reading() as connection:
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


def _store(connection: sqlite3.Connection, new: Correction, *, force: bool) -> str:
    """Stores one correction; the name of the count that it adds to."""
    context = new.context.key if new.context else ""
    old = connection.execute(
        "SELECT text, author, date, note FROM editor WHERE fragment = ? AND context = ?",
        (new.fragment, context),
    ).fetchone()
    if old == (new.text, new.author, new.date, new.note):
        return "same"
    if old and not force and old[2] >= new.date:
        return "kept"
    connection.execute(
        "INSERT OR REPLACE INTO editor VALUES (?, ?, ?, ?, ?, ?, ?)",
        (new.fragment, context, new.text, new.folded, new.author, new.date, new.note),
    )
    key = (new.fragment, context)
    if old:
        connection.execute("DELETE FROM words WHERE fragment = ? AND context = ?", key)
    words = [(word, *key) for word in words_in(new.folded)]
    connection.executemany("INSERT INTO words VALUES (?, ?, ?)", words)
    return "replaced" if old else "added"


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
