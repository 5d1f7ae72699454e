"""Which files of a watched folder were handled before."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from cleaner.cli.drops import Stamp
from cleaner.errors import OutputError

__all__ = ["Handled"]


class Handled:
    """The files that were handled, each in which state, kept in a small SQLite file.

    One process at a time has it. Raises OutputError where it can't be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, isolation_level=None, timeout=0)
        except (OSError, sqlite3.Error) as error:
            raise self._trouble(error) from error
        try:
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("BEGIN EXCLUSIVE")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS done "
                "(file BLOB PRIMARY KEY, size INTEGER, mtime INTEGER)"
            )
            self._database.execute("COMMIT")
            rows = self._database.execute("SELECT file, size, mtime FROM done").fetchall()
        except sqlite3.Error as error:
            self._database.close()
            raise self._trouble(error) from error
        self._states = {os.fsdecode(file): Stamp(size, mtime) for file, size, mtime in rows}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def has(self, name: str, state: Stamp) -> bool:
        """Whether the file was handled in this state."""
        return self._states.get(name) == state

    def add(self, name: str, state: Stamp) -> None:
        """Keeps that the file was handled in this state."""
        self._states[name] = state
        try:
            self._database.execute(
                "INSERT OR REPLACE INTO done VALUES (?, ?, ?)", (os.fsencode(name), *state)
            )
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> OutputError:
        if "locked" in str(error):
            return OutputError(f"{self._path} is in use: another `cleaner watch` writes there")
        return OutputError(
            f"{self._path}: what was done can't be kept there ({error}); name another place with "
            "--state"
        )
