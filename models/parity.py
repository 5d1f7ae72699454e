"""Compare the backends: same fragments, same answers, and how fast.

    python -m models.parity --fragments FILE [--model DIR] [--most 2000] [--compute-type int8 ...]

FILE is what ``models.training.heldback`` wrote. Prints, for each compute type of CTranslate2, the
share of fragments whose best of four answers is that of transformers, then the answers that differ
(``--list``); fragments a second of both in batches of 32, by the clock and by processor time (the
fairer figure on a machine with other work); and what a process pays for its first fragment, cold.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleaner.config import BACKENDS
from cleaner.translate.backends import CTRANSLATE2, Backend, Hypothesis, Job
from cleaner.translate.backends.convert import best_compute_type
from cleaner.translate.checkpoint import Traits, traits

BEAMS, BATCH = 4, 32
# Run in a process of its own: what a user waits for, and the memory at its peak.
_COLD = """
import json, resource, sys, time
began = time.perf_counter()
from cleaner.finding import Request
from cleaner.translate.marian import MarianTranslator
translator = MarianTranslator(sys.argv[2], backend=sys.argv[1])
translator.candidates([Request("dans la capitale", "The fighting ", " went on.")])
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_SELF)
kilo = 1024 if sys.platform == "darwin" else 1
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / kilo / 1024]))
"""


class Fragment(NamedTuple):
    """A French fragment, its English, and the English sentence around it as the model reads it."""

    french: str
    english: str
    context: str


@dataclass(frozen=True)
class Run:
    """The answers to all fragments, in order, and fragments a second by clock and processor."""

    answers: list[list[Hypothesis]]
    a_second: float
    a_processor_second: float


def read_fragments(path: Path, most: int) -> list[Fragment]:
    """The first ``most`` fragments of a file."""
    with path.open(encoding="utf-8") as lines:
        return [Fragment(*line.rstrip("\n").split("\t")) for line in lines][:most]


def timed(backend: Backend, fragments: Sequence[Fragment]) -> Run:
    """Translates all fragments in batches of like length."""
    jobs = [Job(fragment.context, fragment.french) for fragment in fragments]
    order = sorted(range(len(jobs)), key=lambda at: backend.pieces(jobs[at].text))
    answers: list[list[Hypothesis]] = [[] for _ in jobs]
    backend.generate(jobs[:1], BEAMS)
    began, worked = time.perf_counter(), time.process_time()
    for begin in range(0, len(order), BATCH):
        rows = order[begin : begin + BATCH]
        for at, found in zip(rows, backend.generate([jobs[r] for r in rows], BEAMS), strict=True):
            answers[at] = found
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    return Run(answers, len(jobs) / seconds, len(jobs) / work)


def different(run: Run, reference: Run) -> list[int]:
    """The fragments whose best answers differ.

    >>> one = Run([[Hypothesis("a", 0.9)], [Hypothesis("b", 0.9)]], 1, 1)
    >>> different(one, Run([[Hypothesis("a", 0.8)], [Hypothesis("c", 0.9)]], 1, 1))
    [1]
    """
    return [
        at
        for at, (ours, theirs) in enumerate(zip(run.answers, reference.answers, strict=True))
        if ours[0].text != theirs[0].text
    ]


def cold(backend: str, folder: Path) -> tuple[float, float, float]:
    """Seconds to the first answer of a fresh process, its processor seconds, and its peak MB."""
    done = subprocess.run(
        [sys.executable, "-c", _COLD, backend, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, work, memory = json.loads(done.stdout)
    return seconds, work, memory


def report(
    fragments: Sequence[Fragment], card: Traits, compute_types: Sequence[str], threads: int
) -> list[tuple[str, int, str, str]]:
    """Prints a table with a line for each backend; returns the answers that differ."""
    import torch

    from cleaner.translate.backends.ctranslate2 import CTranslate2Backend
    from cleaner.translate.backends.transformers import TransformersBackend

    # All are loaded before any is timed, so that conversions don't count.
    fast = [(kind, CTranslate2Backend(card, kind, threads)) for kind in compute_types]
    torch.set_num_threads(threads)
    reference = timed(TransformersBackend(card), fragments)
    print("backend\tequal\tfragments/s\tper processor second\tspeed-up\tthe same, processor")
    print(
        f"transformers\t-\t{reference.a_second:.0f}\t{reference.a_processor_second:.0f}\t1.0\t1.0"
    )
    rows = []
    for kind, backend in fast:
        run = timed(backend, fragments)
        differ = different(run, reference)
        print(
            f"ctranslate2 {kind}\t{1 - len(differ) / len(fragments):.4f}\t{run.a_second:.0f}"
            f"\t{run.a_processor_second:.0f}\t{run.a_second / reference.a_second:.1f}"
            f"\t{run.a_processor_second / reference.a_processor_second:.1f}",
            flush=True,
        )
        rows += [
            (kind, at, _shown(reference.answers[at][0]), _shown(run.answers[at][0]))
            for at in differ
        ]
    return rows


def _shown(answer: Hypothesis) -> str:
    return f"{answer.text} ({answer.probability:.3f})"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fragments", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="the one that comes with Cleaner by default")
    parser.add_argument("--most", type=int, default=2000, help="fragments to compare")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compute-type", nargs="+", dest="compute_types")
    parser.add_argument("--list", action="store_true", help="list the answers that differ")
    args = parser.parse_args()
    card = traits(None if args.model is None else str(args.model))
    fragments = read_fragments(args.fragments, args.most)
    print(f"# {card.name}, {len(fragments)} fragments, {args.threads} threads, batches of {BATCH}")
    os.environ["OMP_NUM_THREADS"] = str(args.threads)
    cold(CTRANSLATE2, card.folder)  # converts the model, if nobody has
    # Before this process grows: a new one starts with the peak of the one that it comes from.
    for name in BACKENDS:
        seconds, work, memory = cold(name, card.folder)
        print(
            f"# {name}, cold: first fragment {seconds:.2f} s ({work:.2f} s of work), "
            f"at most {memory:.0f} MB",
            flush=True,
        )
    kinds = args.compute_types or [best_compute_type()]
    rows = report(fragments, card, kinds, args.threads)
    if args.list:
        print("compute type\tfrench\ttransformers\tctranslate2")
        for kind, at, theirs, ours in rows:
            print(f"{kind}\t{fragments[at].french}\t{theirs}\t{ours}")


if __name__ == "__main__":
    main()
