"""Rules described for people, from their own documentation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.rules import Rule

__all__ = ["describe", "overview"]


def overview(rules: Iterable[Rule]) -> str:
    """One line a rule."""
    listed = list(rules)
    width = max(len(rule.name) for rule in listed)
    return "\n".join(f"{rule.code}  {rule.name:<{width}}  {rule.summary}" for rule in listed)


def describe(rule: Rule) -> str:
    """A rule's page."""
    lines = [f"{rule.code} {rule.name}", "", rule.summary + ".", "", rule.why, "", "Examples:"]
    for example in rule.examples:
        note = f"   ({example.note})" if example.note else ""
        if example.before == example.after:
            lines.append(f"  = {example.before}{note}")
        else:
            lines += [f"  - {example.before}", f"  + {example.after}{note}"]
    return "\n".join(lines)
