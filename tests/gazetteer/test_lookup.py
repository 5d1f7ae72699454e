import csv
from itertools import pairwise
from pathlib import Path

import pytest

from cleaner.gazetteer.bracket import across_bracket
from cleaner.gazetteer.fold import unaccented_arabic
from cleaner.gazetteer.lookup import Gazetteer

HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, ...]]:
    with (HERE / name).open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    assert all(len(row) == len(rows[0]) for row in rows), name
    return [tuple(row) for row in rows[1:]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def rewritten(gazetteer: Gazetteer, text: str) -> str:
    for match in reversed(gazetteer.find(text)):
        if match.safe:
            text = text[: match.start] + match.replacement + text[match.end :]
    return text


@pytest.mark.parametrize(("text", "expected", "why"), cases("rewritten.tsv"))
def test_listed_names_are_rewritten(
    gazetteer: Gazetteer, text: str, expected: str, why: str
) -> None:
    assert rewritten(gazetteer, text) == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), cases("rewritten.tsv"))
def test_a_second_pass_finds_nothing(
    gazetteer: Gazetteer, text: str, expected: str, why: str
) -> None:
    assert rewritten(gazetteer, expected) == expected, why


@pytest.mark.parametrize(("text", "why"), cases("untouched.tsv"))
def test_other_names_and_words_stay(gazetteer: Gazetteer, text: str, why: str) -> None:
    assert [match for match in gazetteer.find(text) if match.safe] == [], why


@pytest.mark.parametrize(("text", "form", "reason"), cases("doubtful.tsv"))
def test_a_neighbour_makes_a_name_doubtful(
    gazetteer: Gazetteer, text: str, form: str, reason: str
) -> None:
    found = {match.form: match for match in gazetteer.find(text)}
    assert found[form].uncertain == reason


@pytest.mark.parametrize(("text", "expected", "why"), cases("brackets.tsv"))
def test_names_across_a_bracket(gazetteer: Gazetteer, text: str, expected: str, why: str) -> None:
    found = across_bracket(gazetteer, text, text.index("["), text.index("]") + 1)
    if found is not None:
        text = text[: found.start] + found.replacement + text[found.end :]
    assert text == expected, why


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Aïtaroun", "Aitaroun"),
        ("Hodeïda", "Hodeida"),
        ("Aïn Zara", "Ain Zara"),
        ("Saïd", "Said"),
        ("Loïc", None),
        ("Benoît", None),
        ("naïve", None),
        ("Château", None),
        ("lundi", None),
        ("Café", None),
    ],
)
def test_unlisted_arabic_names(name: str, expected: str | None) -> None:
    assert unaccented_arabic(name) == expected


def test_matches_are_ordered_and_apart(gazetteer: Gazetteer) -> None:
    text = "Le Caire, le Caire, la Syrie et l'Irak, la Syrie, Beyrouth-Damas, LE CAIRE"
    matches = gazetteer.find(text)
    assert [m.replacement for m in matches if m.start > 50][-2:] == ["Damascus", "CAIRO"]
    for one, two in pairwise(matches):
        assert one.end <= two.start


def test_a_part_of_the_text_is_searched(gazetteer: Gazetteer) -> None:
    text = "Beyrouth, Moscou, Pékin"
    assert [m.form for m in gazetteer.find(text, 8, 17)] == ["Moscou"]
    assert gazetteer.find(text, 10, 15) == []


def test_kept_names_are_shown(gazetteer: Gazetteer) -> None:
    text = "He reads Le Monde in Burkina Faso."
    assert [text[start:end] for start, end in gazetteer.kept(text)] == ["Le Monde", "Burkina Faso"]


def test_alternatives_have_the_article_too(gazetteer: Gazetteer) -> None:
    (match,) = gazetteer.find("He left États-Unis in May.")
    assert match.replacement == "the United States"
    assert "the US" in match.alternatives


def test_trigger_words_stand_in_their_forms(gazetteer: Gazetteer) -> None:
    triggers = gazetteer.trigger_words()
    assert {"Beyrouth", "Zaporijjia", "Mecque", "Ormuz"} <= triggers
    assert all(e.trigger in e.form for e in gazetteer.entries())


def test_every_form_is_found_in_a_sentence(gazetteer: Gazetteer) -> None:
    missed = [
        entry.form
        for entry in gazetteer.entries()
        if entry.safety != "keep"
        and entry.form
        not in {m.entry.form for m in gazetteer.find(f"It was {entry.form}, he said.")}
    ]
    assert missed == []


def test_no_english_name_is_rewritten(gazetteer: Gazetteer) -> None:
    names = {name for e in gazetteer.entries() if e.safety != "keep" for name in e.names}
    found = {
        name: [match.replacement for match in gazetteer.find(f"It was {name}, he said.")]
        for name in sorted(names)
        if any(match.safe for match in gazetteer.find(f"It was {name}, he said."))
    }
    assert found == {}
