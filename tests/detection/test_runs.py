"""Where French starts and ends, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, Config

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("spans.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.fixture(scope="module")
def fragments() -> Cleaner:
    return Cleaner(Config(select=("FR2",)))


@pytest.mark.parametrize(("sentence", "runs"), ROWS, ids=[row[0] for row in ROWS])
def test_runs(fragments: Cleaner, sentence: str, runs: str):
    found = [finding.found for finding in fragments.check(sentence)]
    assert found == [run for run in runs.split("|") if run]


def test_every_finding_shows_its_evidence(fragments: Cleaner):
    [finding] = fragments.check("It fell selon une source sécuritaire in the east.")
    assert finding.evidence["only_french"]
    assert finding.evidence["accents"] is True
    assert finding.evidence["odds"] > 1.0
    assert finding.evidence["witnesses"]["best"] > 0.0


def test_lingua_is_asked_where_there_is_a_doubt(fragments: Cleaner):
    [finding] = fragments.check("The price of des actions fell.")
    assert isinstance(finding.evidence["lingua"], float)
