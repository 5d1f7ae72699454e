"""How well a text reads between its neighbours: the packaged table, and one made here."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.translate.fluency import SCALE, Sequences, words_of_line
from models.training.sequences import counted, numbers

# The better text first.
PAIRS = [
    ("The attack began ", "on Monday", "Monday on", " in the north"),
    ("It fell ", "on Monday", "the Monday", " in the north"),
    ("a member of ", "the government", "government the", " said"),
    ("He will ", "not", "does not", " be there"),
    ("according ", "to a source", "of a source", " in Paris"),
    ("They arrived in ", "the capital", "at the capital", "."),
    ("two ", "soldiers", "soldier", " were killed"),
]


@pytest.mark.parametrize(("before", "better", "worse", "after"), PAIRS)
def test_what_reads_better_is_likelier(before, better, worse, after):
    table = Sequences.packaged()
    assert table.fluency(before, better, after) > table.fluency(before, worse, after)


def test_a_table_gives_back_what_was_counted():
    table = Sequences(numbers(counted(["a b c d"] * 6 + ["a b c e"] * 3 + ["x"] * 1), {}))
    step = 1 / SCALE
    found = table.fluency("a b ", "c", " d")
    assert found.whole == pytest.approx(math.log(1.0) + math.log(6 / 9), abs=step)
    assert found.behind == pytest.approx(math.log(6 / 9), abs=step / 2)
    # "x" was seen once, too seldom to be listed; nothing is behind the text.
    assert table.fluency("a b ", "x", "") < (-14.0, 0.1)
    # The context is unknown: back to the word alone, which is 9 of 37 words.
    backed = table.fluency("y z ", "a", "").whole
    assert backed == pytest.approx(2 * math.log(0.4) + math.log(9 / 37), abs=step)


def test_words_of_english_in_general_are_known_but_rare():
    table = Sequences(numbers(counted(["a b"] * 9), {"moped": 2.5, "b": 7.0, "n't": 3.0}))
    assert table.knows("moped")
    assert not table.knows("mopedx")
    assert -15.0 < table.fluency("", "moped", "").whole < table.fluency("", "b", "").whole


def test_compiling_twice_gives_the_same_bytes():
    lines = ["It’s 2,500 km, he said.", "It’s far."] * 3
    assert numbers(counted(lines), {}).tobytes() == numbers(counted(lines[::-1]), {}).tobytes()


@given(st.text(), st.text(max_size=30), st.text())
def test_any_text_has_a_fluency(before: str, text: str, after: str):
    found = Sequences.packaged().fluency(before, text, after)
    assert found.whole <= found.behind <= 0
    assert Sequences.packaged().fluency(before, text, after) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("« »", []),
        ("Don’t!", ["don't", "!"]),
        ("2,500", ["0", ",", "0"]),
        ("x2", ["x", "0"]),
    ],
)
def test_words(text: str, words: list[str]):
    assert words_of_line(text) == words
