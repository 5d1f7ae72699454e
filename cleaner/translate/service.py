"""The chain that answers translation requests: glossary, composition, phrase table, model.

What the glossary knows is not asked of the model. What table and model say must pass the guards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from cleaner.errors import ModelError
from cleaner.finding import Fix, Request, Safety, Source
from cleaner.translate.answer import NOT_IN_GLOSSARY, Answer, Translator

if TYPE_CHECKING:
    from cleaner.translate.answer import Likelihood, Machine
    from cleaner.translate.choice import Proposals, Witnesses
    from cleaner.translate.glossary import Glossary
    from cleaner.translate.memory.store import Memory
    from cleaner.translate.nouns import NameLookup

__all__ = ["GlossaryTranslator", "TranslatorChain", "answer_to_fix"]


class GlossaryTranslator:
    """Answers from reviewed data alone: whole entries, and phrases composed of them.

    ``names`` looks up proper names for the composition; without it there are none.

    >>> GlossaryTranslator().translate([Request("lundi", before="It began ")])[0].text
    'Monday'
    """

    def __init__(self, glossary: Glossary | None = None, names: NameLookup | None = None) -> None:
        self._glossary = glossary
        self.names = names

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: Request) -> Answer:
        # Imported late: a clean article needs none of it.
        from cleaner.translate.compose import compose, exact, is_stranded_adjective
        from cleaner.translate.guards import GUARDS, Checked
        from cleaner.translate.place import fitted, stripped

        core = stripped(request.fragment).core
        inner = replace(request, fragment=core)
        listed = exact(core, self._glossary)
        composed = None if listed and listed.sure else compose(inner, self._glossary, self.names)
        answer = _better(listed, composed)
        if answer is None:
            return Answer.none(NOT_IN_GLOSSARY, Source.GLOSSARY)
        if answer.sure and is_stranded_adjective(inner, self._glossary):
            answer = replace(answer, sure=False, confidence=0.5, reason="apart from its noun")
        answer = fitted(request, answer)
        said = GUARDS["seam"](Checked(core, answer.text, request.before, request.after))
        return Answer.none(said, Source.GLOSSARY) if answer.found and said else answer


def _better(listed: Answer | None, composed: Answer | None) -> Answer | None:
    """The glossary's own entry, unless only the composition is sure or knows the owner."""
    if listed is None or composed is None:
        return listed or composed
    if composed.sure and composed.text == listed.text:
        # The entry's doubt (an English word too) counts for more than the parse.
        return listed
    if composed.reason == "the owner decides" or (composed.sure and " " in composed.text):
        return composed
    others = dict.fromkeys([*listed.alternatives, composed.text, *composed.alternatives])
    others.pop(listed.text, None)
    return replace(listed, alternatives=tuple(others)[:5])


class TranslatorChain:
    """The glossary's sure answers; for the rest the best of glossary, phrase table and MarianMT.

    ``model`` is a folder or a hub name; None is the checkpoint that comes with Cleaner. The model
    is asked in one batch, for what the glossary is not sure of. When the one that comes with
    Cleaner can't be loaded, the others answer, and what they can't is left without text, with the
    reason; a model or ``backend`` that was named raises ``ModelError``. ``memory`` keeps what the
    model says.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        names: NameLookup | None = None,
        glossary: Translator | None = None,
        table: Translator | None = None,
        machine: Machine | None = None,
        backend: str | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._memory = memory
        self._glossary = glossary or GlossaryTranslator(names=names)
        self._names = names or getattr(glossary, "names", None)
        self._model = model
        self._table = table
        self._machine = machine
        self._backend = backend
        self._broken = ""

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests."""
        answers = self._glossary.translate(requests)
        # What the glossary withholds (the English says it already) stays withheld.
        asked = [at for at, answer in enumerate(answers) if not answer.is_settled]
        if asked:
            from cleaner.translate.choice import chosen

            open_requests = [requests[at] for at in asked]
            proposals = self.proposals(open_requests, [answers[at] for at in asked])
            for at, request, proposed in zip(asked, open_requests, proposals, strict=True):
                answers[at] = chosen(request, *proposed, self._witnesses)
        return answers

    def proposals(
        self, requests: Sequence[Request], known: Sequence[Answer]
    ) -> list[tuple[Proposals, list[Likelihood] | None]]:
        """What glossary (``known``), phrase table, decoder and model propose for each request.

        With the likelihood of each text that was proposed, in the order of ``candidates``, or
        None where the model can't be asked.
        """
        listed, decoded = (one.translate(requests) for one in self._phrases)
        proposed = [
            {"glossary": first, "table": second, "decoder": third}
            for first, second, third in zip(known, listed, decoded, strict=True)
        ]
        if not self._broken:
            try:
                return _asked(self._opened_machine, requests, proposed)
            except ModelError as error:
                if self._model is not None or self._backend is not None:
                    raise  # the user named it and has to know
                self._broken = str(error)
        return [({**answers, "model": Answer.none(self._broken)}, None) for answers in proposed]

    @cached_property
    def _phrases(self) -> tuple[Translator, Translator]:
        """Whole phrases of the table, and phrases put together."""
        from cleaner.translate.phrases import DecodingTranslator, PhraseTranslator

        table = self._table or PhraseTranslator(names=self._names)
        return table, DecodingTranslator(names=self._names)

    @cached_property
    def _opened_machine(self) -> Machine:
        if self._machine is not None:
            return self._machine
        from cleaner.translate.marian import MarianTranslator

        return MarianTranslator(
            self._model, backend=self._backend, memory=self._memory, names=self._names
        )

    @cached_property
    def _witnesses(self) -> Witnesses:
        from cleaner.translate.choice import Witnesses
        from cleaner.translate.fluency import Sequences
        from cleaner.translate.hints import coverage, parallel_dictionary

        return Witnesses(
            partial(coverage, look_up=parallel_dictionary()), Sequences.packaged().fluency
        )


def _asked(
    machine: Machine, requests: Sequence[Request], proposed: Sequence[Proposals]
) -> list[tuple[Proposals, list[Likelihood] | None]]:
    """The proposals with the model's own, and what it makes of each. Raises ``ModelError``."""
    from cleaner.translate.choice import candidates

    answers = [
        {**others, "model": own}
        for others, own in zip(proposed, machine.translate(requests), strict=True)
    ]
    texts = [[candidate.text for candidate in candidates(some)] for some in answers]
    return list(zip(answers, machine.likelihoods(requests, texts), strict=True))


def answer_to_fix(request: Request, answer: Answer) -> Fix | None:
    """The fix that an answer makes of a request; None when there is no text.

    Only sure answers of the glossary or of an editor are safe; a model's answer never is.

    >>> fix = answer_to_fix(Request("lundi", prefix="[", suffix="]"), Answer("Monday", sure=True))
    >>> fix.replacement, str(fix.safety)
    ('[Monday]', 'safe')
    """
    if not answer.found:
        return None
    reviewed = answer.by_editor or answer.source not in (Source.MARIAN, Source.MEMORY)
    safe = answer.sure and reviewed
    return Fix(
        replacement=f"{request.prefix}{answer.text}{request.suffix}",
        source=answer.source,
        confidence=answer.confidence,
        safety=Safety.SAFE if safe else Safety.UNSAFE,
        reason=answer.reason,
        alternatives=tuple(
            f"{request.prefix}{other}{request.suffix}" for other in answer.alternatives
        ),
    )
