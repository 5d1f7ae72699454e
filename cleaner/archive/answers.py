"""Translations that were made beforehand, for all of an archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from cleaner.finding import Request
from cleaner.translate import Answer, Translator

__all__ = ["Known"]


class Known:
    """Answers from what is known while it is held; asks ``rest`` for anything else."""

    def __init__(self, rest: Translator) -> None:
        self._rest = rest
        self._known: Mapping[Request, Answer] = {}

    @contextmanager
    def holding(self, known: Mapping[Request, Answer]) -> Iterator[None]:
        """The time in which these answers are known."""
        self._known = known
        try:
            yield
        finally:
            self._known = {}

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests."""
        rest = [request for request in requests if request not in self._known]
        others = iter(self._rest.translate(rest) if rest else ())
        return [
            self._known[request] if request in self._known else next(others) for request in requests
        ]
