"""What people said of the findings in clean text: ``judged.tsv``, a line a finding.

The verdict ``right`` means that the text does hold French (or another language) that an editor
wants to hear of, ``wrong`` that it does not, ``arguable`` that editors would differ. The texts
themselves are not kept here: a line has the document's id, the offsets and the found words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.cases import FOLDER

__all__ = ["COLUMNS", "VERDICTS", "Place", "count", "is_judged", "read_judged"]

PATH = FOLDER / "judged.tsv"
COLUMNS = ("document", "rule", "start", "end", "found", "safe", "verdict", "reason")
VERDICTS = ("right", "wrong", "arguable")

# More of the found words is not kept.
FOUND_LENGTH = 40


class Place(NamedTuple):
    """A finding in a document; offsets count code points."""

    document: str
    rule: str
    start: int
    end: int
    found: str
    safe: bool

    def to_row(self) -> str:
        """The line of ``judged.tsv`` that waits for a verdict and a reason."""
        found = self.found.replace("\t", " ").replace("\n", "⏎")
        found = (
            found if len(found) <= FOUND_LENGTH else found[:FOUND_LENGTH].rsplit(" ", 1)[0] + " …"
        )
        safe = "safe" if self.safe else ""
        return "\t".join([self.document, self.rule, str(self.start), str(self.end), found, safe])


@cache
def read_judged(path: Path = PATH) -> dict[tuple[str, int, int], str]:
    """The verdict on each finding, by document and offsets."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {(row[0], int(row[2]), int(row[3])): row[6] for row in rows}


def is_judged(place: Place) -> bool:
    """Whether somebody has said what a finding is worth."""
    return (place.document, place.start, place.end) in read_judged()


def count(places: Iterable[Place]) -> Counter[str]:
    """How many findings have which verdict; ``not judged`` are those without one.

    >>> count([Place("nowhere", "FR201", 0, 5, "lundi", True)])
    Counter({'not judged': 1})
    """
    judged = read_judged()
    return Counter(
        judged.get((place.document, place.start, place.end), "not judged") for place in places
    )
