"""What is uncertain in an archive: each kind of place decided once, by any number of editors."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner.archive.review import Group, decide_one, examples, groups, written
from cleaner.archive.store import Store
from cleaner.errors import ArchiveError
from cleaner.web.problems import Problem

__all__ = ["Queue"]

# Seconds that a decision waits for another one that is just being written down.
PATIENCE = 5.0


@dataclass(frozen=True)
class Queue:
    """The groups of an archive's run, in the SQLite file that it remembers; raises Problem."""

    state: Path

    def listed(self, first: int, most: int) -> dict[str, Any]:
        """Groups from ``first`` on, the most frequent first, and those that are decided last."""
        try:
            with Store(self.state) as store, closing(groups(store, all_of_them=True)) as found:
                some = [self._shown(store, one) for one in islice(found, first, first + most + 1)]
        except ArchiveError as error:
            raise Problem(503, str(error)) from None
        return {"groups": some[:most], "has_more": len(some) > most}

    def decided(self, group: str, seen: str, said: str) -> dict[str, Any]:
        """Writes a decision down; 409, with what it is now, where ``seen`` is not what it was.

        ``said`` is as in the table of `cleaner archive review`.
        """
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with Store(self.state) as store, store.alone():
                    now = written(store.decisions().get(group))
                    if now != seen:
                        other = now or "taken back"
                        raise Problem(409, f"Somebody else decided meanwhile: {other}.")
                    files = decide_one(store, group, said)
                    return {"decision": written(store.decisions().get(group)), "files": files}
            except ValueError as error:
                raise Problem(422, f"{error}.") from None
            except ArchiveError as error:
                if time.monotonic() > end:
                    raise Problem(503, str(error)) from None
                time.sleep(0.05)

    def _shown(self, store: Store, one: Group) -> dict[str, Any]:
        reason, found = examples(store, one.group)
        return {
            **one._asdict(),
            "reason": reason,
            "examples": [{**each._asdict(), "place": each.place} for each in found],
        }
