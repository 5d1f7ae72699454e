"""What never changes, whatever the text: random mixes of clean and dirty pieces."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Config, Safety
from cleaner.apply import apply_edits, compose
from cleaner.finding import Finding, Fix, Source

CLEAN = [
    "The ministry said the road would reopen on Friday.",
    "He won Roland-Garros and ordered a café au lait.",
    "“The [inaudible] was left open,” a voice says [sic].",
    "See [the notes](https://example.org/a_b) and [1].",
    "Officials in Côte d'Ivoire read Le Monde.",
    "The court's main pain: a fin, a coin, a chat.",
]
DIRTY = [
    "“They came [lundi] at dawn,” he said.",
    "The storm reaches the coast mercredi, bringing rain.",
    "forces [antidjihadiste] on the base [Aïn] Al-Assad",
    "Flights between Le Caire and Beyrouth resumed.",
    "It fell, selon une source sécuritaire, in the east.",
    "Les combats se poursuivaient mardi soir dans la ville.",
    "“If it [n'était] for [eux],” she said [du gouvernement].",
    "BEYROUTH (AFP) -",
    "« It cost 2 500 € », said M. Roy at 14H30 ; “ so ” be it.",
    "The « plan (3,5 %, NDLR) of le 5 août",
    "Mme Borne, 1er May, 3,2 millions d'euros » and \"no »",
    "the l'armée d'[lundi] [[mardi]] [",
]
pieces = st.sampled_from(CLEAN + DIRTY) | st.text(max_size=12)
joins = st.sampled_from([" ", "\n", "\r\n", "\n\n", "", "\u00a0", " “", "” ", " [", "] ", "’", "'"])
texts = st.lists(st.tuples(pieces, joins), max_size=6).map(
    lambda pairs: "".join(piece + join for piece, join in pairs)
)
thorough = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@given(texts)
@thorough
def test_fixing_twice_is_fixing_once(cleaner: Cleaner, text: str):
    once = cleaner.fix(text).text
    assert cleaner.fix(once).text == once


@given(texts)
@settings(thorough, max_examples=60)
def test_unsafe_fixing_twice_is_fixing_once(text: str):
    cleaner = unsafe_cleaner()
    once = cleaner.fix(text).text
    assert cleaner.fix(once).text == once


@given(texts)
@thorough
def test_findings_are_spans_of_the_original(cleaner: Cleaner, text: str):
    findings = cleaner.check(text)
    for finding in findings:
        assert text[finding.start : finding.end] == finding.found
        assert 0.0 <= finding.confidence <= 1.0
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert lines[finding.line - 1][finding.column - 1 :][:1] == finding.found[:1]
    ends = [(f.start, f.end) for f in findings]
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(ends))


@given(texts)
@thorough
def test_only_the_applied_edits_change_the_text(cleaner: Cleaner, text: str):
    result = cleaner.fix(text)
    assert apply_edits(text, result.applied) == result.text
    assert all(edit.safety is Safety.SAFE for edit in result.applied)
    assert result.text.count("[") >= text.count("[") - text.count("[[")


@given(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=5), joins)
@thorough
def test_clean_text_comes_back(cleaner: Cleaner, parts: list[str], join: str):
    text = ("\n" + join).join(parts)
    assert cleaner.fix(text).text == text


@cache
def unsafe_cleaner() -> Cleaner:
    return Cleaner(Config(unsafe_fixes=True))


def edit(start: int, end: int, text: str) -> Finding:
    return Finding("X", "x", start, end, "?", fix=Fix(text, Source.RULE, 1.0, Safety.SAFE))


@given(st.data())
def test_composed_edits_do_what_the_two_passes_do(data: st.DataObject):
    text = data.draw(st.text("abc", min_size=1, max_size=12))
    first = data.draw(edits_of(text))
    middle = apply_edits(text, first)
    second = data.draw(edits_of(middle)) if middle else []
    late_spans = [(late.start, late.end) for late in second]
    shift = 0
    for early in sorted(first, key=lambda f: f.start):
        start = early.start + shift
        end = start + len(early.replacement or "")
        if sum(a < end and start < b for a, b in late_spans) > 1:
            return  # two late edits inside one early replacement: never proposed together
        shift += len(early.replacement or "") - (early.end - early.start)
    composed = compose(text, first, second)
    assert apply_edits(text, composed) == apply_edits(middle, second)


def edits_of(text: str) -> st.SearchStrategy[list[Finding]]:
    """Edits that do not touch one another, as settled findings do not."""

    def build(cuts: list[int], words: list[str]) -> list[Finding]:
        points = sorted(set(cuts))
        pairs = [(a, b) for a, b in zip(points[::3], points[1::3], strict=False) if a < b]
        return [edit(a, b, word) for (a, b), word in zip(pairs, words, strict=False)]

    cuts = st.lists(st.integers(0, len(text)), max_size=9)
    return st.builds(build, cuts, st.lists(st.text("xyz", min_size=1, max_size=3), max_size=3))


@pytest.mark.parametrize("text", ["", " ", "\n", "[", "]", "[]", "''", "\ufeff", "\x00", "’" * 50])
def test_odd_texts(cleaner: Cleaner, text: str):
    assert cleaner.fix(text).text == text
