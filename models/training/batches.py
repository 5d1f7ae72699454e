"""Encode examples as piece ids and cut them into batches of like lengths.

A million examples are held as a few flat arrays. A batch is bounded by its pieces, padding
included, so that short fragments come many at a time.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentencepiece
import torch
from torch import Tensor

KINDS = ("bare", "context", "sentence")
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Examples:
    """Encoded examples: flat arrays of piece ids with the places where each begins."""

    kinds: Ints
    source: Ints
    source_at: Ints
    target: Ints
    target_at: Ints

    def sources(self, i: int) -> Ints:
        """The source of example ``i``."""
        return self.source[self.source_at[i] : self.source_at[i + 1]]

    def targets(self, i: int) -> Ints:
        """The target of example ``i``."""
        return self.target[self.target_at[i] : self.target_at[i + 1]]


class Encoder:
    """Text to ids of ``vocab.json``, as MarianTokenizer does it, but fast."""

    def __init__(self, folder: Path) -> None:
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self.vocabulary: dict[str, int] = json.loads((folder / "vocab.json").read_text())
        self.eos = self.vocabulary["</s>"]
        self.pad = self.vocabulary["<pad>"]
        unknown = self.vocabulary["<unk>"]
        names = (self.pieces.id_to_piece(i) for i in range(len(self.pieces)))
        self.ids = np.array([self.vocabulary.get(n, unknown) for n in names], dtype=np.int32)

    def __call__(self, texts: list[str]) -> list[Ints]:
        """Encode texts, each closed by the end mark."""
        rows = self.pieces.encode(texts, num_threads=2)
        return [np.append(self.ids[row], np.int32(self.eos)) for row in rows]


def pack(examples: Examples, path: Path) -> None:
    """Write encoded examples as a compressed file that travels to another machine."""
    np.savez_compressed(
        path,
        kinds=examples.kinds.astype(np.uint8),
        source=examples.source.astype(np.uint16),
        source_at=np.diff(examples.source_at).astype(np.uint8),
        target=examples.target.astype(np.uint16),
        target_at=np.diff(examples.target_at).astype(np.uint8),
    )


def unpack(path: Path) -> Examples:
    """Read what ``pack`` wrote."""
    with np.load(path) as arrays:
        ends = {
            name: np.cumsum(np.append(0, arrays[name].astype(np.int32)), dtype=np.int32)
            for name in ("source_at", "target_at")
        }
        return Examples(
            arrays["kinds"].astype(np.int32),
            arrays["source"].astype(np.int32),
            ends["source_at"],
            arrays["target"].astype(np.int32),
            ends["target_at"],
        )


def load_examples(paths: list[Path], encode: Encoder, longest: int) -> Examples:
    """Read and encode the examples; overlong ones are left out."""
    kinds: list[int] = []
    flat: tuple[list[Ints], list[Ints]] = ([], [])
    rows: list[list[str]] = []
    for path in paths:
        with path.open() as lines:
            rows += [line.rstrip("\n").split("\t") for line in lines]
    for start in range(0, len(rows), 50_000):
        part = rows[start : start + 50_000]
        for row, source, target in zip(
            part, encode([r[1] for r in part]), encode([r[2] for r in part]), strict=True
        ):
            if len(source) <= longest and len(target) <= longest:
                kinds.append(KINDS.index(row[0]))
                flat[0].append(source)
                flat[1].append(target)

    def places(arrays: list[Ints]) -> Ints:
        return np.cumsum([0, *map(len, arrays)], dtype=np.int32)

    return Examples(
        np.array(kinds, np.int32),
        np.concatenate(flat[0]),
        places(flat[0]),
        np.concatenate(flat[1]),
        places(flat[1]),
    )


def pad(rows: list[Ints], filler: int, device: str = "cpu") -> Tensor:
    """Put rows of ids into one rectangle."""
    out = np.full((len(rows), max(map(len, rows))), filler, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out).to(device)


def chunk_batches(
    examples: Examples, pool: Ints, size: int, tokens: int, rng: np.random.Generator
) -> list[Ints]:
    """Draw ``size`` examples, sort them by length, cut them into batches, shuffle these."""
    drawn = rng.choice(pool, size, replace=len(pool) < size)
    source = np.diff(examples.source_at)[drawn]
    target = np.diff(examples.target_at)[drawn]
    batches: list[Ints] = []
    begin, width = 0, 0
    drawn, widths = (a[np.lexsort((target, source))] for a in (drawn, np.maximum(source, target)))
    for i, wide in enumerate(widths):
        width = max(width, int(wide))
        if (i - begin + 1) * width > tokens and i > begin:
            batches.append(drawn[begin:i])
            begin, width = i, int(wide)
    batches.append(drawn[begin:])
    return [batches[i] for i in rng.permutation(len(batches))]


def main() -> None:
    """Pack the examples, to be trained on elsewhere."""
    parser = argparse.ArgumentParser(description="Encode examples into one compressed file.")
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--longest", type=int, default=110, help="most pieces a side")
    parser.add_argument("--out", type=Path, required=True, help="NAME.npz")
    args = parser.parse_args()
    examples = load_examples(args.examples, Encoder(args.tokenizer), args.longest)
    pack(examples, args.out)
    size = args.out.stat().st_size / 1e6
    print(f"{len(examples.kinds)} examples, {size:.0f} MB: {args.out}")


if __name__ == "__main__":
    main()
