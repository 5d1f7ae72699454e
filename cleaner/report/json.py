"""Findings as one JSON array, with the documented keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from cleaner.report.output import About
from cleaner.report.reported import Reported

__all__ = ["report"]


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """One array of all findings."""
    del about
    findings = [finding.to_json() for file in files for finding in file.findings]
    yield json.dumps(findings, ensure_ascii=False, indent=2) + "\n"
