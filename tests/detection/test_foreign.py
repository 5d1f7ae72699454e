"""Other languages are named, and articles in them refused, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.config import KNOWN_LANGUAGES, LANGUAGES
from cleaner.detection.foreign import known_languages, telling_words
from cleaner.errors import ConfigError
from cleaner.scan import Alarm, Gate

ROWS = [
    [*line.split("\t"), ""][:3]
    for line in Path(__file__)
    .with_name("languages.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]
FRENCH = (
    "Le gouvernement a annoncé lundi qu'il ne reviendrait pas sur la réforme des retraites. "
    "Les syndicats ont appelé à une nouvelle journée de grève jeudi dans tout le pays. "
    "Ils demandent que le texte soit retiré avant la fin du mois et que les négociations "
    "reprennent sans conditions."
)
SPANISH = (
    "El gobierno anunció el lunes que no dará marcha atrás con la reforma de las pensiones. "
    "Los sindicatos llamaron a una nueva jornada de huelga para el jueves en todo el país. "
    "Piden que el texto sea retirado antes de que termine el mes y que las negociaciones "
    "se reanuden sin condiciones."
)
ENGLISH = (
    "The government said on Monday that it would not go back on its pension reform. "
    "Unions called for another day of strikes on Thursday. They want the bill withdrawn "
    "before the end of the month, and talks to be resumed without conditions being set. "
)


@pytest.mark.parametrize(
    ("text", "languages", "found"), ROWS, ids=[f"{r[0]} ({r[1]})" for r in ROWS]
)
def test_a_run_of_another_language_is_named(text: str, languages: str, found: str):
    codes = tuple(code for code in languages.split(",") if code)
    checked = Cleaner(Config(select=("LG101",), languages=codes)).check(text)
    assert [finding.evidence["language"] for finding in checked] == ([found] if found else [])
    assert all(finding.replacement is None for finding in checked)


def test_french_rules_leave_another_language_alone(cleaner: Cleaner):
    text = "Eu fui preparado por ele, e ele disse tu vais fazer a categoria que eu sempre quis."
    assert [finding.rule for finding in cleaner.check(text)] == ["LG101"]


@pytest.mark.parametrize(("text", "code"), [(FRENCH, "fr"), (SPANISH, "es")])
@pytest.mark.parametrize("select", [(), ("PL",)])
def test_an_article_in_another_language_is_one_finding(
    text: str, code: str, select: tuple[str, ...]
):
    result = Cleaner(Config(select=select, unsafe_fixes=True)).fix(text)
    assert result.text == text
    assert [finding.rule for finding in result.findings] == ["LG102"]
    assert result.findings[0].evidence["language"] == code


def test_an_english_article_with_a_french_paragraph_is_checked():
    found = Cleaner().check(ENGLISH * 2 + "\n\n" + FRENCH)
    assert {finding.rule for finding in found} >= {"FR203"}
    assert "LG102" not in {finding.rule for finding in found}


def test_who_ignores_the_rule_gets_the_other_rules():
    found = Cleaner(Config(ignore=("LG102",))).check(FRENCH)
    assert {finding.rule for finding in found} == {"FR203"}


def test_one_french_article_does_not_stop_the_others():
    first, second = Cleaner().fix_many([FRENCH, "The road reopens mercredi."])
    assert (first.text, second.text) == (FRENCH, "The road reopens Wednesday.")


def test_the_languages_that_can_be_chosen_are_those_of_the_table():
    assert known_languages() == list(KNOWN_LANGUAGES)
    assert set(LANGUAGES) <= set(KNOWN_LANGUAGES)


def test_an_unknown_language_is_an_error():
    with pytest.raises(ConfigError, match="'xx' can't be named"):
        Config(languages=("xx",))


def test_telling_words_open_the_gate():
    gate = Gate.packaged()
    known = Alarm.FOREIGN | Alarm.WORD | Alarm.SMALL
    assert [word for word in telling_words() if not gate.kinds(word) & known] == []
