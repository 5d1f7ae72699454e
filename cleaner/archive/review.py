"""What editors have to decide about an archive: out as a table, and back in as decisions."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from cleaner.archive.decisions import Decision, Decisions, Verdict
from cleaner.archive.store import Store
from cleaner.archive.table import Line, read_table, refusal, write_table

__all__ = [
    "Example",
    "Group",
    "decide_one",
    "examples",
    "export",
    "groups",
    "take_back",
    "verdict_of",
    "written",
]

COLUMNS = (
    "group", "rule", "found", "replacement", "context", "count", "reason", "examples", "decision"
)  # fmt: skip
EXAMPLES = 3
# Takes a decision back, so that the finding is open again.
WITHDRAW = "withdraw"
_WORDS = (Verdict.ACCEPT, Verdict.REJECT, WITHDRAW)
# What somebody writes who means one of the words; as a text of one's own it says so.
_UNCLEAR = frozenset("y n yes no ok okay x ? - + 0 1 true false accepted rejected open".split())
_WRITTEN = re.compile(r"text:\s?", re.IGNORECASE)


class Group(NamedTuple):
    """Findings that are decided together, and what was decided, if anything was."""

    group: str
    rule: str
    found: str
    replacement: str | None
    kind: str
    times: int
    decision: str = ""


class Example(NamedTuple):
    """A finding in its sentence."""

    path: str
    start: int
    line: int
    before: str
    found: str
    after: str

    @property
    def place(self) -> str:
        """Where it is in its file; the lines of a large file's part count from its beginning."""
        return f"line {self.line}" + (f" from byte {self.start:,}" if self.start > 0 else "")


def groups(store: Store, *, all_of_them: bool = False) -> Generator[Group, None, None]:
    """The groups of which findings remain, the largest first; or those that are decided, too."""
    yield from (
        Group(group, rule, found, replacement, kind, times, _written(verdict, text))
        for group, rule, found, replacement, kind, times, verdict, text in store.select(
            "SELECT grp, rule, found, min(replacement), kind, count(*), verdict, text"
            " FROM findings LEFT JOIN decisions USING (grp)"
            " WHERE grp <> '' AND NOT applied AND NOT decided"
            " GROUP BY grp ORDER BY count(*) DESC, rule, found, grp"
        )
    )
    if all_of_them:
        for group, verdict, text, about in store.select(
            "SELECT grp, verdict, text, said FROM decisions AS one WHERE NOT EXISTS"
            " (SELECT 1 FROM findings WHERE grp = one.grp AND NOT applied AND NOT decided)"
            " ORDER BY grp"
        ):
            [count] = next(store.select("SELECT count(*) FROM findings WHERE grp = ?", group))
            rule, found, replacement, kind = json.loads(about)
            decision = _written(verdict, text)
            yield Group(group, rule, found, replacement, kind, count, decision)


def written(decision: Decision | None) -> str:
    """How a decision is written in a table; nothing where there is none."""
    return _written(decision.verdict, decision.text) if decision else ""


def _written(verdict: str | None, text: str) -> str:
    return f"text: {text}" if verdict == Verdict.WRITE else verdict or ""


def export(store: Store, path: Path, *, all_of_them: bool = False) -> int:
    """Writes what is to be decided as a table; how many groups those are.

    Raises OutputError where the table can't be written.
    """

    def rows() -> Iterator[tuple[str, ...]]:
        for one in groups(store, all_of_them=all_of_them):
            reason, found = examples(store, one.group)
            yield (
                one.group,
                one.rule,
                one.found,
                _shown(one.replacement),
                one.kind,
                str(one.times),
                reason,
                "\n".join(map(_one_line, found)),
                one.decision,
            )

    return write_table(path, COLUMNS, rows())


def examples(store: Store, group: str) -> tuple[str, list[Example]]:
    """The reason why the findings are uncertain, and some of them in their sentences."""
    rows = list(
        store.select(
            "SELECT path, start, line, before, found, after, finding FROM findings WHERE grp = ?"
            f" ORDER BY path, start, line, id LIMIT {EXAMPLES}",
            group,
        )
    )
    reason = json.loads(rows[0][6])["reason"] if rows else ""
    return reason, [Example(*row[:6]) for row in rows]


def _one_line(one: Example) -> str:
    said = f"{one.path}, {one.place}: {one.before}»{one.found}«{one.after}"
    return " ".join(said.split())


def verdict_of(cell: str, *, has_replacement: bool) -> Decision | None:
    """What a cell of a table decides; None where it takes a decision back.

    Raises ValueError for what is no decision.

    >>> verdict_of("Accept", has_replacement=True)
    Decision(verdict=<Verdict.ACCEPT: 'accept'>, text='')
    >>> verdict_of("the air base", has_replacement=True).text
    'the air base'
    >>> verdict_of("acept", has_replacement=True)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: unknown decision 'acept': ...
    """
    said = cell.strip()
    if found := _WRITTEN.match(said):
        return _own(said[found.end() :])
    word = said.casefold()
    if word == Verdict.ACCEPT and not has_replacement:
        raise ValueError("there is no replacement to accept: write a text, or reject")
    if word == WITHDRAW:
        return None
    if word in _WORDS:
        return Decision(Verdict(word))
    if word in _UNCLEAR or get_close_matches(word, _WORDS, 1, 0.75):
        raise ValueError(
            f"unknown decision {said!r}: write accept, reject, withdraw, or a text of your own; "
            f"'text: {said}' if that is to be written"
        )
    return _own(said)


def _own(text: str) -> Decision:
    if not text.isprintable():
        raise ValueError("a text of your own has to be one line, without control characters")
    return Decision(Verdict.WRITE, text)


class Taken(NamedTuple):
    """What came of a table: decisions that are new or changed, and files to be done again."""

    decisions: int
    files: int


def take_back(store: Store, path: Path) -> Taken:
    """Takes the decisions of a table that was exported; the next run applies them.

    Rows without a decision stay open. Raises ArchiveError, naming the lines, where a row can't be
    used; then nothing is done.
    """
    with store.alone():
        known = store.decisions()
        lines = read_table(path, ("group", "rule", "found", "replacement", "context", "decision"))
        decided, mistakes = _checked(store, known, lines)
        if mistakes:
            raise refusal(path, mistakes, "Nothing was done: put that right and import it again")
        changed = {
            group: (decision, about)
            for group, (decision, about) in decided.items()
            if known.get(group) != decision
        }
        return Taken(len(changed), store.decide(changed) if changed else 0)


def decide_one(store: Store, group: str, said: str) -> int:
    """Remembers one decision, as a table has it; how many files the next run does again.

    Raises ValueError for what is no decision, or about no group of this archive.
    """
    about = _said(store, store.decisions(), group)
    if about is None:
        raise ValueError(f"the group {group!r} is not in this archive")
    verdict = verdict_of(said, has_replacement=about[2] is not None)
    return store.decide({group: (verdict, json.dumps(about, ensure_ascii=False))})


def _checked(
    store: Store, known: Decisions, lines: list[Line]
) -> tuple[Mapping[str, tuple[Decision | None, str]], list[tuple[int, str]]]:
    decided: dict[str, tuple[Decision | None, str]] = {}
    mistakes: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        group = cells["group"].strip()
        if group in seen:
            mistakes.append((number, f"the group {group} stands in line {seen[group]} already"))
            continue
        seen[group] = number
        said = _said(store, known, group)
        if said is None:
            mistakes.append((number, f"the group {group!r} is not in this archive; export again"))
        elif changed := _changed(said, cells):
            said_so = (
                f"{changed!r} was changed since the export: only 'decision' is to be filled in"
            )
            mistakes.append((number, said_so))
        elif cells["decision"].strip():
            try:
                verdict = verdict_of(cells["decision"], has_replacement=said[2] is not None)
            except ValueError as error:
                mistakes.append((number, str(error)))
                continue
            decided[group] = verdict, json.dumps(said, ensure_ascii=False)
    return decided, mistakes


_Said = tuple[str, str, str | None, str]


def _said(store: Store, known: Decisions, group: str) -> _Said | None:
    """The rule, the text, the replacement and the kind of place of a group."""
    if group in known:
        row = next(store.select("SELECT said FROM decisions WHERE grp = ?", group))
        rule, found, replacement, kind = json.loads(row[0])
        return rule, found, replacement, kind
    return next(
        store.select(
            "SELECT rule, found, replacement, kind FROM findings WHERE grp = ? LIMIT 1", group
        ),
        None,
    )


def _changed(said: _Said, cells: Mapping[str, str]) -> str:
    """The column that is not as it was exported, if one is not; line ends may be."""
    columns = ("rule", "found", "replacement", "context")
    rule, found, replacement, kind = said
    for name, was in zip(columns, (rule, found, _shown(replacement), kind), strict=True):
        if _lines(cells[name]) != _lines(was):
            return name
    return ""


def _shown(replacement: str | None) -> str:
    """A replacement in a table, where there is a difference between no fix and a deletion."""
    return "(delete)" if replacement == "" else replacement or ""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
