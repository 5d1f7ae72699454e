from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.finding import Request, Source
from cleaner.translate.compose import compose, exact, owner_from
from cleaner.translate.glossary import Glossary
from cleaner.translate.nouns import Name

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "compose.jsonl").read_text("utf-8").splitlines()]
NAMES = {
    "Beyrouth": Name("Beirut"),
    "Liban": Name("Lebanon"),
    "Pays-Bas": Name("Netherlands", "the"),
    "Syrie": Name("Syria"),
    "Tours": Name("Tours", sure=False),
}


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    lines = (HERE / "glossary.tsv").read_text("utf-8").splitlines()[1:]
    return Glossary(tuple(line.split("\t")) for line in lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['fr']}|{case.get('before', '')}")
def test_case(case: dict, glossary: Glossary):
    request = Request(case["fr"], case.get("before", ""), case.get("after", ""))
    answer = compose(request, glossary, NAMES.get)
    if case.get("none"):
        assert answer is None
        return
    assert answer is not None
    if case.get("any"):
        assert case["en"] in (answer.text, *answer.alternatives)
    else:
        assert answer.text == case["en"]
    assert answer.sure is case["sure"], answer.reason
    assert set(case.get("others", ())) <= set(answer.alternatives)
    assert answer.text not in answer.alternatives
    assert answer.reason
    assert answer.source is Source.GLOSSARY
    assert (answer.confidence >= 0.97) is answer.sure


def test_an_unsure_name_makes_the_phrase_unsure(glossary: Glossary):
    answer = compose(Request("l'armée de Tours"), glossary, NAMES.get)
    assert answer
    assert not answer.sure


@pytest.mark.parametrize(
    ("french", "english", "sure"),
    [
        ("lundi", "Monday", True),
        ("Lundi", "Monday", True),
        ("LUNDI", "Monday", True),
        ("lundis", "Mondays", True),
        ("forces", "forces", True),
        ("journaux", "newspapers", True),
        ("syriennes", "Syrian", True),
        ("Syriens", "Syrians", True),
        ("suspect", "suspect", False),
        ("roquettes", "rockets", True),
        ("contrôleurs aériens", "air traffic controllers", True),
        ("pays", "country", False),
        ("tour", "tower", False),
        ("ministre de la\u00a0Défense", "defense minister", True),
    ],
)
def test_exact(french: str, english: str, sure: bool, glossary: Glossary):
    answer = exact(french, glossary)
    assert answer is not None
    assert (answer.text, answer.sure) == (english, sure)


@pytest.mark.parametrize("word", ["", "soldates", "Lundy", "SYRIEN.", "otan", "the"])
def test_exact_misses(word: str, glossary: Glossary):
    assert exact(word, glossary) is None


@pytest.mark.parametrize(
    ("before", "after", "owner"),
    [
        ("He said that she left", "", "her"),
        ("The army lost", "it said", "its"),
        ("His visit", "", "his"),
        ("Shelter and item", "heir", ""),
        ("They said", "", ""),
    ],
)
def test_owner(before: str, after: str, owner: str):
    assert owner_from(before, after) == owner
