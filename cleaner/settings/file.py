"""Reads a configuration: ``cleaner.toml``, or the table [tool.cleaner] of ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import ConfigError
from cleaner.patterns import compiled, matches
from cleaner.settings.keys import NAMES, values, without_unknown
from cleaner.settings.nearest import PYPROJECT

__all__ = ["Override", "SettingsFile", "read_settings"]


@dataclass(frozen=True)
class Override:
    """Values for the files whose path, seen from ``root``, one of the patterns matches.

    Patterns are those of ``.gitignore``. ``number`` counts the overrides of a file from 1.
    """

    number: int
    paths: tuple[str, ...]
    values: Mapping[str, object]
    root: Path

    def matches(self, path: Path) -> bool:
        """Whether the override is about a file."""
        return matches(self.paths, path, self.root)


@dataclass(frozen=True)
class SettingsFile:
    """What a configuration says, by the fields of ``Config`` and ``Policy``."""

    path: Path
    values: Mapping[str, object]
    overrides: tuple[Override, ...] = ()


def read_settings(path: Path, root: Path | None = None) -> SettingsFile | None:
    """A configuration; None for a ``pyproject.toml`` that has no table for Cleaner.

    The patterns of its overrides begin at ``root``, or else in its own folder. Raises ConfigError
    for what can't be read, understood or used.
    """
    table = _table(path)
    if table is None:
        return None
    overrides = table.pop("overrides", [])
    without_unknown(table, [*NAMES, "overrides"], f"{path}: ")
    if not isinstance(overrides, list) or not all(isinstance(one, dict) for one in overrides):
        raise ConfigError(f"{path}: overrides: expected tables, each headed [[overrides]]")
    return SettingsFile(
        path,
        values(table, path),
        tuple(
            _override(one, number, path, (root or path.parent).absolute())
            for number, one in enumerate(overrides, start=1)
        ),
    )


def _table(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: the configuration can't be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is no valid TOML: {error}") from error
    if path.name != PYPROJECT:
        return table
    tools = table.get("tool")
    found = tools.get("cleaner") if isinstance(tools, dict) else None
    if found is not None and not isinstance(found, dict):
        raise ConfigError(f"{path}: tool.cleaner: expected a table, [tool.cleaner]")
    return found


def _override(table: dict[str, object], number: int, file: Path, root: Path) -> Override:
    inside = f"overrides, number {number}"
    where = f"{file}: {inside}: "
    without_unknown(table, [*NAMES, "paths"], where)
    paths = table.pop("paths", None)
    if not isinstance(paths, list) or not paths or not all(isinstance(p, str) for p in paths):
        raise ConfigError(
            f'{where}paths: expected a list of patterns, such as ["sport/**", "*.md"]'
        )
    try:
        compiled(tuple(paths))
    except ValueError as error:
        raise ConfigError(f"{where}paths: {error}") from error
    return Override(number, tuple(paths), values(table, file, inside=inside), root)
