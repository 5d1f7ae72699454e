import re
from importlib.resources import files
from itertools import pairwise

import pytest

from cleaner.gazetteer import tables
from cleaner.gazetteer.entry import COLUMNS, KEEP, SAFE, UNSAFE, VARIANT, Entry
from cleaner.gazetteer.lookup import Gazetteer

NAMES = (*tables.TABLES, "protected", "excluded", "neighbours")


@pytest.fixture(scope="module")
def rows() -> list[Entry]:
    return list(Gazetteer.load().entries())


def lines(name: str) -> list[str]:
    path = files("cleaner.gazetteer").joinpath("reviewed", f"{name}.tsv")
    return path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("name", NAMES)
def test_reviewed_tables_are_sorted_and_square(name: str) -> None:
    header, *rest = lines(name)
    assert rest.pop() == "", "the file ends with a line break"
    assert len({line.count("\t") for line in (header, *rest)}) == 1
    keys = [line.split("\t")[0].split("|")[0] for line in rest]
    assert all((a.casefold(), a) <= (b.casefold(), b) for a, b in pairwise(keys))
    assert all(cell == cell.strip() for line in rest for cell in line.split("\t"))


@pytest.mark.parametrize("name", tables.TABLES)
def test_reviewed_rows_hold_what_they_must(name: str) -> None:
    for row in tables.read(name):
        assert row.safety in (SAFE, UNSAFE, VARIANT, KEEP), row
        assert row.article in ("", "the"), row
        assert all(row.forms), row
        assert len(set(row.forms)) == len(row.forms), row
        assert bool(row.en) == (row.safety != KEEP), row
        assert row.en not in (*row.forms, *row.also), row
        assert row.note or row.safety not in (UNSAFE, VARIANT), f"no reason: {row}"
        assert "’" not in "".join(row.forms), row
        assert re.fullmatch(r"[A-Z]{2}|", row.country), row


def test_no_form_is_reviewed_twice() -> None:
    forms = [form for table in tables.TABLES for row in tables.read(table) for form in row.forms]
    forms += [row.phrase for row in tables.read_protected()]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []


def test_there_are_enough_reviewed_rows() -> None:
    places = [row for row in tables.read("places") if row.safety != KEEP]
    assert len(list(tables.read("places"))) >= 1500
    assert len(places) >= 1350
    assert len(tables.read("organisations")) >= 300
    assert len(tables.read("people")) >= 250
    assert len(tables.read_protected()) >= 200


def test_compiled_rows_are_sorted_and_valid(rows: list[Entry]) -> None:
    forms = [row.form for row in rows]
    assert forms == sorted(set(forms))
    for row in rows:
        assert row.safety in (SAFE, UNSAFE, VARIANT, KEEP), row
        assert all((row.source, row.licence, row.kind)), row
        assert (row.canonical == row.form) == (row.safety == KEEP), row
        assert row.note or row.safety not in (UNSAFE, VARIANT), row
        assert len(row) == len(COLUMNS)


def test_no_name_is_both_french_and_english(rows: list[Entry]) -> None:
    """No self-maps and no chains: what is written first is never rewritten again."""
    written = {row.names[0] for row in rows if row.safety != KEEP}
    forms = {row.form for row in rows if row.safety != KEEP}
    assert sorted(written & forms) == []
    assert not [row for row in rows if row.safety != KEEP and row.form in row.names]


def test_same_spelt_countries_are_never_rewritten(rows: list[Entry]) -> None:
    forms = {row.form for row in rows if row.safety != KEEP}
    assert not forms & {"France", "Canada", "Bahamas", "Portugal", "Ukraine", "Kenya", "Paris"}


@pytest.mark.parametrize(
    "form", ["Tigre", "Nil", "Grenade", "Maurice", "Valence", "Vienne", "Sida", "BCE", "Poutine"]
)
def test_ambiguous_forms_are_never_safe(rows: list[Entry], form: str) -> None:
    assert {row.safety for row in rows if row.form == form} == {UNSAFE}


@pytest.mark.parametrize("form", ["Bale", "Genes", "Come", "Tours", "Nice", "Sens", "Orange"])
def test_english_words_are_no_forms(rows: list[Entry], form: str) -> None:
    assert not [row for row in rows if row.form == form and row.safety != KEEP]


def test_a_package_alone_makes_only_large_places_safe(rows: list[Entry]) -> None:
    for row in rows:
        if row.source != "reviewed" and row.safety == SAFE and row.kind == "city":
            assert row.population >= 100_000, row
