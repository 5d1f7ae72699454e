"""Baselines: what was found before, so that only what is new is reported.

A finding is known again by its rule, its text and the words around it in its sentence, not by its
line: text may move, and lines may be broken elsewhere. Of two equal findings each needs an entry.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import ConfigError
from cleaner.finding import Finding

__all__ = ["VERSION", "Baseline", "Entry", "Known", "entry_of"]

VERSION = 1
# Words on each side by which a finding is known again, and how far they are looked for.
WORDS = 3
REACH = 200
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*\s|\n\s*\n")


class Entry(NamedTuple):
    """A finding that is known: its rule, what was found (for people), and a hash of its place."""

    rule: str
    found: str
    hash: str


def entry_of(text: str, finding: Finding) -> Entry:
    r"""The entry of a finding, whose place counts in ``text``.

    >>> one, moved = (Finding("FR201", "french-word", n, n + 5, "lundi") for n in (10, 18))
    >>> entry_of("They left lundi.", one) == entry_of("He saw.\nThey\nleft lundi.", moved)
    True
    """
    before = _SENTENCE_END.split(text[max(0, finding.start - REACH) : finding.start])[-1]
    after = _SENTENCE_END.split(text[finding.end : finding.end + REACH])[0]
    around = [*_WORD.findall(before)[-WORDS:], "", *_WORD.findall(after)[:WORDS]]
    found = " ".join(finding.found.split())
    parts = "\0".join([finding.rule, found, *around])
    digest = hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()
    return Entry(finding.rule, found, digest[:16])


class Baseline:
    """The findings of a file of them, less those that were met again.

    Files are named from the folder of the baseline on. The entries of a file that is gone stand
    for a file of another name, too: it may have been renamed.
    """

    def __init__(self, path: Path, files: dict[str, Counter[Entry]] | None = None) -> None:
        self.path = path
        self._files = files or {}
        self._left = {name: Counter(entries) for name, entries in self._files.items()}
        self._met: dict[str, Counter[Entry]] = {}
        self.hidden = 0

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """A baseline. Raises ConfigError where it is missing or none."""
        try:
            return cls(path, _files(json.loads(path.read_text(encoding="utf-8"))))
        except FileNotFoundError as error:
            raise ConfigError(
                f"{path}: there is no such baseline; --update-baseline writes it"
            ) from error
        except OSError as error:
            raise ConfigError(f"{path}: can't be read ({error.strerror})") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(
                f"{path}: is no baseline of version {VERSION} ({error}); write it anew with "
                "--update-baseline"
            ) from error

    def look_at(self, file: Path) -> None:
        """Begins with a file: all of its entries count again."""
        name = self._name(file)
        self._met[name], self._left[name] = Counter(), Counter(self._files.get(name))

    def pass_over(self, file: Path) -> None:
        """Says that a file could not be checked after all: its entries stay."""
        self._met.pop(self._name(file), None)

    def knows(self, file: Path, entry: Entry) -> bool:
        """Whether a finding is known; takes its entry, so that the next one needs another."""
        name = self._name(file)
        self._met[name][entry] += 1
        for holder in (name, *self._gone):
            entries = self._left.get(holder)
            if entries and entries[entry] > 0:
                entries[entry] -= 1
                self.hidden += 1
                return True
        return False

    def stale(
        self, runs: Callable[[str, str], bool], *, whole: bool
    ) -> Iterator[tuple[str, Entry]]:
        """The entries, with their files, that nothing matched any more.

        Judged are the files that were checked, and those that are gone where the ``whole`` folder
        was. ``runs`` says of a file and a rule whether the rule looked at it.
        """
        for name, entries in sorted(self._left.items()):
            if name in self._met or (whole and name in self._gone):
                for entry in sorted(entries.elements()):
                    if runs(name, entry.rule):
                        yield name, entry

    def renewed(self, runs: Callable[[str, str], bool]) -> str:
        """The file's new content: what was met now, and what was not looked at."""
        files: dict[str, Counter[Entry]] = {}
        for name, entries in self._files.items():
            if name not in self._gone:
                kept = {
                    entry: count
                    for entry, count in entries.items()
                    if name not in self._met or not runs(name, entry.rule)
                }
                files[name] = Counter(kept)
        for name, entries in self._met.items():
            files.setdefault(name, Counter()).update(entries)
        rows = {
            name: [{**entry._asdict(), "count": count} for entry, count in sorted(some.items())]
            for name, some in sorted(files.items())
            if some
        }
        content = {"version": VERSION, "files": rows}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @cached_property
    def _gone(self) -> list[str]:
        folder = self.path.absolute().parent
        return sorted(name for name in self._files if not (folder / name).exists())

    @property
    def met(self) -> int:
        """How many findings there were, known or not."""
        return sum(map(Counter.total, self._met.values()))

    def _name(self, file: Path) -> str:
        return Path(os.path.relpath(file.absolute(), self.path.absolute().parent)).as_posix()


@dataclass(slots=True)
class Known:
    """Covers the findings of a file that its baseline knows; all of them with ``update``."""

    baseline: Baseline
    file: Path
    text: str
    update: bool = False
    _is_begun: bool = False

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is known; each asking takes an entry."""
        if not self._is_begun:  # the same file may have been looked at meanwhile
            self.baseline.look_at(self.file)
            self._is_begun = True
        return self.baseline.knows(self.file, entry_of(self.text, finding)) or self.update


def _files(content: dict[str, object]) -> dict[str, Counter[Entry]]:
    if content["version"] != VERSION:
        raise ValueError(f"its version is {content['version']}")
    files = content["files"]
    if not isinstance(files, dict):
        raise TypeError("its files are no table")
    return {
        name: Counter(
            {Entry(row["rule"], row["found"], row["hash"]): _count(row["count"]) for row in rows}
        )
        for name, rows in files.items()
    }


def _count(number: object) -> int:
    if not isinstance(number, int) or number < 1:
        raise ValueError(f"a count is {number!r}")
    return number
