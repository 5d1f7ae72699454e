"""`cleaner rule`: every rule has a page, and its examples hold."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, Config, UnknownRuleError
from cleaner.rules import find_rule, rules


def test_list_and_page(run):
    listed = run("rule").stdout.decode()
    for rule in rules():
        assert f"{rule.code}  {rule.name}" in listed
        page = run("rule", rule.code.lower()) if rule.code == "FR101" else run("rule", rule.name)
        assert rule.summary in page.stdout.decode()


def test_unknown_rule_names_the_nearest(run):
    done = run("rule", "FR10")
    assert done.returncode == 2
    assert b"did you mean FR10" in done.stderr


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, example, id=f"{rule.code}: {example.before}")
        for rule in rules()
        for example in rule.examples
    ],
)
def test_examples(rule, example):
    unasked = Cleaner(Config(select=(rule.code,))).fix(example.before).text
    assert unasked == (example.before if example.unsafe else example.after)
    config = Config(select=(rule.code,), unsafe_fixes=True)
    assert Cleaner(config).fix(example.before).text == example.after


def test_every_rule_shows_what_it_leaves_alone():
    for rule in rules():
        assert any(example.before == example.after for example in rule.examples), rule.code


def test_find_rule_needs_the_whole_code():
    with pytest.raises(UnknownRuleError):
        find_rule("FR")
