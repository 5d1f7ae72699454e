"""What editors teach the service: terms that are never to be reported, and translations."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cleaner.config import Config
from cleaner.errors import CleanerError, ConfigError
from cleaner.ignores import HEADER, read_ignores
from cleaner.translate.memory.entry import Correction, now
from cleaner.translate.memory.store import Memory
from cleaner.web.problems import Problem

__all__ = ["House"]

REASON = "an editor said so on the review page"
_BRACKETS = "[]"


@dataclass(frozen=True)
class House:
    """Writes to the files that the settings name; raises Problem where they name none."""

    config: Config

    def ignored(self, term: str) -> str:
        """Adds a term to the first ignore list; a sentence that says so.

        What runs with the list reads it when it starts.
        """
        if not self.config.ignores:
            raise Problem(
                409, "No ignore list is named: start with --ignores FILE, or set `ignores`."
            )
        path = Path(self.config.ignores[0])
        line = f"{term.strip().strip(_BRACKETS)}\t{REASON}\n"
        if line.count("\t") > 1 or len(line.splitlines()) > 1 or line.startswith(("\t", "#")):
            raise Problem(422, "A term is one line without a tab.")
        try:
            known = path.read_bytes() if path.exists() else f"{HEADER}\n".encode()
            missing = b"" if known.endswith(b"\n") else b"\n"
            with path.open("ab") as file:
                start = known if file.tell() == 0 else missing
                file.write(start + line.encode())
                file.flush()
                os.fsync(file.fileno())
            read_ignores([path])
        except (OSError, ConfigError) as error:
            raise Problem(422, f"{path}: {error}.") from None
        return f"{term} is never reported again, from the next start on ({path})."

    def corrected(self, fragment: str, text: str) -> str:
        """Adds a translation to the memory; a sentence that says so."""
        if not self.config.memory:
            raise Problem(
                409, "No translation memory is named: start with --memory FILE, or set `memory`."
            )
        try:
            correction = Correction.made(
                fragment.strip(_BRACKETS), text.strip(_BRACKETS), date=now(), note=REASON
            )
            with Memory(Path(self.config.memory).expanduser()) as memory:
                memory.store([correction], force=True)
        except CleanerError as error:
            raise Problem(422, str(error)) from None
        return f"{correction.fragment} is {correction.text} from now on ({self.config.memory})."
