"""`cleaner rule`: what a rule looks for, and why."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["rule"]


def rule(
    code: Annotated[
        str | None, typer.Argument(help="A rule's code or name; none lists all.")
    ] = None,
) -> None:
    """Say what a rule looks for, why, and show examples; without a code, list all rules."""
    from cleaner.report.rules import describe, overview
    from cleaner.rules import find_rule, rules

    print(overview(rules()) if code is None else describe(find_rule(code)))
