"""Answers from the phrase table: whole phrases, guessed noun phrases, and pieces put in a row.

Three ways, the surest first. The fragment stands in the table as a whole. Or the grammar reads it
with the table's words as nouns and adjectives that the glossary lacks (sur le nucléaire). Or it
is covered from left to right with readings of the grammar, entries and phrases: a small monotone
decoder, which keeps French word order. None of these answers is ever sure.
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
from cleaner.translate.compose import grammar_for, surroundings
from cleaner.translate.glossary import Glossary, french_glossary, normalised
from cleaner.translate.grammar import Grammar
from cleaner.translate.guards import Checked, failed_guard
from cleaner.translate.lexis import Lexis
from cleaner.translate.nouns import NameLookup
from cleaner.translate.phrase_table import PhraseTable, parallel_text
from cleaner.translate.place import fitted, stripped, uncapitalised
from cleaner.translate.words import Atoms, function_words

__all__ = ["PhraseTranslator", "decoded"]

NOT_IN_TABLE = "not in the phrase table"
# How much of a phrase's share is left, by the way it was used. Set by hand.
WHOLE, READ, DECODED = 0.8, 0.75, 0.55
# Behind a noun, « du pain » is of bread rather than bread.
NOT_OF = 0.5
_DE = re.compile(r"(?:d[eu]|des)\s|d'", re.IGNORECASE)
# The table's share of an alternative below this is noise in a row of pieces.
_LEAST_SHARE = 0.15
_LEAST_CONFIDENCE = 0.05
MOST_WORDS = 10
_LONGEST = 6
_MOST = 5
# The price of a piece, in natural logarithms: fewer pieces are better, known ones best.
_PIECE, _READING, _DOUBT, _SMALL_WORD, _NAME = 0.35, 0.1, 0.25, 0.9, 0.4
_LATE_COMMA = re.compile(r" ,")


class _Candidate(NamedTuple):
    text: str
    confidence: float
    reason: str


class _Piece(NamedTuple):
    end: int
    text: str
    price: float


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
        behind_noun = _is_of(request)
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
        yield from decoded(grammar, self._table)


def _is_of(request: Request) -> bool:
    """Whether the fragment begins with ``de`` behind what seems to be a noun."""
    around = surroundings(request)
    return bool(_DE.match(request.fragment)) and not (around.loose_de or around.indefinite)


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


def decoded(grammar: Grammar, table: PhraseTable) -> Iterator[_Candidate]:
    """The cheapest row of pieces that covers the fragment, if there is one of two or more."""
    size = len(grammar.atoms)
    best: list[tuple[float, tuple[str, ...]] | None] = [None] * (size + 1)
    best[0] = (0.0, ())
    for at in range(size):
        so_far = best[at]
        if so_far is None:
            continue
        for piece in _pieces(grammar, table, at):
            price = so_far[0] + piece.price + _PIECE
            known = best[piece.end]
            if known is None or price < known[0]:
                best[piece.end] = (price, (*so_far[1], piece.text))
    covered = best[size]
    if covered is None or len(covered[1]) < 2:
        return
    confidence = DECODED * math.exp(-covered[0])
    if confidence >= _LEAST_CONFIDENCE:
        text = _LATE_COMMA.sub(",", " ".join(filter(None, covered[1])))
        yield _Candidate(text, confidence, f"{len(covered[1])} pieces from parallel text")


def _pieces(grammar: Grammar, table: PhraseTable, at: int) -> Iterator[_Piece]:
    atoms = grammar.atoms
    for reading in grammar.phrases(at):
        price = _READING * reading.cost + _DOUBT * bool(reading.doubt)
        yield _Piece(reading.end, reading.text, price)
    for end in range(at + 1, min(at + _LONGEST, len(atoms)) + 1):
        printed = atoms.printed(at, end)
        if printed is None:
            continue
        found = table.find(printed)
        if found and found.shares[0] >= _LEAST_SHARE:
            yield _Piece(end, found.english[0], -math.log(min(1.0, found.shares[0])))
        for hit in grammar.glossary.lookup_normalised(printed)[:1]:
            yield _Piece(end, hit.english[0], _DOUBT * (not hit.sure) + _READING)
        for word in function_words().get(printed.lower(), ()):
            if word.role in ("prep", "det", "owner", "join", "about"):
                yield _Piece(end, word.english[0], _SMALL_WORD)
        if end == at + 1 and (printed[:1].isupper() or printed == ","):
            yield _Piece(end, printed, _NAME if printed != "," else 0.0)
