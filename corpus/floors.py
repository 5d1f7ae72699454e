"""Floors under the evaluation: ``python -m corpus.floors`` fails where a number fell below one.

``floors.toml`` has a table a kind of edit and a floor a number, between 0 and 1, more being better:

* ``found``, ``safe``, ``fixed`` as in :mod:`corpus.evaluate`, ``unharmed``: not changed unasked to
  something wrong;
* ``negatives.unchanged`` and ``.unchanged_unsafe``: left alone by ``fix`` and by
  ``fix --unsafe-fixes``; ``negatives.silent``: no finding at all;
* ``cases.idempotent``: fixing twice is fixing once; ``cases.no_stray_edit``: nothing changed
  unasked outside the edits.

``--raise`` lifts floors to the present values and never lowers one. Lowering takes ``--lower
KIND.METRIC=VALUE --because REASON``, and the reason is written beside the number. The hash of the
case files is recorded too: numbers from another corpus are not compared in silence.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.cases import FOLDER, load_all, own_files
from corpus.measure import Evaluation, evaluate, project_cleaners

__all__ = ["Floor", "Floors", "corpus_hash", "main", "measured", "read", "render"]

PATH = FOLDER / "floors.toml"
METRICS = ("found", "safe", "fixed")

Numbers = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor, and why it was lowered if it ever was."""

    value: float
    lowered: str = ""


@dataclass(slots=True)
class Floors:
    """What ``floors.toml`` says."""

    corpus: str = ""
    kinds: dict[str, dict[str, Floor]] = field(default_factory=dict)

    def fallen(self, numbers: Numbers) -> list[tuple[str, float, float]]:
        """``(kind.metric, floor, present value)`` of all that fell; a number that is gone fell.

        >>> Floors("", {"place": {"found": Floor(0.9)}}).fallen({"place": {"found": 0.85}})
        [('place.found', 0.9, 0.85)]
        """
        return [
            (f"{kind}.{metric}", floor.value, numbers.get(kind, {}).get(metric, 0.0))
            for kind, metrics in self.kinds.items()
            for metric, floor in metrics.items()
            if numbers.get(kind, {}).get(metric, 0.0) < floor.value
        ]

    def lift(self, numbers: Numbers) -> list[str]:
        """Lift floors to the numbers, add those that are missing; returns what was lifted.

        >>> floors = Floors("", {"place": {"found": Floor(0.9), "safe": Floor(0.5)}})
        >>> floors.lift({"place": {"found": 0.85, "safe": 0.66666}})
        ['place.safe 0.500 -> 0.666']
        """
        lifted = []
        for kind, metrics in numbers.items():
            floors = self.kinds.setdefault(kind, {})
            for metric, number in metrics.items():
                value = math.floor(number * 1000) / 1000
                before = floors.get(metric)
                if before is None or value > before.value:
                    floors[metric] = Floor(value)
                    was = f"{before.value:.3f}" if before else "none"
                    lifted.append(f"{kind}.{metric} {was} -> {value:.3f}")
        return lifted

    def lower(self, what: str, because: str) -> str:
        """Lower one floor, ``KIND.METRIC=VALUE``; returns what was done.

        Raises :class:`ValueError` for a floor that is not there, a value that is not lower, or no
        reason.

        >>> floors = Floors("", {"place": {"found": Floor(0.9)}})
        >>> floors.lower("place.found=0.8", "a harder corpus")
        'place.found 0.900 -> 0.800'
        >>> floors.kinds["place"]["found"].lowered
        'from 0.900: a harder corpus'
        """
        match = re.fullmatch(r"(\w+)\.(\w+)=([01](?:\.\d+)?)", what)
        if not match:
            raise ValueError(f"{what!r} is not KIND.METRIC=VALUE with a value from 0 to 1")
        kind, metric, value = match[1], match[2], float(match[3])
        before = self.kinds.get(kind, {}).get(metric)
        if before is None:
            raise ValueError(f"there is no floor {kind}.{metric}")
        if value >= before.value:
            raise ValueError(f"{value} is not lower than the floor {before.value}")
        if not because.strip():
            raise ValueError("say why: --because REASON")
        self.kinds[kind][metric] = Floor(value, f"from {before.value:.3f}: {because.strip()}")
        return f"{kind}.{metric} {before.value:.3f} -> {value:.3f}"


def read(path: Path) -> Floors:
    """The floors of a file; none where there is no file."""
    if not path.exists():
        return Floors()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    corpus = str(data.pop("corpus", ""))
    return Floors(corpus, {kind: _metrics(metrics) for kind, metrics in data.items()})


def _metrics(metrics: Mapping[str, object]) -> dict[str, Floor]:
    floors = {}
    for metric, entry in metrics.items():
        if isinstance(entry, dict):
            floors[metric] = Floor(float(entry["floor"]), str(entry["lowered"]))
        else:
            floors[metric] = Floor(float(str(entry)))
    return floors


def render(floors: Floors) -> str:
    """The floors as TOML.

    >>> print(render(Floors("12ab", {"place": {"found": Floor(0.9, "from 1: why not")}})))
    # Floors under the evaluation, read by `python -m corpus.floors`.
    # Lift them with --raise; lower one only with --lower and a reason.
    corpus = "12ab"
    <BLANKLINE>
    [place]
    found = { floor = 0.900, lowered = "from 1: why not" }
    <BLANKLINE>
    """
    lines = [
        "# Floors under the evaluation, read by `python -m corpus.floors`.",
        "# Lift them with --raise; lower one only with --lower and a reason.",
        f'corpus = "{floors.corpus}"',
    ]
    for kind, metrics in floors.kinds.items():
        lines += ["", f"[{kind}]"]
        for metric, floor in metrics.items():
            value = f"{floor.value:.3f}"
            if floor.lowered:
                reason = json.dumps(floor.lowered, ensure_ascii=False)
                value = f"{{ floor = {value}, lowered = {reason} }}"
            lines.append(f"{metric} = {value}")
    return "\n".join(lines) + "\n"


def corpus_hash(paths: Iterable[Path]) -> str:
    """A hash of the names and contents of files, 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def measured(evaluation: Evaluation) -> Numbers:
    """The numbers that floors are kept for."""
    numbers: Numbers = {}
    for kind, counts in evaluation.kinds.items():
        rates = counts.rates()
        numbers[kind] = {metric: rates[metric] for metric in METRICS}
        numbers[kind]["unharmed"] = 1 - counts.wrong_safe / counts.total
    negatives, cases = max(evaluation.negatives, 1), max(evaluation.cases, 1)
    numbers["negatives"] = {
        "unchanged": 1 - len(evaluation.negatives_changed_safe) / negatives,
        "unchanged_unsafe": 1 - len(evaluation.negatives_changed) / negatives,
        "silent": 1 - len(evaluation.negatives_found) / negatives,
    }
    strays = {line.split(" | ")[0] for line in evaluation.extra_edits_safe}
    unstable = {line.split(" | ")[0] for line in evaluation.not_idempotent}
    numbers["cases"] = {
        "idempotent": 1 - len(unstable) / cases,
        "no_stray_edit": 1 - len(strays) / cases,
    }
    return numbers


def main(arguments: list[str] | None = None) -> int:
    """Run the command: 0 nothing fell, 1 something fell or the corpus changed, 2 misuse."""
    parser = argparse.ArgumentParser(prog="python -m corpus.floors", description=__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    parser.add_argument("--lower", metavar="KIND.METRIC=VALUE", help="lower one floor")
    parser.add_argument("--because", default="", metavar="REASON", help="why it is lowered")
    parser.add_argument("--file", type=Path, default=PATH, help="the floors (%(default)s)")
    options = parser.parse_args(arguments)
    floors, files = read(options.file), own_files()
    if options.lower:
        try:
            print(floors.lower(options.lower, options.because))
        except ValueError as error:
            parser.error(str(error))
        options.file.write_text(render(floors), encoding="utf-8")
        return 0
    numbers = measured(evaluate(load_all(files), *project_cleaners()))
    fallen = floors.fallen(numbers)
    if options.lift:
        print("\n".join(floors.lift(numbers)) or "nothing to lift")
        floors.corpus = corpus_hash(files)
        options.file.write_text(render(floors), encoding="utf-8")
    changed = floors.corpus != corpus_hash(files)
    if changed:
        print("the corpus is not the one the floors were set on: look, then run with --raise")
    if fallen:
        print(f"{'fell below its floor':<32}{'floor':>8}{'now':>8}")
    for what, floor, now in fallen:
        print(f"{what:<32}{floor:>8.3f}{now:>8.3f}")
    if not fallen and not changed:
        print("no number is below its floor")
    return 1 if fallen or changed else 0


if __name__ == "__main__":
    raise SystemExit(main())
