"""What the gate passes over, the rules would not have reported.

The whole is run without the gate, on every sentence of every corpus of the project and on random
mixes of clean and dirty pieces, and finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.document import Document, Span
from cleaner.finding import Finding
from cleaner.scan import Alarm, Gate
from corpus.cases import load
from corpus.gate import differences, findings

GATE = Gate.packaged()
CORPUS = Path(__file__).resolve().parents[1] / "corpus"
NOTHING = [
    "",
    " \n\t\n",
    "The road would reopen on Friday.",
    "The UN and the U.S. were silent; so were SA and PLUS.",
    "It's the boss's; they're o'clock, 'tis, rock 'n' roll.",
    "He said [1] and [] and [12].",
    "Internet access in a week, the end of a civil war, a plan.",
    "A coup, a café, clichés; a protest.",
]
WORD = [
    "It reopens lundi.",
    "It reopens\tlundi\r\n",
    "“Lundi”",
    "LUNDI",
    "He (lundi) left.",
    "it fell [",
    "they left [ lundi ]",
    "[lundi\nmardi]",
    "the forces antidjihadistes",
    "l’accord",
    "puisqu'il",
    "le week-end",
    "un été",
]
NAMES = ["He left Beyrouth.", "BEYROUTH (AFP)", "le Liban's army"]


@pytest.mark.parametrize("text", NOTHING)
def test_no_alarm(text: str):
    assert GATE.alarm(text) == 0
    assert GATE.alarms(Document.plain(text)) == {}


@pytest.mark.parametrize("text", WORD)
def test_alarm_for_words(text: str):
    assert GATE.alarm(text) & Alarm.WORD
    assert GATE.alarms(Document.plain(text))


FORMS = [
    "It rose 3,5 percent.",
    "It rose 3 %.",
    "about 1 250 people",
    "He said : no.",
    "M. Roy left.",
    "He said\u00a0no.",
    "— Where is it?",
    "a total of 12 millions d'euros",
]
NO_FORMS = [
    "It rose 3.5% to $2,500 at 2:30 p.m.",
    "Some 250 people, 12 million in 2024 – all of them.",
    "He decided in May to see all of the voir dire.",
    "Mr. Roy, the M.P. for Leeds.",
]


@pytest.mark.parametrize("text", FORMS)
def test_alarm_for_forms(text: str):
    assert GATE.alarm(text) & Alarm.FORM


@pytest.mark.parametrize("text", NO_FORMS)
def test_no_alarm_for_english_forms(text: str):
    assert not GATE.alarm(text) & Alarm.FORM


def test_an_acronym_counts_where_it_is_explained():
    text = "The International Atomic Energy Agency (AIEA) met. The FSR said no."
    assert not GATE.alarm("The FSR said no.", text) & Alarm.FORM
    text = "The Rapid Support Forces (FSR) left. The FSR said no."
    assert GATE.alarm("The FSR said no.", text) & Alarm.FORM


def test_two_spellings_count_in_one_document():
    assert not GATE.alarm("He left Islamabad via Kyiv.")
    assert GATE.alarm("He left Kyiv.", "He left Kyiv. They are in Kiev.") & Alarm.NAME


@pytest.mark.parametrize("text", NAMES)
def test_alarm_for_names(text: str):
    assert GATE.alarm(text) & Alarm.NAME


def test_only_the_sentence_in_question_is_looked_at():
    text = "The road reopens. It fell on lundi.\r\nThe end.\u2028Lundi. No?\n" * 600
    found = GATE.alarms(Document.plain(text))
    assert {sentence.text for sentence in found} == {"It fell on lundi.", "Lundi."}
    assert len(found) == 1200
    assert all(text[s.start : s.end] == s.text for s in found)


def test_only_blocks_are_looked_at():
    text = "<b lundi>It fell on mardi</b lundi>"
    found = GATE.alarms(Document(text, (Span(9, 25),)))
    assert [sentence.text for sentence in found] == ["It fell on mardi"]


def of_the_project() -> Iterable[str]:
    for name in ("sentences", "negatives", "on-purpose", "known-failures"):
        for case in load(CORPUS / "cases" / f"{name}.jsonl"):
            yield case.text
    for article in sorted((CORPUS / "articles").glob("*.txt")):
        yield from (case.text for case in load(article))
    yield (CORPUS / "sample.txt").read_text(encoding="utf-8")


def test_the_gate_loses_nothing_of_the_corpora():
    assert list(differences(enumerate(of_the_project()))) == []


PIECES = [
    "The ministry said the road would reopen on Friday.",
    "UN PEACEKEEPERS LEFT",
    "code civil",
    "The plan social, the internet site",
    "“The [inaudible] was left open,” a voice says [sic].",
    "He read Le Monde in Côte d'Ivoire",
    "the station-service and the week end",
    "A fin, a coin, a chat, sans surprise",
    "LE CONSEIL DE SÉCURITÉ",
    "Mardi soir",
    "antimissiles and prominent",
    "d'un l’obus qu’on",
    "İstanbul ẞ ﬁ naïve",
    "e\u0301te\u0301 cafe\u0301",
    "mi-mars",
    "BEYROUTH (AFP) -",
    "[lundi",
    "mardi]",
]
JOINS = [
    " ",
    "\n",
    "\r\n",
    "\u2028",
    "\u0085",
    "\x0b",
    "\u00a0",
    "",
    "-",
    "’",
    " [",
    "] ",
    ". ",
    "“",
]
texts = st.lists(
    st.tuples(st.sampled_from(PIECES) | st.text(max_size=10), st.sampled_from(JOINS)), max_size=7
).map(lambda pairs: "".join(piece + join for piece, join in pairs))


@given(texts)
@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
def test_the_gate_loses_nothing(text: str):
    assert list(differences([("text", text)])) == []


def test_a_gate_that_loses_something_is_noticed():
    """The check can fail: with all sentences passed over, findings are missing."""

    def losing(text: str, *, gated: bool) -> list[Finding]:
        return [] if gated else findings(text, gated=False)

    assert list(differences([("text", "It reopens lundi.")], losing)) != []
