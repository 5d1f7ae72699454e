"""What computes: a MarianMT checkpoint through transformers, or faster through CTranslate2.

Both search with the same beams, length penalty and ends, and are given the same inputs, so that
they are expected to give the same answers; ``python -m models.parity`` measures whether they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleaner.config import BACKENDS
from cleaner.errors import ModelError

if TYPE_CHECKING:
    from cleaner.translate.checkpoint import Traits

__all__ = [
    "CTRANSLATE2",
    "TRANSFORMERS",
    "Backend",
    "Hypothesis",
    "Job",
    "computed_by",
    "fast_arithmetic",
    "most_new",
    "opened",
    "reference_arithmetic",
    "used",
]

_MOST_NEW = 128
TRANSFORMERS, CTRANSLATE2 = BACKENDS


class Hypothesis(NamedTuple):
    """One of the n best outputs; ``probability`` is the mean (geometric) of its tokens'.

    ``complete`` is False where the output was cut off before it ended.
    """

    text: str
    probability: float
    complete: bool = True


class Job(NamedTuple):
    """One input of the model: its text, and the source text alone, which bounds the output."""

    text: str
    source: str


class Backend(Protocol):
    """A loaded model. What it stumbles over is raised as whatever its library raises."""

    traits: Traits
    #: What computes, its version and its arithmetic: all but the model that an output depends on.
    computed_by: str

    def pieces(self, text: str) -> int:
        """How many pieces the model reads for a source text, the end of sentence included."""
        ...  # pragma: no cover

    def generate(self, jobs: Sequence[Job], beams: int) -> list[list[Hypothesis]]:
        """The ``beams`` best outputs of each job, best first, all jobs in one batch."""
        ...  # pragma: no cover

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How likely the model holds each (source text, target text), best at 0.

        The mean natural logarithm of the probabilities of the target's pieces and of its end;
        minus infinity for a pair that is longer than the model reads.
        """
        ...  # pragma: no cover


def most_new(sources: Iterable[int], longest: int) -> int:
    """The most pieces that a batch may be answered with, given the pieces of its sources.

    >>> most_new([3, 5], longest=256), most_new([100], longest=256)
    (18, 128)
    """
    return min(_MOST_NEW, 2 * max(sources) + 8, longest - 1)


def used(name: str | None) -> str:
    """The backend that stands for ``name``: None is the fastest that is installed.

    Raises ``ModelError`` for one that is not installed, ``ConfigError`` for an unknown one.
    """
    if name is None:
        return CTRANSLATE2 if find_spec("ctranslate2") else TRANSFORMERS
    from cleaner.config import Config

    Config(backend=name)
    if name == CTRANSLATE2 and not find_spec("ctranslate2"):
        raise ModelError(
            "the backend ctranslate2 is not installed; `pip install cleaner[fast]`, or take "
            "the slower one that is: --backend transformers"
        )
    return name


def computed_by(name: str | None) -> str:
    """What ``opened`` will compute with: libraries, versions, arithmetic. Loads no torch.

    Raises as ``used`` does.
    """
    if used(name) == CTRANSLATE2:
        from cleaner.translate.backends.convert import best_compute_type

        return fast_arithmetic(best_compute_type())
    return reference_arithmetic()


def fast_arithmetic(compute_type: str) -> str:
    """What CTranslate2 computes with."""
    return f"ctranslate2 {version('ctranslate2')} {compute_type}"


def reference_arithmetic() -> str:
    """What transformers computes with."""
    return f"transformers {version('transformers')}, torch {version('torch')}"


def opened(model: str | None, name: str | None = None) -> Backend:
    """The model in a folder, of a hub name, or (None) the embedded one, ready to translate.

    Without a ``name`` a model that CTranslate2 can't take is left to transformers. Raises
    ``ModelError`` and ``ConfigError``.
    """
    from cleaner.translate.checkpoint import traits

    if used(name) == CTRANSLATE2:
        from cleaner.translate.backends.convert import ConversionError
        from cleaner.translate.backends.ctranslate2 import CTranslate2Backend

        try:
            return CTranslate2Backend(traits(model))
        except ConversionError:
            if name is not None:
                raise
    from cleaner.translate.backends.transformers import TransformersBackend

    return TransformersBackend(traits(model))
