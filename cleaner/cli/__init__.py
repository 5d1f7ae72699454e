"""The command line: a module a command."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Entry point of ``cleaner`` and of ``python -m cleaner``."""
    from cleaner.cli.quick import is_clean_check

    if is_clean_check(sys.argv[1:]):
        return
    from cleaner.cli.app import run

    run()
