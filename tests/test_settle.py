"""Which findings stay when they overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.finding import Finding, Fix, Safety, Source
from cleaner.settle import chosen, expressible, without_overlaps

LATIN = Document.plain("old", "latin-1")


def finding(start: int, end: int, confidence: float = 0.5, rule: str = "X1", text: str = "new"):
    safety = Safety.SAFE if confidence > 0.9 else Safety.UNSAFE
    fix = Fix(text, Source.RULE, confidence, safety)
    return Finding(rule, "x", start, end, "old", fix=fix)


def test_the_longer_wins():
    long, short = finding(0, 9), finding(3, 5, confidence=1.0)
    assert without_overlaps([short, long]) == [long]


def test_of_equals_the_surer_wins_then_the_lower_code():
    sure, unsure = finding(0, 5, 0.9), finding(0, 5, 0.6)
    assert without_overlaps([unsure, sure]) == [sure]
    low, high = finding(0, 5, rule="A1"), finding(0, 5, rule="B1")
    assert without_overlaps([high, low]) == [low]


def test_neighbours_both_stay():
    left, right = finding(0, 5), finding(5, 9)
    assert without_overlaps([right, left]) == [left, right]


spans = st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda p: finding(p[0], p[0] + p[1]))


@given(st.lists(spans, max_size=15))
def test_nothing_overlaps_and_nothing_is_dropped_for_nothing(findings: list[Finding]):
    kept = without_overlaps(findings)
    taken: set[int] = set()
    for one in kept:
        places = set(range(one.start, one.end))
        assert not places & taken
        taken |= places
    for one in findings:
        assert set(range(one.start, one.end)) & taken


def test_only_safe_fixes_are_chosen_unless_asked():
    safe, unsafe = finding(0, 5, 0.99), finding(6, 9)
    reported = Finding("X1", "x", 10, 12, "old")
    assert chosen([safe, unsafe, reported], unsafe=False) == [safe]
    assert chosen([safe, unsafe, reported], unsafe=True) == [safe, unsafe]


def test_what_changes_nothing_is_not_chosen():
    assert chosen([finding(0, 3, 0.99, text="old")], unsafe=True) == []


def test_a_fix_that_the_charset_cannot_write_is_withheld():
    [kept] = expressible([finding(0, 3, 0.99, text="Łódź")], LATIN)
    assert kept.replacement is None
    assert "latin-1 can't write" in str(kept.evidence["withheld"])
