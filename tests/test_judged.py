"""The verdicts on findings in clean text are well formed, and keep no text but the found words."""

from __future__ import annotations

import pytest

from corpus.clean_text import Tally, report
from corpus.judged import COLUMNS, FOUND_LENGTH, PATH, VERDICTS, Place, count, is_judged

LINES = PATH.read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES[1:]]


def test_columns():
    assert tuple(LINES[0].split("\t")) == COLUMNS
    assert [row for row in ROWS if len(row) != len(COLUMNS)] == []


def test_every_verdict_has_a_reason():
    assert {row[6] for row in ROWS} == set(VERDICTS)
    assert [row for row in ROWS if not row[7]] == []


def test_no_more_than_the_found_words_is_kept():
    assert [row for row in ROWS if len(row[4]) > FOUND_LENGTH + 2] == []


def test_lines_are_sorted_and_unlike():
    places = [(row[0], int(row[2])) for row in ROWS]
    assert places == sorted(set(places))


@pytest.mark.parametrize("row", ROWS[:3], ids=lambda row: row[0])
def test_a_judged_place_is_known(row: list[str]):
    place = Place(row[0], row[1], int(row[2]), int(row[3]), row[4], bool(row[5]))
    assert is_judged(place)
    assert count([place]) == {row[6]: 1}
    assert not is_judged(place._replace(document="another"))


def test_the_report_counts_what_nobody_has_judged():
    place = Place("another", "FR201", 0, 5, "lundi\tnoir", True)
    total = Tally(documents=1, words=100_000, rules=count([]), places=[place])
    total.rules["FR201"] += 1
    text = report(PATH, total, "unjudged")
    assert "of the FR rules 1 (1.00)" in text
    assert "0 right, 0 wrong, 0 arguable, 1 not judged" in text
    assert text.endswith("another\tFR201\t0\t5\tlundi noir\tsafe")
