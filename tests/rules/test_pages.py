"""docs/rules: the committed pages are those that the rules make."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from cleaner.rules import rules
from cleaner.rules.pages import FAMILIES, pages
from cleaner.styles import Style

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "rules"


def test_committed_pages_are_the_generated_ones():
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert committed == pages(), "run `make docs`"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_rule_says_what_a_newsroom_asks(rule):
    assert rule.code[:3] in FAMILIES
    page = pages()[f"{rule.code}.md"]
    assert re.findall(r"^## (.*)", page, re.MULTILINE)[:4] == [
        "Why",
        "Safe or not",
        "Examples",
        "Switch it off",
    ]
    for example in rule.examples:
        assert example.before in page
        assert example.after in page


def test_rules_name_tables_of_the_house_style():
    tables = {field.name for field in fields(Style)}
    named = {name for rule in rules() for name in rule.style}
    assert named <= tables
    # What a house decides is a setting of some rule.
    assert tables - named <= {"sources", "name"}
