"""Make text with French left in it, and know where: what the detector learns from.

Two kinds, both as ``models.training.heldback`` writes them (the French, the English it stands for,
the sentence with the French between marks): fragments in the place of their own English, out of
aligned sentences; and the same fragments in the place of any words of English news that has nothing
to fix, whose names and foreign words are the ones to be told apart.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from cleaner.document import Document
from corpus.clean_text import read_documents
from models.training.heldback import draw
from models.training.noise import capitalised, marked
from models.training.phrases import read_aligned
from models.training.text import english_words

# Aligned sources, how many of their fragments, and out of every how many pairs.
SOURCES = {"europarl_sample": (2000, 1), "tatoeba": (3000, 11), "wikipedia": (4000, 3)}
SHORTEST_SENTENCE = 8
LONGEST_FRAGMENT = 4
# Share of the fragments that open a sentence.
OPENING = 0.2


def own_places(aligned: Path, seed: int) -> Iterator[str]:
    """Fragments of each source in the place of their English."""
    for source, (most, step) in SOURCES.items():
        rows = (row for row in read_aligned(aligned) if row[0] == source)
        yield from draw(islice(rows, 0, None, step), most, seed, 1000)


def clean_sentences(file: Path, skip: int) -> Iterator[str]:
    """The sentences of a file's documents, but for the first ``skip`` documents."""
    for _, text in islice(read_documents(file), skip, None):
        yield from (sentence.text for sentence in Document.plain(text).sentences())


def other_places(fragments: Sequence[str], sentences: Iterable[str], seed: int) -> Iterator[str]:
    """Each fragment in the place of one to four words of a clean sentence."""
    rng = random.Random(seed)
    long_enough = (s for s in sentences if len(english_words(s)) >= SHORTEST_SENTENCE)
    every_third = islice(long_enough, 0, None, 3)
    for fragment, sentence in zip(fragments, every_third, strict=False):
        words = english_words(sentence)
        first = rng.randrange(1, len(words) - 1) if rng.random() > OPENING else 0
        if not first:
            fragment = capitalised(fragment)
        behind = min(len(words), first + rng.randint(1, LONGEST_FRAGMENT))
        before = sentence[: words[first].start]
        after = sentence[words[behind - 1].end :]
        english = sentence[words[first].start : words[behind - 1].end]
        yield f"{fragment}\t{english}\t{marked(before, fragment, after)}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aligned", type=Path, required=True)
    parser.add_argument("--clean", type=Path, required=True, help="documents as JSON lines")
    parser.add_argument("--skip", type=int, default=300, help="documents left for measuring")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    own = list(own_places(args.aligned, args.seed))
    fragments = [line.partition("\t")[0] for line in own]
    random.Random(args.seed).shuffle(fragments)
    other = list(other_places(fragments, clean_sentences(args.clean, args.skip), args.seed))
    args.out.write_text("".join(line + "\n" for line in own + other), encoding="utf-8")
    print(f"{len(own)} in their own place, {len(other)} in other places: {args.out}")


if __name__ == "__main__":
    main()
