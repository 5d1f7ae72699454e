"""Answers from the phrase table: whole phrases, guessed noun phrases, and phrases put together.

Three ways, the surest first. The fragment stands in the table as a whole. Or the grammar reads it
with the table's words as nouns and adjectives that the glossary lacks (sur le nucléaire). Or it
is covered with phrases by the ``decoder``. None of these answers is ever sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from cleaner.finding import Request, Source
from cleaner.translate.answer import Answer
from cleaner.translate.compose import grammar_for, needs_of
from cleaner.translate.decoder import Decoded, Decoder
from cleaner.translate.fluency import Sequences
from cleaner.translate.glossary import Glossary, french_glossary, normalised
from cleaner.translate.grammar import Grammar
from cleaner.translate.guards import Checked, failed_guard
from cleaner.translate.inputs import sentences_of
from cleaner.translate.lexis import Lexis
from cleaner.translate.nouns import NameLookup
from cleaner.translate.phrase_table import PhraseTable, parallel_text
from cleaner.translate.place import fitted, stripped, uncapitalised
from cleaner.translate.words import Atoms, function_words

__all__ = ["DecodingTranslator", "PhraseTranslator"]

NOT_IN_TABLE = "not in the phrase table"
NOT_DECODED = "no phrase covers it"
# How much of a phrase's share is left, by the way it was used. Set by hand.
WHOLE, READ = 0.8, 0.75
# Behind a noun, « du pain » is of bread rather than bread.
NOT_OF = 0.5
MOST_WORDS = 10
_MOST = 5


class _Candidate(NamedTuple):
    text: str
    confidence: float
    reason: str


class PhraseTranslator:
    """Translates with the phrase table; requests that it can't cover get no text.

    >>> PhraseTranslator().translate([Request("xyzzy")])[0].withheld
    'not in the phrase table'
    """

    def __init__(
        self,
        table: PhraseTable | None = None,
        glossary: Glossary | None = None,
        names: NameLookup | None = None,
    ) -> None:
        self._given = table, glossary
        self._names = names

    @cached_property
    def _table(self) -> PhraseTable:
        return self._given[0] or parallel_text()

    @cached_property
    def _glossary(self) -> Glossary:
        return self._given[1] or french_glossary()

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: Request) -> Answer:
        core = normalised(stripped(request.fragment).core)
        common = self._glossary.common_words
        passed: dict[str, _Candidate] = {}
        refused = ""
        for candidate in self._candidates(replace(request, fragment=core)):
            raw = uncapitalised(candidate.text, core, common)
            text, why = _judged(request, raw)
            if text and text not in passed:
                passed[text] = candidate
            refused = refused or why
        if not passed:
            return Answer.none(refused or NOT_IN_TABLE, Source.MEMORY)
        ranked = sorted(passed, key=lambda text: -passed[text].confidence)
        best = passed[ranked[0]]
        return Answer(
            ranked[0],
            tuple(ranked[1 : _MOST + 1]),
            round(best.confidence, 4),
            Source.MEMORY,
            reason=best.reason,
        )

    def _candidates(self, request: Request) -> Iterator[_Candidate]:
        french = request.fragment
        if french.lower() in function_words():
            return
        whole = self._table.find(french)
        behind_noun = needs_of(request)
        if whole:
            reason = f"{whole.seen} times so in parallel text"
            # Seen twice is hardly seen: the share is smoothed with one imagined other reading.
            trust = WHOLE * whole.seen / (whole.seen + 1)
            for text, share in zip(whole.english, whole.shares, strict=True):
                fit = 1.0 if not behind_noun or text.startswith("of ") else NOT_OF
                yield _Candidate(text, trust * share * fit, reason)
        try:
            atoms = Atoms(french)
        except ValueError:
            return
        if not 0 < len(atoms) <= MOST_WORDS + 4 or len(french.split(" ")) > MOST_WORDS:
            return
        lexis = Lexis(atoms, self._glossary, self._table)
        grammar = grammar_for(request, lexis, self._names)
        yield from _read(grammar, lexis)


class DecodingTranslator:
    """Translates fragments, sentences and passages by covering them with phrases.

    >>> DecodingTranslator().translate([Request("la ville attaquée", "They left ")])[0].found
    True
    """

    def __init__(self, names: NameLookup | None = None) -> None:
        self._names = names

    @cached_property
    def _decoder(self) -> Decoder:
        return Decoder(parallel_text(), french_glossary(), Sequences.packaged(), self._names)

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: Request) -> Answer:
        passed: dict[str, float] = {}
        refused = ""
        for found in self.decoded(request):
            text, why = _judged(request, found.text)
            if text:
                passed.setdefault(text, found.part)
            refused = refused or why
        if not passed:
            return Answer.none(refused or NOT_DECODED, Source.MEMORY)
        best, *others = passed
        return Answer(
            best,
            tuple(others),
            round(passed[best], 4),
            Source.MEMORY,
            reason="put together of phrases from parallel text",
        )

    def decoded(self, request: Request) -> list[Decoded]:
        """The best translations of the fragment, or of its sentences in turn, before any guard."""
        parts = sentences_of(request)
        if not parts:
            edges = stripped(request.fragment)
            before = request.before + request.prefix + edges.before
            after = edges.after + request.suffix + request.after
            return self._decoder.decode(normalised(edges.core), before, after)
        rows = [[_as_sentence(one, part) for one in self._decode(part)] for part in parts]
        return [
            Decoded(" ".join(one.text for one in row), math.prod(one.part for one in row))
            for row in zip(*rows, strict=False)
        ]

    def _decode(self, sentence: str) -> list[Decoded]:
        return self._decoder.decode(normalised(sentence))


def _as_sentence(found: Decoded, french: str) -> Decoded:
    """With a capital at its start, if the French has one."""
    if not french.lstrip('«“"( ')[:1].isupper():
        return found
    return found._replace(
        text=re.sub(r"\w", lambda match: match.group().upper(), found.text, count=1)
    )


def _judged(request: Request, raw: str) -> tuple[str, str]:
    """The text as it fits in its place, or why a guard withholds it."""
    core = stripped(request.fragment).core
    verdict = failed_guard(Checked(core, stripped(raw).core))
    if verdict:
        return "", verdict.reason
    answer = fitted(request, Answer(raw, source=Source.MEMORY))
    if not answer.found:
        return "", answer.withheld
    verdict = failed_guard(Checked(request.fragment, answer.text, request.before, request.after))
    return ("", verdict.reason) if verdict else (answer.text, "")


def _read(grammar: Grammar, lexis: Lexis) -> Iterator[_Candidate]:
    """The grammar's readings that use the table's words."""
    for rank, reading in enumerate(grammar.readings()[:3]):
        used = [
            guess
            for guess in lexis.guesses.values()
            if any(english in reading.text for english in guess.english)
        ]
        share = math.prod(
            next(
                part
                for english, part in zip(guess.english, guess.shares, strict=True)
                if english in reading.text
            )
            for guess in used
        )
        seen = min((guess.seen for guess in used), default=0)
        reason = f"{seen} times so in parallel text, the rest composed"
        if used:
            confidence = READ * share * 0.9 ** (reading.cost - 1 + 2 * rank)
            yield _Candidate(reading.text, confidence, reason)
            for other in reading.alternatives[:2]:
                yield _Candidate(other, 0.6 * confidence, reason)
