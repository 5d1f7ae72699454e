"""Measure a fragment translator on held-back fragments, beside a phrase table.

    python -m models.evaluate --model DIR --fragments FILE [--table FILE] [--sentences FILE]

Prints, as TSV: what was measured, exact matches (upper and lower case alike), chrF, and
fragments a second; and BLEU of whole sentences, which the model is not meant for.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from sacrebleu.metrics import BLEU, CHRF
from transformers import MarianMTModel, MarianTokenizer

from models.training.corpus import read_file
from models.training.examples import Table, read_table
from models.training.noise import marked


@dataclass(frozen=True, slots=True)
class Fragment:
    """A French fragment, its English, and the English sentence around the fragment."""

    french: str
    english: str
    context: str


def read_fragments(path: Path) -> list[Fragment]:
    """Read what ``models.training.heldback`` wrote."""
    with path.open() as lines:
        return [Fragment(*line.rstrip("\n").split("\t")) for line in lines]


class Translator:
    """A model folder, ready to translate batches of like length."""

    def __init__(self, folder: Path, beams: int) -> None:
        self.tokenizer = MarianTokenizer.from_pretrained(folder)
        self.model = MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval()
        self.beams = beams

    @torch.inference_mode()
    def __call__(self, texts: list[str], longest: int = 48, batch: int = 64) -> list[str]:
        """Translate all texts."""
        answers = [""] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for begin in range(0, len(order), batch):
            rows = order[begin : begin + batch]
            inputs = self.tokenizer([texts[i] for i in rows], return_tensors="pt", padding=True)
            output = self.model.generate(
                **inputs,
                num_beams=self.beams,
                do_sample=False,
                max_length=None,
                max_new_tokens=longest,
            )
            decoded = self.tokenizer.batch_decode(output, skip_special_tokens=True)
            for i, answer in zip(rows, decoded, strict=True):
                answers[i] = answer.strip()
        return answers


def look_up(table: Table, french: str) -> str:
    """The baseline: the commonest English, or the French itself."""
    answers = table.get(folded(french))
    return max(answers.items(), key=lambda item: item[1][0])[0] if answers else french


def folded(text: str) -> str:
    """The text as compared: lower case, straight apostrophe."""
    return text.lower().replace("’", "'").strip()


def report(name: str, answers: list[str], wanted: list[str], seconds: float) -> None:
    """Print one line of results."""
    right = sum(folded(a) == folded(b) for a, b in zip(answers, wanted, strict=True))
    chrf = CHRF().corpus_score(answers, [wanted]).score
    speed = f"{len(answers) / seconds:.0f}" if seconds > 0 else "-"
    print(f"{name}\t{len(wanted)}\t{right / len(wanted):.3f}\t{chrf:.1f}\t{speed}", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--fragments", type=Path, required=True)
    parser.add_argument("--table", type=Path, help="phrase table for the baseline")
    parser.add_argument("--sentences", type=Path, help="NAME.tsv.xz of whole sentences")
    parser.add_argument("--beams", type=int, default=4)
    parser.add_argument("--most", type=int, default=2000, help="fragments to measure on")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--answers", type=Path, help="write every answer here")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    fragments = read_fragments(args.fragments)[: args.most]
    wanted = [f.english for f in fragments]
    translate = Translator(args.model, args.beams)
    print("what\tfragments\texact\tchrF\tfragments/s")
    if args.table is not None:
        table = read_table(args.table)
        report("phrase table", [look_up(table, f.french) for f in fragments], wanted, 0)
        known = sum(folded(f.french) in table for f in fragments)
        print(f"# {known / len(fragments):.3f} of the fragments are in the phrase table")
    results: dict[str, list[str]] = {}
    for name, texts in (
        ("bare", [marked("", f.french, "") for f in fragments]),
        ("in context", [f.context for f in fragments]),
    ):
        began = time.monotonic()
        results[name] = translate(texts)
        report(f"model, {name}", results[name], wanted, time.monotonic() - began)
    chrf = CHRF()
    chrf.corpus_score(wanted, [wanted])
    print(f"# {chrf.get_signature()}")
    if args.table is not None:
        for name, answers in results.items():
            mixed = [
                look_up(table, f.french) if folded(f.french) in table else a
                for f, a in zip(fragments, answers, strict=True)
            ]
            report(f"phrase table, else model, {name}", mixed, wanted, 0)
    if args.answers is not None:
        with args.answers.open("w") as out:
            for f, bare, context in zip(fragments, *results.values(), strict=True):
                out.write(f"{f.french}\t{f.english}\t{bare}\t{context}\t{f.context}\n")
    if args.sentences is not None:
        pairs = list(read_file(args.sentences))
        sample = random.Random(1).sample(pairs, 500)
        bleu = BLEU()
        answers = translate([fr for fr, _ in sample], longest=100)
        score = bleu.corpus_score(answers, [[en for _, en in sample]]).score
        print(f"sentence BLEU\t{len(sample)}\t{score:.1f}\n# {bleu.get_signature()}")


if __name__ == "__main__":
    main()
