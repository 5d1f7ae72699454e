"""What documents say of their own words, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.detection.habits import habits_of

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("habits.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize(("text", "names", "terms"), ROWS, ids=[row[0] for row in ROWS])
def test_habits(text: str, names: str, terms: str):
    habits = habits_of(text)
    assert sorted(habits.names) == [name for name in names.split("|") if name]
    assert sorted(habits.terms) == [term for term in terms.split("|") if term]


def test_a_term_is_known_after_its_gloss_and_only_in_that_text(cleaner: Cleaner):
    glossed = "The “logement social” (public housing) is scarce. "
    use = "Demand for logement social has doubled."
    assert cleaner.fix(glossed + use).text == glossed + use
    assert cleaner.fix(use).text != use


def test_a_name_in_brackets_is_known_from_the_text(cleaner: Cleaner):
    named = "They crossed on Espoir. He had sold Espoir. The owners of Espoir knew. "
    quote = "“We saw [Espoir] leave,” she said."
    assert cleaner.check(named + quote) == []
    assert [finding.found for finding in cleaner.check(quote)] == ["[Espoir]"]
