"""`cleaner archive review` through the real command line: out as a table, back in, applied."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cleaner.archive.table import read_table, write_table
from tests.archive.samples import CLEAN, DIRTY, MODEL, memory, tree

HOUSES, DOZENS = "[des dizaines de maisons détruites]", "[dozens of destroyed houses]"
HILLS = "[à travers les collines enneigées]"
STORY = f"He left {HOUSES} behind.\n"
QUOTED = f"“They fled {HILLS} at night,” he said.\n"
FILES = {
    "a.txt": MODEL,
    "b.txt": STORY + DIRTY,
    "c.txt": QUOTED,
    "clean.txt": CLEAN,
    "deep/lines.jsonl": "".join(
        json.dumps({"body": body, "date": "2024-05-03", "source": "AFP"}, ensure_ascii=False) + "\n"
        for body in (CLEAN, MODEL, QUOTED)
    ),
    "deep/page.html": f"<p>They saw {HOUSES.replace('maisons', '<b>maisons</b>')} there.</p>\n",
    "dirty.txt": DIRTY,
}


@pytest.fixture
def source(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "in"


def archive(run, *arguments: str, **environment: str):
    return run("archive", *arguments, **environment)


def clean(run, *arguments: str):
    return archive(run, "run", "in", *arguments, "--jobs", "2")


def exported(run, folder: Path, out: str = "out", name: str = "table.csv", *more: str):
    (folder / name).unlink(missing_ok=True)
    done = archive(run, "review", out, "--export", name, *more)
    assert (done.returncode, done.stderr) == (0, b"")
    return [line.cells for line in read_table(folder / name, ("group", "decision"))]


def decide(folder: Path, rows: list[dict[str, str]], name: str = "table.csv", **decisions: str):
    """Fills in the column, by what is found at the beginning of the bracket."""
    words = {"houses": HOUSES, "hills": HILLS}
    for row in rows:
        for word, decision in decisions.items():
            if row["found"] == words[word] and row["context"] != "markup":
                row["decision"] = decision
    path = folder / name
    path.unlink()
    write_table(path, list(rows[0]), [list(row.values()) for row in rows])


def bring_back(run, name: str = "table.csv", out: str = "out"):
    done = archive(run, "review", out, "--import", name)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_groups(run, tmp_path, source):
    clean(run, "out")
    rows = exported(run, tmp_path)
    by_group = {(row["found"], row["context"]): row for row in rows}
    assert set(by_group) == {(HOUSES, "bracket"), (HOUSES, "markup"), (HILLS, "bracket")}
    houses = by_group[HOUSES, "bracket"]
    assert (houses["rule"], houses["replacement"], houses["count"]) == ("FR101", DOZENS, "3")
    assert houses["examples"].splitlines() == [
        f"a.txt, line 1: The clashes left »{HOUSES}« near the border, he said.",
        f"b.txt, line 1: He left »{HOUSES}« behind.",
        f"deep/lines.jsonl, line 2: The clashes left »{HOUSES}« near the border, he said.",
    ]
    assert {row["decision"] for row in rows} == {""}
    lines = exported(run, tmp_path, "out", "table.jsonl")
    assert lines == rows


@pytest.mark.parametrize("name", ["table.csv", "table.jsonl"])
def test_decisions_are_applied_and_only_their_files_done_again(run, tmp_path, source, name):
    clean(run, "out")
    before = tree(tmp_path / "out")
    kept = {path.name: path.stat().st_ino for path in (tmp_path / "out").glob("*.txt")}
    rows = exported(run, tmp_path, "out", name)
    decide(tmp_path, rows, name, houses="accept", hills="across the hills")
    assert bring_back(run, name) == (
        "2 decisions taken, about 4 files; the next `cleaner archive run` applies them.\n"
    )
    assert tree(tmp_path / "out") == before
    assert clean(run, "out").returncode == 1
    now = tree(tmp_path / "out")
    assert now["a.txt"].decode() == MODEL.replace(HOUSES, DOZENS)
    assert now["c.txt"].decode() == QUOTED.replace(HILLS, "across the hills")
    expected = FILES["deep/lines.jsonl"].replace(HOUSES, DOZENS)
    assert now["deep/lines.jsonl"].decode() == expected.replace(HILLS, "across the hills")
    # Another kind of place is decided for itself.
    assert now["deep/page.html"] == before["deep/page.html"]
    inodes = {path.name: path.stat().st_ino for path in (tmp_path / "out").glob("*.txt")}
    assert {n for n in kept if kept[n] == inodes[n]} == {"clean.txt", "dirty.txt"}
    assert [row["context"] for row in exported(run, tmp_path, "out", name)] == ["markup"]
    # A run that knows the decisions from its beginning comes to the same.
    shutil.rmtree(tmp_path / "whole", ignore_errors=True)
    clean(run, "whole", "--dry-run")
    rows = exported(run, tmp_path, "whole", name)
    decide(tmp_path, rows, name, houses="accept", hills="across the hills")
    bring_back(run, name, "whole")
    clean(run, "whole")
    assert tree(tmp_path / "whole") == now
    assert memory(tmp_path / "whole") == memory(tmp_path / "out")


def test_reject_withdraw_and_change(run, tmp_path, source):
    clean(run, "out")
    first = memory(tmp_path / "out")
    rows = exported(run, tmp_path)
    decide(tmp_path, rows, houses="reject", hills="reject")
    bring_back(run)
    done = clean(run, "out")
    assert b"1 left for an editor" in done.stderr
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == MODEL
    assert len(exported(run, tmp_path)) == 1
    rows = exported(run, tmp_path, "out", "table.csv", "--all")
    assert sorted(row["decision"] for row in rows) == ["", "reject", "reject"]
    assert bring_back(run).startswith("0 decisions taken")  # they are known
    decide(tmp_path, rows, houses="withdraw", hills="withdraw")
    assert bring_back(run).startswith("2 decisions taken, about 4 files")
    clean(run, "out")
    assert memory(tmp_path / "out") == first


def test_in_place_and_back(run, tmp_path, source):
    before = tree(source)
    clean(run, "--in-place")
    rows = exported(run, tmp_path, "in")
    decide(tmp_path, rows, houses="accept", hills="")
    bring_back(run, out="in")
    done = clean(run, "--in-place")
    fixed = (source / "b.txt").read_text(encoding="utf-8")
    assert fixed == f"He left {DOZENS} behind.\n" + (source / "dirty.txt").read_text("utf-8")
    assert b"7 fixed, 3 left" in done.stderr
    undone = archive(run, "undo", "in")
    assert (undone.returncode, undone.stderr) == (0, b"")
    assert tree(source) == before


MISTAKES = {
    "unknown": ({"decision": "acept"}, "line 2: unknown decision 'acept'"),
    "yes": ({"decision": "yes"}, "line 2: unknown decision 'yes'"),
    "two lines": ({"decision": "a\nb"}, "line 2: a text of your own has to be one line"),
    "changed": ({"found": "[x]"}, "line 2: 'found' was changed since the export"),
    "other": ({"group": "0123"}, "line 2: the group '0123' is not in this archive"),
}


@pytest.mark.parametrize(("cells", "said"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_refused(run, tmp_path, source, cells, said):
    clean(run, "out")
    first, *rest = exported(run, tmp_path)
    rest[0]["decision"] = "reject"
    table = tmp_path / "bad.csv"
    write_table(table, list(first), [list(row.values()) for row in ({**first, **cells}, *rest)])
    done = archive(run, "review", "out", "--import", "bad.csv")
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"error: bad.csv: {said}")
    assert done.stderr.decode().endswith("Nothing was done: put that right and import it again\n")
    assert {row["decision"] for row in exported(run, tmp_path)} == {""}
    again = clean(run, "out")
    assert b"left for an editor" in again.stderr


TABLES = {
    "twice": (lambda text: text + text.split("\n", 1)[1], "stands in line 2 already"),
    "no column": (lambda text: text.replace(",decision", ",verdict", 1), "has no 'decision'"),
    "quotes": (lambda text: text + '"open\n', "is no CSV"),
    "latin": (lambda text: text.encode().decode("utf-8-sig").encode("cp1252"), "not in UTF-8"),
    "none": (lambda text: None, "can't be read (No such file"),
}


@pytest.mark.parametrize(("change", "said"), TABLES.values(), ids=TABLES)
def test_tables_that_can_not_be_read(run, tmp_path, source, change, said):
    clean(run, "out")
    exported(run, tmp_path)
    path = tmp_path / "table.csv"
    # As some spreadsheets write it: no mark at the beginning.
    changed = change(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("»", ""))
    path.unlink()
    if changed is not None:
        path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    done = archive(run, "review", "out", "--import", "table.csv")
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_semicolons_and_line_ends_of_spreadsheets(run, tmp_path, source):
    clean(run, "out")
    rows = exported(run, tmp_path)
    rows[0]["decision"] = "Accept "
    with (tmp_path / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert bring_back(run).startswith("1 decision taken, about 3 files")


def test_nothing_is_written_over(run, tmp_path, source):
    clean(run, "out")
    exported(run, tmp_path)
    done = archive(run, "review", "out", "--export", "table.csv")
    assert done.returncode == 2
    assert b"is there already" in done.stderr


@pytest.mark.parametrize("cell", ["=1+1", "'=x", "''-x", "-", "'quoted'", 'a,"b"\nc', "+é"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_cells_come_back_as_they_were(tmp_path, cell, name):
    write_table(tmp_path / name, ["x", "y"], [[cell, "1"]])
    [line] = read_table(tmp_path / name, ["x"])
    assert line.cells == {"x": cell, "y": "1"}
    if name == "a.csv":
        assert not (tmp_path / name).read_text("utf-8-sig").splitlines()[1].startswith(("=", "+"))


CONTRADICTIONS = {
    "nothing": ((), "--export FILE, or --import FILE"),
    "both": (("--export", "a", "--import", "b"), "--export FILE, or --import FILE"),
    "all": (("--import", "b", "--all"), "--all is for --export"),
}


@pytest.mark.parametrize(("arguments", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_can_not_be_done(run, arguments, said):
    done = archive(run, "review", "out", *arguments)
    assert (done.returncode, said in done.stderr.decode()) == (2, True)


@pytest.mark.parametrize("where", ["out", "in"])
def test_killed_while_decisions_are_applied(run, tmp_path, source, where):
    for number in range(40):
        (source / f"more{number}.txt").write_text(f"{number} {STORY}", encoding="utf-8")
    before = tree(source)
    arguments = ("--in-place",) if where == "in" else ("out",)
    clean(run, *arguments)
    rows = exported(run, tmp_path, where)
    decide(tmp_path, rows, houses="accept", hills="across the hills")
    bring_back(run, out=where)
    command = [sys.executable, "-m", "cleaner", "archive", "run", "in", *arguments, "--jobs", "2"]
    for delay in (0.3, 0.6, 0.9, 1.1, 1.3, 1.5):
        with subprocess.Popen(
            command, cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            time.sleep(delay)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert clean(run, *arguments).returncode == 1
    now = {name: data.decode() for name, data in tree(tmp_path / where).items()}
    assert now["c.txt"] == QUOTED.replace(HILLS, "across the hills")
    for number in range(40):
        assert now[f"more{number}.txt"] == f"{number} {STORY}".replace(HOUSES, DOZENS)
    if where == "in":
        assert archive(run, "undo", "in").returncode == 0
        assert {n: d for n, d in tree(source).items() if ".cleaner" not in n} == before
