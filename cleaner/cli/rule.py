"""`cleaner rule`: what a rule looks for, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cleaner.rules import Rule

__all__ = ["describe", "overview", "rule"]


def rule(
    code: Annotated[
        str | None, typer.Argument(help="A rule's code or name; none lists all.")
    ] = None,
) -> None:
    """Say what a rule looks for, why, and show examples; without a code, list all rules."""
    from cleaner.rules import find_rule, rules

    print(overview(rules()) if code is None else describe(find_rule(code)))


def overview(rules: Iterable[Rule]) -> str:
    """One line a rule."""
    listed = list(rules)
    width = max(len(rule.name) for rule in listed)
    off = {rule: "" if rule.default else " (only where selected)" for rule in listed}
    return "\n".join(f"{r.code}  {r.name:<{width}}  {r.summary}{off[r]}" for r in listed)


def describe(rule: Rule) -> str:
    """A rule's page."""
    lines = [f"{rule.code} {rule.name}", "", rule.summary + ".", "", rule.why]
    lines += ["", f"Fixes: {rule.fixes}", "", "Examples:"]
    for example in rule.examples:
        notes = [example.note] if example.note else []
        notes += ["unsafe"] if example.unsafe else []
        note = f"   ({', '.join(notes)})" if notes else ""
        if example.before == example.after:
            lines.append(f"  = {example.before}{note}")
        else:
            lines += [f"  - {example.before}", f"  + {example.after}{note}"]
    return "\n".join(lines)
