"""Say which witness buys what: learn the weights without each, and measure (`make ablation`).

Each line leaves out one witness, or a few that say the same, everywhere: the weights of the words
in their places and of what is judged are learnt again without it. Measured are the shares found
among inserted fragments (:mod:`corpus.insertions`), the findings beside them, and the FR findings
in clean documents. The packaged weights are put back at the end.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cleaner.translate.evaluation import read_fragments
from corpus.clean_text import read_documents
from corpus.insertions import (
    BARE,
    BARE_PHRASE,
    BARE_WORD,
    BRACKETED,
    detect,
    insertions,
    look,
    table,
)
from models.training.detection import PACKAGED, Material, learn, write

GROUPS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "French against English frequency": ("odds", "english", "english_word", "french"),
    "no other language uses it": ("only_french", "sister", "no_english"),
    "in no list": ("unlisted",),
    "French ending or prefix": ("derived",),
    "accents": ("accent",),
    "elision": ("elision",),
    "small words (le, de, qui)": ("small", "small_before", "small_after"),
    "neighbours": ("before", "after", "small_before", "small_after"),
    "capitals and opening": (
        "capital",
        "capital_odds",
        "capital_before",
        "capital_after",
        "opening",
    ),
    "names, loanwords, numbers": ("on_purpose", "neutral_before", "neutral_after", "number"),
    "punctuation, quotes, hyphens": ("edge_before", "edge_after", "quoted", "hyphen"),
    "glossary": ("term", "listed"),
    "English stems": ("english_stem",),
    "lingua": ("lingua_run", "lingua_rest"),
}


def measured(fragments: Path, clean: Path, most: int, documents: int) -> Iterator[str]:
    """The cells of a line of the table."""
    rows = table(look(insertions(read_fragments(fragments), most)))
    for name in (BRACKETED, BARE, BARE_WORD, BARE_PHRASE):
        yield f"{rows[name].found / max(1, rows[name].total):.3f}"
    yield f"{rows['all'].exact / max(1, rows['all'].found):.3f}"
    yield f"{rows['all'].extra / rows['all'].total:.4f}"
    texts = (text for _, text in islice(read_documents(clean), documents))
    yield str(sum(f.rule.startswith("FR") for text in texts for f in detect(text)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fragments", type=Path, required=True)
    parser.add_argument("--inserted", type=Path, required=True)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--aligned", type=Path, required=True)
    parser.add_argument("--skip", type=int, default=300)
    parser.add_argument("--most", type=int, default=1500)
    args = parser.parse_args()
    packaged = PACKAGED.read_text(encoding="utf-8")
    material = Material.read(args.inserted, args.clean, args.aligned, args.skip)
    heads = ("without", "bracketed", "bare", "word", "phrase", "exact", "extra", "clean")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|", flush=True)
    try:
        for name, without in GROUPS.items():
            write(learn(material, without, PACKAGED), PACKAGED)
            cells = measured(args.fragments, args.clean, args.most, args.skip)
            print("| " + " | ".join((name, *cells)) + " |", flush=True)
    finally:
        PACKAGED.write_text(packaged, encoding="utf-8")


if __name__ == "__main__":
    main()
