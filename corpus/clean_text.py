"""Count what is found in English that has nothing to fix.

``python -m corpus.clean_text FILE.jsonl.xz ... --documents 2000`` reads documents, one JSON
object a line with ``id`` and ``text`` (plain, ``.gz`` or ``.xz``), and says for each file how many
words and documents it read, the findings of each rule and the safe edits per 100,000 words, and how
fast. Every safe edit is listed: on such text each one is suspect. Findings of FR and LG rules and
safe edits are looked up in ``judged.tsv``, and those that nobody has judged yet are counted;
``--list unjudged`` prints them as the beginnings of its lines.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import lzma
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from corpus.judged import VERDICTS, Place, count, is_judged
from corpus.measure import CleanerLike, FindingLike, ResultLike, project_cleaners

__all__ = ["Tally", "main", "read_documents", "tally"]

BATCH = 200
LISTS = ("findings", "safe", "unjudged")


@dataclass(slots=True)
class Tally:
    """What was seen in some documents; lines name a rule, a document and a passage."""

    documents: int = 0
    words: int = 0
    seconds: float = 0.0
    rules: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    safe: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def french(self) -> int:
        """Findings of the FR rules."""
        return sum(count for rule, count in self.rules.items() if rule.startswith("FR"))

    def per_100_000(self, count: int) -> float:
        """Occurrences per 100,000 words.

        >>> Tally(words=50_000).per_100_000(2)
        4.0
        """
        return 100_000 * count / self.words if self.words else 0.0


def read_documents(path: Path) -> Iterator[tuple[str, str]]:
    """``(id, text)`` of each document of a file; the line number where there is no id."""
    with _open(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                row = json.loads(line)
                yield str(row.get("id", number)), str(row["text"])


def _open(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def tally(documents: Iterator[tuple[str, str]], cleaner: CleanerLike) -> Tally:
    """Fix documents, in batches, and count. Only the cleaner's own time is counted."""
    total = Tally()
    while batch := list(itertools.islice(documents, BATCH)):
        texts = [text for _, text in batch]
        start = time.perf_counter()
        results = cleaner.fix_many(texts)
        total.seconds += time.perf_counter() - start
        for (name, text), result in zip(batch, results, strict=True):
            total.documents += 1
            total.words += len(text.split())
            total.rules.update(finding.rule for finding in result.findings)
            total.findings += [_line(name, text, finding) for finding in result.findings]
            total.safe += [_line(name, text, finding) for finding in result.applied]
            total.places += _to_judge(name, result)
    return total


def _to_judge(name: str, result: ResultLike) -> list[Place]:
    """The findings of FR and LG rules, and all safe edits."""
    safe = {(edit.start, edit.end) for edit in result.applied}
    return [
        Place(name, f.rule, f.start, f.end, f.found, (f.start, f.end) in safe)
        for f in result.findings
        if f.rule.startswith(("FR", "LG")) or (f.start, f.end) in safe
    ]


def _line(name: str, text: str, finding: FindingLike, width: int = 45) -> str:
    before = text[max(0, finding.start - width) : finding.start]
    after = text[finding.end : finding.end + width]
    passage = f"{before}>{finding.found}<{after}".replace("\n", "⏎")
    return f"{finding.rule} {name}: {finding.found!r} -> {finding.replacement!r} in {passage}"


def report(path: Path, total: Tally, listed: str) -> str:
    """The counts of one file, and its lists."""
    speed = total.documents / total.seconds if total.seconds else 0.0
    lines = [
        f"{path.name}: {total.documents} documents, {total.words} words, {speed:.1f} documents/s",
        f"  safe edits {len(total.safe)} ({total.per_100_000(len(total.safe)):.2f} "
        "per 100,000 words)",
        f"  findings {len(total.findings)} ({total.per_100_000(len(total.findings)):.2f})",
    ]
    lines += [
        f"    {rule} {count} ({total.per_100_000(count):.2f})"
        for rule, count in sorted(total.rules.items())
    ]
    verdicts = count(total.places)
    lines += [
        f"  of the FR rules {total.french} ({total.per_100_000(total.french):.2f})",
        "  FR, LG and safe: "
        + ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in (*VERDICTS, "not judged")),
    ]
    if listed == "unjudged":
        return "\n".join([*lines, *(p.to_row() for p in total.places if not is_judged(p))])
    lines += [f"  {line}" for line in (total.findings if listed == "findings" else total.safe)]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command: 0 counted, 1 a file could not be read."""
    parser = argparse.ArgumentParser(prog="python -m corpus.clean_text", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--documents", type=int, metavar="N", help="the first N of each file")
    parser.add_argument("--list", dest="listed", choices=LISTS, default="safe")
    options = parser.parse_args(arguments)
    cleaner, _ = project_cleaners()
    for path in options.files:
        try:
            documents = itertools.islice(read_documents(path), options.documents)
            print(report(path, tally(documents, cleaner), options.listed), flush=True)
        except (OSError, ValueError, KeyError, lzma.LZMAError) as error:
            print(f"error: {path}: {error!r}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
