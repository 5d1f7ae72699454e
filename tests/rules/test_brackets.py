"""What is found in square brackets, and what is left alone, as data.

An empty ``rule`` means that nothing may be found; an empty ``replacement`` that none is expected
here (the rule only reports, or several answers are right).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, Config

LINES = Path(__file__).with_name("brackets.tsv").read_text(encoding="utf-8").splitlines()[1:]
ROWS = [line.split("\t")[:3] for line in LINES]
QUOTE = "“He said [{}] was there,” she added."


@pytest.mark.parametrize(("content", "rule", "replacement"), ROWS, ids=[row[0] for row in ROWS])
def test_bracket(content: str, rule: str, replacement: str):
    text = QUOTE.format(content)
    result = Cleaner(Config(unsafe_fixes=True)).fix(text)
    assert [finding.rule for finding in result.findings] == ([rule] if rule else [])
    if not rule:
        assert result.text == text
    if replacement:
        assert result.text == text.replace(f"[{content}]", replacement)


@pytest.mark.parametrize("content", [row[0] for row in ROWS])
def test_the_bracket_stays(cleaner: Cleaner, content: str):
    fixed = cleaner.fix(QUOTE.format(content)).text
    assert fixed.startswith("“He said [")
    assert fixed.endswith("] was there,” she added.")


@pytest.mark.parametrize(
    "text",
    [
        "See [lundi](https://example.org/lundi).",
        "See ![mercredi](mercredi.png).",
        "[gallery ids='1,2' title=mercredi]",
        "array[lundi] = 1",
        "wor[d]s and [h]e",
        "[lundi]: https://example.org",
    ],
)
def test_markup_is_no_prose(text: str):
    assert Cleaner(Config(select=("FR1",))).check(text) == []
