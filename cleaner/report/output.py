"""Which outputs there are. The name of each is that of the module that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from cleaner.report.paint import Paint

if TYPE_CHECKING:
    from cleaner.report.reported import Reported

__all__ = ["About", "Output", "Report", "RuleText"]


class RuleText(Protocol):
    """What a report may say of a rule."""

    @property
    def name(self) -> str:
        """The rule's name."""

    @property
    def summary(self) -> str:
        """What it looks for, in a line."""

    @property
    def why(self) -> str:
        """Why it does."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report needs besides the files: the program's version, its rules, and colours."""

    version: str
    rule: Callable[[str], RuleText]
    paint: Paint = field(default_factory=lambda: Paint(False))


# Takes the files as they get ready and yields the pieces of its text.
Report = Callable[[Iterable["Reported"], About], Iterator[str]]


class Output(StrEnum):
    """How findings are written."""

    TEXT = "text"
    DIFF = "diff"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    HTML = "html"

    @property
    def report(self) -> Report:
        """The function that writes it; its module is loaded when it is first asked for."""
        report: Report = import_module(f"cleaner.report.{self.value}").report
        return report
