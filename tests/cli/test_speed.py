"""A clean article costs less than a spell checker needs for it, cold, in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from corpus.cases import load

RUNS = 5
# A tool in a hook is compared with codespell; measured 0.64 on a quiet machine.
MOST = 1.5
NEGATIVES = Path(__file__).resolve().parents[2] / "corpus" / "cases" / "negatives.jsonl"


def seconds(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - start


def test_a_clean_article_against_codespell(tmp_path: Path):
    plain = [case.text for case in load(NEGATIVES) if case.text.isascii() and "[" not in case.text]
    from cleaner.scan import Gate

    article = "\n\n".join(text for text in plain if not Gate.packaged().alarm(text))[:3000]
    (tmp_path / "article.txt").write_text(article)
    ours = [sys.executable, "-m", "cleaner", "check", "article.txt"]
    theirs = [sys.executable, "-m", "codespell_lib", "article.txt"]
    pairs = [(seconds(ours, tmp_path), seconds(theirs, tmp_path)) for _ in range(RUNS)]
    assert statistics.median(a / b for a, b in pairs) < MOST
