"""Findings as JSON and as JSON lines, with the documented keys."""

from __future__ import annotations

import json
from collections.abc import Iterable

from cleaner.finding import Finding

__all__ = ["as_json", "as_jsonl"]


def as_json(findings: Iterable[Finding]) -> str:
    """One array of all findings."""
    return json.dumps([f.to_json() for f in findings], ensure_ascii=False, indent=2) + "\n"


def as_jsonl(findings: Iterable[Finding]) -> str:
    """One line a finding."""
    return "".join(json.dumps(f.to_json(), ensure_ascii=False) + "\n" for f in findings)
