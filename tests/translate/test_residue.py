"""Source residue is recognised by the English beside it, and told from mere likeness."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.translate.residue import recognised

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("residue.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["found"][:40])
def test_residue(case: dict[str, object]) -> None:
    text, found = str(case["text"]), str(case["found"])
    start = text.index(found)
    residue = recognised(text, start, start + len(found), case["translations"])
    left = text[: residue.start] + text[residue.end :] if residue else None
    assert left == case["left"]
