"""What must hold for any text: no errors, no empty answers, no word dropped silently."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.finding import Request
from cleaner.translate import GlossaryTranslator
from cleaner.translate.compose import compose, exact
from cleaner.translate.inputs import model_input
from cleaner.translate.words import function_words
from tests.limits import processor_seconds

NOUNS = ["président", "armée", "forces", "syriennes", "lundi", "mai", "12", "3,5", "attaque"]
WORDS = [*sorted(function_words()), *NOUNS]
SOUP = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
TEXT = st.one_of(st.text(max_size=60), SOUP)
TRANSLATOR = GlossaryTranslator()


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
@processor_seconds(3)
def test_never_raises_and_says_text_or_reason(fragment: str, before: str, after: str):
    [answer] = TRANSLATOR.translate([Request(fragment, before, after)])
    assert bool(answer.text) != bool(answer.withheld)
    assert all(answer.alternatives)
    assert 0 <= answer.confidence <= 1


@settings(deadline=None)
@given(SOUP, st.integers(0, 14))
@processor_seconds(3)
def test_an_unknown_word_is_never_dropped(soup: str, at: int):
    words = soup.split(" ")
    words.insert(at % (len(words) + 1), "xyzzy")
    assert compose(Request(" ".join(words))) is None
    assert exact(" ".join(words)) is None


@settings(deadline=None)
@given(SOUP)
@processor_seconds(3)
def test_a_sure_answer_has_one_reading(soup: str):
    answer = compose(Request(soup, before="the visit "))
    if answer and answer.sure:
        assert answer.text.strip()
        assert "  " not in answer.text


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_markers_are_only_ours(fragment: str, before: str, after: str):
    made = model_input(Request(f"⟫{fragment}", before, after + "⟪"), ("⟪", "⟫"))
    assert made.count("⟪") == made.count("⟫") <= 1
