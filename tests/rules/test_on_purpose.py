"""French names and French on purpose, as data: what stays, and what is a leftover for all that."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.document import Sentence
from cleaner.rules import Passage, Tools


def rows(name: str) -> list[list[str]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()[1:]
    return [[*line.split("\t"), ""] for line in lines]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


@pytest.fixture(scope="module")
def fragments() -> Cleaner:
    return Cleaner(Config(select=("FR2",)))


@pytest.mark.parametrize("row", rows("names.tsv"), ids=lambda row: row[0])
def test_names(tools: Tools, row: list[str]):
    names = Passage(Sentence(row[0], 0), tools).names
    assert [row[0][start:end] for start, end in names] == [n for n in row[1].split("|") if n]


@pytest.mark.parametrize("row", rows("purpose.tsv"), ids=lambda row: row[0])
def test_purpose(fragments: Cleaner, row: list[str]):
    assert bool(fragments.check(row[0])) == (row[1] == "no")
