"""Colours for terminals."""

from __future__ import annotations

import os
from typing import IO

__all__ = ["Paint"]

_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Paint:
    """Wraps text in a colour, or leaves it as it is.

    >>> Paint(False)("plain", "red")
    'plain'
    """

    def __init__(self, on: bool) -> None:
        self.on = on

    @classmethod
    def for_stream(cls, stream: IO[str]) -> Paint:
        """Colours on a terminal only, and not where NO_COLOR is set (https://no-color.org)."""
        return cls(stream.isatty() and not os.environ.get("NO_COLOR"))

    def __call__(self, text: str, hue: str) -> str:
        """The text in that colour."""
        return f"\x1b[{_CODES[hue]}m{text}\x1b[0m" if self.on else text
