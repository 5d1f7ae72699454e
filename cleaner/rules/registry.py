"""The one list of rules, from which checks, documentation and `cleaner rule` are made."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from cleaner.errors import UnknownRuleError
from cleaner.finding import Finding
from cleaner.rules.passage import Passage

__all__ = ["Example", "Rule", "find_rule", "register", "rules", "selected_rules"]

Check = Callable[[Passage], Iterable[Finding]]
Reads = Literal["words", "names", "forms", "both", "all"]


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and what it becomes when all of the rule's fixes are applied.

    ``after`` equal to ``before`` shows what the rule leaves alone or only reports. ``unsafe``: the
    fix is made only with ``--unsafe-fixes``.
    """

    before: str
    after: str
    note: str = ""
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it looks for, why, examples that run as tests, and the function itself.

    ``fixes`` says which of its fixes are safe, and why. ``style`` are the tables of the house style
    that it follows. ``reads`` says which sentences it is shown: those with suspicious ``words``,
    those with listed ``names``, those with ``forms`` of the wire, those with words or forms or
    ``both``, or ``all``. A rule that is not
    ``default`` runs only where it is selected.
    """

    code: str
    name: str
    summary: str
    why: str
    fixes: str
    examples: tuple[Example, ...]
    check: Check
    reads: Reads = "words"
    default: bool = True
    style: tuple[str, ...] = ()

    def matches(self, selector: str) -> bool:
        """Whether a code, the beginning of one, or a name selects this rule."""
        return self.code.startswith(selector.upper()) or self.name == selector.lower()


_RULES: dict[str, Rule] = {}


def register(
    code: str,
    name: str,
    *,
    summary: str,
    why: str,
    fixes: str,
    examples: Iterable[Example],
    reads: Reads = "words",
    default: bool = True,
    style: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Decorator that adds a checking function to the registry."""

    def add(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"two rules are called {code}")
        _RULES[code] = Rule(
            code, name, summary, why, fixes, tuple(examples), check, reads, default, style
        )
        return check

    return add


def rules() -> list[Rule]:
    """All rules, by code."""
    # The modules register their rules when imported.
    from cleaner.rules import (  # noqa: F401
        acronyms,
        brackets,
        calques,
        clock,
        dates,
        foreign,
        fragments,
        furniture,
        labels,
        marks,
        money,
        numbers,
        ordinals,
        places,
        quotes,
        spellings,
        titles,
    )

    return [_RULES[code] for code in sorted(_RULES)]


def find_rule(selector: str) -> Rule:
    """The rule of that code or name.

    >>> find_rule("FR101").name
    'bracketed-leftover'
    """
    for rule in rules():
        if selector.upper() == rule.code or selector.lower() == rule.name:
            return rule
    raise UnknownRuleError(_unknown(selector))


def selected_rules(select: Iterable[str], ignore: Iterable[str]) -> list[Rule]:
    """The rules that a run uses: the default or the selected ones, less the ignored ones."""
    wanted, unwanted = tuple(select), tuple(ignore)
    for selector in (*wanted, *unwanted):
        if not selector or not any(rule.matches(selector) for rule in rules()):
            raise UnknownRuleError(_unknown(selector))
    return [
        rule
        for rule in rules()
        if (any(map(rule.matches, wanted)) if wanted else rule.default)
        and not any(map(rule.matches, unwanted))
    ]


def _unknown(selector: str) -> str:
    known = [text for rule in rules() for text in (rule.code, rule.name)]
    near = difflib.get_close_matches(selector, known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"there is no rule {selector!r}{hint} `cleaner rule` lists all of them"
