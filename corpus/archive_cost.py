"""Measure what an archive run costs: time by stage, memory, processes, and beside a bare check.

``python -m corpus.archive_cost FILE.jsonl.xz [--megabytes 200] [--dirty 2] [--jobs 1 2]`` makes
archives of English documents (those of the file, over and over, each with its number in it) in
which so many of a hundred have a French leftover, and prints, for each number of processes:
documents a second and processor second, megabytes a second, the most memory that a process took,
the share of documents that waited for the model, and bytes that the run wrote besides its results.
``check`` is ``cleaner check`` over the same file in one process.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from cleaner import Cleaner
from corpus.clean_text import read_documents

__all__ = ["main"]

LEFTOVERS = (
    "“They came [lundi] at dawn,” he said.",
    "The talks in Beyrouth resumed mercredi.",
)
FOR_THE_MODEL = "The clashes left [des dizaines de maisons détruites] near the border, he said."
MEGABYTE = 1_000_000
# In the environment of the processes that are measured.
MARK = "CLEANER_COST"
# What `cleaner check` reads of one file.
MOST_FOR_CHECK = 100


class Cost(NamedTuple):
    """What a command took: seconds, processor seconds, bytes of its largest process."""

    seconds: float
    processor: float
    memory: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the archives, runs over them, and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[200])
    parser.add_argument("--small-files", type=int, default=0, help="so many files instead")
    parser.add_argument("--dirty", type=float, default=2)
    parser.add_argument("--model", type=int, default=0, help="of so many dirty ones one needs it")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args(arguments)
    texts = clean_texts(given.files)
    for megabytes in [0] if given.small_files else given.megabytes:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "in")
            source.mkdir()
            every = round(100 / given.dirty) if given.dirty else 0
            if given.small_files:
                number, size = write_files(source, texts, given.small_files, every, given.model)
            else:
                number, size = write_lines(
                    source / "a.jsonl", texts, megabytes * MEGABYTE, every, given.model
                )
            print(f"{number:,} documents, {size / MEGABYTE:,.0f} MB, 1 in {every} dirty")
            bare = 0.0
            if megabytes and megabytes <= MOST_FOR_CHECK:
                bare = shown("check", number, size, spent("check", "--quiet", f"{source}/a.jsonl"))
            alone = 0.0
            for jobs in given.jobs:
                target = Path(folder, "out")
                command = ("archive", "run", str(source), str(target), "--jobs", str(jobs), "-q")
                cost = spent(*command)
                shown(f"archive, {jobs} processes", number, size, cost)
                alone = alone or cost.seconds
                if bare:
                    print(f"  of the bare check's, a processor second: {bare / cost.processor:.2f}")
                if jobs > 1:
                    print(f"  times as fast as with {given.jobs[0]}: {alone / cost.seconds:.2f}")
                remembered(target)
                shutil.rmtree(target)
    return 0


def clean_texts(files: Sequence[Path]) -> list[str]:
    """The documents in which nothing is found."""
    cleaner = Cleaner()
    documents = (text for file in files for _, text in read_documents(file))
    return [text for text in documents if not cleaner.check(text)]


def _documents(texts: Sequence[str], every: int, model: int) -> Iterator[str]:
    dirty = 0
    for number in count():
        text = f"{number}. {texts[number % len(texts)]}"
        if every and number % every == every - 1:
            dirty += 1
            is_hard = model and dirty % model == 0
            text += f"\n{FOR_THE_MODEL if is_hard else LEFTOVERS[dirty % len(LEFTOVERS)]}"
        yield text


def write_lines(
    path: Path, texts: Sequence[str], most: int, every: int, model: int
) -> tuple[int, int]:
    """One file of JSON lines with so many bytes; its documents and bytes."""
    number = size = 0
    with path.open("wb") as file:
        for text in _documents(texts, every, model):
            line = json.dumps({"id": number, "text": text}, ensure_ascii=False).encode() + b"\n"
            number, size = number + 1, size + file.write(line)
            if size >= most:
                break
    return number, size


def write_files(
    folder: Path, texts: Sequence[str], most: int, every: int, model: int
) -> tuple[int, int]:
    """So many files of plain text of a few hundred bytes, a thousand in a folder."""
    size = 0
    for number, text in zip(range(most), _documents(texts, every, model), strict=False):
        inside = folder / f"{number // 1000:04}"
        inside.mkdir(exist_ok=True)
        short = text[:400] + text[text.rfind("\n") :] if len(text) > 500 else text
        size += (inside / f"{number}.txt").write_bytes(short.encode())
    return most, size


def spent(*arguments: str) -> Cost:
    """What a command of Cleaner takes, with all processes that it starts."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        command = subprocess.Popen(
            [sys.executable, "-m", "cleaner", *arguments],
            env={**os.environ, MARK: "1"},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        seen: dict[str, tuple[float, int]] = {}
        while command.poll() is None:
            seen |= processes()
            time.sleep(0.05)
        if command.returncode not in (0, 1):
            said.seek(0)
            raise SystemExit(said.read().decode())
    processor = sum(used for used, _ in seen.values())
    return Cost(time.perf_counter() - start, processor, max(most for _, most in seen.values()))


def processes() -> dict[str, tuple[float, int]]:
    """Processor seconds, and the most bytes of memory, of each process of a command so far."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"{MARK}=".encode() in (entry / "environ").read_bytes():
                ticks = (entry / "stat").read_text().rpartition(")")[2].split()
                status = (entry / "status").read_text()
                most = int(status.partition("VmHWM:")[2].split()[0]) * 1024
                used = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
                found[entry.name] = (used, most)
        except (OSError, IndexError):
            continue
    return found


def shown(name: str, documents: int, size: int, cost: Cost) -> float:
    """Prints what a command took; its processor seconds."""
    print(
        f"{name:24} {cost.seconds:8.1f} s  {documents / cost.seconds:9,.0f} documents/s  "
        f"{documents / cost.processor:9,.0f} a core  {size / cost.processor / MEGABYTE:6.1f} MB/s "
        f"a core  {cost.memory / MEGABYTE:6.0f} MB of memory",
        flush=True,
    )
    return cost.processor


def remembered(target: Path) -> None:
    """Prints what a run had to translate, and what it remembers."""
    path = target / ".cleaner" / "archive.sqlite"
    base = sqlite3.connect(path)
    [asked] = base.execute("SELECT count(*) FROM requests").fetchone()
    [waited] = base.execute("SELECT count(*) FROM waits").fetchone()
    base.close()
    print(
        f"  {asked} distinct fragments for the model, asked for by {waited} parts; "
        f"{path.stat().st_size / MEGABYTE:.1f} MB remembered"
    )


if __name__ == "__main__":
    raise SystemExit(main())
