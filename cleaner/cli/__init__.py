"""The command line: a module a command."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Entry point of ``cleaner`` and of ``python -m cleaner``."""
    # What a command loads stays until it ends; to look for garbage in it takes a tenth of a start.
    gc.set_threshold(50_000)
    from cleaner.cli.quick import is_clean_check

    if is_clean_check(sys.argv[1:]):
        return
    from cleaner.cli.app import run

    run()
