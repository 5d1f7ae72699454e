"""The command line: a module a command."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Entry point of ``cleaner`` and of ``python -m cleaner``."""
    from cleaner.cli.app import run

    run()
