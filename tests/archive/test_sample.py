"""`cleaner archive run --sample N` through the real command line."""

from __future__ import annotations

import json
import re

import pytest

from cleaner.archive.places import place
from cleaner.archive.reading import Reading
from cleaner.archive.sample import draw, wilson
from cleaner.archive.table import read_table, write_table
from tests.archive.samples import CLEAN, DIRTY, FRENCH, mixed, tree

# Hits, trials, and the interval as statistics programs compute it (Wilson, no correction).
INTERVALS = [
    (0, 10, 0.0, 0.2775),
    (10, 10, 0.7225, 1.0),
    (1, 1, 0.2065, 1.0),
    (81, 263, 0.2553, 0.3662),
    (950, 1000, 0.9347, 0.9619),
]


@pytest.mark.parametrize(("hits", "trials", "low", "high"), INTERVALS)
def test_interval(hits, trials, low, high):
    assert wilson(hits, trials)[1:] == pytest.approx((low, high), abs=6e-5)


@pytest.fixture
def source(tmp_path):
    """Ten dirty documents in files of their own, thirty clean ones in a file."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.txt").write_text(DIRTY, encoding="utf-8")
    line = json.dumps({"body": CLEAN}) + "\n"
    (folder / "lines.jsonl").write_text(line * 30)
    return folder


def sample(run, *arguments: str):
    return run("archive", "run", "in", "--sample", "40", *arguments)


def test_what_is_told_and_nothing_changed(run, tmp_path, source):
    before = tree(source)
    done = sample(run, "--dry-run")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        "40 documents drawn from 40.",
        "Dirty: 10, 25.0% (95 % interval: 14.2% to 40.2%).",
        "Fixes that would be made: 20. Left for an editor: 0.",
        "Judge them in sample-fixes.csv: y or n in the column `right`. Then give the same command "
        "with --judged sample-fixes.csv.",
    ]
    assert tree(source) == before
    assert not (source / ".cleaner").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"in", "sample-fixes.csv"}
    again = sample(run)
    assert again.returncode == 2
    assert b"is there already: give it with --judged" in again.stderr


def judge(tmp_path, judgements, **changed):
    """Fills in the column; what is ``changed`` is so in the first row."""
    path = tmp_path / "sample-fixes.csv"
    rows = [line.cells for line in read_table(path, ["fix"])]
    for row, right in zip(rows, judgements, strict=False):
        row["right"] = right
    rows[0] |= changed
    path.unlink()
    write_table(path, list(rows[0]), [list(row.values()) for row in rows])


def test_precision(run, tmp_path, source):
    sample(run)
    judge(tmp_path, [*["y"] * 12, " N ", "no", "Yes", "1"])
    done = sample(run, "--judged", "sample-fixes.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[-2:] == [
        "Precision: 14 of 16 judged fixes are right, 87.5% (95 % interval: 64.0% to 96.5%).",
        "Not judged: 4 of 20.",
    ]


MISTAKES = {
    "word": ({"right": "perhaps"}, "line 2: 'perhaps' is no judgement: write y or n"),
    "other": ({"fix": "0123"}, "line 2: the fix '0123' is not of this sample"),
}


@pytest.mark.parametrize(("cells", "said"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_refused(run, tmp_path, source, cells, said):
    sample(run)
    judge(tmp_path, [], **cells)
    done = sample(run, "--judged", "sample-fixes.csv")
    assert done.returncode == 2
    assert said in done.stderr.decode()


CONTRADICTIONS = {
    "judged alone": (("in", "out", "--judged", "x.csv"), "--judged is for --sample N"),
    "in place": (("in", "--in-place", "--sample", "3"), "--sample changes nothing"),
    "nothing there": (("empty", "--sample", "3"), "no document to draw"),
}


@pytest.mark.parametrize(("arguments", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_can_not_be_done(run, tmp_path, source, arguments, said):
    (tmp_path / "empty").mkdir()
    done = run("archive", "run", *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_files_that_can_not_be_read_are_counted(run, tmp_path):
    mixed(tmp_path / "in")
    (tmp_path / "in" / "french.jsonl").write_text(
        json.dumps({"body": FRENCH}, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    done = sample(run)
    assert done.returncode == 0
    assert re.search(
        r"Left alone as a whole: 2\.\nFiles that can't be read: \d", done.stdout.decode()
    )


def test_each_document_has_the_same_chance(source):
    """Of 40 documents 10 are drawn with 200 seeds: 50 times each, more or less."""
    place.cache_clear()
    times: dict[object, int] = {}
    for seed in range(200):
        drawn = draw(str(source), Reading(), 10, seed)
        assert (drawn.seen, len(set(drawn.documents))) == (40, 10)
        for one in drawn.documents:
            times[one] = times.get(one, 0) + 1
    assert len(times) == 40
    # Six standard deviations of a binomial distribution with n = 200, p = 1/4 are 37.
    assert all(abs(number - 50) < 37 for number in times.values())
    assert draw(str(source), Reading(), 10, 7) == draw(str(source), Reading(), 10, 7)


def test_of_a_large_archive_a_random_part_is_read(source, monkeypatch):
    monkeypatch.setattr("cleaner.archive.sample.MOST_READ", 1000)
    seen = [draw(str(source), Reading(), 10, seed).seen for seed in range(100)]
    assert not draw(str(source), Reading(), 10, 1).is_all
    # Each part is read with the same chance, so that as many documents are seen in the mean.
    size = sum(path.stat().st_size for path in source.iterdir())
    assert sum(seen) / 100 == pytest.approx(40 * 1000 / size, rel=0.4)
