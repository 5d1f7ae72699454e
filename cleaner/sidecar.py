"""Lists of findings that stay: one beside an article, or one for a whole house.

Beside ``story.txt`` lies ``story.txt.cleaner-ignore``, a table with tabs between ``rule``, ``text``
and ``reason``. A house's list has the column ``file`` before them, with a pattern as in
``.gitignore`` that counts from the list's folder. Instead of a text, its SHA-256 may stand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import ConfigError
from cleaner.finding import Finding
from cleaner.patterns import matches

__all__ = ["SUFFIX", "Listed", "about", "read_list", "read_sidecar", "text_hash"]

SUFFIX = ".cleaner-ignore"
COLUMNS = ("rule", "text", "reason")
# Digits of a hash that have to be given: so many that two texts hardly share them.
LEAST_DIGITS = 12
_HASH = re.compile(r"sha256:[0-9a-f]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list: findings of this rule with this text stay, for a reason.

    ``rule`` is a code, the beginning of one, or a name; ``pattern`` says of which files, if the
    list is not one file's own. ``line`` counts from 1.
    """

    rule: str
    text: str
    reason: str
    source: Path
    line: int
    pattern: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding; blanks and line ends in its text don't matter."""
        if not finding.is_of(self.rule):
            return False
        if _HASH.fullmatch(self.text):
            return text_hash(finding.found).startswith(self.text.lower())
        return _normal(finding.found) == self.text

    @property
    def is_of_one_file(self) -> bool:
        """Whether it can be about one file only, which alone tells if it is used."""
        in_full = "/" in self.pattern and not re.search(r"[*?\[\\!]|/$", self.pattern)
        return not self.pattern or in_full

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.rule} “{self.text}”"


def text_hash(text: str) -> str:
    """How a list names a text that it does not want to spell out.

    >>> text_hash("le  lundi")[:19]
    'sha256:4f6b977cc9ee'
    """
    return "sha256:" + hashlib.sha256(_normal(text).encode("utf-8", "surrogatepass")).hexdigest()


def read_sidecar(article: Path) -> tuple[Listed, ...]:
    """What lies beside an article; nothing where no list does. Raises ConfigError."""
    path = article.with_name(article.name + SUFFIX)
    return tuple(_rows(path, COLUMNS)) if path.is_file() else ()


def read_list(path: Path) -> tuple[Listed, ...]:
    """A house's list. Raises ConfigError where it is missing or can't be used."""
    return tuple(_rows(path, ("file", *COLUMNS)))


def about(listed: Listed, file: Path) -> bool:
    """Whether a line of a house's list is about a file."""
    return matches((listed.pattern,), file, listed.source.parent)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Listed]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: can't be read as UTF-8 text ({error})") from error
    if not lines or lines[0].rstrip() != "\t".join(columns):
        raise ConfigError(f"{path}: the first line of this list must be: {' TAB '.join(columns)}")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(columns) or not all(cells):
            raise ConfigError(
                f"{path}:{number}: a line has {', '.join(columns)}, with tabs between them"
            )
        *pattern, rule, text, reason = cells
        if _HASH.fullmatch(text) and len(text) < len("sha256:") + LEAST_DIGITS:
            raise ConfigError(f"{path}:{number}: of a hash, give {LEAST_DIGITS} digits or more")
        yield Listed(rule, _normal(text), reason, path, number, *pattern)


def _normal(text: str) -> str:
    return " ".join(text.split())
