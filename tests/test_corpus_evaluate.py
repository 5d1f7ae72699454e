"""The evaluator's arithmetic, on examples small enough to check by hand."""

from __future__ import annotations

import gzip
import json
import lzma
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import corpus.clean_text
import corpus.evaluate
import corpus.floors
from corpus.cases import Case, Edit
from corpus.clean_text import Tally, read_documents, tally
from corpus.evaluate import table
from corpus.floors import Floor, Floors, corpus_hash, measured, read, render
from corpus.judge import Change, changes_between, judge
from corpus.measure import Evaluation, evaluate

MONDAY = Edit(4, 9, "lundi", "fragment", ("Monday", "on Monday"))
FOG = Case("fog", "Fog lundi night.", (MONDAY,))


@dataclass(frozen=True)
class ToyFinding:
    start: int
    end: int
    found: str
    replacement: str | None
    rule: str = "XX100"


@dataclass(frozen=True)
class ToyResult:
    text: str
    findings: Sequence[ToyFinding]
    applied: Sequence[ToyFinding]


@dataclass(frozen=True)
class ToyCleaner:
    """Replaces words by other words; None reports only; an upper-case key needs ``unsafe``."""

    words: dict[str, str | None]
    unsafe: bool = False
    lies: bool = field(default=False, kw_only=True)

    def fix_many(self, texts: Iterable[str]) -> list[ToyResult]:
        return [self.fix(text) for text in texts]

    def fix(self, text: str) -> ToyResult:
        findings = [
            ToyFinding(match.start(), match.end(), match[0], answer)
            for word, answer in self.words.items()
            for match in re.finditer(re.escape(word), text, re.IGNORECASE)
        ]
        applied = [
            finding
            for finding in findings
            if finding.replacement is not None
            and (self.unsafe or finding.found.casefold() in self.words)
        ]
        for finding in sorted(applied, key=lambda finding: finding.start, reverse=True):
            text = text[: finding.start] + (finding.replacement or "") + text[finding.end :]
        return ToyResult(text, findings, [] if self.lies else applied)


def outcome(case: Case, *changes: Change) -> list[str]:
    return [verdict.outcome for verdict in judge(case, changes)]


def run(cases: Sequence[Case], words: dict[str, str | None], lies: bool = False) -> Evaluation:
    return evaluate(cases, ToyCleaner(words, lies=lies), ToyCleaner(words, unsafe=True, lies=lies))


class TestJudge:
    def test_the_same_span(self) -> None:
        assert outcome(FOG, Change(4, 9, "Monday")) == ["right"]
        assert outcome(FOG, Change(4, 9, "Tuesday")) == ["wrong"]
        assert outcome(FOG) == ["left"]

    def test_a_change_elsewhere_leaves_the_edit(self) -> None:
        assert outcome(FOG, Change(10, 15, "day")) == ["left"]

    def test_a_wider_change(self) -> None:
        assert outcome(FOG, Change(0, 15, "Fog on Monday night")) == ["right"]
        assert outcome(FOG, Change(0, 15, "Mist Monday night")) == ["wrong"]

    def test_a_narrower_change(self) -> None:
        case = Case("x", "On le 5 août.", (Edit(3, 12, "le 5 août", "fragment", ("5 August",)),))
        assert outcome(case, Change(3, 6, ""), Change(8, 12, "August")) == ["right"]
        assert outcome(case, Change(8, 12, "August")) == ["wrong"]

    def test_one_change_over_two_edits(self) -> None:
        edits = (
            Edit(0, 2, "« ", "punctuation", ("“", '"')),
            Edit(6, 8, " »", "punctuation", ("”", '"')),
        )
        case = Case("x", "« True »", edits)
        assert outcome(case, Change(0, 8, "“True”")) == ["right", "right"]
        assert outcome(case, Change(0, 8, "True")) == ["wrong", "wrong"]

    def test_curly_and_straight_quotes_are_one(self) -> None:
        case = Case("x", "la fête", (Edit(0, 7, "la fête", "fragment", ("the people's party",)),))
        assert outcome(case, Change(0, 7, "the people’s party")) == ["right"]

    def test_a_deletion_may_leave_a_blank(self) -> None:
        case = Case("x", "Rain. Il pleut.", (Edit(5, 15, " Il pleut.", "fragment", ("",)),))
        assert outcome(case, Change(6, 15, "")) == ["right"]

    def test_a_report_is_right_unchanged_and_wrong_when_guessed(self) -> None:
        case = Case(
            "x", "He [ait] gone", (Edit(3, 8, "[ait]", "bracket", ("[has]",), report=True),)
        )
        assert outcome(case) == ["left"]
        assert outcome(case, Change(3, 8, "[has]")) == ["right"]
        assert outcome(case, Change(3, 8, "[garlic]")) == ["wrong"]

    def test_an_optional_edit_in_a_region_may_be_made_or_not(self) -> None:
        optional = Edit(0, 3, "Fog", "style", ("Mist",), optional=True)
        case = Case("x", FOG.text, (optional, MONDAY))
        assert outcome(case, Change(0, 9, "Fog Monday")) == ["right", "right"]
        assert outcome(case, Change(0, 9, "Mist Monday")) == ["right", "right"]

    def test_a_fuzzy_edit_takes_a_near_wording(self) -> None:
        gold = "No passenger was injured in the crash."
        edit = Edit(0, 9, "Aucun ...", "fragment", (gold,), fuzzy=True)
        case = Case("x", "Aucun ...", (edit,))
        assert outcome(case, Change(0, 9, "No passengers were injured in the crash.")) == ["right"]
        assert outcome(case, Change(0, 9, "Nobody left.")) == ["wrong"]

    def test_a_whole_clean_text_is_always_right(self) -> None:
        case = Case("x", FOG.text, (MONDAY,), clean=("Monday night, fog.",))
        assert outcome(case, Change(0, 16, "Monday night, fog.")) == ["right"]

    def test_changes_are_found_from_two_texts(self) -> None:
        changes = changes_between("a « b » c", 'a "b" c')
        text = "a « b » c"
        for change in reversed(changes):
            text = text[: change.start] + change.replacement + text[change.end :]
        assert text == 'a "b" c'


class TestEvaluate:
    def test_safe_and_unsafe(self) -> None:
        safe = run([FOG], {"lundi": "Monday"})
        assert safe.kinds["fragment"].rates() == {
            "found": 1.0,
            "exact": 1.0,
            "safe": 1.0,
            "fixed": 1.0,
        }
        unsafe = run([FOG], {"LUNDI": "Monday"}).kinds["fragment"]
        assert (unsafe.found, unsafe.safe, unsafe.fixed) == (1, 0, 1)

    def test_reported_only(self) -> None:
        result = run([FOG], {"lundi": None})
        counts = result.kinds["fragment"]
        assert (counts.found, counts.fixed, counts.wrong) == (1, 0, 0)
        assert len(result.unfixed) == 1

    def test_missed(self) -> None:
        result = run([FOG], {"pluie": "rain"})
        assert result.kinds["fragment"].found == 0
        assert result.missed == ["fog | fragment | lundi | Fog >lundi< night."]

    def test_wrong(self) -> None:
        result = run([FOG], {"lundi": "Tuesday"})
        assert result.kinds["fragment"].wrong_safe == result.kinds["fragment"].wrong == 1
        assert "fragment safe | lundi | Tuesday | not Monday" in result.wrong[0]

    def test_a_report_counts_as_found_and_not_as_fixable(self) -> None:
        case = Case("x", "He [ait] gone", (Edit(3, 8, "[ait]", "bracket", (), report=True),))
        counts = run([case], {"[ait]": None}).kinds["bracket"]
        assert (counts.total, counts.fixable, counts.found, counts.wrong) == (1, 0, 1, 0)

    def test_negatives_and_extras(self) -> None:
        clean = Case(
            "clean", "The pain stays. The chat too.", clean=("The pain stays. The chat too.",)
        )
        result = run([clean, FOG], {"pain": "bread", "CHAT": "cat", "night": None})
        assert result.negatives == 1
        assert len(result.negatives_changed_safe) == len(result.negatives_changed) == 1
        assert len(result.negatives_found) == 1
        assert len(result.extra_findings) == 3
        assert len(result.extra_edits_safe) == 1
        assert len(result.extra_edits) == 2
        assert result.sentences == 3

    def test_an_optional_edit_never_counts_against(self) -> None:
        case = Case("x", "A chat.", (Edit(2, 6, "chat", "style", ("cat",), optional=True),))
        result = run([case], {"chat": "dog"})
        assert result.kinds == {}
        assert result.negatives_changed == result.extra_edits == result.negatives_found == []

    def test_fixing_twice(self) -> None:
        result = run([FOG], {"o": "oo"})
        assert [line.split(" | ")[1] for line in result.not_idempotent] == ["safe", "unsafe"]

    def test_a_cleaner_that_does_not_say_what_it_did(self) -> None:
        assert run([FOG], {"lundi": "Monday"}, lies=True).kinds["fragment"].safe == 1

    def test_the_table_has_a_line_a_kind(self) -> None:
        lines = table(run([FOG], {"lundi": "Monday"})).splitlines()
        assert lines[1].split()[:3] == ["fragment", "1", "1"]
        assert lines[2].startswith("all")


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a toy in the place of the project's cleaner."""
    words: dict[str, str | None] = {"lundi": "Monday", "pain": "bread"}
    pair = (ToyCleaner(words), ToyCleaner(words, unsafe=True))
    for module in (corpus.evaluate, corpus.floors, corpus.clean_text):
        monkeypatch.setattr(module, "project_cleaners", lambda: pair)


@pytest.mark.usefixtures("toy")
class TestCommands:
    def test_evaluate(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path, out = tmp_path / "cases.jsonl", tmp_path / "out.json"
        path.write_text('{"id": "a", "text": "The pain."}\n', encoding="utf-8")
        assert corpus.evaluate.main([str(path), "--json", str(out), "--show", "extra"]) == 0
        assert "extra_findings: a | XX100 -> 'bread' | pain" in capsys.readouterr().out
        assert json.loads(out.read_text(encoding="utf-8"))["negatives"] == 1

    def test_evaluate_says_what_it_could_not_read(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert corpus.evaluate.main([str(tmp_path / "none.jsonl")]) == 1
        assert "none.jsonl" in capsys.readouterr().err

    def test_clean_text(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "clean.jsonl.xz"
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.write('{"id": "d1", "text": "The pain in Spain."}\n{"id": "d2", "text": "No."}\n')
        assert corpus.clean_text.main([str(path), "--documents", "1"]) == 0
        printed = capsys.readouterr().out
        assert "1 documents, 4 words" in printed
        assert "XX100 d1: 'pain' -> 'bread' in The >pain< in Spain." in printed

    def test_clean_text_says_what_it_could_not_read(self, tmp_path: Path) -> None:
        assert corpus.clean_text.main([str(tmp_path / "none.jsonl")]) == 1

    def test_floors(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "floors.toml"
        arguments = ["--file", str(path)]
        assert corpus.floors.main(arguments) == 1, "no floors: the corpus is not theirs"
        assert corpus.floors.main([*arguments, "--raise"]) == 0
        assert corpus.floors.main(arguments) == 0
        floors = read(path)
        lifted = floors.kinds["fragment"]["found"].value
        floors.kinds["fragment"]["found"] = Floor(0.999)
        path.write_text(render(floors), encoding="utf-8")
        assert corpus.floors.main([*arguments, "--raise"]) == 1, "raising never lowers"
        assert "fragment.found" in capsys.readouterr().out
        lower = ["--lower", f"fragment.found={lifted}", "--because", "a toy knows little"]
        assert corpus.floors.main([*arguments, *lower]) == 0
        assert corpus.floors.main(arguments) == 0
        assert "from 0.999: a toy knows little" in path.read_text(encoding="utf-8")

    def test_lowering_takes_a_reason(self, tmp_path: Path) -> None:
        path = tmp_path / "floors.toml"
        path.write_text("[place]\nfound = 0.9\n", encoding="utf-8")
        with pytest.raises(SystemExit) as caught:
            corpus.floors.main(["--file", str(path), "--lower", "place.found=0.8"])
        assert caught.value.code == 2


@pytest.mark.parametrize("what", ["place.found", "place.safe=0.1", "place.found=0.95", "x=0.1"])
def test_what_can_not_be_lowered(what: str) -> None:
    floors = Floors("", {"place": {"found": Floor(0.9)}})
    with pytest.raises(ValueError, match=r"."):
        floors.lower(what, "because")


def test_floors_round_trip(tmp_path: Path) -> None:
    floors = Floors("ab", {"place": {"found": Floor(0.9, 'from 1.000: "so"'), "safe": Floor(0.5)}})
    path = tmp_path / "floors.toml"
    path.write_text(render(floors), encoding="utf-8")
    assert read(path) == floors


def test_a_number_that_is_gone_fell() -> None:
    assert Floors("", {"place": {"found": Floor(0.9)}}).fallen({}) == [("place.found", 0.9, 0.0)]


def test_the_measured_numbers() -> None:
    clean = Case("clean", "The pain stays.")
    numbers = measured(run([clean, FOG], {"pain": "bread", "lundi": "Tuesday"}))
    assert numbers["fragment"] == {"found": 1.0, "safe": 0.0, "fixed": 0.0, "unharmed": 0.0}
    assert numbers["negatives"] == {"unchanged": 0.0, "unchanged_unsafe": 0.0, "silent": 0.0}
    assert numbers["cases"] == {"idempotent": 1.0, "no_stray_edit": 0.5}


def test_the_hash_follows_names_and_contents(tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.write_text("a", encoding="utf-8")
    before = corpus_hash([one])
    assert before == corpus_hash([one])
    one.write_text("b", encoding="utf-8")
    assert corpus_hash([one]) != before


def test_documents_are_read_packed_and_plain(tmp_path: Path) -> None:
    line = '{"text": "One two."}\n\n'
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_text(line, encoding="utf-8")
    with gzip.open(packed, "wt", encoding="utf-8") as file:
        file.write(line)
    assert list(read_documents(plain)) == list(read_documents(packed)) == [("1", "One two.")]


def test_a_tally_counts_by_rule() -> None:
    total = tally(iter([("a", "pain pain"), ("b", "No.")]), ToyCleaner({"pain": "bread"}))
    assert (total.documents, total.words, dict(total.rules)) == (2, 3, {"XX100": 2})
    assert len(total.safe) == len(total.findings) == 2
    assert Tally().per_100_000(3) == 0.0
