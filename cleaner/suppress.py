"""Keeps findings from being reported where somebody said so, and knows what was said in vain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from cleaner.finding import Finding

__all__ = ["Split", "Suppressing", "split"]


class Suppressing(Protocol):
    """What keeps findings from being reported: a comment in the text, or a line of a list."""

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding, whose place counts in the file."""
        ...  # pragma: no cover


S = TypeVar("S", bound=Suppressing)


class Split(NamedTuple, Generic[S]):
    """Findings to report, those that are not, and the suppressions that none was about."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    unused: tuple[S, ...]


def split(
    findings: Sequence[Finding],
    suppressions: Sequence[S],
    placed: Sequence[Finding] | None = None,
) -> Split[S]:
    """The findings that are left, in order; of several suppressions the first one is used.

    ``placed`` are the same findings with their places in the file, if they count elsewhere.

    >>> from cleaner.formats.suppressions import Suppression
    >>> found = [Finding("FR201", "french-word", at, at + 5, "lundi") for at in (0, 9)]
    >>> one, other = Suppression(("FR201",), 0, 6, 1), Suppression(("PL",), 0, 20, 2)
    >>> kept, suppressed, unused = split(found, [one, other])
    >>> kept == (found[1],), suppressed == (found[0],), unused == (other,)
    (True, True, True)
    """
    places = findings if placed is None else placed
    first = [
        next((at for at, one in enumerate(suppressions) if one.covers(place)), None)
        for place in places
    ]
    return Split(
        tuple(one for one, at in zip(findings, first, strict=True) if at is None),
        tuple(one for one, at in zip(findings, first, strict=True) if at is not None),
        tuple(one for at, one in enumerate(suppressions) if at not in first),
    )
