"""What may stand in a configuration file: the fields of ``Config`` and ``Policy``, by their names.

Checks what was read and says of each slip which file and key it is in, and what is expected.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from cleaner.config import STYLES, Config
from cleaner.errors import ConfigError
from cleaner.settings.policy import Policy

__all__ = ["ADDED", "KEYS", "NAMES", "Key", "values", "without_unknown"]

# What an override may say; models and tables are loaded once, for all paths.
_PER_PATH = ("select", "ignore", "ignores", "style", "unsafe_fixes", "fail_on")
# What an override says of these is added to what holds for all paths.
ADDED = ("ignore", "ignores")
# Files, which a configuration names from its own folder on.
_FILES = ("memory", "gazetteer", "ignores", "baseline", "suppressions")


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its field, its type as it is written in the code, and its default."""

    field: str
    kind: str
    default: object
    per_path: bool
    owner: type[Config] | type[Policy]

    @property
    def name(self) -> str:
        """The key in a file, and the option without its dashes."""
        return self.field.replace("_", "-")

    @property
    def expected(self) -> str:
        """What has to stand behind the key."""
        return _EXPECTED[self.kind]

    def accepts(self, value: object) -> bool:
        """Whether a value has the right type."""
        if self.kind == "tuple[str, ...]":
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
        return isinstance(value, bool if self.kind == "bool" else str)


_EXPECTED = {
    "tuple[str, ...]": 'a list of texts, such as ["a", "b"]',
    "bool": "true or false",
    "str": 'a text in quotation marks, such as "a"',
}
_EXPECTED["str | None"] = _EXPECTED["str"]

KEYS = {
    one.name: Key(one.name, str(one.type), one.default, one.name in _PER_PATH, owner)
    for owner in (Config, Policy)
    for one in fields(owner)
}
"""The keys by their fields."""
NAMES = {key.name: key for key in KEYS.values()}
"""The keys by their names."""


def values(table: Mapping[str, object], file: Path, *, inside: str = "") -> dict[str, object]:
    """The values of a table by their fields; file names become whole paths.

    ``inside`` names the override that the table is, which may not say everything. Raises
    ConfigError for an unknown key, a wrong type, or a value that can't be used.
    """
    where = f"{file}: {inside}: " if inside else f"{file}: "
    without_unknown(table, NAMES, where)
    found: dict[str, object] = {}
    for name, value in table.items():
        key = NAMES[name]
        if inside and not key.per_path:
            raise ConfigError(
                f"{where}{name} is the same for all paths; put it before [[overrides]]"
            )
        if not key.accepts(value):
            raise ConfigError(f"{where}{name}: expected {key.expected}, not {_written(value)}")
        found[key.field] = _tried(key, _anchored(key.field, value, file.parent), f"{where}{name}")
    return found


def without_unknown(table: Iterable[str], known: Iterable[str], where: str) -> None:
    """Raises ConfigError for a key that there is none of, with the one it is nearest to.

    >>> without_unknown(["ignroe"], NAMES, "cleaner.toml: ")
    Traceback (most recent call last):
        ...
    cleaner.errors.ConfigError: cleaner.toml: there is no key 'ignroe'; did you mean 'ignore'?
    """
    names = list(known)
    for name in table:
        if name in names:
            continue
        near = difflib.get_close_matches(name.replace("_", "-").lower(), names, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names)}"
        raise ConfigError(f"{where}there is no key {name!r}; {hint}")


def _tried(key: Key, value: object, where: str) -> object:
    """The value if the dataclass takes it."""
    try:
        said: dict[str, Any] = {key.field: value}
        return getattr(key.owner(**said), key.field)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error


def _anchored(field: str, value: object, folder: Path) -> object:
    if field in _FILES:
        return (
            [_path(one, folder) for one in value]
            if isinstance(value, list)
            else (_path(value, folder))
        )
    if field == "style" and value not in STYLES and str(value).endswith(".toml"):
        return _path(value, folder)
    if field == "model" and Path(_path(value, folder)).is_dir():
        return _path(value, folder)  # else a name on the hub
    return tuple(value) if isinstance(value, list) else value


def _path(value: object, folder: Path) -> str:
    return str(folder / Path(str(value)).expanduser())


def _written(value: object) -> str:
    names = {bool: "true or false", str: "a text", int: "a number", float: "a number"}
    if isinstance(value, list):
        odd = next((one for one in value if not isinstance(one, str)), None)
        return "a list" if odd is None else f"a list with {_written(odd)} in it"
    return names.get(type(value), "a table" if isinstance(value, dict) else "a date or time")
