"""What a fix changes, as a unified diff, and why."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from cleaner.finding import Finding
from cleaner.report.paint import Paint
from cleaner.report.text import finding_lines

__all__ = ["diff_lines"]


def diff_lines(
    name: str,
    before: str,
    after: str,
    applied: Sequence[Finding],
    remaining: Sequence[Finding],
    paint: Paint,
) -> list[str]:
    """A unified diff, the explanation of each change, and what could not be fixed."""
    lines = [*_unified(name, before, after, paint)]
    if applied:
        lines += ["", paint(f"Changed in {name}:", "bold")]
        for finding in applied:
            lines += finding_lines(finding, paint)
    if remaining:
        lines += ["", paint(f"Not changed in {name}, for an editor:", "bold")]
        for finding in remaining:
            lines += finding_lines(finding, paint)
    return lines


def _unified(name: str, before: str, after: str, paint: Paint) -> list[str]:
    hues = {"+": "green", "-": "red", "@": "cyan"}
    lines = []
    for line in difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"{name} (before)",
        f"{name} (after)",
        n=1,
    ):
        bare = line.rstrip("\r\n")
        lines.append(paint(bare, hues[bare[0]]) if bare[:1] in hues else bare)
        if line[:1] in "+- " and not line.endswith(("\n", "\r")):
            lines.append("\\ No newline at end of file")
    return lines
