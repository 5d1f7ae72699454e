"""What holds for each file, of all that was said: the nearest source wins.

From the strongest: the command line, the environment, the overrides of the configuration (a later
one before an earlier), the rest of the configuration, what the user has for all work, and defaults.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import Config
from cleaner.errors import ConfigError
from cleaner.settings.file import Override, SettingsFile, read_settings
from cleaner.settings.keys import ADDED, KEYS
from cleaner.settings.nearest import PYPROJECT, candidates
from cleaner.settings.policy import Policy

__all__ = ["Book", "Effective", "Layer"]


class Layer(NamedTuple):
    """Values by their fields, and where they come from."""

    origin: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Effective:
    """What holds for a file; ``origins`` says where each field comes from, "" for a default."""

    config: Config
    policy: Policy
    origins: Mapping[str, str]


class Book:
    """Looks up what holds for a file.

    ``above`` is stronger than any configuration, the first strongest; ``below`` is weaker. ``file``
    is the one configuration to read, whose overrides count from the current folder; with
    ``isolated`` none is read at all.
    """

    def __init__(
        self,
        above: tuple[Layer, ...] = (),
        below: tuple[Layer, ...] = (),
        *,
        file: str | None = None,
        isolated: bool = False,
    ) -> None:
        if file and isolated:
            raise ConfigError("--config and --no-config contradict each other; give one of them")
        self._above, self._below, self._isolated = above, below, isolated
        self._files: dict[Path, SettingsFile | None] = {}
        self._folders: dict[str, SettingsFile | None] = {}
        self._known: dict[tuple[object, ...], Effective] = {}
        self._only = self._named(Path(file)) if file else None

    def at(self, path: Path) -> Effective:
        """What holds for a file or a folder, which need not exist."""
        file = self._file(path)
        overrides = [one for one in file.overrides if one.matches(path)] if file else []
        key = (file and file.path, *(one.number for one in overrides))
        if key not in self._known:
            said = _layers(file, overrides) if file else ()
            self._known[key] = self._effective([*self._above, *said, *self._below])
        return self._known[key]

    def _file(self, path: Path) -> SettingsFile | None:
        if self._only or self._isolated:
            return self._only
        name = os.fspath(path)
        folder = name if os.path.isdir(name) else os.path.dirname(name)
        if folder not in self._folders:
            read = map(self._read, map(Path, candidates(folder)))
            self._folders[folder] = next((one for one in read if one), None)
        return self._folders[folder]

    def _read(self, path: Path) -> SettingsFile | None:
        if path not in self._files:
            self._files[path] = read_settings(path)
        return self._files[path]

    def _named(self, path: Path) -> SettingsFile:
        found = read_settings(path.absolute(), Path.cwd())
        if found is None:
            raise ConfigError(f"{path}: this {PYPROJECT} has no table [tool.cleaner]")
        return found

    def _effective(self, layers: list[Layer]) -> Effective:
        said = {field: self._sayings(field, layers) for field in KEYS}
        by_owner: dict[type, dict[str, Any]] = {Config: {}, Policy: {}}
        for field, key in KEYS.items():
            values = [layer.values[field] for layer in said[field]]
            by_owner[key.owner][field] = _joined(values) if values else key.default
        return Effective(
            Config(**by_owner[Config]),
            Policy(**by_owner[Policy]),
            {field: " and ".join(one.origin for one in found) for field, found in said.items()},
        )

    def _sayings(self, field: str, layers: list[Layer]) -> list[Layer]:
        """The layers that a field's value comes from: the strongest that speaks of it."""
        said = [layer for layer in layers if field in layer.values]
        if field != "ignores":
            return said[:1]
        # The user's own list of words is read besides any other.
        return said[:1] + [layer for layer in said[1:] if layer in self._below]


def _layers(file: SettingsFile, overrides: list[Override]) -> Iterator[Layer]:
    """What a configuration says of a file, the strongest first."""
    origin = str(file.path)
    for field in ADDED:
        everything: list[SettingsFile | Override] = [file, *overrides]
        sayings = [one for one in everything if field in one.values]
        if len(sayings) > 1:
            origins = [_origin(file, one) for one in sayings]
            values = _joined([one.values[field] for one in sayings])
            yield Layer(" and ".join(origins), {field: values})
    for override in reversed(overrides):
        yield Layer(_origin(file, override), override.values)
    yield Layer(origin, file.values)


def _origin(file: SettingsFile, said: SettingsFile | Override) -> str:
    return f"{file.path}, override {said.number}" if isinstance(said, Override) else str(file.path)


def _joined(values: list[Any]) -> Any:
    """The value, or all of several lists without what they repeat."""
    if len(values) == 1:
        return values[0]
    return tuple(dict.fromkeys(one for several in values for one in several))
