"""Whether Cleaner got slower: ``python -m corpus.bench.guard``.

Costs are ratios to plain Python that is measured in turn with them, so that they mean the same on
any machine; the least of the rounds counts. Ends with 1 where one is above
``corpus/bench/floors.toml``.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from cleaner.engine import Cleaner
from cleaner.scan import Gate
from corpus.bench.measure import call, command, interleaved
from corpus.bench.scenes import BARE, CLEANER
from corpus.bench.texts import clean_documents, dirtied, each, propose

__all__ = ["main"]

FLOORS = Path(__file__).with_name("floors.toml")
ROUNDS, DOCUMENTS, FEWER = 7, 500, 100


def in_process(texts: Sequence[str]) -> dict[str, float]:
    """Gate and rules to the cutting of the same text at white space."""
    gate, cleaner = Gate.packaged(), Cleaner()
    works = {
        "split": partial(each, _words, texts),
        "gate": partial(each, gate.is_clean, texts),
        "clean": partial(each, partial(propose, cleaner), texts),
        "split fewer": partial(each, _words, texts[:FEWER]),
        "dirty": partial(each, partial(propose, cleaner), dirtied(texts[:FEWER], 1)),
    }
    measures = {name: partial(call, work) for name, work in works.items()}
    interleaved(measures, 1)
    costs = interleaved(measures, ROUNDS)
    least = {name: min(cost.processor for cost in taken) for name, taken in costs.items()}
    references = {"gate": "split", "clean": "split", "dirty": "split fewer"}
    return {name: least[name] / least[reference] for name, reference in references.items()}


def cold(texts: Sequence[str]) -> float:
    """A check of a clean article to a bare interpreter."""
    article = next(filter(Gate.packaged().is_clean, texts))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "article.txt").write_text(article, encoding="utf-8")
        check = partial(command, (*CLEANER, "check", "article.txt"), folder)
        measures = {"check": check, "bare": partial(command, BARE, folder)}
        costs = interleaved(measures, 3 * ROUNDS)
    least = {one: min(cost.processor for cost in taken) for one, taken in costs.items()}
    return least["check"] / least["bare"]


def _words(text: str) -> object:
    return set(text.split())


def main() -> int:
    """Run the command."""
    most = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    texts = clean_documents(DOCUMENTS)
    now = {"cold": cold(texts), **in_process(texts)}
    failed = 0
    for name, ratio in now.items():
        slow = ratio > most[name]
        failed += slow
        print(
            f"{name:8} {ratio:6.2f}, at most {most[name]:g}{': slower than it was' if slow else ''}"
        )
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
