"""MarianMT: all fragments of a batch in as few calls as possible, whatever computes them.

A model trained by this project sees the fragment between markers in its English sentence; any
other MarianMT model sees the bare fragment, and the sentence with the fragment in it, in whose
translation the fragment's is found again (``found_again``). Answers are n-best lists of which
the first that passes the guards is taken; its confidence is the geometric mean of its tokens'
probabilities, which is not calibrated: ``choice`` does that. A model that was trained for it also
reads what the dictionaries know of the fragment (``hints``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from cleaner.errors import CleanerError
from cleaner.finding import Request, Source
from cleaner.translate.answer import Answer, Likelihood
from cleaner.translate.backends import Backend, Hypothesis, Job, computed_by, opened
from cleaner.translate.found_again import joined
from cleaner.translate.glossary import french_glossary
from cleaner.translate.guards import Checked, failed_guard
from cleaner.translate.hints import LookUp, parallel_dictionary
from cleaner.translate.inputs import Asked, asked_of
from cleaner.translate.place import fitted, stripped, uncapitalised

if TYPE_CHECKING:
    from cleaner.translate.checkpoint import Traits
    from cleaner.translate.memory.store import Memory
    from cleaner.translate.nouns import NameLookup

__all__ = ["Hypothesis", "MarianTranslator"]

BEAMS = 4
# Source pieces in one call: beams times as many are decoded together.
_PIECES_A_BATCH = 1500
_MOST_PIECES = 256
_SPACED_MARK = re.compile(r"\s(?:[.,;:!?)]|n't\b|'s\b)|\(\s")


class MarianTranslator:
    """Translates with a MarianMT checkpoint: a folder, a hub name, or None for the embedded one.

    The model is loaded when first needed; ``ModelError`` says why it can't be. ``hinted`` False
    keeps the dictionaries from a model that would read them. What ``memory`` knows is not computed
    again. ``names`` looks up proper names for the dictionaries.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        beams: int = BEAMS,
        backend: str | None = None,
        hinted: bool = True,
        memory: Memory | None = None,
        names: NameLookup | None = None,
    ) -> None:
        self._memory = memory
        self._names = names
        self._model = model
        self._beams = beams
        self._backend = backend
        self._hinted = hinted

    @cached_property
    def backend(self) -> Backend:
        """What computes, loaded unless a memory may know all. Raises ``ModelError``."""
        if self._memory is None:
            return opened(self._model, self._backend)
        from cleaner.translate.checkpoint import traits
        from cleaner.translate.memory.machine import RememberingBackend

        return RememberingBackend(
            traits(self._model),
            computed_by(self._backend),
            partial(opened, self._model, self._backend),
            self._memory,
        )

    @property
    def checkpoint(self) -> Traits:
        """What the loaded model's card says of it. Raises ``ModelError``."""
        return self.backend.traits

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers in the order of the requests; equal inputs are translated once."""
        if not requests:
            return []
        most = self.checkpoint.most_words or math.inf
        fits = [len(request.fragment.split()) <= most for request in requests]
        asked = [request for request, fit in zip(requests, fits, strict=True) if fit]
        candidates = iter(self.candidates(asked))
        return [
            _chosen(request, next(candidates))
            if fit
            else Answer.none(f"more than {most} words, too much for this model")
            for request, fit in zip(requests, fits, strict=True)
        ]

    def candidates(self, requests: Sequence[Request]) -> list[list[Hypothesis] | str]:
        """What the model says to each request, best first, before any guard has looked at it.

        A text in place of a list says why there is nothing. However long a fragment is, it is
        asked. Raises ``ModelError``.
        """
        asked = [self._inputs(request) for request in requests]
        results = self._generated({job for one in asked for job in one.jobs})
        join = united if self.checkpoint.markers else joined
        return [
            _gathered(request, one, results, join)
            for request, one in zip(requests, asked, strict=True)
        ]

    def likelihoods(
        self, requests: Sequence[Request], texts: Sequence[Sequence[str]]
    ) -> list[list[Likelihood]]:
        """How likely each text is as the translation of its request, in its place and alone.

        ``texts`` are answers as they would stand in the sentence. Raises ``ModelError``.
        """
        asked = [self._inputs(request) for request in requests]
        pairs = [
            (job.text, stripped(text).core)
            for one, proposed in zip(asked, texts, strict=True)
            for text in proposed
            for job in (one.parts[0], one.other or one.parts[0])
        ]
        # A sentence that is a fragment as a whole stands in no other place than alone.
        once = list(dict.fromkeys(pairs))
        known = dict(zip(once, self.backend.score(once), strict=True))
        scores = map(known.__getitem__, pairs)
        return [[Likelihood(next(scores), next(scores)) for _ in proposed] for proposed in texts]

    @cached_property
    def _look_up(self) -> LookUp | None:
        """The dictionaries, for a model that reads what they say."""
        if not (self._hinted and self.checkpoint.hinted):
            return None
        return parallel_dictionary(self._names)

    def _inputs(self, request: Request) -> Asked:
        return asked_of(request, self.checkpoint.markers, self._look_up)

    def _generated(self, jobs: Collection[Job]) -> dict[Job, list[Hypothesis] | str]:
        """The n best outputs of each input, or what went wrong with it alone."""
        most = min(_MOST_PIECES, self.checkpoint.longest)
        done: dict[Job, list[Hypothesis] | str] = {}
        sized: list[tuple[int, Job]] = []
        for job in sorted(jobs):
            pieces = self.backend.pieces(job.text)
            if pieces > most:
                done[job] = "too long for the model"
            else:
                sized.append((pieces, job))
        for batch in _batches(sorted(sized)):
            done.update(self._contained(batch))
        return done

    def _contained(self, batch: list[Job]) -> dict[Job, list[Hypothesis] | str]:
        """A batch; if it fails, its inputs one by one, so that the fault stays with its own."""
        try:
            outputs = self.backend.generate(batch, self._beams)
            return {
                job: [one._replace(text=_detokenised(one.text)) for one in found]
                for job, found in zip(batch, outputs, strict=True)
            }
        except CleanerError:
            raise  # no fault of the input's
        except Exception as error:
            # Whatever the model stumbles over must not take the other fragments with it.
            if len(batch) == 1:
                return {batch[0]: f"the model failed ({type(error).__name__})"}
            done: dict[Job, list[Hypothesis] | str] = {}
            for job in batch:
                done.update(self._contained([job]))
            return done


def _gathered(
    request: Request,
    asked: Asked,
    results: Mapping[Job, list[Hypothesis] | str],
    join: Callable[[Request, list[Hypothesis], list[Hypothesis]], list[Hypothesis]],
) -> list[Hypothesis] | str:
    """One list of candidates out of the outputs for all inputs of a request."""
    candidates: list[Hypothesis] = []
    for nth, job in enumerate(asked.parts):
        part = results[job]
        if isinstance(part, str):
            return part
        candidates = part if nth == 0 else _combined(candidates, part)
    others = [] if asked.other is None else results[asked.other]
    if not others or isinstance(others, str):
        return candidates
    return join(request, others, candidates)


def united(
    request: Request, alone: Sequence[Hypothesis], in_place: Sequence[Hypothesis]
) -> list[Hypothesis]:
    """What the model says to the fragment in its place and alone, both together, best first.

    A text's probability is the mean of both; one that is missing counts as 0.

    >>> found = united(Request("x"), [Hypothesis("a", 0.6)], [Hypothesis("b", 0.7),
    ...                Hypothesis("a", 0.5)])
    >>> [(one.text, one.probability) for one in found]
    [('a', 0.55), ('b', 0.35)]
    """
    del request
    halves: dict[str, list[Hypothesis]] = {}
    for one in (*in_place, *alone):
        halves.setdefault(one.text, []).append(one)
    means = [
        Hypothesis(
            text,
            round(sum(one.probability for one in found) / 2, 6),
            all(one.complete for one in found),
        )
        for text, found in halves.items()
    ]
    return sorted(means, key=lambda one: -one.probability)


def _batches(sized: Iterable[tuple[int, Job]]) -> Iterable[list[Job]]:
    """Inputs of like length together, as many as fit."""
    batch: list[Job] = []
    for pieces, job in sized:
        if batch and pieces * (len(batch) + 1) > _PIECES_A_BATCH:
            yield batch
            batch = []
        batch.append(job)
    if batch:
        yield batch


def _combined(some: list[Hypothesis], more: list[Hypothesis]) -> list[Hypothesis]:
    """The n best of two sentences together: rank with rank."""
    return [
        Hypothesis(
            f"{one.text} {two.text}",
            math.sqrt(one.probability * two.probability),
            one.complete and two.complete,
        )
        for one, two in zip(some, more, strict=False)
    ]


def _chosen(request: Request, candidates: list[Hypothesis] | str) -> Answer:
    """The first candidate that passes the guards; what else passes becomes an alternative."""
    if isinstance(candidates, str):
        return Answer.none(candidates)
    passed: dict[str, float] = {}
    refused = ""
    for candidate in candidates:
        answer, why = _judged(request, candidate)
        if answer is None:
            refused = refused or why
        else:
            passed.setdefault(answer, candidate.probability)
    if not passed:
        return Answer.none(refused or "the model gave no answer")
    best, *others = passed
    return Answer(
        best,
        tuple(others),
        round(passed[best], 4),
        Source.MARIAN,
        reason="machine translation" + (" (not the first choice)" if refused else ""),
    )


def _judged(request: Request, candidate: Hypothesis) -> tuple[str | None, str]:
    if not candidate.complete:
        return None, "the translation does not end"
    core = stripped(request.fragment).core
    raw = uncapitalised(candidate.text.strip(), core, french_glossary().common_words)
    verdict = failed_guard(Checked(core, stripped(raw).core))
    if verdict is None:
        answer = fitted(request, Answer(raw, source=Source.MARIAN))
        if not answer.found:
            return None, answer.withheld
        verdict = failed_guard(
            Checked(request.fragment, answer.text, request.before, request.after)
        )
        if verdict is None:
            return answer.text, ""
    return None, verdict.reason


def _detokenised(text: str) -> str:
    """Plain text of an output; models trained on tokenised text leave spaces before marks."""
    if not _SPACED_MARK.search(text):
        return text.strip()
    from sacremoses import MosesDetokenizer

    return str(MosesDetokenizer(lang="en").detokenize(text.split()))
