"""Learn the weights of ``cleaner.translate.choice`` on news fragments with their English.

A candidate is right when it is what the translator wrote, upper and lower case alike. Two logistic
regressions are fitted over all candidates of all fragments that the glossary is not sure of: one
with what the model says, one without, for machines that can't load it. They also calibrate: of the
choices that are given a chance of 0.9, nine in ten are right (on text like this; synonyms count as
wrong, so that the chance is a low estimate of what an editor would accept).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from cleaner.translate import GlossaryTranslator, TranslatorChain
from cleaner.translate.choice import Witnesses, candidates, features
from cleaner.translate.evaluation import Fragment, exact, read_fragments
from cleaner.translate.fluency import Sequences
from cleaner.translate.hints import coverage, parallel_dictionary

Row = dict[str, float]
Judged = list[tuple[Row, bool]]
#: What each feature says, for the reader of the table.
NOTES = {
    "always": "the same for all candidates",
    "coverage": "part of the French pieces with a dictionary answer in the text",
    "decoder_first": "the first of the phrases put together, by its part among the best",
    "decoder_height": "1 for the first of these, 1/2 for the second and so on",
    "fluency": "mean log-likelihood a word of the word sequences with its neighbours",
    "fluency_behind": "those of the two words behind it, less the likeliest candidate's",
    "fluency_gap": "those of all words, less the likeliest candidate's",
    "glossary_first": "the glossary's likely answer, by its confidence",
    "glossary_other": "another of the glossary's answers",
    "length": "how far the lengths differ, in natural logarithms",
    "misfit": "two small words meet at the seam",
    "model": "mean log-likelihood a token in its sentence",
    "model_first": "the model's own first answer",
    "model_alone": "mean log-likelihood a token without its sentence",
    "model_gap": "both together, less those of the likeliest candidate",
    "model_sure": "the probability of the model's own first answer",
    "sources": "how many of glossary, table and model propose the text",
    "table_first": "the phrase table's first answer, by its confidence",
    "table_other": "another of the phrase table's answers",
    "words": "length of the French in words, natural logarithm",
}


def collected(fragments: Sequence[Fragment], chain: TranslatorChain) -> list[Judged]:
    """The features of every candidate of every open fragment, and whether it is right.

    Fragments that are the same in English (names, mostly) are no leftovers and left out: a
    translation that is the source is never proposed.
    """
    fragments = [f for f in fragments if f.french.casefold() != f.english.casefold()]
    requests = [f.in_context for f in fragments]
    known = GlossaryTranslator().translate(requests)
    asked = [at for at, answer in enumerate(known) if not answer.sure]
    proposals = chain.proposals([requests[at] for at in asked], [known[at] for at in asked])
    witnesses = Witnesses(
        partial(coverage, look_up=parallel_dictionary()), Sequences.packaged().fluency
    )
    found = []
    for at, (answers, likelihoods) in zip(asked, proposals, strict=True):
        proposed = candidates(answers)
        rows = features(requests[at], proposed, likelihoods, witnesses)
        wanted = fragments[at].english
        found.append(
            [(row, exact([c.text], [wanted]) == 1) for row, c in zip(rows, proposed, strict=True)]
        )
    return found


def fitted(groups: Sequence[Judged], names: Sequence[str]) -> Row:
    """The weights of a logistic regression over the features ``names``."""
    pairs = [pair for group in groups for pair in group]
    matrix = np.array([[row.get(name, 0.0) for name in names] for row, _ in pairs])
    right = np.array([good for _, good in pairs])
    regression = LogisticRegression(fit_intercept=False, C=1.0, max_iter=2000)
    regression.fit(matrix, right)
    return dict(zip(names, map(float, regression.coef_[0]), strict=True))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fragments", type=Path, required=True)
    parser.add_argument("--model", help="MarianMT folder; none is the embedded model")
    parser.add_argument("--most", type=int, default=5000)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    groups = collected(read_fragments(args.fragments)[: args.most], TranslatorChain(args.model))
    with_model = sorted(NOTES)
    without = [name for name in with_model if not name.startswith("model")]
    full, bare = fitted(groups, with_model), fitted(groups, without)
    with args.out.open("w", encoding="utf-8") as out:
        out.write("feature\twith_model\twithout_model\tnote\n")
        for name in with_model:
            out.write(f"{name}\t{full[name]:.3f}\t{bare.get(name, 0.0):.3f}\t{NOTES[name]}\n")
    print(f"{sum(map(len, groups))} candidates of {len(groups)} fragments: {args.out}")


if __name__ == "__main__":
    main()
