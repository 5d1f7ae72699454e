from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.translate.guards import GUARDS, Checked, failed_guard

LINES = Path(__file__).with_name("guards.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['fr']} -> {case['en']}")
def test_case(case: dict):
    checked = Checked(case["fr"], case["en"], case.get("before", ""), case.get("after", ""))
    verdict = failed_guard(checked)
    assert (verdict.guard if verdict else None) == case["fails"], verdict
    assert verdict is None or verdict.reason


def test_every_guard_has_a_case_and_a_docstring():
    assert {case["fails"] for case in CASES} - {None} == set(GUARDS)
    assert all(function.__doc__ for function in GUARDS.values())


@given(st.text(), st.text(), st.text(max_size=20), st.text(max_size=20))
def test_never_raises(source: str, output: str, before: str, after: str):
    failed_guard(Checked(source, output, before, after))


@given(st.integers(2, 10**7), st.integers(2, 10**7))
def test_another_number_never_passes(one: int, other: int):
    verdict = failed_guard(Checked(f"{one} soldats", f"{other} soldiers"))
    assert (verdict is None) == (one == other)


@given(
    st.sampled_from(["signé", "vu l'Iran", "quitté l'Union", "pu fuir", "dit où il était"]),
    st.sampled_from(["he signed it", "he saw Iran", "he left the Union", "he escaped", "he said"]),
)
def test_a_lost_negation_never_passes(participle: str, output: str):
    assert failed_guard(Checked(f"il n'a pas {participle}", output))


@given(st.lists(st.sampled_from(["the", "army", "said", "so"]), min_size=1, max_size=4))
def test_a_loop_never_passes(words: list[str]):
    output = " ".join(words * 4)
    assert failed_guard(Checked("l'armée l'a dit plusieurs fois hier soir à Paris", output))


@given(st.text(alphabet=" \t\n.,;:!?…«»\"“”'()[]", max_size=8))
def test_emptiness_never_passes(output: str):
    assert failed_guard(Checked("lundi", output))
