"""The memory's entries: editors' corrections, and what a model computed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from cleaner.translate.memory.database import Database
from cleaner.translate.memory.entry import Context, Correction, words_in

__all__ = ["Changes", "MachineAnswer", "Memory"]

# SQLite takes at least 999 values in one statement.
_AT_ONCE = 500
_COLUMNS = "fragment, text, context, author, date, note"


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


class Memory(Database):
    """The memory's entries. Every method raises ``MemoryFileError``."""

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
        with self.writing() as connection:
            for new in corrections:
                counts[_store(connection, new, force=force)] += 1
        return Changes(**counts)

    def answers(self, model: str, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """What the model answered to these (context, fragment) before."""
        found: dict[tuple[str, str], str] = {}
        with self.reading() as connection:
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
        with self.reading() as connection:
            for some in _chunks(sorted(pairs)):
                found |= connection.execute(
                    f"SELECT pair, score FROM scores WHERE model = ? AND pair IN ({_marks(some)})",
                    (model, *some),
                )
        return found

    def keep_answers(self, answers: Sequence[MachineAnswer]) -> None:
        """Keeps what a model answered; where that can't be written, warns once and goes on."""
        self.keep("INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?)", answers)

    def keep_scores(self, model: str, scores: Mapping[str, float]) -> None:
        """Keeps a model's scores by their pairs, as ``keep_answers`` keeps answers."""
        rows = [(model, pair, score) for pair, score in scores.items()]
        self.keep("INSERT OR REPLACE INTO scores VALUES (?, ?, ?)", rows)

    def all_answers(self) -> list[MachineAnswer]:
        """All answers of models."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT model, context, fragment, answers FROM machine "
                "ORDER BY fragment, model, context"
            )
            return [MachineAnswer(*row) for row in rows]

    def clear(self, *, editor: bool = True, machine: bool = True) -> int:
        """Removes the entries of these kinds; how many there were."""
        removed = 0
        with self.writing() as connection:
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
        with self.reading() as connection:
            return sum(
                int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
                for table, wanted in (("editor", editor), ("machine", machine))
                if wanted
            )

    def _corrections(self, where: str, values: Sequence[str]) -> list[Correction]:
        with self.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM editor {where}", values)
            return [
                Correction(fragment, text, Context.parsed(context), author, date, note)
                for fragment, text, context, author, date, note in rows
            ]


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
