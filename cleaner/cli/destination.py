"""Where a report goes: standard output, or a file that is complete or not there at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from cleaner.cli.files import STDIN
from cleaner.cli.work import Input
from cleaner.errors import ConfigError, OutputError
from cleaner.report.output import About, RuleText
from cleaner.report.paint import Paint
from cleaner.storage import write_atomically

__all__ = ["Destination", "about"]


class Destination:
    """The file that ``--output`` names, or else a stream.

    Raises ConfigError where the file is one of ``paths``, which are to be read, and OutputError
    where its folder can't be written to: before the work begins, not after it.
    """

    def __init__(
        self, name: str | None, paths: Iterable[str], stream: TextIO | None = None
    ) -> None:
        self.stream = stream or sys.stdout
        self.path = Path(name) if name and name != STDIN else None
        if self.path is None:
            return
        if any(self._is(Path(path)) for path in paths if path != STDIN):
            raise ConfigError(
                f"--output {self.path} is to be read, too; give the report a name of its own"
            )
        if self.path.is_dir():
            raise OutputError(f"{self.path}: is a folder; name a file in it for the report")
        folder = self.path.absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise OutputError(
                f"{self.path}: no report can be written there; "
                f"make the folder {folder} and see that it can be written to"
            )

    def apart(self, texts: Iterable[Input]) -> Iterator[Input]:
        """The inputs without an earlier report that lies among them."""
        return (one for one in texts if one.path is None or not self._is(one.path))

    def write(self, pieces: Iterable[str]) -> None:
        """Prints the pieces as they come, or writes all of them to the file at the end."""
        if self.path is None:
            _prepare(self.stream)
            for piece in pieces:
                self.stream.write(piece)
            return
        data = "".join(pieces).encode("utf-8", "backslashreplace")
        if self.path.exists() and not self.path.is_file():  # a pipe, or a device
            self.path.write_bytes(data)
            return
        is_new = not self.path.exists()
        try:
            self.path.touch()
            write_atomically(self.path, data)
        except OSError as error:
            raise OutputError(f"{self.path}: can't be written ({error.strerror})") from error
        except OutputError:
            if is_new:
                self.path.unlink(missing_ok=True)
            raise

    def _is(self, path: Path) -> bool:
        return self.path is not None and path.absolute().resolve() == self.path.absolute().resolve()


def about(destination: Destination) -> About:
    """What reports say of the program and its rules, coloured where that is wanted."""
    from cleaner import __version__

    on_screen = destination.path is None
    paint = Paint.for_stream(destination.stream) if on_screen else Paint(False)
    return About(__version__, _rule, paint)


def _rule(code: str) -> RuleText:
    from cleaner.rules import find_rule  # not where nothing is found

    return find_rule(code)


def _prepare(stream: TextIO) -> None:
    """Programs read UTF-8, whatever a terminal would be sent; no text is too odd to be shown."""
    if isinstance(stream, TextIOWrapper):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")
