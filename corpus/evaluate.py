"""Measure a cleaner on gold cases: ``python -m corpus.evaluate [FILE ...]``.

Without files, the project's own sentences, negatives and articles are used. For each kind of edit
the table says how many there are, how many were noticed (``found``; ``exact``: with the very span),
how many ``cleaner fix`` put right unasked (``safe``), how many with ``--unsafe-fixes`` (``fixed``),
and how many were changed to something that is not accepted (``wrong``; ``wrong-s``: unasked).
Edits that only need to be noticed count in ``total`` and ``found`` and in neither ``fixed``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from corpus.cases import CorpusError, load_all, own_files
from corpus.measure import Evaluation, evaluate, project_cleaners

__all__ = ["main", "table"]


def table(evaluation: Evaluation) -> str:
    """The table of kinds and the lines below it."""
    head = ("kind", "total", "found", "exact", "safe", "fixed", "wrong-s", "wrong")
    lines = ["{:<14}{:>6}{:>15}{:>8}{:>15}{:>15}{:>9}{:>7}".format(*head)]
    for kind, counts in {**evaluation.kinds, "all": evaluation.all}.items():
        rates = counts.rates()
        lines.append(
            f"{kind:<14}{counts.total:>6}"
            f"{counts.found:>7} ({rates['found']:.3f}){rates['exact']:>8.3f}"
            f"{counts.safe:>7} ({rates['safe']:.3f}){counts.fixed:>7} ({rates['fixed']:.3f})"
            f"{counts.wrong_safe:>9}{counts.wrong:>7}"
        )
    extra, safe, unsafe = (
        f"{len(part)} ({evaluation.per_thousand(part):.1f})"
        for part in (
            evaluation.extra_findings,
            evaluation.extra_edits_safe,
            evaluation.extra_edits,
        )
    )
    lines += [
        "",
        f"cases {evaluation.cases}, sentences {evaluation.sentences}",
        f"negatives {evaluation.negatives}: changed safe {len(evaluation.negatives_changed_safe)}, "
        f"changed unsafe {len(evaluation.negatives_changed)}, "
        f"with findings {len(evaluation.negatives_found)}",
        f"outside the edits (per 1,000 sentences): findings {extra}, safe edits {safe}, "
        f"unsafe edits {unsafe}",
        f"fixing twice differs: {len(evaluation.not_idempotent)}",
    ]
    return "\n".join(lines)


LISTS = {
    "missed": ("missed",),
    "unfixed": ("unfixed",),
    "wrong": ("wrong",),
    "extra": ("extra_findings", "extra_edits_safe", "extra_edits"),
    "negatives": ("negatives_found", "negatives_changed"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command: 0 measured, 1 an input could not be used."""
    parser = argparse.ArgumentParser(prog="python -m corpus.evaluate", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there")
    parser.add_argument("--show", action="append", default=[], choices=sorted(LISTS))
    options = parser.parse_args(arguments)
    try:
        cases = load_all(options.files or own_files())
    except (CorpusError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    evaluation = evaluate(cases, *project_cleaners())
    print(table(evaluation))
    always = ("negatives_changed_safe", "not_idempotent")
    for name in (*always, *(name for show in options.show for name in LISTS[show])):
        for line in getattr(evaluation, name):
            print(f"{name}: {line}")
    if options.json:
        options.json.write_text(
            json.dumps(evaluation.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
