"""French forms made by rule."""

import csv
from pathlib import Path

import pytest

from cleaner.gazetteer.entry import UNSAFE
from cleaner.gazetteer.judge import FRENCH_ROMANIZED, FRENCH_SPEAKING
from cleaner.gazetteer.lookup import Gazetteer
from cleaner.gazetteer.transcribe import (
    english_of_ukrainian,
    french_of_cyrillic,
    french_of_latin,
    is_cyrillic,
)
from cleaner.gazetteer.unlisted import COUNTRIES

with (Path(__file__).parent / "transcribed.tsv").open(encoding="utf-8") as file:
    CASES = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]


@pytest.mark.parametrize(("name", "language", "form"), CASES)
def test_a_name_has_its_french_form(name: str, language: str, form: str) -> None:
    made = french_of_latin(name) if language == "en" else french_of_cyrillic(name, language)
    assert form in made


@pytest.mark.parametrize("name", ["Lyon", "Oslo", "Ahvaz", "Kerman"])
def test_a_name_that_french_spells_alike_has_none(name: str) -> None:
    assert french_of_latin(name) == frozenset()


def test_other_letters_have_no_form() -> None:
    assert french_of_cyrillic("Ћуприја", "uk") == frozenset()
    assert not is_cyrillic("Bakhmut")
    assert english_of_ukrainian("Згурівка") == "Zghurivka"


def test_only_where_french_spelling_is_not_official() -> None:
    assert not COUNTRIES & (FRENCH_ROMANIZED | FRENCH_SPEAKING)


def test_what_nobody_reviewed_is_never_safe_by_itself() -> None:
    made = [row for row in Gazetteer.load().entries() if row.source == "transcription"]
    assert len(made) > 1000
    assert {row.safety for row in made} == {UNSAFE}
    assert {row.country for row in made} <= COUNTRIES
    assert all(row.id.startswith("gn:") and row.licence for row in made)
