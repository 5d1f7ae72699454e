"""What the translation package gives back, and who may give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cleaner.finding import Request, Source

__all__ = ["NOT_IN_GLOSSARY", "Answer", "Translator"]


NOT_IN_GLOSSARY = "not in the glossary"


@dataclass(frozen=True, slots=True)
class Answer:
    """The translation of one fragment, or the reason why there is none.

    ``confidence`` is between 0 and 1. ``sure`` answers may be applied without asking. An answer
    without ``text`` was withheld, and ``withheld`` says why. ``by_editor``: an editor decided it,
    with or without a text, and nobody else is to be asked.

    >>> Answer("Monday", sure=True).found, Answer.none("no model").found
    (True, False)
    """

    text: str = ""
    alternatives: tuple[str, ...] = ()
    confidence: float = 0.0
    source: Source = Source.GLOSSARY
    sure: bool = False
    reason: str = ""
    withheld: str = ""
    by_editor: bool = False

    @property
    def found(self) -> bool:
        """Whether there is a translation."""
        return bool(self.text)

    @property
    def is_settled(self) -> bool:
        """Whether nobody else is to be asked: it is sure, or withheld for a reason."""
        return self.sure or not (self.found or self.withheld == NOT_IN_GLOSSARY)

    @classmethod
    def none(cls, why: str, source: Source = Source.MARIAN) -> Answer:
        """An answer without text, for the reason ``why``."""
        return cls(source=source, withheld=why)


class Translator(Protocol):
    """Answers a batch of requests: as many answers as requests, in their order.

    A translator never raises for one request: what it can't translate gets an answer without
    text. It may raise ``ModelError`` when it can't work at all.
    """

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers to ``requests``, in their order."""
        ...  # pragma: no cover


class Likelihood(NamedTuple):
    """How likely a model finds a text: mean natural logarithm a piece, best at 0."""

    in_place: float
    alone: float


class Machine(Translator, Protocol):
    """A translation model, which also says how likely it finds what others propose."""

    def likelihoods(
        self, requests: Sequence[Request], texts: Sequence[Sequence[str]]
    ) -> list[list[Likelihood]]:
        """How likely each text is as the answer to its request."""
        ...  # pragma: no cover
