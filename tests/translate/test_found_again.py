"""The fragment's English in the translation of its sentence, and the list that comes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.finding import Request
from cleaner.translate.found_again import WORDS_A_SIDE, found_again, joined, surroundings
from cleaner.translate.marian import Hypothesis

LINES = Path(__file__).with_name("found_again.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


def found(output: str, fragment: str, before: str, after: str) -> str | None:
    around = surroundings(Request(fragment, before, after))
    return None if around is None else found_again(output, fragment, around)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['fr']}|{case['out']}")
def test_case(case: dict):
    assert found(case["out"], case["fr"], case["before"], case["after"]) == case["en"]


def test_more_cases_find_nothing():
    nothing = sum(case["en"] is None for case in CASES)
    assert nothing > len(CASES) - nothing
    assert all(case["en"] or case["why"] for case in CASES)


WORDS = st.lists(
    st.sampled_from(["the", "army", "left", "a", "city", "on", "of", "and", "north"]), max_size=8
)
# Words that neither the neighbours nor the French have.
PIECE = st.lists(st.sampled_from(["seven", "clever", "otters", "swim"]), min_size=1, max_size=3)


@given(WORDS, PIECE, WORDS)
def test_a_faithful_copy_gives_the_piece_back(
    before: list[str], piece: list[str], after: list[str]
):
    if len(before) + len(after) < 2:
        return
    output = " ".join([*before, *piece, *after])
    text = found(output, "sept loutres", " ".join(before) + " ", " " + " ".join(after))
    assert text == " ".join(piece)


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_whatever_comes_out_was_in_the_output(output: str, before: str, after: str):
    piece = found(output, "sept loutres", before, after)
    assert piece is None or piece in output


def test_long_sentences_are_cut_to_the_nearest_words():
    request = Request("lundi", "word " * 99 + "left ", " here" * 99)
    around = surroundings(request)
    assert around is not None
    assert len(around.before.split()) == len(around.after.split()) == WORDS_A_SIDE
    assert around.before.endswith("left ")
    assert around.after.startswith(" here")


REQUEST = Request("lundi", "A rocket attack ", " against the forces.")


def sentence(piece: str, probability: float, complete: bool = True) -> Hypothesis:
    return Hypothesis(f"A rocket attack {piece} against the forces.", probability, complete)


def test_what_both_ways_say_comes_first():
    sentences = [sentence("on Monday", 0.9), sentence("Monday", 0.5), sentence("this Monday", 0.4)]
    bare = [Hypothesis("lunch", 0.8), Hypothesis("monday", 0.7)]
    assert joined(REQUEST, sentences, bare) == [
        Hypothesis("Monday", 0.7),
        Hypothesis("on Monday", 0.9),
        Hypothesis("this Monday", 0.4),
        Hypothesis("lunch", 0.8),
    ]


def test_the_same_piece_of_two_sentences_is_one_candidate():
    sentences = [sentence("Monday", 0.5), sentence("Monday", 0.6)]
    assert joined(REQUEST, sentences, []) == [Hypothesis("Monday", 0.6)]


@pytest.mark.parametrize(
    "sentences",
    [[], [Hypothesis("Missiles hit the troops.", 0.9)], [sentence("Monday", 0.9, complete=False)]],
)
def test_the_bare_fragment_where_nothing_is_found(sentences: list[Hypothesis]):
    bare = [Hypothesis("lunch", 0.8), Hypothesis("Monday", 0.7)]
    assert joined(REQUEST, sentences, bare) == bare
