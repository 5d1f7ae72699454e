"""The short way for the commonest case: `cleaner check` of files that are clean.

Most articles are clean, and a hook runs the check on every save. Parsing a command line with
typer costs several times what the gate needs to call an article clean, so that plain paths are
gated first. Anything else, down to the smallest doubt, goes the long way.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["is_clean_check"]

# The long way shows progress and batches its work; the short way is for a handful of articles.
MOST_FILES = 64
MOST_BYTES = 4_000_000


def is_clean_check(arguments: Sequence[str]) -> bool:
    """Whether the command was `check PATH...` with nothing to find; says so if it was.

    Reads no folders and no standard input, and takes no options.
    """
    command, *paths = arguments or ("",)
    if command != "check" or not paths or len(paths) > MOST_FILES:
        return False
    if any(path.startswith("-") for path in paths) or not all(map(_is_clean, map(Path, paths))):
        return False
    from cleaner.report.text import summary

    print(summary([], files=len(paths)), file=sys.stderr)
    return True


def _is_clean(path: Path) -> bool:
    from cleaner.cli.files import read_source
    from cleaner.errors import CleanerError
    from cleaner.scan import Gate

    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return False
        source = read_source(path)
        if source.errors or not source.articles or "cleaner" in source.text:
            return False
        return not any(Gate.packaged().alarms(article) for article in source.articles)
    except (CleanerError, OSError):
        return False
