"""What an editor decided about a document's findings, by their places in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.decide import accepted, declined, in_pairs, in_same_brackets
from cleaner.document import Document
from cleaner.finding import Finding, Safety
from cleaner.formats.source import Source

__all__ = ["Decision", "Decisions"]


class Decision(NamedTuple):
    """A finding, by its rule and place in the document, and what to write there."""

    rule: str
    start: int
    end: int
    text: str


class Decisions:
    """Fixes the findings that are decided, and leaves all others as they are.

    >>> from cleaner.finding import Finding
    >>> from cleaner.formats.source import read_text
    >>> source = read_text("It reopens mercredi.", "text")
    >>> decide = Decisions([Decision("FR201", 11, 19, "Wednesday"), Decision("FR201", 0, 2, "x")])
    >>> found = [Finding("FR201", "french-word", 11, 19, "mercredi")]
    >>> [one.replacement for one in decide(source, source.articles[0], found)]
    ['Wednesday']
    >>> list(decide.problems())
    ['FR201 at 0: nothing is found there any more; nothing was written']
    """

    def __init__(self, decided: Iterable[Decision]) -> None:
        self._texts = {(one.rule, one.start, one.end): one.text for one in decided}
        self._met: set[tuple[str, int, int]] = set()
        self._impossible: set[tuple[str, int, int]] = set()

    def __call__(
        self, source: Source, article: Document, findings: Sequence[Finding]
    ) -> list[Finding]:
        """The findings of an article: with a safe fix, or without one."""
        placed = list(source.placed(article, findings))
        places = [(one.rule, one.start, one.end) for one in placed]
        after = in_pairs(
            findings,
            [
                self._decided(article, finding, place)
                for finding, place in zip(findings, places, strict=True)
            ],
        )
        # A decision about one mark of a pair can't be followed where the other one stays.
        self._impossible.update(
            place
            for place, one in zip(places, after, strict=True)
            if place in self._texts and one.safety is not Safety.SAFE
        )
        return after

    def _decided(self, article: Document, finding: Finding, place: tuple[str, int, int]) -> Finding:
        if place not in self._texts:
            return declined(finding)
        self._met.add(place)
        text = self._texts[place]
        if text and text != finding.replacement:
            text = in_same_brackets(finding.found, text)
        return accepted(finding, article, text) or declined(finding)

    def problems(self) -> Iterator[str]:
        """A sentence for each decision that was not followed."""
        for place in self._texts:
            rule, start, _ = place
            if place not in self._met:
                yield f"{rule} at {start}: nothing is found there any more; nothing was written"
            elif place in self._impossible:
                yield f"{rule} at {start}: that can't be written there; the text stays"
