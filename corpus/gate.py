"""Compare what is found with the gate and without it: what the gate passes over, no rule reports.

``python -m corpus.gate FILE.jsonl.xz ... [--documents N]`` runs the rules on every sentence of
the documents, which takes a minute or two a million words, and lists what only one way finds.
Translations are not asked for.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from cleaner.config import Config
from cleaner.document import Document
from cleaner.engine import Cleaner
from cleaner.finding import Finding
from corpus.clean_text import read_documents

__all__ = ["differences", "findings", "main"]


def findings(text: str, *, gated: bool) -> list[Finding]:
    """What the default rules propose for a text, with the gate or without."""
    return _cleaner().proposals(Document.plain(text), gated=gated)


@cache
def _cleaner() -> Cleaner:
    return Cleaner(Config())


def differences(
    documents: Iterable[tuple[object, str]],
    find: Callable[..., list[Finding]] = findings,
) -> Iterator[str]:
    """A line for each finding that the gate loses, or makes."""
    for name, text in documents:
        with_gate = {_line(f) for f in find(text, gated=True)}
        without = {_line(f) for f in find(text, gated=False)}
        for line in sorted(with_gate ^ without):
            yield f"{name}: {'lost' if line in without else 'made'} {line}"


def _line(finding: Finding) -> str:
    return f"{finding.rule} {finding.start}-{finding.end} {finding.found!r}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command: 0 no difference, 1 some."""
    parser = argparse.ArgumentParser(prog="python -m corpus.gate", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--documents", type=int, metavar="N", help="the first N of each file")
    options = parser.parse_args(arguments)
    failed = False
    for path in options.files:
        documents = itertools.islice(read_documents(path), options.documents)
        lines = list(differences(documents))
        print(f"{path.name}: {len(lines)} differences", *lines, sep="\n  ", flush=True)
        failed |= bool(lines)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
