"""Ignore lists: words and names that a user or a house knows, and that are never reported.

A list is a table of two columns, ``term`` and ``reason``, with a tab between them. Lists can be
learnt: what is found in an archive that its editors trust is no fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import ConfigError
from cleaner.finding import Finding

__all__ = ["HEADER", "Ignores", "Trusted", "learnt", "read_ignores"]

HEADER = "term\treason"
# Around a finding, an ignored phrase is looked for as far as this, in characters.
REACH = 80
# Rules for words and names; an ignored term says nothing of numbers and punctuation.
FAMILIES = ("FR1", "FR2", "NM", "PL")
# A longer passage is no term.
MOST_WORDS = 5
_EDGES = " \t[].,"


class Ignores:
    """Terms that are never reported, alone or as part of a longer one in the list.

    A term in lower case may have a capital in the text; a capital in the list has to be there.

    >>> ignores = Ignores(["Orange", "salon bleu"])
    >>> [ignores.covers("He left the Salon bleu.", *span) for span in ((12, 22), (18, 22), (3, 7))]
    [True, True, False]
    """

    def __init__(self, terms: Iterable[str]) -> None:
        either = "|".join(map(_pattern, sorted(set(terms), key=len, reverse=True)))
        self._terms = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if either else None

    def covers(self, text: str, start: int, end: int) -> bool:
        """Whether the span lies within a term, brackets and blanks at its edges aside."""
        if self._terms is None:
            return False
        found = text[start:end]
        start += len(found) - len(found.lstrip(_EDGES))
        end -= len(found) - len(found.rstrip(_EDGES))
        around = max(0, start - REACH)
        return any(
            match.start() <= start and end <= match.end()
            for match in self._terms.finditer(text, around, end + REACH)
        )

    def without(self, text: str, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of a text that no term covers; only words and names can be covered."""
        return [
            finding
            for finding in findings
            if not finding.rule.startswith(FAMILIES)
            or not self.covers(text, finding.start, finding.end)
        ]


def _pattern(term: str) -> str:
    first = f"[{term[0]}{term[0].upper()}]" if term[0].islower() else re.escape(term[0])
    return first + re.sub(r"['’]", "['’]", re.escape(term[1:]))


def read_ignores(paths: Iterable[Path]) -> Ignores:
    """The terms of all lists. ConfigError says which line of which file can't be used."""
    return Ignores(term for path in paths for term in _terms(path))


def _terms(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: can't be read as UTF-8 text ({error})") from error
    if not lines or lines[0].rstrip() != HEADER:
        raise ConfigError(f"{path}: the first line of an ignore list must be: term TAB reason")
    for number, line in enumerate(lines[1:], start=2):
        term, _, reason = line.partition("\t")
        if not line.strip() or line[0] == "#":
            continue
        if not re.search(r"[^\W\d_]", term) or not reason.strip() or "\t" in reason:
            raise ConfigError(
                f"{path}:{number}: a line has a term, a tab and the reason why it stays"
            )
        yield term.strip()


@dataclass(frozen=True, slots=True)
class Trusted:
    """A text that has no faults, and what was found in it all the same."""

    name: str
    text: str
    findings: tuple[Finding, ...]


def learnt(archive: Iterable[Trusted]) -> list[tuple[str, str]]:
    """Terms to ignore with reasons, the commonest first: what is found in texts without faults."""
    places: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one in archive:
        for finding in one.findings:
            term = finding.found.strip(_EDGES)
            if finding.rule.startswith(FAMILIES) and 0 < len(term.split()) <= MOST_WORDS:
                around = one.text[max(0, finding.start - 30) : finding.end + 30]
                places[term].append((one.name, finding.rule, " ".join(around.split())))
    ranked = sorted(places, key=lambda term: (-len({name for name, *_ in places[term]}), term))
    return [(term, _reason(places[term])) for term in ranked]


def _reason(places: list[tuple[str, str, str]]) -> str:
    files, rules = ({place[at] for place in places} for at in (0, 1))
    name, _, around = places[0]
    texts = "1 trusted text" if len(files) == 1 else f"{len(files)} trusted texts"
    return f"{', '.join(sorted(rules))} in {texts}, such as {name}: {around}"
