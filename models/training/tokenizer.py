"""Learn the joint sentencepiece vocabulary and lay it out as MarianTokenizer wants it.

Both languages share one model. The marks around a fragment are one piece each. The model's own
normalisation folds typographic apostrophes, quotation marks and spaces and composes accents, so
that the program need not.
"""

from __future__ import annotations

import argparse
import json
import shutil
import unicodedata
from pathlib import Path

import sentencepiece

from cleaner.translate.hints import MARKS as HINT_MARKS
from models.training.text import CLOSE_MARK, OPEN_MARK

_FOLDED = {"'": "’‘ʼ`´′", '"': "“”„«»″", " ": "\u00a0\u202f\u2009\t", "-": "‐‑"}


def normalisation_rules() -> dict[str, str]:
    """What is replaced by what before the text is cut into pieces."""
    rules = {odd: plain for plain, odds in _FOLDED.items() for odd in odds}
    for code in range(0xA0, 0xFFFF):
        char = chr(code)
        if char in rules or 0xD800 <= code < 0xE000 or 0xAC00 <= code < 0xD7B0:
            continue
        folded = unicodedata.normalize("NFKC", char)
        if folded != char and folded.strip() == folded and folded:
            rules[char] = folded
        if code < 0x250:
            apart = unicodedata.normalize("NFD", char)
            if apart != char:
                rules[apart] = char
    return rules


def write_rules(path: Path) -> None:
    """Write the rules as sentencepiece reads them: code points in hexadecimal."""

    def codes(text: str) -> str:
        return " ".join(f"{ord(c):X}" for c in text)

    with path.open("w") as out:
        for odd, plain in normalisation_rules().items():
            out.write(f"{codes(odd)}\t{codes(plain)}\n")


def learn(examples: Path, folder: Path, size: int, lines: int, seed: int) -> Path:
    """Train the sentencepiece model on both sides of the examples."""
    text, rules = folder / "spm.txt", folder / "rules.tsv"
    write_rules(rules)
    with examples.open() as tsv, text.open("w") as out:
        for line in tsv:
            _, source, target = line.rstrip("\n").split("\t")
            source = source.partition(HINT_MARKS[0])[0]
            source = source.replace(OPEN_MARK, "").replace(CLOSE_MARK, "").strip()
            out.write(f"{source}\n{target}\n")
    sentencepiece.set_random_generator_seed(seed)
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(folder / "spm"),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9998,
        input_sentence_size=lines,
        shuffle_input_sentence=True,
        user_defined_symbols=[OPEN_MARK, CLOSE_MARK, *HINT_MARKS],
        split_digits=True,
        normalization_rule_tsv=str(rules),
        bos_id=-1,
        eos_id=-1,
        pad_id=-1,
        unk_id=0,
        num_threads=2,
        minloglevel=1,
    )
    return folder / "spm.model"


def lay_out(model: Path, folder: Path) -> int:
    """Write the tokenizer's files; returns the size of the vocabulary."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    names = ["</s>", "<unk>"]
    names += [pieces.id_to_piece(i) for i in range(len(pieces)) if not pieces.is_unknown(i)]
    names.append("<pad>")
    vocabulary = {name: i for i, name in enumerate(names)}
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(model, folder / name)
    special = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "fr",
        "target_lang": "en",
        "model_max_length": 256,
        "separate_vocabs": False,
        **special,
        "cleaner_markers": [OPEN_MARK, CLOSE_MARK],
        "cleaner_hint_marks": list(HINT_MARKS),
    }
    for file, content in (
        ("vocab.json", vocabulary),
        ("special_tokens_map.json", special),
        ("tokenizer_config.json", settings),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / file).write_text(text + "\n")
    return len(vocabulary)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder to make")
    parser.add_argument("--size", type=int, default=12000)
    parser.add_argument("--lines", type=int, default=400_000, help="lines to learn from")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    work = args.examples.parent
    size = lay_out(learn(args.examples, work, args.size, args.lines, args.seed), args.out)
    print(f"{size} pieces: {args.out}")


if __name__ == "__main__":
    main()
