"""Write the trained model as a folder that transformers loads offline.

Weights are stored in half precision (a quarter of a translation model's usual size); the
tokenizer's files are copied beside them, and the loss curve is drawn.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import shutil
from pathlib import Path

import torch
from transformers import GenerationConfig, MarianMTModel

from cleaner.translate.hints import MARKS as HINT_MARKS
from models.training.text import CLOSE_MARK, OPEN_MARK

TOKENIZER_FILES = (
    "source.spm",
    "target.spm",
    "vocab.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
)


def export(run: Path, tokenizer: Path, out: Path) -> None:
    """Convert the run's model to half precision and put the tokenizer beside it."""
    out.mkdir(parents=True, exist_ok=True)
    for stale in out.glob("*.safetensors*"):
        stale.unlink()
    model = MarianMTModel.from_pretrained(run / "model", dtype=torch.float32)
    config = model.config
    model.generation_config = GenerationConfig(
        num_beams=4,
        max_length=256,
        early_stopping=True,
        do_sample=False,
        pad_token_id=config.pad_token_id,
        eos_token_id=config.eos_token_id,
        decoder_start_token_id=config.decoder_start_token_id,
        forced_eos_token_id=config.forced_eos_token_id,
        bad_words_ids=[[config.pad_token_id]],
    )
    model.half().save_pretrained(out, max_shard_size="15MB")
    for shard in out.glob("*.safetensors"):
        shard.chmod(0o644)
    path = out / "config.json"
    settings = json.loads(path.read_text())
    settings.pop("_name_or_path", None)
    settings["cleaner_markers"] = [OPEN_MARK, CLOSE_MARK]
    settings["cleaner_hint_marks"] = list(HINT_MARKS)
    path.write_text(json.dumps(settings, indent=2, ensure_ascii=False) + "\n")
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer / name, out / name)


def read_log(path: Path) -> tuple[list[tuple[float, float]], list[tuple[float, float, float]]]:
    """Training losses and held-out scores, by minute."""
    losses, held = [], []
    with path.open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            minute = float(row["minutes"])
            if not math.isnan(float(row["loss"])):
                losses.append((minute, float(row["loss"])))
            if not math.isnan(float(row["held_loss"])):
                held.append((minute, float(row["held_loss"]), float(row["held_exact"])))
    return losses, held


def draw(log: Path, picture: Path) -> None:
    """Draw loss and held-out exact matches over the minutes."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    losses, held = read_log(log)
    figure, left = pyplot.subplots(figsize=(7, 3.6), dpi=90)
    left.plot(*zip(*losses, strict=True), color="tab:blue", label="training (smoothed labels)")
    left.plot(
        [h[0] for h in held],
        [h[1] for h in held],
        "o-",
        color="tab:green",
        markersize=3,
        label="held-out fragments in context",
    )
    left.set(xlabel="minutes", ylabel="loss per piece", ylim=(0, None))
    right = left.twinx()
    right.plot(
        [h[0] for h in held],
        [h[2] for h in held],
        "s--",
        color="tab:orange",
        markersize=3,
        label="held-out exact (right axis)",
    )
    right.set(ylim=(0, 1), ylabel="share exactly right")
    figure.legend(loc="upper right", bbox_to_anchor=(0.9, 0.95), fontsize=8)
    figure.tight_layout()
    figure.savefig(picture)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the training run")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    export(args.run, args.tokenizer, args.out)
    draw(args.run / "log.tsv", args.out / "loss.png")
    size = sum(p.stat().st_size for p in args.out.iterdir()) / 1e6
    print(f"{size:.1f} MB: {args.out}")


if __name__ == "__main__":
    main()
