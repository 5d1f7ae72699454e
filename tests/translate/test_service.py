from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest

from cleaner.errors import ModelError
from cleaner.finding import Request, Safety, Source
from cleaner.translate import Answer, GlossaryTranslator, TranslatorChain, answer_to_fix
from cleaner.translate.answer import Likelihood


class Machine:
    """Answers in upper case and remembers what it was asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[Request] = []
        self.calls = 0
        self.error = error

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        self.calls += 1
        if self.error:
            raise self.error
        self.asked += requests
        return [Answer(r.fragment.upper(), (), 0.5, Source.MARIAN) for r in requests]

    def likelihoods(
        self, requests: Sequence[Request], texts: Sequence[Sequence[str]]
    ) -> list[list[Likelihood]]:
        return [[Likelihood(-0.1, -0.1) for _ in proposed] for proposed in texts]


def test_the_model_is_asked_only_for_what_the_glossary_lacks():
    machine = Machine()
    requests = [Request("xyzzy", "a "), Request("lundi", "on a "), Request("plugh", "a ")]
    answers = TranslatorChain(machine=machine).translate(requests)
    assert [answer.text for answer in answers] == ["XYZZY", "Monday", "PLUGH"]
    assert [request.fragment for request in machine.asked] == ["xyzzy", "plugh"]


def test_no_request_no_model():
    machine = Machine(ModelError("gone"))
    assert TranslatorChain(machine=machine).translate([]) == []
    assert not machine.calls


def test_without_a_model_the_glossary_still_answers_and_the_reason_is_given():
    machine = Machine(ModelError("no model here; name a folder"))
    chain = TranslatorChain(machine=machine)
    answers = chain.translate([Request("xyzzy"), Request("lundi", "It began ")])
    assert [answer.text for answer in answers] == ["", "Monday"]
    assert answers[0].withheld == "no model here; name a folder"
    chain.translate([Request("xyzzy")])
    assert machine.calls == 1, "a broken model is not tried again"


def test_without_the_embedded_model_the_others_still_answer():
    requests = [Request("lundi"), Request("xyzzy")]
    machine = Machine(ModelError("the checkpoint is not there"))
    known, unknown = TranslatorChain(machine=machine).translate(requests)
    assert known.text == "Monday"
    assert unknown.withheld == "the checkpoint is not there"


def test_a_model_that_the_user_named_has_to_be_there():
    with pytest.raises(ModelError, match="no such folder"):
        TranslatorChain("./no/such/folder").translate([Request("xyzzy")])


@pytest.mark.parametrize(
    ("answer", "safety"),
    [
        (Answer("Monday", confidence=0.98, sure=True), Safety.SAFE),
        (Answer("Monday", confidence=0.75), Safety.UNSAFE),
        (Answer("Monday", confidence=0.99, source=Source.MARIAN, sure=True), Safety.UNSAFE),
    ],
)
def test_safety(answer: Answer, safety: Safety):
    fix = answer_to_fix(Request("lundi", prefix="[", suffix="]"), answer)
    assert fix is not None
    assert (fix.replacement, fix.safety, fix.source) == ("[Monday]", safety, answer.source)


def test_no_text_no_fix():
    assert answer_to_fix(Request("xyzzy"), Answer.none("why not")) is None


@pytest.mark.parametrize(
    ("fragment", "before", "after", "text", "sure"),
    [
        ("lundi", "A rocket attack ", " against the coalition", "Monday", True),
        ("antidjihadiste", "coalition forces ", "", "anti-jihadist", True),
        ("du président", "the speech ", "", "of the president", True),
        ("le président", "He met the ", " in Paris", "president", True),
        ("Lundi", "", ", he left", "Monday", True),
        ("lundi,", "It began ", " he said", "Monday,", True),
        ("ses", "He would never abandon ", " voters", "his", False),
        ("au gouvernement", "“Nobody ", " warned us", "in the government", False),
    ],
)
def test_glossary(fragment: str, before: str, after: str, text: str, sure: bool):
    request = Request(fragment, before, after, bracketed=True)
    [answer] = GlossaryTranslator().translate([request])
    assert (answer.text, answer.sure) == (text, sure), answer.reason


@pytest.mark.parametrize("fragment", ["", " ", "?!", "xyzzy", "Monday", "[lundi]", "le", "🙂"])
def test_glossary_has_no_answer(fragment: str):
    [answer] = GlossaryTranslator().translate([Request(fragment, "He left ")])
    assert not answer.sure
    assert answer.text or answer.withheld


def test_what_the_english_says_already_is_withheld():
    [answer] = GlossaryTranslator().translate([Request("lundi", "It began on Monday ")])
    assert answer.withheld == "the English beside it says the same"


def test_importing_and_composing_loads_no_model():
    code = (
        "import sys, cleaner.translate as t; from cleaner.finding import Request\n"
        "t.TranslatorChain().translate([Request('lundi', 'It began ')])\n"
        "import cleaner.translate.marian, cleaner.translate.checkpoint\n"
        "heavy = {'torch', 'transformers', 'sacremoses', 'lingua', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
