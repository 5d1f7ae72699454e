"""Findings as JSON lines, with the documented keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from cleaner.report.output import About
from cleaner.report.reported import Reported

__all__ = ["report"]


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """One line a finding, as soon as its file is done."""
    del about
    for file in files:
        for finding in file.findings:
            yield json.dumps(finding.to_json(), ensure_ascii=False) + "\n"
