"""Make the held-back fragments the model is measured on, from sentences it never saw.

The sentences are aligned on their own, starting from what the training text's alignment
learnt, and one fragment is drawn from each, as for training but with nothing disturbed. Only links
that both directions of the alignment agree on are used, and every word of the fragment and of its
English that carries meaning must be linked: what is measured is the translator, not the aligner.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from models.training.align import Links, align, intersect
from models.training.corpus import Pair, read_file
from models.training.examples import weight
from models.training.noise import marked
from models.training.phrases import (
    DETERMINERS,
    PREPOSITIONS,
    Phrase,
    cut,
    phrases,
    read_aligned,
)
from models.training.text import Word, english_words, french_words

Aligned = tuple[str, str, str, Links]
SMALL_FRENCH = DETERMINERS | PREPOSITIONS | frozenset(("se", "s'", "y", "en", "ne", "n'", "à"))
SMALL_ENGLISH = frozenset(("the", "a", "an", "of", "to", "in", "on", "at", "for", "by", "'s"))


def whole(phrase: Phrase, french: list[Word], english: list[Word], links: Links) -> bool:
    """Whether every word on both sides that carries meaning is linked within the phrase."""
    inside = {
        (i, j)
        for i, j in links
        if phrase.french_from <= i < phrase.french_to
        and phrase.english_from <= j < phrase.english_to
    }
    linked_french, linked_english = {i for i, _ in inside}, {j for _, j in inside}
    return all(
        i in linked_french or french[i].key in SMALL_FRENCH
        for i in range(phrase.french_from, phrase.french_to)
    ) and all(
        j in linked_english or english[j].key in SMALL_ENGLISH
        for j in range(phrase.english_from, phrase.english_to)
    )


def aligned_pairs(file: Path, part: slice, priors: Path | None, out: Path) -> None:
    """Write the sentences of a file with the links that both directions agree on."""
    name = file.name.removesuffix(".tsv.xz")
    lines = islice(read_file(file), part.start, part.stop)
    align((Pair(name, fr, en) for fr, en in lines), out, 60, priors, None, intersect)


def draw(rows: Iterable[Aligned], most: int, seed: int, around: int) -> Iterator[str]:
    """FRENCH, ENGLISH and the marked-up English of one fragment a sentence, as lines.

    ``around`` is how many English words of its sentence are kept on each side of a fragment.
    """
    rows = list(rows)
    rng = random.Random(seed)
    counts = Counter(w.key for _, french, _, _ in rows for w in french_words(french))
    rng.shuffle(rows)
    written = 0
    for _, french, english, links in rows:
        fr, en = french_words(french), english_words(english)
        found = [
            p
            for p in phrases(fr, en, links)
            if not p.loose and p.french_from and p.english_from and whole(p, fr, en, links)
        ]
        if not found or len(en) < 8 or written >= most:
            continue
        p = rng.choices(found, [weight(p, fr, counts) for p in found])[0]
        first = max(0, p.english_from - around)
        last = min(len(en), p.english_to + around)
        fragment = cut(fr, french, p.french_from, p.french_to)
        context = marked(
            english[en[first].start : en[p.english_from].start],
            fragment,
            english[en[p.english_to - 1].end : en[last - 1].end],
        )
        answer = cut(en, english, p.english_from, p.english_to)
        yield f"{fragment}\t{answer}\t{context}"
        written += 1


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, required=True, help="NAME.tsv.xz of sentences")
    parser.add_argument("--priors", type=Path, help="priors of the training alignment")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--around", type=int, default=8, help="English words kept on each side")
    parser.add_argument("--begin", type=int, default=0, help="leave out the pairs before this one")
    parser.add_argument("--end", type=int, help="leave out this pair and those behind it")
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    part = slice(args.begin, args.end)
    aligned = args.out.with_suffix(".aligned")
    aligned_pairs(args.file, part, args.priors, aligned)
    lines = list(draw(read_aligned(aligned), args.most, args.seed, args.around))
    args.out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} fragments: {args.out}")


if __name__ == "__main__":
    main()
