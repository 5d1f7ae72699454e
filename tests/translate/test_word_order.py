"""Adjectives behind their noun are offered before it, and never moved unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import Cleaner, Safety

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("moves.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_move(case: dict[str, str | None], cleaner: Cleaner) -> None:
    text = str(case["text"])
    moves = [(finding, move) for finding in cleaner.check(text) for move in finding.moves]
    moved = [text[: m.start] + m.replacement + text[m.end :] for _, m in moves]
    assert moved == ([case["moved"]] if case["moved"] else [])
    for finding, move in moves:
        assert move.start < finding.start
        assert move.end == finding.end
        assert finding.replacement in move.replacement


def test_a_move_is_never_applied(cleaner: Cleaner) -> None:
    result = cleaner.fix("against coalition forces [antidjihadiste] in Iraq")
    assert result.text == "against coalition forces [anti-jihadist] in Iraq"
    assert result.applied[0].safety is Safety.SAFE
