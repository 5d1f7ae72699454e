"""What becomes of findings: which are known already, which are put up with, which fail the gate."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.errors import ConfigError

__all__ = ["FAIL_ON", "Policy"]

FAIL_ON = ("safe", "unsafe", "any", "none")


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of the gate, where ``Config`` has those of the engine.

    baseline
        A file with findings that are known and are not to be reported; None for none.
    suppressions
        Lists of findings that stay, each with its reason.
    fail_on
        What makes exit code 1: ``any`` finding, one with a fix (``unsafe``), one with a safe fix
        (``safe``), or ``none``.

    >>> Policy(fail_on="all")
    Traceback (most recent call last):
        ...
    cleaner.errors.ConfigError: nothing fails on 'all'; choose one of: safe, unsafe, any, none
    """

    baseline: str | None = None
    suppressions: tuple[str, ...] = ()
    fail_on: str = "any"

    def __post_init__(self) -> None:
        if self.fail_on not in FAIL_ON:
            raise ConfigError(
                f"nothing fails on {self.fail_on!r}; choose one of: {', '.join(FAIL_ON)}"
            )
