"""The reference backend: the checkpoint as it is, through transformers and torch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from cleaner.translate.backends import Hypothesis, Job, most_new, reference_arithmetic
from cleaner.translate.checkpoint import Traits, loaded, quiet

__all__ = ["TransformersBackend"]

# Pairs that are scored in one call.
_PAIRS = 64


class TransformersBackend:
    """A checkpoint loaded by transformers. Raises ``ModelError`` if it can't be."""

    def __init__(self, traits: Traits) -> None:
        self.traits = traits
        self.computed_by = reference_arithmetic()
        checkpoint = loaded(traits)
        self._model, self._tokenizer = checkpoint.model, checkpoint.tokenizer
        # An end that is forced would make an output that was cut off look complete.
        self._model.generation_config.forced_eos_token_id = None

    def pieces(self, text: str) -> int:
        """How many pieces the model reads for a source text, the end of sentence included."""
        with quiet():  # it warns of long texts, which the caller is about to turn away
            return len(self._tokenizer(text)["input_ids"])

    def generate(self, jobs: Sequence[Job], beams: int) -> list[list[Hypothesis]]:
        """The ``beams`` best outputs of each job, best first."""
        import torch

        tokenizer, model = self._tokenizer, self._model
        with quiet(), torch.inference_mode():
            inputs = tokenizer([job.text for job in jobs], return_tensors="pt", padding=True)
            sources = tokenizer([job.source for job in jobs])["input_ids"]
            output: Any = model.generate(
                **inputs,
                num_beams=beams,
                num_return_sequences=beams,
                max_new_tokens=most_new(map(len, sources), self.traits.longest),
                max_length=None,
                early_stopping=beams > 1,
                length_penalty=1.0,
                do_sample=False,
                bad_words_ids=[[model.config.pad_token_id]],
                return_dict_in_generate=True,
                output_scores=True,
            )
        texts: list[str] = tokenizer.batch_decode(output.sequences, skip_special_tokens=True)
        ended = (output.sequences == model.config.eos_token_id).any(dim=1).tolist()
        scores = output.sequences_scores.tolist() if beams > 1 else _greedy_scores(model, output)
        found = [
            Hypothesis(text, math.exp(min(0.0, score)), bool(end))
            for text, score, end in zip(texts, scores, ended, strict=True)
        ]
        return [found[at : at + beams] for at in range(0, len(found), beams)]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The mean natural logarithm of the target pieces' probabilities, pair by pair."""
        scores = [-math.inf] * len(pairs)
        with quiet():
            read = [self._tokenizer(source)["input_ids"] for source, _ in pairs]
            written = [self._tokenizer(text_target=target)["input_ids"] for _, target in pairs]
        fitting = [
            at
            for at in range(len(pairs))
            if max(len(read[at]), len(written[at])) <= self.traits.longest
        ]
        fitting.sort(key=lambda at: (len(read[at]), len(written[at])))
        for begin in range(0, len(fitting), _PAIRS):
            batch = fitting[begin : begin + _PAIRS]
            found = self._scored([read[at] for at in batch], [written[at] for at in batch])
            for at, score in zip(batch, found, strict=True):
                scores[at] = score
        return scores

    def _scored(self, read: list[list[int]], written: list[list[int]]) -> list[float]:
        import torch

        padding = self._model.config.pad_token_id
        inputs, mask = _padded(read, padding)
        labels, counted = _padded(written, padding)
        start = torch.full_like(labels[:, :1], self._model.config.decoder_start_token_id)
        with torch.inference_mode():
            logits = self._model(
                input_ids=inputs,
                attention_mask=mask,
                decoder_input_ids=torch.cat([start, labels[:, :-1]], dim=1),
            ).logits
            chosen = torch.log_softmax(logits, dim=-1).gather(2, labels[:, :, None])[:, :, 0]
            means: list[float] = ((chosen * counted).sum(1) / counted.sum(1)).tolist()
        return means


def _padded(rows: list[list[int]], padding: int) -> tuple[Any, Any]:
    """The rows as one tensor, and which of its places are taken."""
    import torch

    longest = max(map(len, rows))
    ids = torch.tensor([row + [padding] * (longest - len(row)) for row in rows])
    taken = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return ids, taken


def _greedy_scores(model: Any, output: Any) -> list[float]:
    """The mean logarithm of the chosen pieces' probabilities where no beam has counted it."""
    steps = model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
    # What follows the end is padding and has no probability.
    counted = steps.isfinite() & (output.sequences[:, 1:] != model.config.pad_token_id)
    scores: list[float] = (
        steps.masked_fill(~counted, 0.0).sum(1) / counted.sum(1).clamp(min=1)
    ).tolist()
    return scores
