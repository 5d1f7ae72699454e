"""The short way for the commonest case: `cleaner check` of files that are clean.

Most articles are clean, and a hook runs the check on every save. To parse a command line, and to
import what that needs, costs several times what the gate needs to call an article clean, so that
plain paths are gated first. Anything else, down to the smallest doubt, goes the long way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

__all__ = ["is_clean_check"]

# The long way shows progress and batches its work; the short way is for a handful of articles.
MOST_FILES = 64
MOST_BYTES = 4_000_000
# Files that are plain text by their name; others have to be asked what they are.
PLAIN = (".txt", ".text")
# Bytes that hardly a text has, byte order marks among them.
_ODD = bytes({*range(32)} - {*b"\t\n\r"}) + b"\x7f\xfe\xff"


def is_clean_check(arguments: Sequence[str]) -> bool:
    """Whether the command was `check PATH...` with nothing to find; says so if it was.

    Reads no folders and no standard input, and takes no options.
    """
    command, *paths = arguments or ("",)
    if command != "check" or not paths or len(paths) > MOST_FILES or _has_own_names():
        return False
    if any(path.startswith("-") for path in paths) or _has_settings(paths):
        return False
    if not all(map(_is_clean, paths)):
        return False
    from cleaner.report.nothing import nothing_found

    print(nothing_found(len(paths)), file=sys.stderr)
    return True


def _has_settings(paths: Sequence[str]) -> bool:
    """Whether a configuration, or a list beside an article, may say something of a clean file."""
    from cleaner.settings.nearest import candidates

    if any(os.path.exists(f"{path}.cleaner-ignore") for path in paths):
        return True
    folders = {os.path.dirname(path) for path in paths}
    configured = {folder for folder in folders if next(candidates(folder), None)}
    return any(_matters(path) for path in paths if os.path.dirname(path) in configured)


def _matters(path: str) -> bool:
    """Whether the configuration of a file says more than what becomes of findings."""
    from pathlib import Path

    from cleaner.errors import ConfigError
    from cleaner.settings.book import Book

    try:
        effective = Book().at(Path(path))
    except ConfigError:
        return True  # the long way says what is wrong
    config, policy = effective.config, effective.policy
    # Rules may be named that there are not, select some that read all, and lists be out of use.
    lists = config.gazetteer, config.ignores, policy.baseline, policy.suppressions
    return any((config.select, config.ignore, *lists))


def _has_own_names() -> bool:
    """Whether the user may have a gazetteer, which the gate would have to know."""
    if os.environ.get("CLEANER_GAZETTEER"):
        return True
    system: str = sys.platform
    if system == "linux":  # what platformdirs says, without importing it
        data = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")
        return os.path.exists(f"{data}/cleaner/gazetteer.tsv")
    from cleaner.cli.options import users_gazetteer

    return users_gazetteer().exists()


def _is_clean(path: str) -> bool:
    text = _plain_text(path) if path.lower().endswith(PLAIN) else None
    if text is None:
        return _has_clean_articles(path)
    from cleaner.scan import Gate

    return Gate.packaged().is_clean(text)


def _plain_text(path: str) -> str | None:
    """A file's text if it is plain UTF-8 beyond doubt."""
    try:
        if os.stat(path).st_size > MOST_BYTES:
            return None
        with open(path, "rb") as file:
            data = file.read()
        return data.decode() if data.translate(None, _ODD) == data else None
    except (OSError, UnicodeDecodeError):
        return None


def _has_clean_articles(path: str) -> bool:
    """The same for all other formats and encodings."""
    from pathlib import Path

    from cleaner.cli.files import read_source
    from cleaner.errors import CleanerError
    from cleaner.scan import Gate

    try:
        file = Path(path)
        if not file.is_file() or file.stat().st_size > MOST_BYTES:
            return False
        source = read_source(file)
        if source.errors or not source.articles or "cleaner" in source.text:
            return False
        return all(Gate.packaged().is_clean(article.text) for article in source.articles)
    except (CleanerError, OSError):
        return False
