"""The fast backend: CTranslate2, which needs neither torch nor transformers once it has converted.

The search is set up so that it ends where that of transformers does: as many finished outputs as
beams, ranked by the mean of their pieces' log probabilities, the end counted among them; an empty
output allowed; the padding token never written.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any

from cleaner.errors import ModelError
from cleaner.translate.backends import Hypothesis, Job, fast_arithmetic, most_new
from cleaner.translate.backends.convert import best_compute_type, converted
from cleaner.translate.backends.pieces import Pieces
from cleaner.translate.checkpoint import Traits

__all__ = ["CTranslate2Backend"]

# Pieces that are scored in one call, padding included.
_PIECES = 256
# Each thread takes a part of the batch; of more threads than this each has too small a part.
_MOST_THREADS = 8


class CTranslate2Backend:
    """A converted checkpoint, converted now if it was not before. Raises ``ModelError``."""

    def __init__(
        self, traits: Traits, compute_type: str | None = None, threads: int | None = None
    ) -> None:
        import ctranslate2

        self.traits = traits
        self._pieces = Pieces(traits.folder)
        compute_type = compute_type or best_compute_type()
        self.computed_by = fast_arithmetic(compute_type)
        folder = converted(traits, compute_type)
        self._threads = threads or _threads()
        try:
            self._translator: Any = ctranslate2.Translator(
                str(folder),
                "cpu",
                compute_type=compute_type,
                # Whole parts of a batch side by side: matrices as small as these are not worth
                # sharing out among threads.
                inter_threads=self._threads,
                intra_threads=1,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"{folder}: the converted model can't be loaded ({error}); delete the folder"
            ) from error

    def pieces(self, text: str) -> int:
        """How many pieces the model reads for a source text, the end of sentence included."""
        return len(self._pieces.source(text))

    def generate(self, jobs: Sequence[Job], beams: int) -> list[list[Hypothesis]]:
        """The ``beams`` best outputs of each job, best first."""
        results = self._translator.translate_batch(
            [self._pieces.source(job.text) for job in jobs],
            max_batch_size=-(-len(jobs) // self._threads),
            beam_size=beams,
            num_hypotheses=beams,
            length_penalty=1.0,
            patience=1.0,
            max_decoding_length=most_new(
                (self.pieces(job.source) for job in jobs), self.traits.longest
            ),
            min_decoding_length=0,
            max_input_length=0,
            suppress_sequences=[[self._pieces.padding]],
            # The end then counts as a piece, as it does in transformers.
            return_end_token=True,
            return_scores=True,
        )
        return [
            [
                self._hypothesis(pieces, score)
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]

    def _hypothesis(self, pieces: list[str], score: float) -> Hypothesis:
        complete = bool(pieces) and pieces[-1] == self._pieces.end
        return Hypothesis(self._pieces.text(pieces), math.exp(min(0.0, score)), complete)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The mean natural logarithm of the target pieces' probabilities, pair by pair."""
        read = [self._pieces.source(source) for source, _ in pairs]
        written = [self._pieces.target(target) for _, target in pairs]
        fitting = [
            at
            for at in range(len(pairs))
            if max(len(read[at]), len(written[at])) <= self.traits.longest
        ]
        results = self._translator.score_batch(
            [read[at] for at in fitting],
            # It adds the end itself.
            [written[at][:-1] for at in fitting],
            max_batch_size=_PIECES,
            batch_type="tokens",
            max_input_length=0,
        )
        scores = [-math.inf] * len(pairs)
        for at, result in zip(fitting, results, strict=True):
            scores[at] = math.fsum(result.log_probs) / len(result.log_probs)
        return scores


def _threads() -> int:
    """As many threads as OMP_NUM_THREADS says, or as there are cores, within reason."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    return int(named) if named.isdigit() and int(named) else min(_MOST_THREADS, os.cpu_count() or 1)
