"""What a run found, in numbers: what its report is made from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.archive.review import Example, Group, examples, groups
from cleaner.archive.store import Counts, Store
from cleaner.errors import UnknownRuleError
from cleaner.report.charts import Bar

__all__ = ["Figures", "Open", "Swap", "figures"]

# So much of each list is shown.
MOST = 30
MOST_SOURCES = 15


@dataclass(frozen=True, slots=True)
class Swap:
    """A text with what it became, and how often."""

    found: str
    replacement: str
    count: int
    rule: str


@dataclass(frozen=True, slots=True)
class Open:
    """Findings that an editor has to decide, and some of them in their sentences."""

    group: Group
    reason: str
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a run; ``root`` is where the files lie that it tells of.

    ``rejected`` are findings that editors want to stay; lists are cut to what can be read, with
    the whole number beside them.
    """

    counts: Counts
    root: str
    dirty: int
    rejected: int
    by_rule: list[Bar]
    by_month: list[Bar]
    without_date: int
    by_origin: list[Bar]
    fragments: list[Swap]
    places: list[Swap]
    open: list[Open]
    open_groups: int
    rejects: list[tuple[str, str]]


_SUMS = "sum(applied), sum(NOT applied AND NOT decided)"


def figures(store: Store) -> Figures:
    """Counts what the run remembers, in SQLite, so that memory stays small."""
    by_month, without_date = _months(store)
    said = json.loads(store.setting("signature") or "{}")
    source, target = store.setting("source") or "", said.get("target")
    is_elsewhere = target and said.get("form") == "same" and not said.get("dry")
    found = groups(store)
    shown = [_open(store, group) for group, _ in zip(found, range(MOST), strict=False)]
    return Figures(
        counts=store.counts(),
        root=target if is_elsewhere else source,
        dirty=_number(
            store,
            "SELECT count(*) FROM (SELECT DISTINCT path, start, record FROM findings"
            " WHERE applied OR NOT decided)",
        ),
        rejected=_number(store, "SELECT count(*) FROM findings WHERE decided AND NOT applied"),
        by_rule=_rules(store),
        by_month=by_month,
        without_date=without_date,
        by_origin=_origins(store),
        fragments=_swaps(store, "rule NOT LIKE 'PL%'"),
        places=_swaps(store, "rule LIKE 'PL%'"),
        open=shown,
        open_groups=_number(
            store,
            "SELECT count(DISTINCT grp) FROM findings"
            " WHERE grp <> '' AND NOT applied AND NOT decided",
        ),
        rejects=[
            (path, reason)
            for path, reason in store.select(
                f"SELECT path, reason FROM rejects ORDER BY path, start LIMIT {MOST}"
            )
        ],
    )


def _number(store: Store, query: str) -> int:
    [number] = next(store.select(query))
    return int(number)


def _rules(store: Store) -> list[Bar]:
    from cleaner.rules import find_rule

    def name(code: str) -> str:
        try:
            return find_rule(code).name
        except UnknownRuleError:  # a rule that is no more
            return ""

    return [
        Bar(code, fixed, left, name(code))
        for code, fixed, left in store.select(
            f"SELECT rule, {_SUMS} FROM findings WHERE applied OR NOT decided"
            " GROUP BY rule ORDER BY count(*) DESC, rule"
        )
    ]


def _months(store: Store) -> tuple[list[Bar], int]:
    """The findings by month, and how many have no date."""
    found = [
        Bar(*row)
        for row in store.select(
            f"SELECT substr(date, 1, 7), {_SUMS} FROM findings WHERE applied OR NOT decided"
            " GROUP BY 1 ORDER BY 1"
        )
    ]
    return [bar for bar in found if bar.label], sum(bar.total for bar in found if not bar.label)


def _origins(store: Store) -> list[Bar]:
    """The findings by source, the smaller ones together; nothing where no source is named."""
    found = [
        Bar(*row)
        for row in store.select(
            f"SELECT origin, {_SUMS} FROM findings WHERE applied OR NOT decided"
            " GROUP BY 1 ORDER BY count(*) DESC, 1"
        )
    ]
    named = [bar for bar in found if bar.label]
    if not named:
        return []
    rest = named[MOST_SOURCES:]
    others = Bar("others", sum(b.fixed for b in rest), sum(b.left for b in rest), f"{len(rest)}")
    unknown = [Bar("not said", b.fixed, b.left) for b in found if not b.label]
    return [*named[:MOST_SOURCES], *([others] if rest else []), *unknown]


def _swaps(store: Store, which: str) -> list[Swap]:
    return [
        Swap(*row)
        for row in store.select(
            "SELECT found, replacement, count(*), min(rule) FROM findings"
            f" WHERE applied AND {which} GROUP BY found, replacement"
            f" ORDER BY count(*) DESC, found, replacement LIMIT {MOST}"
        )
    ]


def _open(store: Store, group: Group) -> Open:
    reason, shown = examples(store, group.group)
    return Open(group, reason, shown)
