"""Numbers, times, titles, quotes, notes: what is rewritten, and above all what is not.

In the tables ⏎ is a line break, ⇥ a tab and ␣ a space that does not break. ``rewritten.tsv`` says
what the safe fixes make of a text and what all fixes make of it: ``=`` is the text itself, ``"``
the same as the safe ones. ``untouched.tsv`` holds what must come back even with all fixes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.forms import has_form
from cleaner.languages.tables import read_table
from cleaner.styles import STYLES

FOLDER = Path(__file__).with_name("wire")
RULES = ("FM", "WR", "NM103")


def rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    special = str.maketrans({"⏎": "\n", "⇥": "\t", "␣": "\u00a0"})
    return [[cell.translate(special) for cell in line.split("\t")] for line in lines]


@cache
def cleaner(*, unsafe: bool = False, style: str = "ap") -> Cleaner:
    return Cleaner(Config(select=RULES, unsafe_fixes=unsafe, style=style))


UNTOUCHED, REWRITTEN, STYLED = map(rows, ("untouched.tsv", "rewritten.tsv", "styles.tsv"))


@pytest.mark.parametrize("text", [row[0] for row in UNTOUCHED])
def test_untouched(text: str):
    assert cleaner().fix(text).text == text
    assert cleaner(unsafe=True).fix(text).text == text


@pytest.mark.parametrize(("before", "safe", "unsafe"), [row[:3] for row in REWRITTEN])
def test_rewritten(before: str, safe: str, unsafe: str):
    safe = before if safe == "=" else safe
    unsafe = safe if unsafe == '"' else unsafe
    assert cleaner().fix(before).text == safe
    assert cleaner(unsafe=True).fix(before).text == unsafe


@pytest.mark.parametrize("before", [row[0] for row in REWRITTEN])
def test_fixing_twice_is_fixing_once(before: str):
    for engine in (cleaner(), cleaner(unsafe=True)):
        once = engine.fix(before).text
        assert engine.fix(once).text == once


@pytest.mark.parametrize(("style", "before", "after"), STYLED)
def test_house_style(style: str, before: str, after: str):
    assert cleaner(style=style).fix(before).text == after


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_content_with_its_own_work(style: str):
    engine = cleaner(style=style, unsafe=True)
    for before, *_ in REWRITTEN:
        once = engine.fix(before).text
        assert engine.fix(once).text == once


def test_more_stays_than_changes():
    assert len(UNTOUCHED) > len(REWRITTEN)
    assert len(UNTOUCHED) + len(REWRITTEN) + len(STYLED) >= 600


def test_the_article_decides():
    alone = "About 80 000 people saw M. Roy."
    assert cleaner().fix(alone).text == alone
    fixed = cleaner().fix(f"{alone}\n\n« It is over », he said.").text
    assert fixed.startswith("About 80,000 people saw Mr. Roy.")


@pytest.mark.parametrize(
    "text",
    [
        "« On nous a abandonnés », a lâché une rescapée à la sortie de l'audience.",
        "« Le président a dit : “Nous partons” », he said.",
    ],
)
def test_marks_of_a_quotation_change_together(text: str):
    """A mark whose partner lies in a French sentence stays as that sentence does."""
    fixed = Cleaner().fix(text).text
    assert "““" not in fixed.replace(" ", "")
    assert "””" not in fixed.replace(" ", "")
    assert fixed.count("«") == fixed.count("»")
    assert fixed.count("“") == fixed.count("”")


def test_straight_marks_stay_straight():
    assert cleaner().fix('"No," he said. « Yes », she said.').text.count('"') == 4


def test_marks_that_the_encoding_lacks_are_straight():
    from cleaner.document import Document

    document = Document.plain("« Yes », she said.", "latin-1")
    assert cleaner().fix_documents([document])[0].text == '"Yes", she said.'


CALQUES = read_table("cleaner.languages.fr", "calques.tsv")


def test_calques_are_advice_only():
    text = "He spoke under cover of anonymity, and evoked the strike."
    assert Cleaner().check(text) == []
    assert Cleaner(Config(select=("ST",))).fix(text).text == text
    assert len(Cleaner(Config(select=("ST",))).check(text)) == 2


def test_there_are_enough_calques_and_each_is_found():
    assert len(CALQUES) >= 150
    text = ". ".join(row[0] for row in CALQUES)
    found = {finding.found for finding in Cleaner(Config(select=("ST",))).check(text)}
    assert len(found) >= len(CALQUES) * 0.98  # of two that overlap the longer is reported


@pytest.mark.parametrize("name", ["acronyms.tsv", "calques.tsv", "labels.tsv"])
def test_tables_are_sorted_and_complete(name: str):
    table = read_table("cleaner.languages.fr", name)
    assert list(table) == sorted(set(table))
    assert all(
        len(row) == 4 and all(cell.strip() == cell and cell for cell in row) for row in table
    )


def test_the_gate_passes_clean_figures():
    for text in ("It rose 3.5% to $2,500 at 2:30 p.m.", "Mr. Roy said “no” on Aug. 5, 2024: fine!"):
        assert not has_form(text)


def test_a_dash_that_opens_words_is_reported_where_the_article_is_french():
    turns = "He asked:\n\n— Where is it?\n— There."
    assert cleaner().check(turns) == []
    found = cleaner().check(f"« Look », he said.\n\n{turns}")
    assert [finding.rule for finding in found] == ["FM112", "FM112", "FM116", "FM116"]
    assert found[-1].replacement is None
