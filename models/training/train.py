"""Train the translator, on a processor or a GPU, for a planned number of minutes.

The learning rate depends on the time spent, so that the last checkpoint is always an annealed
one, however fast the machine is. Small batches of like lengths leave the early plateau (the
same answer whatever the source) soonest; the first minutes see bare fragments only, which teach
the dictionary before the context comes in. A run goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import MarianConfig, MarianMTModel

from cleaner.translate.hints import MARKS as HINT_MARKS
from models.training.batches import (
    KINDS,
    Encoder,
    Examples,
    Ints,
    chunk_batches,
    load_examples,
    pad,
    unpack,
)
from models.training.text import CLOSE_MARK, OPEN_MARK
from models.training.threads import Threads

HELD_OUT = 1000


def make_model(size: int, eos: int, filler: int, args: argparse.Namespace) -> MarianMTModel:
    """A fresh model with Xavier-initialised matrices."""
    config = MarianConfig(
        vocab_size=size,
        d_model=args.width,
        encoder_layers=args.encoder_layers,
        decoder_layers=args.decoder_layers,
        encoder_ffn_dim=args.ffn,
        decoder_ffn_dim=args.ffn,
        encoder_attention_heads=args.heads,
        decoder_attention_heads=args.heads,
        activation_function="relu",
        dropout=args.dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        max_position_embeddings=256,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        static_position_embeddings=True,
        pad_token_id=filler,
        eos_token_id=eos,
        bos_token_id=None,
        decoder_start_token_id=filler,
        forced_eos_token_id=eos,
    )
    config.cleaner_markers = [OPEN_MARK, CLOSE_MARK]
    config.cleaner_hint_marks = list(HINT_MARKS)
    model = MarianMTModel(config)
    for name, weights in model.named_parameters():
        if "embed_positions" in name or weights.dim() < 2:
            continue
        if "shared" in name or "embed_tokens" in name:
            nn.init.normal_(weights, std=args.width**-0.5)
        else:
            nn.init.xavier_uniform_(weights)
    return model


def start_from(model: MarianMTModel, folder: Path, encode: Encoder) -> None:
    """Take over the weights of a checkpoint of the same shape, whatever its vocabulary.

    A piece that the old vocabulary lacks begins as the mean of the old pieces it is made of.
    """
    old = MarianMTModel.from_pretrained(folder, dtype=torch.float32)
    weights = old.state_dict()
    before = Encoder(folder)
    table = weights["model.shared.weight"]
    rows = []
    for piece, _ in sorted(encode.vocabulary.items(), key=lambda item: item[1]):
        if piece in before.vocabulary:
            rows.append(table[before.vocabulary[piece]])
        else:
            parts = before.ids[before.pieces.encode(piece.replace("▁", " "))]
            rows.append(table[torch.from_numpy(parts).long()].mean(0) if len(parts) else table[1])
    own = model.state_dict()
    same = {name: value for name, value in weights.items() if own[name].shape == value.shape}
    model.load_state_dict(same, strict=False)
    with torch.no_grad():
        model.model.shared.weight.copy_(torch.stack(rows))


def loss_of(
    model: MarianMTModel, source: Tensor, target: Tensor, filler: int, smoothing: float
) -> tuple[Tensor, int]:
    """Mean label-smoothed cross-entropy of a batch, and how many pieces it is over."""
    start = torch.full_like(target[:, :1], filler)
    hidden = model.model(
        input_ids=source,
        attention_mask=(source != filler).long(),
        decoder_input_ids=torch.cat([start, target[:, :-1]], 1),
        use_cache=False,
    ).last_hidden_state
    real = target != filler
    scores = nn.functional.linear(hidden[real], model.lm_head.weight)
    loss = nn.functional.cross_entropy(scores.float(), target[real], label_smoothing=smoothing)
    return loss, int(real.sum())


@torch.inference_mode()
def measure(
    model: MarianMTModel, examples: Examples, held: Ints, filler: int
) -> tuple[float, float]:
    """Loss on held-out examples, and the share of them that come out exactly right."""
    model.eval()
    device = str(model.device)
    total, count, right = 0.0, 0, 0
    order = held[np.argsort(np.diff(examples.source_at)[held])]
    for begin in range(0, len(order), 100):
        rows = order[begin : begin + 100]
        source = pad([examples.sources(i) for i in rows], filler, device)
        target = pad([examples.targets(i) for i in rows], filler, device)
        loss, pieces = loss_of(model, source, target, filler, 0.0)
        total, count = total + float(loss) * pieces, count + pieces
        answer = model.generate(
            input_ids=source,
            attention_mask=(source != filler).long(),
            num_beams=1,
            do_sample=False,
            max_new_tokens=target.shape[1] + 2,
        )
        for want, got in zip(target, answer[:, 1:], strict=True):
            right += want[want != filler].tolist() == got[got != filler].tolist()
    model.train()
    return total / count, right / len(order)


class Run:
    """A training run: its model, optimiser, clock and log."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.out: Path = args.out
        self.out.mkdir(parents=True, exist_ok=True)
        self.encode = Encoder(args.tokenizer)
        torch.manual_seed(args.seed)
        self.model = make_model(len(self.encode.vocabulary), self.encode.eos, self.encode.pad, args)
        if args.init is not None:
            start_from(self.model, args.init, self.encode)
        self.model.to(args.device)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(),
            lr=0.0,
            betas=(0.9, 0.98),
            eps=1e-9,
            weight_decay=0.01,
            fused=True,
        )
        self.step, self.chunk, self.spent, self.pieces = 0, 0, 0.0, 0
        if (self.out / "state.pt").exists():
            state = torch.load(self.out / "state.pt", map_location=args.device)
            self.model.load_state_dict(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.chunk, self.spent, self.pieces = state["clock"]

    def rate(self) -> float:
        """The learning rate now: warm-up by steps, then a cosine down over the minutes."""
        progress = min(1.0, self.spent / (60 * self.args.minutes))
        fall = 0.01 + 0.99 * (0.5 + 0.5 * math.cos(math.pi * progress))
        return float(self.args.rate * min(1.0, (self.step + 1) / self.args.warmup) * fall)

    def save(self) -> None:
        """Write the state, whole or not at all, and the model as it stands."""
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "clock": (self.step, self.chunk, self.spent, self.pieces),
        }
        torch.save(state, self.out / "state.tmp")
        (self.out / "state.tmp").replace(self.out / "state.pt")
        self.model.save_pretrained(self.out / "model")

    def log(self, *values: float) -> None:
        """Add a row to the loss log."""
        path = self.out / "log.tsv"
        if not path.exists():
            path.write_text("minutes\tstep\tpieces\trate\tloss\theld_loss\theld_exact\n")
        with path.open("a") as out:
            out.write("\t".join(f"{v:.6g}" for v in values) + "\n")

    def pools(self, examples: Examples) -> tuple[Ints, Ints, Ints]:
        """Indices of held-out, first-minutes and all training examples."""
        order = np.random.default_rng(0).permutation(len(examples.kinds)).astype(np.int32)
        context = order[examples.kinds[order] == KINDS.index("context")]
        held = context[:HELD_OUT]
        rest = np.setdiff1d(order, held)
        sentences = rest[examples.kinds[rest] == KINDS.index("sentence")]
        rest = np.concatenate([rest, *[sentences] * (self.args.sentence_times - 1)])
        return held, rest[examples.kinds[rest] == KINDS.index("bare")], rest

    def batches(self, first: Ints, rest: Ints, examples: Examples) -> Iterator[Ints]:
        """Batches for ever; each chunk is drawn from its own seed."""
        while True:
            rng = np.random.default_rng((self.args.seed, self.chunk))
            early = self.spent < 60 * self.args.bare_minutes
            pool = first if early else rest
            yield from chunk_batches(examples, pool, 20_000, self.args.tokens, rng)
            self.chunk += 1

    def train(self) -> None:
        """Train until the planned minutes are spent."""
        device = self.args.device
        if self.args.examples[0].suffix == ".npz":
            examples = unpack(self.args.examples[0])
        else:
            examples = load_examples(self.args.examples, self.encode, self.args.longest)
        held, first, rest = self.pools(examples)
        print(
            f"{len(rest)} examples, {sum(p.numel() for p in self.model.parameters())} weights",
            flush=True,
        )
        self.model.train()
        filler, losses = self.encode.pad, []
        noted = saved = self.spent
        threads = Threads(self.args.threads)
        for rows in self.batches(first, rest, examples):
            began = time.monotonic()
            if device == "cpu":
                threads.adjust()
            for group in self.optimiser.param_groups:
                group["lr"] = self.rate()
            source = pad([examples.sources(i) for i in rows], filler, device)
            target = pad([examples.targets(i) for i in rows], filler, device)
            with torch.autocast(device.split(":")[0], torch.bfloat16, enabled=device != "cpu"):
                loss, _ = loss_of(self.model, source, target, filler, self.args.smoothing)
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimiser.step()
            self.step += 1
            self.pieces += sum(len(examples.sources(i)) for i in rows)
            losses.append(loss.item())
            self.spent += time.monotonic() - began
            done = self.spent >= 60 * self.args.minutes
            if self.spent - noted > 30 and not done:
                self.log(
                    self.spent / 60,
                    self.step,
                    self.pieces,
                    self.rate(),
                    float(np.mean(losses)),
                    math.nan,
                    math.nan,
                )
                losses, noted = [], self.spent
            if self.spent - saved > 60 * self.args.save_minutes or done:
                began = time.monotonic()
                scores = measure(self.model, examples, held, filler)
                self.log(
                    self.spent / 60,
                    self.step,
                    self.pieces,
                    self.rate(),
                    float(np.mean(losses or [math.nan])),
                    *scores,
                )
                self.save()
                self.spent += time.monotonic() - began
                saved = self.spent
            if done:
                return


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--init", type=Path, help="checkpoint of the same shape to start from")
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--bare-minutes", type=float, default=4)
    parser.add_argument("--sentence-times", type=int, default=1, help="weight of whole sentences")
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--warmup", type=int, default=600)
    parser.add_argument("--tokens", type=int, default=2400, help="source pieces in a batch")
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--ffn", type=int, default=1024)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--encoder-layers", type=int, default=4)
    parser.add_argument("--decoder-layers", type=int, default=2)
    parser.add_argument("--longest", type=int, default=110, help="most pieces a side")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda: then in bfloat16")
    parser.add_argument("--threads", type=int, default=2, help="most threads")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    Run(args).train()


if __name__ == "__main__":
    main()
