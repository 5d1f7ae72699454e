"""What the model said before: kept exactly, and asked for again only where something differs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cleaner import Cleaner, Config
from cleaner.errors import ModelError
from cleaner.finding import Request
from cleaner.translate import TranslatorChain
from cleaner.translate.backends import Hypothesis, Job, computed_by
from cleaner.translate.checkpoint import Traits, traits
from cleaner.translate.memory.machine import RememberingBackend
from cleaner.translate.memory.store import Memory
from cleaner.translate.service import GlossaryTranslator

TEXTS = [
    "The road was [désembourbée] on Friday.",
    "He spoke of the [mésentente] between [les riverains] there.",
    "It fell, selon une source désabusée, in the east.",
]


class Counting:
    """A backend that answers by rule and counts what it is asked."""

    computed_by = "counting 1"

    def __init__(self, folder: Path) -> None:
        self.traits = traits(None)
        self.traits = Traits(**{**vars(self.traits), "folder": folder, "name": "m"})
        self.asked: list[object] = []

    def pieces(self, text: str) -> int:
        return len(text)

    def generate(self, jobs: Sequence[Job], beams: int) -> list[list[Hypothesis]]:
        self.asked += jobs
        if any("boom" in job.text for job in jobs):
            raise RuntimeError("boom")
        return [[Hypothesis(job.text.upper(), 1 / 3, "cut" not in job.text)] for job in jobs]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [float("-inf") if not target else -1 / 3 for _, target in pairs]


@pytest.fixture
def counting(tmp_path: Path) -> Counting:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    return Counting(folder)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory.sqlite")


def remembering(counting: Counting, memory: Memory) -> RememberingBackend:
    return RememberingBackend(counting.traits, counting.computed_by, lambda: counting, memory)


def test_what_is_remembered_is_not_computed(counting, memory):
    jobs = [Job("a", "a"), Job("b", "b"), Job("a", "a"), Job("\ud800", "\ud800")]
    first = remembering(counting, memory).generate(jobs, 4)
    assert first[0] == first[2] == [Hypothesis("A", 1 / 3)]
    assert len(counting.asked) == 3
    assert remembering(counting, memory).generate(jobs, 4) == first
    assert counting.asked[3:] == [jobs[3]], "only what no file can hold is asked again"
    pairs = [("a", "x"), ("a", ""), ("b", "x"), ("a", "\ud800")]
    scores = remembering(counting, memory).score(pairs)
    counting.asked.clear()
    assert (
        remembering(counting, memory).score(pairs)
        == scores
        == [-1 / 3, -float("inf")] + [-1 / 3] * 2
    )
    assert counting.asked == []


@pytest.mark.parametrize("change", ["text", "source", "beams", "files", "version", "name"])
def test_another_input_or_model_is_another_entry(change, counting, memory):
    remembering(counting, memory).generate([Job("a", "a")], 4)
    counting.asked.clear()
    if change == "files":
        other = counting.traits.folder.with_name("other")
        other.mkdir()
        (other / "config.json").write_text("{ }")
        counting.traits = Traits(**{**vars(counting.traits), "folder": other})
    if change == "version":
        counting.computed_by = "counting 2"
    if change == "name":
        counting.traits = Traits(**{**vars(counting.traits), "name": "n"})
    job = Job("b" if change == "text" else "a", "b" if change == "source" else "a")
    remembering(counting, memory).generate([job], 5 if change == "beams" else 4)
    assert counting.asked == [job]


def test_what_was_cut_off_or_failed_is_not_kept(counting, memory):
    for _ in range(2):
        remembering(counting, memory).generate([Job("cut", "cut")], 4)
        with pytest.raises(RuntimeError):
            remembering(counting, memory).generate([Job("boom", "boom")], 4)
    assert len(counting.asked) == 4
    assert memory.all_answers() == []


@pytest.mark.parametrize("spoilt", ["", "{", "[]", "[1]", '[["a"]]', '{"a": 1}', '[["a","b",1]]'])
def test_an_answer_that_is_not_ours_is_computed_again(spoilt, counting, memory):
    job = Job("a", "b")
    first = remembering(counting, memory).generate([job], 4)
    [row] = memory.all_answers()
    memory.keep_answers([row._replace(answers=spoilt)])
    assert remembering(counting, memory).generate([job], 4) == first
    assert counting.asked == [job, job]


def test_who_really_computes_signs(counting, memory):
    """Where the fast library can't take a model, the slower one's answers are its own."""
    expected = RememberingBackend(counting.traits, "faster 1", lambda: counting, memory)
    expected.generate([Job("a", "a")], 4)
    [row] = memory.all_answers()
    assert row.model.endswith(" counting 1")


def test_the_model_says_the_same_with_and_without_a_memory(memory):
    config = Config(memory=str(memory.path))
    plain = [Cleaner().check(text) for text in TEXTS]
    cold = [Cleaner(config).check(text) for text in TEXTS]
    kept = memory.all_answers()
    assert kept
    assert {row.model.split(" ", 1)[1] for row in kept} == {computed_by(None)}
    warm = [Cleaner(config).check(text) for text in reversed(TEXTS)]
    assert plain == cold == warm[::-1]
    assert memory.all_answers() == kept


def test_what_is_remembered_needs_no_model(memory, monkeypatch):
    config = Config(memory=str(memory.path))
    first = Cleaner(config).check(TEXTS[1])

    def broken(*_: object) -> None:
        raise ModelError("no model")

    monkeypatch.setattr("cleaner.translate.marian.opened", broken)
    assert Cleaner(config).check(TEXTS[1]) == first
    other = Cleaner(config).check(TEXTS[0])
    assert all(one.fix is None or one.fix.source != "marian" for one in other)


def test_a_model_that_fails_late_is_reported_when_named(memory, monkeypatch):
    def broken(*_: object) -> None:
        raise ModelError("no model")

    monkeypatch.setattr("cleaner.translate.marian.opened", broken)
    folder = str(traits(None).folder)
    chain = TranslatorChain(folder, glossary=GlossaryTranslator(), memory=memory)
    with pytest.raises(ModelError):
        chain.translate([Request("désembourbée", "The road was ")])
