"""Compile the word sequences of English: ``python -m models.training.sequences``.

Reads the English side of the aligned parallel text, dictionaries left out, and writes the array
that ``cleaner.translate.fluency`` reads. Words that this text lacks and English has come from
wordfreq's list. The same text gives the same bytes.
"""

from __future__ import annotations

import argparse
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.translate.fluency import SCALE, START, key_of, words_of_line

# Sequences of one, two and three words that were seen less often are left out.
LEAST_SEEN = (3, 2, 3)
DICTIONARIES = frozenset({"wiktionary_dict", "names_iso_cldr"})

# Words of English in general count from this Zipf frequency on, unless French has them ten times
# as often. They are held likelier than unknown ones all the same.
LEAST_ZIPF = 2.0
FRENCH_RATHER = 1.0
MOST_UNLIKELY = 13.0

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


def general_english() -> dict[str, float]:
    """The words of English in general, with their Zipf frequency."""
    from wordfreq import get_frequency_dict

    english, french = (
        {word: math.log10(part) + 9 for word, part in get_frequency_dict(one, "large").items()}
        for one in ("en", "fr")
    )
    return {
        word: zipf
        for word, zipf in english.items()
        if zipf >= LEAST_ZIPF and french.get(word, 0.0) - zipf < FRENCH_RATHER
    }


def numbers(counts: Counts, english: Mapping[str, float]) -> array[int]:
    """The sorted array of keys with their quantised log-probabilities."""
    total = sum(counts[0].values()) - counts[0][START]
    found: dict[int, int] = {}
    for word, zipf in english.items():
        if words_of_line(word) == [word]:
            unlikely = min(MOST_UNLIKELY, (9 - zipf) * math.log(10))
            found[key_of([word])] = round(unlikely * SCALE)
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
        counts = counted(row[2] for row in rows if row[0] not in DICTIONARIES)
    made = numbers(counts, general_english())
    with args.output.open("wb") as out:
        made.tofile(out)
    print(f"{len(made)} sequences, {args.output.stat().st_size / 1e6:.1f} MB: {args.output}")


if __name__ == "__main__":
    main()
