"""Text for terminals: the caret is under the finding, and nothing steers the terminal."""

from __future__ import annotations

import unicodedata

import pytest

from cleaner.engine import Cleaner
from cleaner.report.excerpt import MOST, excerpt
from cleaner.report.text import explain


def cells(text: str) -> int:
    widths = {"W": 2, "F": 2}
    shown = [c for c in text if not unicodedata.combining(c)]
    return sum(widths.get(unicodedata.east_asian_width(c), 1) for c in shown)


def test_caret(checked, write):
    lines = write("text", checked).splitlines()
    shown = [line.removeprefix("    | ") for line in lines if line.startswith("    | ")]
    for finding, line, carets in zip(checked.findings, shown[::2], shown[1::2], strict=True):
        before = line[: line.index(finding.found)]
        assert carets == " " * cells(before) + "^" * cells(finding.found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "French and Spanish officials met in Valence.",
            "named: French (the city in France); Spanish (the city in Spain)",
        ),
        ("Ships left Hodeida. In Hodeida, and near Hodeidah, shots were heard.", "Hodeida 2×"),
        ("It reopens lundi soir.", "odds for French 10^"),
    ],
)
def test_evidence_of_every_shape_is_shown(text, line):
    [finding] = Cleaner().check(text)
    assert line in explain(finding)[-1]


def test_nothing_steers_the_terminal(everything, write):
    assert all(c.isprintable() or c == "\n" for c in write("text", *everything))


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "carets"),
    [
        ("one\ntwo\nthree", 4, 7, "two", "^^^"),
        ("one\r\ntwo", 5, 8, "two", "^^^"),
        ("one two\nthree", 4, 13, "one two", "    ^^^"),  # a span over lines: the first
        ("one", 1, 1, "one", " ^"),  # an empty span
        ("one", 3, 3, "one", "   ^"),
        ("", 0, 0, "", "^"),
        ("x" * 500, 0, 500, "x" * MOST + "…", "^" * MOST),
        ("x" * 500, 497, 500, "…" + "x" * MOST, " " * (MOST - 2) + "^^^"),
        ("東京 x", 3, 4, "東京 x", "     ^"),
    ],
)
def test_excerpt(text, start, end, line, carets):
    assert excerpt(text, start, end) == (line, carets)
