from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.finding import Request
from cleaner.translate.answer import Answer
from cleaner.translate.place import fitted, stripped

LINES = Path(__file__).with_name("place.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: dict):
    request = Request(case["fr"], case.get("before", ""), case.get("after", ""))
    answer = fitted(request, Answer(case["en"], sure=True, confidence=0.97))
    assert answer.text == case.get("want", "")
    assert bool(answer.withheld) is case.get("withheld", False)
    if "sure" in case:
        assert answer.sure is case["sure"]


@given(st.text())
def test_edges_lose_nothing(text: str):
    assert "".join(stripped(text)) == text


@given(st.text(min_size=1), st.text(), st.text(), st.text(min_size=1))
def test_either_text_or_reason(fragment: str, before: str, after: str, english: str):
    answer = fitted(Request(fragment, before, after), Answer(english))
    assert bool(answer.text) != bool(answer.withheld)
