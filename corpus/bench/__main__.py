"""``python -m corpus.bench [--documents N] [--rounds N] [--json FILE] [--charts FOLDER]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from corpus.bench.growth import Point, fragments, sizes
from corpus.bench.scenes import Row, scenes
from corpus.bench.texts import clean_documents

# A median of fewer says little.
ROUNDS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints a table, and writes what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m corpus.bench", description=__doc__)
    parser.add_argument("--documents", type=int, help="the first so many articles alone")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--charts", type=Path, metavar="FOLDER")
    parser.add_argument("--most-kilobytes", type=int, default=100_000)
    parser.add_argument("--most-fragments", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"
    rows: list[Row] = []
    texts = clean_documents(options.documents)
    for row in scenes(texts, options.rounds):
        if not rows or rows[-1].scene != row.scene:
            print(f"\n{row.scene}")
        rows.append(row)
        print(_line(row), flush=True)
    grown = {
        "characters, in thousands": list(sizes(texts, options.most_kilobytes)),
        "fragments": list(fragments(options.most_fragments)),
    }
    for name, points in grown.items():
        print(f"\none document: {name}")
        for point in points:
            each = 1e6 * point.seconds / point.amount
            print(f"  {point.amount:>10,}  {point.seconds:10.4f} s  {each:10.1f} µs each")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(_as_json(rows, grown), encoding="utf-8")
    if options.charts:
        from corpus.bench.charts import draw

        by_size, by_fragments = grown.values()
        draw(rows, by_size, by_fragments, options.charts)
    return 0


def _line(row: Row) -> str:
    value = row.value
    spread = f"{value.least:.4g} to {value.most:.4g}"
    ratio = "" if row.ratio is None else f"{row.ratio:8.2f}"
    return f"  {row.name:34} {value.median:10.4g} {row.unit:5} {spread:22}{ratio}"


def _as_json(rows: Sequence[Row], grown: dict[str, list[Point]]) -> str:
    data = {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.system(),
        },
        "rows": [{**row._asdict(), "value": row.value._asdict()} for row in rows],
        "growth": {name: [point._asdict() for point in points] for name, points in grown.items()},
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
