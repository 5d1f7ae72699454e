"""The closing line of a check that found nothing: of most of them."""

from __future__ import annotations

__all__ = ["files_named", "nothing_found"]


def nothing_found(files: int) -> str:
    """What to say.

    >>> nothing_found(2)
    'Nothing found in 2 files.'
    """
    return f"Nothing found in {files_named(files)}."


def files_named(number: int) -> str:
    """How many files, in words.

    >>> files_named(1)
    '1 file'
    """
    return "1 file" if number == 1 else f"{number} files"
