"""Which place is meant: whole texts and what is applied unasked, as data."""

import csv
from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.gazetteer.context import read_senses, votes
from cleaner.gazetteer.entry import KEEP
from cleaner.gazetteer.lookup import Gazetteer

HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, ...]]:
    with (HERE / name).open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    assert all(len(row) == len(rows[0]) for row in rows), name
    return [tuple(row) for row in rows[1:]]


@pytest.fixture(scope="module")
def names_only() -> Cleaner:
    return Cleaner(Config(select=("PL", "NM")))


@pytest.mark.parametrize(("text", "expected", "why"), cases("senses.tsv"))
def test_the_document_decides(names_only: Cleaner, text: str, expected: str, why: str) -> None:
    assert names_only.fix(text).text == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), cases("senses.tsv"))
def test_a_decision_is_final(names_only: Cleaner, text: str, expected: str, why: str) -> None:
    assert names_only.fix(expected).text == expected, why


def test_a_tie_is_reported_without_a_fix(names_only: Cleaner) -> None:
    [finding] = names_only.check("French and Spanish officials met in Valence.")
    assert finding.replacement is None
    assert finding.evidence["votes"] == {
        "the city in France": ["French"],
        "the city in Spain": ["Spanish"],
    }


def test_the_votes_are_named_in_the_evidence(names_only: Cleaner) -> None:
    [finding] = names_only.check("Spanish police in Madrid said 200 people died in Valence.")
    assert finding.evidence["votes"] == {"the city in Spain": ["Madrid", "Spanish"]}


def test_senses_are_of_listed_forms() -> None:
    known = {row.form: row for row in Gazetteer.load().entries()}
    for form, senses in read_senses().items():
        assert senses, form
        assert form not in known or known[form].safety != KEEP, form
        assert len({sense.note for sense in senses}) == len(senses), form


def test_reviewed_senses_are_sorted() -> None:
    for name in ("senses", "demonyms", "generics", "cyrillic"):
        path = Path(__file__).parents[2] / "cleaner" / "gazetteer" / "reviewed" / f"{name}.tsv"
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines.pop() == "", name
        keys = [line.split("\t")[:2] for line in lines[1:]]
        folded = [[*(key.casefold() for key in row), *row] for row in keys]
        assert folded == sorted(folded), name
        assert len({line.count("\t") for line in lines}) == 1, name


def test_acronyms_and_words_do_not_vote() -> None:
    assert votes("He came in MAY, the US said; turkey is a bird.", Gazetteer.load()).names == {}


@pytest.mark.parametrize(("text", "expected", "why"), cases("composed.tsv"))
def test_generic_nouns_join_their_names(text: str, expected: str, why: str) -> None:
    gazetteer = Gazetteer.load()
    for match in reversed(gazetteer.find(text)):
        text = text[: match.start] + match.replacement + text[match.end :]
    assert text == expected, why
