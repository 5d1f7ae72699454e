from __future__ import annotations

from importlib.resources import files

import pytest

TABLES = {"compose.tsv": 9, "english_nouns.tsv": 4, "models.tsv": 3, "seam_words.tsv": 2}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sorted_unique_and_whole(name: str):
    lines = files("cleaner.languages.fr").joinpath(name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert {len(row) for row in rows} == {TABLES[name]}
    keys = [(row[0].casefold(), row[0], row[1]) for row in rows[1:]]
    assert keys == sorted(keys)
    assert len(set(lines)) == len(lines)
    assert all(row[0] == row[0].strip() and row[0] for row in rows)
