"""Compile the word sequences of English: ``python -m models.training.sequences``.

Reads the English side of the aligned parallel text, dictionaries left out, and writes the array
that ``cleaner.translate.fluency`` reads. The same text gives the same bytes.
"""

from __future__ import annotations

import argparse
import math
from array import array
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cleaner.translate.fluency import SCALE, START, key_of, words_of_line

# Sequences of one, two and three words that were seen less often are left out.
LEAST_SEEN = (3, 2, 3)
DICTIONARIES = frozenset({"wiktionary_dict", "names_iso_cldr"})

Counts = tuple[Counter[str], Counter[str], Counter[str]]


def counted(lines: Iterable[str]) -> Counts:
    """How often each sequence of one, two and three words stands in the lines."""
    counts: Counts = (Counter(), Counter(), Counter())
    # The marks of a line's start are counted as contexts.
    firsts = (1, 1, 2)
    for line in lines:
        words = [START, START, *words_of_line(line)]
        for order, counter in enumerate(counts):
            counter.update(
                " ".join(words[at - order : at + 1]) for at in range(firsts[order], len(words))
            )
    return counts


def numbers(counts: Counts) -> array[int]:
    """The sorted array of keys with their quantised log-probabilities."""
    total = sum(counts[0].values()) - counts[0][START]
    found: dict[int, int] = {}
    for order, counter in enumerate(counts):
        for text, seen in counter.items():
            if seen < LEAST_SEEN[order] or text.endswith(START):
                continue
            words = text.split(" ")
            given = counts[order - 1][" ".join(words[:-1])] if order else total
            found[key_of(words)] = min(255, round(-math.log(seen / given) * SCALE))
    return array("Q", sorted(key | cost for key, cost in found.items()))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--aligned", type=Path, required=True, help="what models.training.align made"
    )
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    with args.aligned.open(encoding="utf-8") as lines:
        rows = (line.split("\t") for line in lines)
        made = numbers(counted(row[2] for row in rows if row[0] not in DICTIONARIES))
    with args.output.open("wb") as out:
        made.tofile(out)
    print(f"{len(made)} sequences, {args.output.stat().st_size / 1e6:.1f} MB: {args.output}")


if __name__ == "__main__":
    main()
