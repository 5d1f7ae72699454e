"""What changed since a revision, as git tells: files, and the lines in them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cleaner.errors import ConfigError
from cleaner.finding import Finding

__all__ = ["Changed", "Unchanged"]

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
# A user's own settings for differences are for people.
_DIFF = ("diff", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--unified=0")


class Changed:
    """The files below the current folder's repository that differ from a revision.

    Compared is with the point where HEAD and the revision part: what others changed since is none
    of this branch's doing. What is not committed, and new files that git does not ignore, count.
    Raises ConfigError outside a repository and for a revision that there is none of.
    """

    def __init__(self, revision: str) -> None:
        self.top = Path(_text(_git("rev-parse", "--show-toplevel")))
        named = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        commit = _run(self.top, *named)
        if commit.returncode:
            raise ConfigError(
                f"--changed-since {revision}: the repository has no such revision; "
                "if it is on a server, fetch it first"
            )
        self._since = _text(commit.stdout)
        base = _run(self.top, "merge-base", self._since, "HEAD")
        if base.returncode:
            raise ConfigError(
                f"--changed-since {revision}: has no commit in common with HEAD; if the clone is "
                "shallow, fetch more of its history"
            )
        self._since = _text(base.stdout)

    def has(self, path: Path) -> bool:
        """Whether a file changed, or is new. Raises ConfigError for one outside the repository."""
        place = path.resolve()
        if not place.is_relative_to(self.top.resolve()):
            raise ConfigError(f"{path}: lies outside of the repository in {self.top}")
        return place in self._names

    def lines(self, path: Path) -> frozenset[int] | None:
        """The lines of a file, from 1, that were changed or added; None for all of them."""
        place = path.resolve()
        before = self._names.get(place)
        if before is None:
            return None
        names = {before, place.relative_to(self.top.resolve()).as_posix()}
        literal = [f":(top,literal){name}" for name in sorted(names)]
        diff = _git(*_DIFF, self._since, "--", *literal, folder=self.top)
        hunks = [(int(first), int(count or 1)) for first, count in _HUNK.findall(diff)]
        if not hunks and b"\nBinary files " in diff:
            return None
        return frozenset(line for first, count in hunks for line in range(first, first + count))

    @cached_property
    def _names(self) -> dict[Path, str | None]:
        """The changed files, each with its name in the revision; None for new ones."""
        top = self.top.resolve()
        status = _git(*_DIFF, "--name-status", "-z", self._since, folder=self.top)
        fields = iter(status.decode("utf-8", "surrogateescape").split("\0"))
        found: dict[Path, str | None] = {}
        for letter in fields:
            if not letter:
                break
            before = next(fields)
            now = next(fields) if letter[0] in "RC" else before
            if letter[0] != "D":
                found[(top / now).resolve()] = None if letter[0] == "A" else before
        new = _git("ls-files", "--others", "--exclude-standard", "-z", folder=self.top)
        for name in new.decode("utf-8", "surrogateescape").split("\0"):
            if name:
                found[(top / name).resolve()] = None
        return found


@dataclass(frozen=True)
class Unchanged:
    """Covers the findings of a file that lie in none of the changed lines."""

    text: str
    path: Path
    changed: Changed

    @cached_property
    def lines(self) -> frozenset[int] | None:
        """The lines that changed; git is asked where there is a finding."""
        return self.changed.lines(self.path)

    def covers(self, finding: Finding) -> bool:
        """Whether no line of a finding changed."""
        if self.lines is None:
            return False
        # git knows one kind of line end.
        first = self.text.count("\n", 0, finding.start) + 1
        last = first + self.text.count("\n", finding.start, finding.end)
        return self.lines.isdisjoint(range(first, last + 1))


def _git(*arguments: str, folder: Path | None = None) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise ConfigError(f"--changed-since needs a git repository: {said.splitlines()[0]}")
    return done.stdout


def _run(folder: Path | None, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise ConfigError("--changed-since needs git, which is not installed") from error


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape").strip("\n")
