"""What a run remembers, in SQLite: parts and their state, translations, findings, old content.

A result is committed before it counts, so that a run which is killed at any moment goes on with
what is missing. Only the process that drives the run writes here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from cleaner.archive.decisions import Decision, Decisions, Verdict
from cleaner.archive.parts import Part
from cleaner.archive.places import Entry
from cleaner.archive.rows import Row
from cleaner.archive.tasks import Done, Waiting
from cleaner.errors import ArchiveError
from cleaner.finding import Request, Source
from cleaner.journal.record import Change
from cleaner.translate import Answer

__all__ = ["Counts", "Store"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts (
  path TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, size INTEGER NOT NULL,
  mark TEXT NOT NULL,
  -- new, waiting, done (written, maybe as a piece), put (in its place), rejected
  state TEXT NOT NULL DEFAULT 'new',
  digest TEXT, dirty TEXT, articles INTEGER NOT NULL DEFAULT 0, piece TEXT NOT NULL DEFAULT '',
  changed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (path, start)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parts_by_state ON parts (state, path, start);
CREATE TABLE IF NOT EXISTS requests (
  key TEXT PRIMARY KEY, length INTEGER NOT NULL, request TEXT NOT NULL, answer TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS requests_by_length ON requests (length, key);
CREATE TABLE IF NOT EXISTS waits (
  path TEXT NOT NULL, start INTEGER NOT NULL, key TEXT NOT NULL,
  PRIMARY KEY (path, start, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS findings (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, start INTEGER NOT NULL, line INTEGER NOT NULL,
  rule TEXT NOT NULL, found TEXT NOT NULL, replacement TEXT, safety TEXT NOT NULL,
  applied INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, finding TEXT NOT NULL,
  record INTEGER NOT NULL, date TEXT NOT NULL, origin TEXT NOT NULL,
  -- of what is uncertain: the kind of place, what it is decided with, and whether it was
  kind TEXT NOT NULL, grp TEXT NOT NULL, decided INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS findings_of_part ON findings (path, start);
CREATE INDEX IF NOT EXISTS findings_of_group ON findings (grp) WHERE grp <> '';
-- What editors decided, with the group as it was then: rule, found, replacement, kind of place.
CREATE TABLE IF NOT EXISTS decisions (
  grp TEXT PRIMARY KEY, verdict TEXT NOT NULL, text TEXT NOT NULL, said TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rejects (
  path TEXT NOT NULL, start INTEGER NOT NULL, reason TEXT NOT NULL, record TEXT);
CREATE INDEX IF NOT EXISTS rejects_of_part ON rejects (path, start);
-- What an archive that is changed in place held: of parts that are done, then of files.
CREATE TABLE IF NOT EXISTS changes (
  path TEXT NOT NULL, start INTEGER NOT NULL, at INTEGER NOT NULL, before BLOB, after BLOB);
CREATE INDEX IF NOT EXISTS changes_of_part ON changes (path, start);
CREATE TABLE IF NOT EXISTS replaced (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS old (
  replaced INTEGER NOT NULL, at INTEGER NOT NULL, before BLOB, after BLOB,
  PRIMARY KEY (replaced, at)) WITHOUT ROWID;
-- Files about which something was decided since they were done.
CREATE TABLE IF NOT EXISTS again (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_PART = "path, start, end, size, mark"
# Tables that tell of parts.
_OF_PARTS = ("parts", "waits", "findings", "rejects", "changes")


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a run is: parts and bytes by state, articles, findings, rejects, requests.

    ``textless`` are files, but for empty ones, that were read and in which no article was known
    for one; the first of them is named.
    """

    parts: dict[str, int]
    bytes: dict[str, int]
    articles: int
    findings: int
    applied: int
    rejects: int
    requests: int
    answered: int
    textless: int
    first_textless: str


class Store:
    """A run's memory, made if it is missing. Raises ArchiveError where the file can't be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._base.close()
        if isinstance(error, sqlite3.Error):
            raise self._error(error) from error

    def _error(self, error: OSError | sqlite3.Error) -> ArchiveError:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        ):
            return ArchiveError(
                f"{self.path}, the run's memory, is damaged ({error}). Move it away and give the "
                "same command again: everything is looked at once more. What --in-place changed "
                "can't be taken back without it"
            )
        return ArchiveError(f"{self.path}, the run's memory, can't be used ({error})")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The time in which no other run works with this memory; ArchiveError if one does."""
        with self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            try:
                from fcntl import LOCK_EX, LOCK_NB, flock

                flock(lock, LOCK_EX | LOCK_NB)
            except ModuleNotFoundError:  # on Windows
                pass
            except BlockingIOError as error:
                raise ArchiveError(f"{self.path}: another run is at work here") from error
            yield

    @contextmanager
    def _committed(self) -> Iterator[sqlite3.Connection]:
        """All that is done inside is remembered, or nothing."""
        try:
            self._base.execute("BEGIN IMMEDIATE")
            yield self._base
            self._base.execute("COMMIT")
        except BaseException as error:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise self._error(error) from error
            raise

    def select(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one after another."""
        yield from self._base.execute(query, values)

    def decisions(self) -> Decisions:
        """What editors decided."""
        rows = self.select("SELECT grp, verdict, text FROM decisions")
        return {group: Decision(Verdict(verdict), text) for group, verdict, text in rows}

    def decide(self, decisions: Mapping[str, tuple[Decision | None, str]]) -> int:
        """Remembers decisions by group, with what the group says; None takes one back.

        The next run does the files with these findings again; how many they are.
        """
        with self._committed() as base:
            base.executemany(
                "INSERT OR IGNORE INTO again SELECT DISTINCT path FROM findings WHERE grp = ?",
                ((group,) for group in decisions),
            )
            for group, (decision, about) in decisions.items():
                base.execute("DELETE FROM decisions WHERE grp = ?", (group,))
                if decision:
                    base.execute(
                        "INSERT INTO decisions VALUES (?, ?, ?, ?)",
                        (group, str(decision.verdict), decision.text, about),
                    )
            [number] = base.execute("SELECT count(*) FROM again").fetchone()
        return int(number)

    def _forget_decided(self, base: sqlite3.Connection) -> None:
        """Forgets files about which something was decided, so that they are done again.

        What was fixed in place before is still fixed, and stays on record.
        """
        again = "path IN (SELECT path FROM again)"
        said = json.loads(self.setting("signature") or "{}")
        if said.get("target") is None and not said.get("dry"):
            base.execute(f"UPDATE findings SET start = -1 WHERE applied AND {again}")
        for table in _OF_PARTS:
            base.execute(f"DELETE FROM {table} WHERE start >= 0 AND {again}")
        base.execute("DELETE FROM again")

    def setting(self, name: str) -> str | None:
        """What was remembered of the run under this name."""
        row = self._base.execute("SELECT value FROM run WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def remember(self, **settings: str) -> None:
        """Remembers something of the run as a whole."""
        with self._committed() as base:
            base.executemany("INSERT OR REPLACE INTO run VALUES (?, ?)", settings.items())

    def forget_all(self) -> None:
        """Takes every part for new: the program or its settings changed."""
        with self._committed() as base:
            for table in ("parts", "requests", "waits", "findings", "rejects", "changes"):
                base.execute(f"DELETE FROM {table}")

    def plan(self, entries: Iterable[Entry], parts_of: Callable[[Entry], Iterable[Part]]) -> None:
        """Takes the parts of files that are new or changed; forgets files that are gone.

        What was rejected is new again: the reason may be gone.
        """
        with self._committed() as base:
            self._forget_decided(base)
            base.execute(
                "CREATE TEMP TABLE seen (path TEXT PRIMARY KEY, size INTEGER, mark TEXT)"
                " WITHOUT ROWID"
            )
            base.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", entries)
            base.execute(
                "CREATE TEMP TABLE stale AS SELECT DISTINCT path FROM"
                " (SELECT path, size, mark FROM parts EXCEPT SELECT * FROM seen)"
            )
            for table in _OF_PARTS:
                base.execute(f"DELETE FROM {table} WHERE path IN (SELECT path FROM stale)")
            base.execute(
                "CREATE TEMP TABLE fresh AS SELECT * FROM seen"
                " WHERE NOT EXISTS (SELECT 1 FROM parts WHERE path = seen.path)"
            )
            base.executemany(
                f"INSERT INTO parts ({_PART}) VALUES (?, ?, ?, ?, ?)",
                (
                    (p.path, p.start, p.end, p.size, p.mark)
                    for row in base.execute("SELECT * FROM fresh")
                    for p in parts_of(Entry(*row))
                ),
            )
            base.execute(
                "DELETE FROM rejects WHERE (path, start) IN"
                " (SELECT path, start FROM parts WHERE state = 'rejected')"
            )
            base.execute("UPDATE parts SET state = 'new' WHERE state = 'rejected'")
            for table in ("seen", "stale", "fresh"):
                base.execute(f"DROP TABLE {table}")

    def parts(self, state: str) -> Iterator[Part]:
        """The parts in a state, in order; they may change their state meanwhile."""
        last = ("", -1)
        while True:
            rows = self._base.execute(
                f"SELECT {_PART} FROM parts WHERE state = ? AND (path, start) > (?, ?)"
                " ORDER BY path, start LIMIT 1000",
                (state, *last),
            ).fetchall()
            if not rows:
                return
            yield from (Part(*row) for row in rows)
            last = rows[-1][:2]

    def keep(self, results: Iterable[Done | Waiting]) -> None:
        """Remembers what came of parts, all together."""
        with self._committed() as base:
            for result in results:
                if isinstance(result, Waiting):
                    self._keep_waiting(base, result)
                else:
                    self._keep_done(base, result)

    def _keep_waiting(self, base: sqlite3.Connection, one: Waiting) -> None:
        place = (one.part.path, one.part.start)
        base.execute(
            "UPDATE parts SET state = 'waiting', digest = ?, dirty = ?"
            " WHERE (path, start) = (?, ?)",
            (one.digest, json.dumps(one.dirty), *place),
        )
        keyed = [(_key(request), request) for request in one.requests]
        base.executemany(
            "INSERT OR IGNORE INTO requests (key, length, request) VALUES (?, ?, ?)",
            [(key, len(r.fragment), json.dumps(asdict(r))) for key, r in keyed],
        )
        base.executemany(
            "INSERT OR IGNORE INTO waits VALUES (?, ?, ?)", [(*place, key) for key, _ in keyed]
        )

    def _keep_done(self, base: sqlite3.Connection, one: Done) -> None:
        place = (one.part.path, one.part.start)
        for table in ("findings", "rejects", "changes"):
            base.execute(f"DELETE FROM {table} WHERE (path, start) = (?, ?)", place)
        if one.written is None:
            base.execute("UPDATE parts SET state = 'rejected' WHERE (path, start) = (?, ?)", place)
            base.execute("INSERT INTO rejects VALUES (?, ?, ?, NULL)", (*place, one.error))
            return
        done = one.written
        base.execute(
            "UPDATE parts SET state = ?, digest = ?, articles = ?, piece = ?, changed = ?"
            " WHERE (path, start) = (?, ?)",
            (
                "put" if done.is_put else "done",
                done.digest,
                done.articles,
                done.piece,
                done.is_changed,
                *place,
            ),
        )
        base.executemany(
            "INSERT INTO findings (path, start, line, rule, found, replacement, safety, applied,"
            " before, after, finding, record, date, origin, kind, grp, decided)"
            f" VALUES ({', '.join('?' * 17)})",
            [(*place, *_finding(row)) for row in done.rows],
        )
        base.executemany(
            "INSERT INTO rejects VALUES (?, ?, ?, ?)",
            [(*place, reject.reason, reject.record) for reject in done.errors],
        )
        base.executemany(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?)",
            [(*place, place[1] + c.start, c.before, c.after) for c in done.changes],
        )

    def waiting(self, part: Part) -> tuple[Waiting, dict[Request, Answer]]:
        """A part that waits, with the answers that came for its requests."""
        place = (part.path, part.start)
        digest, dirty = self._base.execute(
            "SELECT digest, dirty FROM parts WHERE (path, start) = (?, ?)", place
        ).fetchone()
        rows = self._base.execute(
            "SELECT request, answer FROM waits JOIN requests USING (key)"
            " WHERE (path, start) = (?, ?) ORDER BY key",
            place,
        ).fetchall()
        asked = {Request(**json.loads(request)): answer for request, answer in rows}
        answers = {request: _answer(answer) for request, answer in asked.items() if answer}
        blocks = tuple(tuple(block) for block in json.loads(dirty))
        return Waiting(part, digest, blocks, tuple(asked)), answers

    def batches(self, size: int) -> Iterator[list[Request]]:
        """The requests in batches of like length; those of a batch that is answered are left out.

        A batch holds the same requests however often a run was stopped before, since what a model
        says may depend, in the last bit, on its neighbours.
        """
        [is_open] = self._base.execute(
            "SELECT EXISTS (SELECT 1 FROM requests WHERE answer IS NULL)"
        ).fetchone()
        last: tuple[int, str] = (-1, "")
        while is_open:
            rows = self._base.execute(
                "SELECT length, key, request, answer IS NULL FROM requests"
                " WHERE (length, key) > (?, ?) ORDER BY length, key LIMIT ?",
                (*last, size),
            ).fetchall()
            if not rows:
                return
            if any(is_open for *_, is_open in rows):
                yield [Request(**json.loads(request)) for _, _, request, _ in rows]
            last = rows[-1][:2]

    def answer(self, requests: Sequence[Request], answers: Sequence[Answer]) -> None:
        """Remembers the answers to requests."""
        with self._committed() as base:
            base.executemany(
                "UPDATE requests SET answer = ? WHERE key = ?",
                [
                    (json.dumps(asdict(answer)), _key(request))
                    for request, answer in zip(requests, answers, strict=True)
                ],
            )

    def finished_files(self) -> Iterator[list[tuple[Part, str, bool]]]:
        """Files whose parts are all done and not in their place: part, piece, and if it changed."""
        last = ""
        while True:
            row = self._base.execute(
                "SELECT path FROM parts AS one WHERE state = 'done' AND path > ? AND NOT EXISTS"
                " (SELECT 1 FROM parts WHERE path = one.path AND state <> 'done')"
                " ORDER BY path LIMIT 1",
                (last,),
            ).fetchone()
            if row is None:
                return
            last = row[0]
            rows = self._base.execute(
                f"SELECT {_PART}, piece, changed FROM parts WHERE path = ? ORDER BY start",
                (last,),
            ).fetchall()
            yield [(Part(*one[:5]), one[5], bool(one[6])) for one in rows]

    def put(self, path: str) -> None:
        """Remembers that a file is in its place."""
        with self._committed() as base:
            base.execute("UPDATE parts SET state = 'put' WHERE path = ?", (path,))

    def replacing(self, path: str, before: str, after: str) -> int:
        """Remembers what a file held, by digests and changes, before it is replaced; a number."""
        with self._committed() as base:
            row = base.execute(
                "SELECT id FROM replaced WHERE (path, before, after) = (?, ?, ?)",
                (path, before, after),
            ).fetchone()
            if row:
                return int(row[0])  # it was remembered already, and the run was killed then
            number = base.execute(
                "INSERT INTO replaced (path, before, after) VALUES (?, ?, ?)", (path, before, after)
            ).lastrowid
            base.execute(
                "INSERT INTO old SELECT ?, at, before, after FROM changes WHERE path = ?",
                (number, path),
            )
        assert number is not None
        return number

    def replaced(self, path: str, size: int, mark: str) -> None:
        """Remembers that a file was replaced: a later run knows it by its new mark."""
        with self._committed() as base:
            base.execute("DELETE FROM changes WHERE path = ?", (path,))
            base.execute("DELETE FROM parts WHERE path = ? AND start > 0", (path,))
            base.execute(
                "UPDATE parts SET state = 'put', size = ?, end = ?, mark = ? WHERE path = ?",
                (size, size, mark, path),
            )

    def was_replaced(self, path: str, digest: str) -> bool:
        """Whether a file with this content is what a run put there."""
        row = self._base.execute(
            "SELECT 1 FROM replaced WHERE (path, after) = (?, ?)", (path, digest)
        ).fetchone()
        return row is not None

    def replacements(self) -> Iterator[tuple[int, str, str, str]]:
        """The files that were replaced, the last one first: number, path, digests before, after."""
        yield from self._base.execute("SELECT * FROM replaced ORDER BY id DESC").fetchall()

    def old(self, number: int) -> Iterator[Change]:
        """What was changed when a file was replaced, in order; it counts in the old file."""
        rows = self._base.execute(
            "SELECT at, before, after FROM old WHERE replaced = ? ORDER BY at", (number,)
        )
        for at, before, after in rows:
            yield Change(at, before, after, {})

    def undone(self, number: int) -> None:
        """Forgets a replacement that was taken back."""
        with self._committed() as base:
            base.execute("DELETE FROM replaced WHERE id = ?", (number,))
            base.execute("DELETE FROM old WHERE replaced = ?", (number,))

    def done_parts(self) -> Iterator[tuple[Part, str]]:
        """All parts that are done, in order, with their pieces."""
        for row in self._base.execute(
            f"SELECT {_PART}, piece FROM parts WHERE state IN ('done', 'put') ORDER BY path, start"
        ):
            yield Part(*row[:5]), row[5]

    def counts(self) -> Counts:
        """How far the run is."""
        states = self._base.execute(
            "SELECT state, count(*), sum(end - start) FROM parts GROUP BY state"
        ).fetchall()
        [articles] = self._base.execute("SELECT sum(articles) FROM parts").fetchone()
        findings, applied = self._base.execute(
            "SELECT sum(applied OR NOT decided), sum(applied) FROM findings"
        ).fetchone()
        [rejects] = self._base.execute("SELECT count(*) FROM rejects").fetchone()
        requests, answered = self._base.execute(
            "SELECT count(*), count(answer) FROM requests"
        ).fetchone()
        textless, first = self._base.execute(
            "SELECT count(*), min(path) FROM (SELECT path FROM parts WHERE state IN ('done', 'put')"
            " GROUP BY path HAVING sum(articles) = 0 AND max(size) > 0)"
        ).fetchone()
        return Counts(
            {state: number for state, number, _ in states},
            {state: size for state, _, size in states},
            articles or 0,
            findings or 0,
            applied or 0,
            rejects,
            requests,
            answered,
            textless,
            first or "",
        )

    def rejected_files(self) -> Iterator[str]:
        """Files of which a part was rejected, so that they stay as they are."""
        for (path,) in self._base.execute(
            "SELECT DISTINCT path FROM parts WHERE state = 'rejected' ORDER BY path"
        ):
            yield path

    def rejects(self) -> Iterator[tuple[str, int, str, str | None]]:
        """What could not be read: path, where its part starts, reason, the record if it is one."""
        yield from self._base.execute("SELECT * FROM rejects ORDER BY path, start, reason")


def _key(request: Request) -> str:
    return sha256(json.dumps(asdict(request), sort_keys=True).encode()).hexdigest()


def _answer(stored: str) -> Answer:
    answer = Answer(**json.loads(stored))
    return replace(answer, source=Source(answer.source), alternatives=tuple(answer.alternatives))


def _finding(row: Row) -> tuple[object, ...]:
    one = row.finding
    # What has no column of its own.
    said: dict[str, object] = {"start": one.start, "end": one.end, "column": one.column}
    said["reason"] = one.reason or str(one.evidence.get("withheld", ""))
    said |= {"confidence": round(one.confidence, 3), "alternatives": one.alternatives}
    return (
        row.line,
        one.rule,
        one.found,
        one.replacement,
        str(one.safety),
        row.is_applied,
        row.before,
        row.after,
        json.dumps(said, ensure_ascii=False),
        row.record,
        row.date,
        row.origin,
        row.kind,
        row.group,
        row.is_decided,
    )
