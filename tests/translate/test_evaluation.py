"""The measuring: what is read, what is asked, and what the scores are of answers that are known."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Sequence
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.finding import Request
from cleaner.translate.evaluation import (
    Fragment,
    measure_fragments,
    measure_sentences,
    read_fragments,
    read_sentences,
    sampled,
    scored,
    signatures,
)
from cleaner.translate.inputs import model_input
from cleaner.translate.marian import Hypothesis

ATTACK = Fragment("lundi", "on Monday", "A rocket attack ", " against forces.")


@pytest.mark.parametrize(
    ("line", "fragment"),
    [
        ("lundi\ton Monday\tA rocket attack \t against forces.", ATTACK),
        ("lundi\ton Monday\tA rocket attack\tagainst forces.", ATTACK),
        ("lundi\ton Monday\tA rocket attack⟪ lundi⟫ against forces.", ATTACK),
        ("lundi\ton Monday", Fragment("lundi", "on Monday")),
        ("lundi\ton Monday\t⟪ lundi⟫", Fragment("lundi", "on Monday")),
        ("lundi\tMonday\tHe left\t", Fragment("lundi", "Monday", "He left ")),
        ("lundi\tMonday\tHe left", Fragment("lundi", "Monday", "He left ")),
        ("lundi\tMonday\t\t, he left", Fragment("lundi", "Monday", "", ", he left")),
        (
            "lundi\tMonday\tHe left [⟪ lundi⟫], he",
            Fragment("lundi", "Monday", "He left [", "], he"),
        ),
        ("lundi\tMonday\t“⟪ lundi⟫” said", Fragment("lundi", "Monday", "“", "” said")),
    ],
)
def test_a_line(tmp_path: Path, line: str, fragment: Fragment):
    (tmp_path / "a.tsv").write_text(line + "\n")
    assert read_fragments(tmp_path / "a.tsv") == [fragment]


def test_what_the_model_reads_is_what_was_marked(tmp_path: Path):
    """The marked column of the training tools comes out of the request as it went in."""
    marked = "A rocket attack⟪ lundi⟫ against forces."
    (tmp_path / "a.tsv").write_text(f"lundi\ton Monday\t{marked}\n")
    [fragment] = read_fragments(tmp_path / "a.tsv")
    assert model_input(fragment.in_context, ("⟪", "⟫")) == marked
    assert model_input(fragment.bare, ("⟪", "⟫")) == "⟪ lundi⟫"


@pytest.mark.parametrize(
    "header", ["", "fragment\tenglish\tbefore\tafter\n", "Fragment\tEnglish\n"]
)
@pytest.mark.parametrize(("suffix", "opener"), [("", open), (".gz", gzip.open), (".xz", lzma.open)])
def test_a_file(tmp_path: Path, header: str, suffix: str, opener):
    path = tmp_path / f"a.tsv{suffix}"
    with opener(path, "wt", encoding="utf-8") as file:
        file.write(header + "été\tsummer\nhiver\twinter\n")
    assert [one.english for one in read_fragments(path)] == ["summer", "winter"]
    if not header:
        assert read_sentences(path) == [("été", "summer"), ("hiver", "winter")]


@pytest.mark.parametrize("line", ["", "lundi", "lundi\t", "\tMonday", "a\tb\tc\td\te", " \tb"])
def test_lines_that_are_none(tmp_path: Path, line: str):
    (tmp_path / "a.tsv").write_text(f"été\tsummer\n{line}\n")
    with pytest.raises(InputError, match="line 2: not fragment"):
        read_fragments(tmp_path / "a.tsv")
    with pytest.raises(InputError, match="line 2: not a French sentence"):
        read_sentences(tmp_path / "a.tsv")


def test_half_an_archive(tmp_path: Path):
    whole = gzip.compress(b"lundi\tMonday\n" * 999)
    (tmp_path / "a.tsv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="can't be read"):
        read_fragments(tmp_path / "a.tsv.gz")


class Known:
    """Answers out of a dictionary, by fragment and whether there is a context."""

    def __init__(self, answers: dict[tuple[str, bool], list[Hypothesis] | str]) -> None:
        self.answers = answers
        self.asked: list[int] = []

    def candidates(self, requests: Sequence[Request]) -> list[list[Hypothesis] | str]:
        self.asked.append(len(requests))
        return [self.answers[one.fragment, bool(one.before)] for one in requests]


def test_the_first_candidate_counts():
    known = Known(
        {
            ("lundi", False): [Hypothesis("Monday", 0.9), Hypothesis("on Monday", 0.8)],
            ("lundi", True): [Hypothesis("On Monday", 0.9)],
            ("mardi", False): "too long for the model",
            ("mardi", True): [],
        }
    )
    fragments = [ATTACK, Fragment("mardi", "on Tuesday", "It reopens ")]
    done: list[int] = []
    bare, placed = measure_fragments(known, fragments, done.append)
    assert (bare.exact, placed.exact) == (0.0, 0.5)
    assert bare.count == placed.count == 2
    assert placed.chrf > bare.chrf
    assert bare.per_second is not None
    assert done == [2, 2]


def test_sentences():
    known = Known({("Il est parti.", False): [Hypothesis("He has left the house.", 0.9)]})
    same = measure_sentences(known, [("Il est parti.", "He has left the house.")] * 600)
    assert (same.bleu, same.chrf, same.exact) == (pytest.approx(100), pytest.approx(100), None)
    assert sum(known.asked) == 600
    assert max(known.asked) < 600, "in batches, so that progress can be shown"
    other = measure_sentences(known, [("Il est parti.", "It rains in Paris all day.")])
    assert other.bleu is not None
    assert other.bleu < 10


@pytest.mark.parametrize(
    ("answer", "right"),
    [("On monday ", 1), ("on  Monday", 0), ("Monday", 0), ("", 0), ("on Monday.", 0)],
)
def test_exact_but_for_case(answer: str, right: float):
    assert scored("x", [answer], None, ["on Monday"]).exact == right
    assert scored("x", ["l’un"], None, ["L'un"]).exact == 1


def test_a_row_as_json():
    row = scored("x", ["Monday", "may"], 0.5, ["Monday", "might"]).to_json()
    assert list(row) == ["what", "count", "exact", "chrf", "bleu", "per_second"]
    assert (row["exact"], row["bleu"], row["per_second"]) == (0.5, None, 4.0)


def test_signatures_name_the_version():
    assert all("|version:" in signature for signature in signatures().values())
    assert signatures().keys() == {"BLEU", "chrF"}


def test_a_sample_is_spread_and_stays_the_same():
    rows = list(range(1000))
    some = sampled(rows, 100)
    assert some == sorted(set(some))
    assert len(some) == 100
    assert some[0] < 200
    assert some[-1] > 800
    assert some == sampled(rows, 100)
