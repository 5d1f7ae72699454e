"""The exit codes, in their one place."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """What a run ends with.

    >>> ExitCode.of(findings=0, errors=1)
    <ExitCode.ERROR: 2>
    """

    CLEAN = 0
    """Nothing found, or all that was found is fixed."""
    FINDINGS = 1
    """Findings remain."""
    ERROR = 2
    """Something could not be read, written or understood; the rest was done."""

    @classmethod
    def of(cls, *, findings: int, errors: int) -> ExitCode:
        """The code for a run with so many remaining findings and errors."""
        if errors:
            return cls.ERROR
        return cls.FINDINGS if findings else cls.CLEAN
