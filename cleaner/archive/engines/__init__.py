"""Engines: what spreads tasks over processes or machines. Their results are the same bytes."""

from cleaner.archive.engines.protocol import Engine, Outcome

__all__ = ["Engine", "Outcome"]
