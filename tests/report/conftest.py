"""Articles that are hard on reports, looked at by the real engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.report.output import About, Output
from cleaner.report.reported import Reported
from cleaner.rules import find_rule

TEXTS = [
    json.loads(line)
    for line in Path(__file__).with_name("texts.jsonl").read_text("utf-8").splitlines()
]
ABOUT = About("1.2.3", find_rule)


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    return Cleaner(Config())


@pytest.fixture(params=TEXTS, ids=lambda row: row["why"])
def checked(request, cleaner: Cleaner) -> Reported:
    """A text after a check."""
    row = request.param
    findings = [replace(f, file=row["name"]) for f in cleaner.check(row["text"])]
    assert findings, "each text is to have something to report"
    return Reported(row["name"], row["text"], tuple(findings))


@pytest.fixture
def fixed(checked: Reported, cleaner: Cleaner) -> str:
    """What becomes of the text."""
    return cleaner.fix(checked.text).text


@pytest.fixture
def everything(cleaner: Cleaner) -> list[Reported]:
    """All texts after a fix, and one with nothing to report."""
    files = [Reported("clean.txt", "All is well.\n", (), ())]
    for row in TEXTS:
        result = cleaner.fix(row["text"])
        applied = {finding.start: finding for finding in result.applied}
        found = [applied.get(finding.start, finding) for finding in result.findings]
        files.append(Reported(row["name"], row["text"], tuple(found), result.applied))
    return files


@pytest.fixture
def write() -> Callable[..., str]:
    """Writes files in a format."""
    return lambda output, *files: "".join(Output(output).report(files, ABOUT))
