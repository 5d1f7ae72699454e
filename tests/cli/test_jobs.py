"""`--jobs`: whatever the number of processes, a run says and does the same."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from cleaner.cli.ahead import FILES, _read, _Seen
from cleaner.cli.gate import Gatekeeper
from cleaner.cli.work import Place, Reading
from cleaner.report.output import Output
from cleaner.settings.book import Book
from tests.processes import parents

CLEAN = "The minister said on {} that the road would reopen.\n"
DIRTY = "The road reopens mercredi, the ministry said on day {}.\n"
ODD = {
    "a.html": b"<p>It reopens <b>mercredi</b>.</p><p>Clean.</p>",
    "b.html": b"<!-- cleaner: ignore FR202 --><p>It reopens mercredi.</p>",
    "c.html": b"<!-- cleaner: ignore XX999 --><p>It reopens on Friday.</p>",
    "d.txt.gz": gzip.compress(b"It reopens lundi.", mtime=0)[:-4],
    "e.txt.gz": gzip.compress(b"It reopens lundi.", mtime=0),
    "f.txt": b"",
    "g.json": b'{"headline": "It reopens lundi"',
    "h.jsonl": b'{"text": "It reopens lundi."}\nno JSON\n{"text": "It reopens."}\n',
    "i.json": b'{"none": 1}',
    "j.txt": b"It reopens lundi.\n",
    "j.txt.cleaner-ignore": b"rule\ttext\treason\nFR202\tlundi\ta test\n",
    "k.txt": b"It reopens on Friday.\n",
    "k.txt.cleaner-ignore": b"rule\ttext\treason\nFR202\tlundi\tunused\n",
    "sub/cleaner.toml": b'ignore = ["FR2"]\n',
    "sub/l.txt": b"It reopens lundi near Beyrouth.\n",
    "worse/cleaner.toml": b"ignore = 5\n",
    "worse/m.txt": b"It reopens lundi.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "texts"
    for name, data in ODD.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    for number in range(3 * FILES):
        text = DIRTY if number % 7 == 0 else CLEAN
        (place / f"n{number:03}.txt").write_text(text.format(number), encoding="utf-8")
    return place


@pytest.mark.parametrize("output", Output)
@pytest.mark.parametrize("without", ["worse/cleaner.toml", ""])
def test_a_check_says_the_same(run, folder: Path, output: Output, without: str) -> None:
    if without:
        (folder / without).unlink()
    one, three = (
        run("check", str(folder), f"{folder}/i.json", "--format", output, "--jobs", jobs)
        for jobs in "13"
    )
    assert (three.stdout, three.returncode) == (one.stdout, one.returncode)
    assert sorted(three.stderr.splitlines()) == sorted(one.stderr.splitlines())


def test_a_fix_does_the_same(run, folder: Path) -> None:
    (folder / "worse/cleaner.toml").unlink()
    before = _state(folder)
    first = run("fix", str(folder), "--jobs", "1")
    after = _state(folder)
    assert after != before
    for name, data in before.items():
        (folder / name).write_bytes(data)
    second = run("fix", str(folder), "--jobs", "3")
    assert (second.stdout, second.returncode) == (first.stdout, first.returncode)
    assert _state(folder) == after


def test_a_baseline_is_the_same(run, folder: Path, tmp_path: Path) -> None:
    (folder / "worse/cleaner.toml").unlink()
    for jobs in "12":
        made = tmp_path / f"{jobs}.json"
        run("check", str(folder), "--baseline", str(made), "--update-baseline", "--jobs", jobs)
        done = run("check", str(folder), "--baseline", str(made), "--jobs", jobs)
        assert b"FR202" not in done.stdout
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()


def test_standard_input_is_read_once(run, folder: Path) -> None:
    done = run("check", "-", f"{folder}/n000.txt", "--jobs", "2", stdin=b"It reopens lundi.")
    assert done.stdout.count(b"lundi ->") == 1
    assert done.stdout.count(b"mercredi ->") == 1


def test_the_number_is_one_at_least(run, folder: Path) -> None:
    done = run("check", str(folder), "--jobs", "0")
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="finds the process in /proc")
def test_a_process_that_dies_costs_nothing(folder: Path) -> None:
    for number in range(3000):
        (folder / f"o{number}.txt").write_text(DIRTY.format(number) * 5, encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "check", "-q", str(folder), "--jobs"]
    expected = subprocess.run([*command, "1"], capture_output=True, check=False)
    with subprocess.Popen([*command, "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        worker = _worker(done.pid)
        os.kill(worker, signal.SIGKILL)
        said, _ = done.communicate(timeout=120)
    assert (said, done.returncode) == (expected.stdout, expected.returncode)


def test_a_file_that_changed_meanwhile_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("It reopens on Friday.", encoding="utf-8")
    reading, gate = Reading(), Gatekeeper(Book(), [str(path)])
    old = "It reopens on vendredi."
    findings = gate.cleaner(str(path)).check(old)
    seen = _Seen(sha256(old.encode()).digest(), [findings], is_clean=False)
    source = _read(gate, reading, Place(path), seen)
    assert findings
    assert gate.check([source])[0].findings == ()


def _worker(pid: int) -> int:
    """A process two steps below another, once there is one."""
    for _ in range(600):
        above = parents()
        below = [number for number, parent in above.items() if above.get(parent) == pid]
        if below:
            return below[-1]
        time.sleep(0.05)
    raise AssertionError("no worker was started")


def _state(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cleaner" not in path.suffix
    }
