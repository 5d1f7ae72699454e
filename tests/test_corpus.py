"""The project's own cases: well formed, in the right proportions, and in step with each other."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.build import SAMPLE, main, sample_text
from corpus.cases import (
    FOLDER,
    Case,
    CorpusError,
    Edit,
    case_from_json,
    case_to_json,
    load,
    load_all,
    own_files,
)
from corpus.markup import parse_article, parse_markup, to_markup

ARTICLES = sorted((FOLDER / "articles").glob("*.txt"))
ALL_FILES = own_files(known_failures=True)


@pytest.fixture(scope="module")
def own() -> list[Case]:
    return load_all(ALL_FILES)


def test_ids_and_texts_are_unique(own: list[Case]) -> None:
    assert [name for name, count in Counter(case.id for case in own).items() if count > 1] == []
    assert [text for text, count in Counter(case.text for case in own).items() if count > 1] == []


def test_no_case_contradicts_itself(own: list[Case]) -> None:
    assert {case.id: case.problems() for case in own if case.problems()} == {}


def test_the_first_clean_text_is_the_corrected_one(own: list[Case]) -> None:
    assert [case.id for case in own if case.clean[0] != case.corrected()] == []


def test_there_are_more_negatives_than_positives(own: list[Case]) -> None:
    negatives = sum(case.is_negative for case in own)
    assert negatives >= 350
    assert negatives > len(own) - negatives


def test_every_negative_says_why_it_is_there() -> None:
    negatives = load_all(
        [FOLDER / "cases" / name for name in ("negatives.jsonl", "on-purpose.jsonl")]
    )
    assert len(negatives) >= 900
    assert [case.id for case in negatives if not case.note or case.edits] == []


def test_sentences_cover_the_first_kinds() -> None:
    cases = load(FOLDER / "cases" / "sentences.jsonl")
    kinds = Counter(edit.kind for case in cases for edit in case.edits)
    assert len(cases) >= 150
    assert kinds["bracket"] >= 60
    assert kinds["fragment"] >= 50
    assert kinds["place"] >= 40
    assert [case.id for case in cases if case.is_negative] == []


def test_there_are_enough_articles() -> None:
    assert len(ARTICLES) >= 8


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: str(path.stem))
class TestArticle:
    def test_has_the_length_of_an_article(self, path: Path) -> None:
        assert 250 <= len(load(path)[0].text.split()) <= 500

    def test_has_edits_and_a_header(self, path: Path) -> None:
        case = load(path)[0]
        assert 8 <= len(case.edits) <= 30
        assert case.title
        assert case.topic

    def test_survives_a_round_trip(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        case = load(path)[0]
        assert source.endswith(to_markup(case.text, case.edits))

    def test_is_corrected_to_something_without_markup(self, path: Path) -> None:
        clean = load(path)[0].clean[0]
        assert "{{" not in clean
        assert "|" not in clean


def test_the_sample_is_the_war_article() -> None:
    assert SAMPLE.read_text(encoding="utf-8") == sample_text()


def test_the_sample_holds_only_the_first_kinds() -> None:
    edits = load(FOLDER / "articles" / "war.txt")[0].edits
    assert {edit.kind for edit in edits} == {"bracket", "place", "fragment"}
    assert any(edit.report for edit in edits)


def test_json_round_trip(own: list[Case]) -> None:
    for case in own:
        again = case_from_json(json.loads(json.dumps(case_to_json(case))))
        assert (again.text, again.edits, again.clean) == (case.text, case.edits, case.clean)


def test_optional_edits_may_stand_in_a_list_of_their_own() -> None:
    edit = {"start": 0, "end": 1, "find": "A", "kind": "style", "accept": ["The"]}
    case = case_from_json({"id": "x", "text": "A cat.", "edits": [], "optional": [edit]})
    assert case.edits == (Edit(0, 1, "A", "style", ("The",), optional=True),)
    assert case.is_negative


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (Edit(0, 5, "lundi", "fragment", ("Monday",)), "but the text has"),
        (Edit(3, 8, "lundi", "day", ("Monday",)), "unknown kind"),
        (Edit(3, 8, "lundi", "fragment", ()), "accepts nothing"),
        (Edit(3, 8, "lundi", "fragment", ("lundi",)), "already there"),
    ],
)
def test_problems_are_named(edit: Edit, complaint: str) -> None:
    assert complaint in "; ".join(Case("x", "On lundi.", (edit,)).problems())


def test_overlapping_edits_are_a_problem() -> None:
    edits = (
        Edit(3, 8, "lundi", "fragment", ("Monday",)),
        Edit(7, 9, "i.", "fragment", ("",)),
    )
    assert "overlaps" in "; ".join(Case("x", "On lundi.", edits).problems())


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": "x"}',
        '{"id": "x", "text": "a", "edits": [{"start": 0}]}',
        '{"text": "a"}',
    ],
)
def test_a_broken_line_is_reported_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"id": "ok", "text": "Fine."}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"cases\.jsonl:2"):
        load(path)


def test_an_id_used_twice_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"id": "a", "text": "One."}\n\n{"id": "a", "text": "Two."}\n', encoding="utf-8"
    )
    with pytest.raises(CorpusError, match="used twice"):
        load(path)


@pytest.mark.parametrize("marked", ["{{place|Alep=>Aleppo}", "{{Place|Alep=>Aleppo}}", "a }} b"])
def test_misspelt_markup_is_reported(marked: str) -> None:
    with pytest.raises(CorpusError, match="markup"):
        parse_markup(marked)


@pytest.mark.parametrize("source", ["no header\n\nText.", "title: x"])
def test_an_article_needs_its_header(source: str) -> None:
    with pytest.raises(CorpusError, match="header"):
        parse_article(source, "x")


def test_the_command_makes_case_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", ["Fog {{fragment|lundi=>Monday}}.\tday\tweather\n"])
    assert main(["--sentence", "s099"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["id"], row["note"], row["topic"]) == ("s099", "day", "weather")
