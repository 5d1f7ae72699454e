"""What is measured: each scene gives its rows, with Cleaner's figure first and its peers' behind.

Commands are measured in processor seconds of one process, which includes their start; what runs in
this process is warm. Peers get the same bytes.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.document import Document
from cleaner.engine import Cleaner
from cleaner.scan import Gate
from corpus.bench.measure import Cost, Figure, call, command, figure, interleaved, peak
from corpus.bench.texts import SAMPLE, dirtied, each, megabytes, propose, write_files

if TYPE_CHECKING:
    from cleaner.translate.backends import Backend, Job

__all__ = ["BARE", "CLEANER", "Row", "scenes"]

PYTHON = sys.executable
BARE = (PYTHON, "-c", "pass")
# The commands as pip installs them.
CLEANER, CODESPELL, TYPOS = (
    (str(Path(PYTHON).with_name(command)), *options)
    for command, *options in (("cleaner",), ("codespell",), ("typos", "-j", "1", "--isolated"))
)
# So many documents are enough for peers that take a thousand times as long.
FEW = 12
# A large folder has the texts so many times.
COPIES = 10
BEAMS, BATCHES = 4, (1, 8, 32)
FRAGMENTS = (
    "dans la capitale", "selon une source sécuritaire", "le ministre de la Défense",
    "des centaines de personnes", "mercredi soir", "antidjihadiste", "une attaque à la roquette",
    "les forces de l'ordre", "à la frontière syrienne", "depuis le début de la guerre",
)  # fmt: skip


class Row(NamedTuple):
    """A figure of a scene. ``ratio`` is to the scene's first row, above 1 where that is better."""

    scene: str
    name: str
    unit: str
    value: Figure
    ratio: float | None = None


def scenes(texts: Sequence[str], rounds: int) -> Iterator[Row]:
    """All scenes with these clean texts, a row at a time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files, whole = folder / "files", folder / "whole.txt"
        write_files(texts, files)
        whole.write_text("\n\n".join(texts), encoding="utf-8")
        long = [text for text in texts if len(text) > 1500]
        article, doubtful = folder / "article.txt", folder / "doubtful.txt"
        passed = Gate.packaged().is_clean
        article.write_text(next(filter(passed, long)), encoding="utf-8")
        doubtful.write_text(next(itertools.filterfalse(passed, long)), encoding="utf-8")
        yield from cold("cold start, one clean article", article, rounds)
        yield from cold("cold start, a clean article that rules look at", doubtful, rounds)
        size = megabytes(texts)
        yield from clean_files("clean English, a folder of files", files, size, rounds)
        yield from clean_files("clean English, one file", whole, size, rounds)
        yield from several(texts, folder, rounds)
        yield from memory(article, files, whole, rounds)
    yield from in_process(texts, rounds)
    yield from fix(rounds)
    yield from backends(rounds)
    yield from names(texts, rounds)


def _rows(
    scene: str, unit: str, values: dict[str, list[float]], *, more_is_better: bool
) -> Iterator[Row]:
    """A row for each; ratios are medians of the rounds, in each of which both were measured."""
    first = next(iter(values.values()))
    for name, taken in values.items():
        pairs = zip(first, taken, strict=True)
        ratios = [a / b if more_is_better else b / a for a, b in pairs]
        yield Row(scene, name, unit, figure(taken), figure(ratios).median)


def _seconds(costs: dict[str, list[Cost]]) -> dict[str, list[float]]:
    return {name: [cost.processor for cost in taken] for name, taken in costs.items()}


def cold(scene: str, article: Path, rounds: int) -> Iterator[Row]:
    """One article, from a cold start."""
    measures = {
        "cleaner check": (*CLEANER, "check", str(article)),
        "codespell": (*CODESPELL, str(article)),
        "typos -j 1": (*TYPOS, str(article)),
        "python -c pass": BARE,
    }
    runs = {name: partial(command, words, article.parent) for name, words in measures.items()}
    taken = _seconds(interleaved(runs, 3 * rounds))
    in_ms = {name: [1000 * one for one in values] for name, values in taken.items()}
    yield from _rows(scene, "ms", in_ms, more_is_better=False)


def clean_files(scene: str, path: Path, size: float, rounds: int) -> Iterator[Row]:
    """Commands over clean English."""
    measures = {
        "cleaner check": (*CLEANER, "check", "-q", str(path)),
        "codespell": (*CODESPELL, str(path)),
        "typos -j 1": (*TYPOS, str(path)),
    }
    runs = {name: partial(command, words, path.parent) for name, words in measures.items()}
    taken = _seconds(interleaved(runs, rounds))
    speeds = {name: [size / one for one in values] for name, values in taken.items()}
    yield from _rows(scene, "MB/s", speeds, more_is_better=True)


def several(texts: Sequence[str], folder: Path, rounds: int) -> Iterator[Row]:
    """One process and two by the clock, over ten copies of the texts."""
    for copy in range(COPIES):
        write_files(texts, folder / "copies" / str(copy))
    check = (*CLEANER, "check", "-q", str(folder / "copies"), "--jobs")
    runs = {f"cleaner check --jobs {n}": partial(command, (*check, n), folder) for n in "12"}
    costs = interleaved(runs, rounds)
    size = COPIES * megabytes(texts)
    speeds = {name: [size / cost.clock for cost in taken] for name, taken in costs.items()}
    name = "clean English, a large folder, by the clock"
    yield from _rows(name, "MB/s", speeds, more_is_better=True)


def memory(article: Path, files: Path, whole: Path, rounds: int) -> Iterator[Row]:
    """Memory at the peak of commands."""
    measures = {
        "cleaner check, a clean article": (*CLEANER, "check", str(article)),
        "cleaner check, the folder": (*CLEANER, "check", "-q", str(files)),
        "cleaner check, one file": (*CLEANER, "check", "-q", str(whole)),
        "cleaner check, the sample": (*CLEANER, "check", str(SAMPLE)),
        "cleaner fix --diff, the sample": (*CLEANER, "fix", "--diff", str(SAMPLE)),
        "codespell, the folder": (*CODESPELL, str(files)),
        "typos -j 1, the folder": (*TYPOS, str(files)),
    }
    for name, words in measures.items():
        taken = [peak(words, files.parent) for _ in range(rounds)]
        yield Row("memory at the peak", name, "MB", figure(taken))


def in_process(texts: Sequence[str], rounds: int) -> Iterator[Row]:
    """Warm, in one process: detection alone on clean and dirty text, and peers in Python."""
    import ftfy
    from lingua import Language, LanguageDetectorBuilder

    cleaner = Cleaner()
    detector = LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.FRENCH).build()
    detector.detect_multiple_languages_of("Warm up, s'il vous plaît, before the race.")
    works: dict[str, tuple[Sequence[str], Callable[[str], object]]] = {
        "Cleaner, clean": (texts, partial(propose, cleaner)),
        "Cleaner, 2 % dirty": (dirtied(texts, 50), partial(propose, cleaner)),
        "Cleaner, every document dirty": (dirtied(texts, 1), partial(propose, cleaner)),
        "ftfy.fix_text": (texts[: 20 * FEW], ftfy.fix_text),
        "lingua, mixed languages": (texts[:FEW], detector.detect_multiple_languages_of),
    }
    for some, work in works.values():
        list(map(work, some))
    runs = {name: partial(call, partial(each, work, some)) for name, (some, work) in works.items()}
    taken = _seconds(interleaved(runs, rounds))
    speeds = {
        name: [megabytes(works[name][0]) / one for one in values] for name, values in taken.items()
    }
    yield from _rows("in one warm process, no translation", "MB/s", speeds, more_is_better=True)


def fix(rounds: int) -> Iterator[Row]:
    """The sample article with its translations, and all of it translated instead."""
    from cleaner.config import Config
    from cleaner.translate.backends import CTRANSLATE2, TRANSFORMERS, Job, opened

    words = (*CLEANER, "fix", "--diff", str(SAMPLE))
    runs = [command(words, SAMPLE.parent).clock for _ in range(rounds)]
    yield Row("fix the sample article, by the clock", "cold, a command", "s", figure(runs))
    text = SAMPLE.read_text(encoding="utf-8")
    cleaner = Cleaner(Config(backend=CTRANSLATE2))
    backend = opened(None, TRANSFORMERS)
    sentences = [Job(s.text, s.text) for s in Document.plain(text).sentences()]
    measures = {
        "warm": partial(call, partial(cleaner.fix, text)),
        "transformers, every sentence": partial(call, partial(backend.generate, sentences, BEAMS)),
    }
    interleaved(measures, 1)
    costs = interleaved(measures, rounds)
    taken = {name: [1000 * cost.clock for cost in some] for name, some in costs.items()}
    scene = "fix the sample article, by the clock"
    yield from _rows(scene, "ms", taken, more_is_better=False)


def backends(rounds: int) -> Iterator[Row]:
    """Fragments a second of both backends."""
    from cleaner.translate.backends import CTRANSLATE2, TRANSFORMERS, Job, opened

    jobs = [Job(f"The army said {french} on the spot.", french) for french in FRAGMENTS]
    some = list(itertools.islice(itertools.cycle(jobs), max(BATCHES)))
    both = {name: opened(None, name) for name in (CTRANSLATE2, TRANSFORMERS)}
    for batch in BATCHES:
        runs = {
            name: partial(call, partial(_generate, backend, some, batch))
            for name, backend in both.items()
        }
        interleaved(runs, 1)
        taken = _seconds(interleaved(runs, rounds))
        speeds = {name: [len(some) / one for one in values] for name, values in taken.items()}
        yield from _rows(f"fragments, {batch} at a time", "1/s", speeds, more_is_better=True)


def _generate(backend: Backend, jobs: Sequence[Job], batch: int) -> None:
    for begin in range(0, len(jobs), batch):
        backend.generate(jobs[begin : begin + batch], BEAMS)


def names(texts: Sequence[str], rounds: int) -> Iterator[Row]:
    """Matching the gazetteer alone."""
    from cleaner.gazetteer.lookup import Gazetteer

    gazetteer = Gazetteer.load()
    each(gazetteer.find, texts)
    taken = [call(partial(each, gazetteer.find, texts)).processor for _ in range(rounds)]
    size = megabytes(texts)
    yield Row("gazetteer, all names", "Gazetteer.find", "MB/s", figure([size / t for t in taken]))
