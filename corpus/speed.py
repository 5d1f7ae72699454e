"""Measure how fast clean English is passed: the gate, the check, and codespell beside it.

``python -m corpus.speed FILE.jsonl.xz ... [--documents N]`` reads documents as
``corpus.clean_text`` does, leaves out those with findings, and prints for what remains: megabytes
of UTF-8 a second through the gate, document by document and as one text, with nothing remembered
and for the second time; through ``Cleaner.check`` in one warm process; and the seconds of
``cleaner check`` and of ``codespell`` as commands, over the same folder and over one article.
Figures are processor seconds (user and system) of one process, medians of ROUNDS interleaved runs.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner import Cleaner
from cleaner.document import Document
from cleaner.scan import Gate
from corpus.clean_text import read_documents

__all__ = ["main"]

ROUNDS = 7


def seconds(call: Callable[[], object]) -> float:
    """Processor seconds of a call in this process."""
    start = time.process_time()
    call()
    return time.process_time() - start


def command_seconds(command: Sequence[str], folder: Path) -> float:
    """Processor seconds of a command, its children's included; what it says is not looked at."""
    before = os.times()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def interleaved(measures: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each measure in each round; each round takes all of them in turn."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return taken


def in_process(texts: list[str], cleaner: Cleaner) -> dict[str, Callable[[], float]]:
    """What is measured in one warm process."""
    documents = [Document.plain(text) for text in texts]
    whole = [Document.plain("\n\n".join(texts))]

    def gate(some: list[Document], *, cold: bool) -> float:
        gate = Gate()
        if not cold:
            list(map(gate.alarms, some))
        return seconds(lambda: list(map(gate.alarms, some)))

    return {
        "gate, a document at a time, nothing remembered": lambda: gate(documents, cold=True),
        "gate, a document at a time": lambda: gate(documents, cold=False),
        "gate, one text, nothing remembered": lambda: gate(whole, cold=True),
        "gate, one text": lambda: gate(whole, cold=False),
        "Cleaner.check, a document at a time": lambda: seconds(lambda: cleaner.check_many(texts)),
    }


def commands(folder: Path, article: Path) -> dict[str, Callable[[], float]]:
    """The two commands, over a folder and over one file of it."""
    both = {"cleaner check": ("cleaner", "check", "-q"), "codespell": ("codespell_lib",)}
    return {
        f"{name} {what}": lambda module=module, path=path: command_seconds(  # type: ignore[misc]
            [sys.executable, "-m", *module, str(path)], folder
        )
        for what, path in (("FOLDER", folder), ("ARTICLE", article))
        for name, module in both.items()
    }


def report(texts: list[str], cleaner: Cleaner, rounds: int) -> str:
    """The table for documents without findings."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    taken = interleaved(in_process(texts, cleaner), rounds)
    lines = [f"  {len(texts)} documents without findings, {size:.2f} MB"]
    for name, runs in taken.items():
        middle = statistics.median(runs)
        lines.append(f"  {name:50} {size / middle:8.1f} MB/s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(texts):
            (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
        taken = interleaved(commands(folder, folder / "000000.txt"), rounds)
    for name, runs in taken.items():
        lines.append(f"  {name:50} {statistics.median(runs):8.2f} s")
    for what in ("FOLDER", "ARTICLE"):
        pairs = zip(taken[f"cleaner check {what}"], taken[f"codespell {what}"], strict=True)
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        lines.append(f"  {f'cleaner to codespell, {what}':50} {ratio:8.2f}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m corpus.speed", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--documents", type=int, metavar="N", help="the first N of each file")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    cleaner = Cleaner()
    for path in options.files:
        documents = itertools.islice(read_documents(path), options.documents)
        texts = [text for _, text in documents]
        clean = [text for text in texts if not cleaner.proposals(Document.plain(text))]
        print(
            f"{path.name}: {len(texts)} documents", report(clean, cleaner, options.rounds), sep="\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
