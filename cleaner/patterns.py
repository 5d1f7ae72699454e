"""Patterns of files, as in ``.gitignore``, seen from a folder."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathspec import PathSpec

__all__ = ["compiled", "matches"]


@cache
def compiled(patterns: tuple[str, ...]) -> PathSpec[Any]:
    """The patterns, ready to use; raises ValueError for one that is none."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def matches(patterns: tuple[str, ...], path: Path, root: Path) -> bool:
    """Whether one of the patterns, seen from ``root``, is about a file; none is above ``root``.

    >>> [matches(("sport/**",), Path(name), Path()) for name in ("sport/a.md", "../sport/a.md")]
    [True, False]
    """
    relative = Path(os.path.relpath(path.absolute(), root.absolute()))
    return relative.parts[:1] != ("..",) and compiled(patterns).match_file(relative.as_posix())
