"""What the model said before, kept: an exact cache of a backend's outputs.

An output is looked up by all that determined it: the model's files, what computes it, the whole
input and the number of beams. So the memory saves time and changes nothing; guards and choice judge
a remembered output as they judge a new one. The model is loaded only for what is not remembered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from functools import cache, cached_property
from pathlib import Path

from cleaner.translate.backends import Backend, Hypothesis, Job
from cleaner.translate.backends.pieces import Pieces
from cleaner.translate.checkpoint import Traits
from cleaner.translate.memory.store import MachineAnswer, Memory

__all__ = ["RememberingBackend", "files_digest"]

# Raise it when outputs are treated in another way before they are kept.
TREATMENT = 2


class RememberingBackend:
    """A backend that computes only what the memory lacks, and keeps it there.

    ``opened`` loads the model when it is first needed; ``computed_by`` says what will compute.
    Raises what loading raises, and ``MemoryFileError`` for a damaged memory.
    """

    def __init__(
        self, traits: Traits, computed_by: str, opened: Callable[[], Backend], memory: Memory
    ) -> None:
        self.traits = traits
        self.computed_by = computed_by
        self._opened = opened
        self._memory = memory

    @cached_property
    def _backend(self) -> Backend:
        backend = self._opened()
        # Where the fast backend can't take a model, another one computes than was thought.
        self.computed_by = backend.computed_by
        return backend

    @property
    def _model(self) -> str:
        return f"{self.traits.name}@{files_digest(self.traits.folder)} {self.computed_by}"

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self.traits.folder)

    def pieces(self, text: str) -> int:
        """How many pieces the model reads for a source text, the end of sentence included."""
        return len(self._pieces.source(text))

    def generate(self, jobs: Sequence[Job], beams: int) -> list[list[Hypothesis]]:
        """The ``beams`` best outputs of each job, best first."""
        keys = {job: (_digest("generate", str(beams), *job), job.source) for job in jobs}
        known = _parsed(self._memory.answers(self._model, _storable(keys.values())))
        missing = [job for job in dict.fromkeys(jobs) if keys[job] not in known]
        if missing:
            outputs = dict(zip(missing, self._backend.generate(missing, beams), strict=True))
            self._memory.keep_answers(
                [
                    MachineAnswer(self._model, *keys[job], json.dumps(found, ensure_ascii=False))
                    for job, found in outputs.items()
                    if _storable([keys[job]]) and _is_repeatable(found)
                ]
            )
            known |= {keys[job]: found for job, found in outputs.items()}
        return [known[keys[job]] for job in jobs]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How likely the model holds each (source text, target text), best at 0."""
        keys = {pair: _digest("score", *pair) for pair in pairs}
        known = self._memory.scores(self._model, set(keys.values()))
        missing = [pair for pair in keys if keys[pair] not in known]
        if missing:
            scores = self._backend.score(missing)
            new = {keys[pair]: score for pair, score in zip(missing, scores, strict=True)}
            self._memory.keep_scores(self._model, new)
            known |= new
        return [known[keys[pair]] for pair in pairs]


def _digest(*texts: str) -> str:
    """Names an input by all that the output depends on."""
    whole = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def _storable(keys: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """The keys without half of a surrogate pair, which no file takes."""
    return {key for key in keys if not any("\ud800" <= letter <= "\udfff" for letter in key[1])}


def _is_repeatable(outputs: Sequence[Hypothesis]) -> bool:
    """Whether the outputs are the same in any batch: where one is cut off depends on the others."""
    return bool(outputs) and all(one.complete for one in outputs)


def _parsed(rows: dict[tuple[str, str], str]) -> dict[tuple[str, str], list[Hypothesis]]:
    """The lists as they were kept; what was not written by us is left out."""
    found = {}
    for key, text in rows.items():
        try:
            answers = [
                Hypothesis(str(output), float(probability), bool(complete))
                for output, probability, complete in json.loads(text)
            ]
        except (TypeError, ValueError):
            continue
        if answers:
            found[key] = answers
    return found


@cache
def files_digest(folder: Path) -> str:
    """A short digest of the files in a folder that a model's answers can depend on."""
    digest = hashlib.blake2b(str(TREATMENT).encode(), digest_size=6)
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix != ".md":
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            with file.open("rb") as data:
                while block := data.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()
