"""What holds for a path, as a configuration that could be used, and where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cleaner.config import Config
from cleaner.settings.book import Effective
from cleaner.settings.keys import KEYS

__all__ = ["shown"]


def shown(effective: Effective, path: str) -> str:
    """The lines of ``--show-config`` for one path; valid TOML."""
    rows = list(_rows(effective))
    width = max(len(said) for said, _ in rows)
    return "\n".join([f"# {path}", *(f"{said:<{width}}  # {origin}" for said, origin in rows)])


def _rows(effective: Effective) -> Iterator[tuple[str, str]]:
    for field, key in KEYS.items():
        owner = effective.config if key.owner is Config else effective.policy
        value = getattr(owner, field)
        origin = effective.origins[field] or "default"
        if value is None:
            yield f"# {key.name}: none", origin
        else:
            yield f"{key.name} = {_toml(value)}", origin


def _toml(value: object) -> str:
    """A value in TOML, whose strings, lists and booleans are written as in JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
