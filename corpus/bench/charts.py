"""The charts of ``docs/performance.md``, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure as Sheet

from corpus.bench.growth import Point
from corpus.bench.scenes import Row

__all__ = ["draw"]

OURS, THEIRS = "#1f6f54", "#b8b2a6"
SPEED = ("clean English, a folder of files", "clean English, one file")


def draw(
    rows: Sequence[Row], sizes: Sequence[Point], fragments: Sequence[Point], folder: Path
) -> None:
    """Writes ``speed.svg``, ``cold.svg`` and ``growth.svg``."""
    # The same figures give the same bytes.
    mpl.rcParams.update({"svg.hashsalt": "cleaner", "font.size": 10})
    folder.mkdir(parents=True, exist_ok=True)
    for name, scenes in (("speed", SPEED), ("cold", ("cold start, one clean article",))):
        _bars([row for row in rows if row.scene in scenes], folder / f"{name}.svg")
    _lines([("characters, in thousands", sizes), ("fragments", fragments)], folder / "growth.svg")


def _bars(rows: Sequence[Row], path: Path) -> None:
    sheet = Sheet(figsize=(7, 0.5 + 0.42 * len(rows)), layout="constrained")
    axes = sheet.add_subplot()
    names = [f"{row.name}\n{row.scene}" if len(rows) > 4 else row.name for row in rows][::-1]
    values = [row.value.median for row in rows][::-1]
    colours = [OURS if row.name.startswith("cleaner") else THEIRS for row in rows][::-1]
    bars = axes.barh(range(len(rows)), values, color=colours)
    axes.bar_label(bars, [f" {value:.3g} {rows[0].unit}" for value in values])
    axes.set_yticks(range(len(rows)), names, fontsize=8)
    axes.margins(x=0.15)
    axes.spines[["top", "right"]].set_visible(False)
    _save(sheet, path)


def _lines(series: Sequence[tuple[str, Sequence[Point]]], path: Path) -> None:
    sheet = Sheet(figsize=(7, 2.8), layout="constrained")
    for at, (name, points) in enumerate(series):
        axes = sheet.add_subplot(1, len(series), at + 1)
        amounts, seconds = zip(*points, strict=True)
        axes.loglog(amounts, seconds, "o-", color=OURS)
        # What cost in proportion would be, from the last point back.
        axes.loglog(
            amounts, [seconds[-1] * one / amounts[-1] for one in amounts], ":", color=THEIRS
        )
        axes.set_xlabel(name)
        axes.set_ylabel("processor seconds")
        axes.spines[["top", "right"]].set_visible(False)
    _save(sheet, path)


def _save(sheet: Sheet, path: Path) -> None:
    sheet.savefig(path, metadata={"Date": None, "Creator": None}, facecolor="white")
