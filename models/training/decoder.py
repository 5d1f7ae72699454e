"""Learn the weights of ``cleaner.translate.decoder`` on news fragments with their English.

A coordinate search: one weight after the other is moved by its step as long as more answers are
right, then all steps are halved. What is counted is the share of fragments whose best translation
is what the translator wrote, and a quarter of the share that has it among the five best. The same
fragments give the same weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.translate.decoder import Decoder, Weights, learnt_weights
from cleaner.translate.evaluation import Fragment, exact, read_fragments
from cleaner.translate.fluency import Sequences
from cleaner.translate.glossary import french_glossary
from cleaner.translate.phrase_table import parallel_text

#: First steps, and what each weight is for, for the reader of the table.
STEPS = {
    "fluency": (0.1, "of the word sequences, a word"),
    "left_out": (1.0, "a small word that English goes without"),
    "listed": (0.3, "a phrase of the glossary or a place name"),
    "name": (0.7, "a word with a capital, or a number, that stays"),
    "phrase": (0.25, "each phrase: few long ones beat many short ones"),
    "rank": (0.3, "each better answer that the glossary lists"),
    "share": (0.25, "of a phrase's occurrences in parallel text, its logarithm"),
    "swap": (0.5, "two phrases that change places"),
    "unknown": (2.0, "a word that no dictionary knows"),
    "word": (0.25, "each English word, against the preference for short texts"),
}
AMONG_BEST = 0.25
# The scale of all weights is free: this one stays.
FIXED = "share"


class Score(NamedTuple):
    """What is maximised, and its two parts."""

    value: float
    first: float
    among: float


def score(fragments: Sequence[Fragment], weights: Weights) -> Score:
    """How many fragments come out right."""
    decoder = Decoder(parallel_text(), french_glossary(), Sequences.packaged(), weights=weights)
    first = among = 0.0
    for fragment in fragments:
        found = [
            one.text for one in decoder.decode(fragment.french, fragment.before, fragment.after)
        ]
        right = [exact([text], [fragment.english]) for text in found]
        first += bool(right) and right[0]
        among += any(right)
    count = len(fragments)
    return Score((first + AMONG_BEST * among) / count, first / count, among / count)


def learnt(fragments: Sequence[Fragment], weights: Weights, rounds: int) -> Weights:
    """The best weights that the search meets."""
    best = score(fragments, weights)
    print(f"{best.first:.4f} first, {best.among:.4f} among the best", flush=True)
    for halved in range(rounds):
        for name, (step, _) in STEPS.items():
            for move in (step / 2**halved, -step / 2**halved):
                moved = weights
                while name != FIXED:
                    moved = moved._replace(**{name: round(getattr(moved, name) + move, 4)})
                    found = score(fragments, moved)
                    if found.value <= best.value:
                        break
                    best, weights = found, moved
                    print(
                        f"{name} {getattr(weights, name)}: {best.first:.4f} first, "
                        f"{best.among:.4f} among the best",
                        flush=True,
                    )
    return weights


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fragments", type=Path, required=True)
    parser.add_argument("--most", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    fragments = read_fragments(args.fragments)[: args.most]
    weights = learnt(fragments, learnt_weights(), args.rounds)
    with args.out.open("w", encoding="utf-8") as out:
        out.write("weight\tvalue\tnote\n")
        for name, (_, note) in STEPS.items():
            out.write(f"{name}\t{getattr(weights, name):g}\t{note}\n")


if __name__ == "__main__":
    main()
