"""The corpus as tests: clean text is left alone, and what is known to fail is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from corpus.cases import Case, load

CASES = Path(__file__).resolve().parent.parent / "corpus" / "cases"


def cases(name: str) -> list:
    return [pytest.param(case, id=case.id) for case in load(CASES / name)]


@pytest.mark.parametrize("case", [*cases("negatives.jsonl"), *cases("on-purpose.jsonl")])
def test_clean_text_is_left_alone(cleaner: Cleaner, case: Case):
    assert cleaner.fix(case.text).text == case.text


@pytest.mark.xfail(reason="known failures; one that passes belongs with the others")
@pytest.mark.parametrize("case", cases("known-failures.jsonl"))
def test_known_failures(case: Case):
    fixed = Cleaner(Config(unsafe_fixes=True)).fix(case.text).text
    assert fixed in case.clean
