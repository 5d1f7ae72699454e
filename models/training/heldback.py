"""Make the held-back fragments the model is measured on, from sentences it never saw.

The sentences are aligned on their own, starting from what the training text's alignment
learnt, and one fragment is drawn from each, as for training but with nothing disturbed.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from models.training.align import align
from models.training.corpus import Pair, read_file
from models.training.examples import weight
from models.training.noise import marked
from models.training.phrases import cut, phrases, read_aligned
from models.training.text import english_words, french_words


def make(file: Path, priors: Path | None, out: Path, most: int, seed: int) -> int:
    """Write FRENCH, ENGLISH and the marked-up English sentence of each fragment."""
    aligned = out.with_suffix(".aligned")
    name = file.name.removesuffix(".tsv.xz")
    align((Pair(name, fr, en) for fr, en in read_file(file)), aligned, 60, priors, None)
    rows = list(read_aligned(aligned))
    rng = random.Random(seed)
    counts = Counter(w.key for _, french, _, _ in rows for w in french_words(french))
    rng.shuffle(rows)
    written = 0
    with out.open("w") as tsv:
        for _, french, english, links in rows:
            fr, en = french_words(french), english_words(english)
            found = [
                p
                for p in phrases(fr, en, links)
                if not p.loose and p.french_from and p.english_from
            ]
            if not found or len(en) < 8 or written >= most:
                continue
            p = rng.choices(found, [weight(p, fr, counts) for p in found])[0]
            first = max(0, p.english_from - 8)
            last = min(len(en), p.english_to + 8)
            fragment = cut(fr, french, p.french_from, p.french_to)
            context = marked(
                english[en[first].start : en[p.english_from].start],
                fragment,
                english[en[p.english_to - 1].end : en[last - 1].end],
            )
            answer = cut(en, english, p.english_from, p.english_to)
            tsv.write(f"{fragment}\t{answer}\t{context}\n")
            written += 1
    return written


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, required=True, help="NAME.tsv.xz of sentences")
    parser.add_argument("--priors", type=Path, help="priors of the training alignment")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    print(f"{make(args.file, args.priors, args.out, args.most, args.seed)} fragments: {args.out}")


if __name__ == "__main__":
    main()
