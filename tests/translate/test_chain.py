"""Glossary, phrase table and choice together, without a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from cleaner.errors import ModelError
from cleaner.finding import Request, Safety, Source
from cleaner.languages.sorted_table import SortedTable
from cleaner.translate import Answer, TranslatorChain, answer_to_fix
from cleaner.translate.answer import Likelihood
from cleaner.translate.choice import Witnesses, chosen
from cleaner.translate.fluency import Fluency
from cleaner.translate.glossary import Glossary
from cleaner.translate.phrase_table import PhraseTable
from cleaner.translate.phrases import PhraseTranslator

LINES = Path(__file__).with_name("chain.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


WITNESSES = Witnesses(lambda fr, en: 0.0, lambda before, text, after: Fluency(0.0, 0.0))


class Nothing:
    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        raise ModelError("no model")

    def likelihoods(
        self, requests: Sequence[Request], texts: Sequence[Sequence[str]]
    ) -> list[list[Likelihood]]:
        raise AssertionError("asked for nothing")


@pytest.fixture(scope="module")
def chain() -> TranslatorChain:
    return TranslatorChain(machine=Nothing())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['fr']}|{case['before']}")
def test_case(case: dict, chain: TranslatorChain):
    bracketed = not case.get("note", "").startswith("bare")
    [answer] = chain.translate([Request(case["fr"], case["before"], bracketed=bracketed)])
    if case.get("none"):
        assert not answer.text
        assert answer.withheld
        return
    assert answer.sure is case["sure"], answer.reason
    assert case.get("en", answer.text) == answer.text
    assert answer.text not in answer.alternatives


def phrases(*rows: str) -> PhraseTranslator:
    table = "".join(f"{row}\n" for row in sorted(rows, key=str.encode)).encode()
    return PhraseTranslator(PhraseTable(SortedTable(table)), Glossary([]))


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("plugh", "engine"),
        ("Plugh", "engine"),
        ("le plugh", "the engine"),
        ("sur le plugh", "on the engine"),
        ("plugh quux", ""),
        ("quux Dupont", ""),
        ("plugh xyzzy", ""),
        ("xyzzy", ""),
        ("le", ""),
        ("", ""),
        ("!", ""),
        ("plugh; quux", ""),
        (" ".join(["plugh", "quux"] * 6), ""),
        ("trois mots", ""),
    ],
)
def test_phrases(fragment: str, text: str):
    rows = ("plugh\tengine|board\t60|20\t40", "quux\tgrows\t90\t9", "trois mots\tfour words\t99\t9")
    [answer] = phrases(*rows).translate([Request(fragment, "x ")])
    assert answer.text == text
    assert not answer.sure
    assert bool(answer.reason) == bool(answer.text)
    assert answer.source is Source.MEMORY


def test_memory_is_never_safe():
    fix = answer_to_fix(Request("x"), Answer("y", sure=True, source=Source.MEMORY))
    assert fix is not None
    assert fix.safety is Safety.UNSAFE


def test_a_text_that_two_sources_propose_beats_one():
    table = Answer("flour", (), 0.4, Source.MEMORY)
    model = Answer("flour", ("meal",), 0.6, Source.MARIAN)
    request, found = Request("farine"), Likelihood(-0.5, -0.5)
    answers = {"table": table, "decoder": Answer("far", (), 0.2), "model": model}
    answer = chosen(request, answers, [found, found, found], WITNESSES)
    assert answer.text == "flour"
    assert answer.alternatives[0] == "far"
    assert not answer.sure


def test_nothing_likely_nothing_chosen():
    def of(**answers: Answer) -> Answer:
        found = [Likelihood(-9.0, -9.0)] * sum(answer.found for answer in answers.values())
        return chosen(Request("farine"), answers, found, WITNESSES)

    assert not of(model=Answer("far away", (), 0.01, Source.MARIAN), table=Answer.none("why")).text
    assert of(table=Answer.none("why")).withheld == "why"
    assert not of().found


def test_the_table_is_sorted_unique_and_whole():
    rows = [line.split("\t") for line in _table().splitlines()]
    keys = [row[0].encode() for row in rows]
    assert all(one < other for one, other in pairwise(keys))
    for french, english, shares, seen in rows:
        assert french == french.lower().strip()
        assert 1 <= len(english.split("|")) == len(shares.split("|")) <= 4
        assert int(seen) >= 2


def test_no_leftovers_of_function_words():
    leftovers = {"of", "the", "a", "to", "of the", "in the"}
    wrong = [row for row in _table().splitlines() if row.split("\t")[1] in leftovers]
    assert len(wrong) < 40, wrong


def _table() -> str:
    return files("cleaner.data").joinpath("phrases.tsv").read_text("utf-8")
