"""Findings for people, in a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cleaner.finding import Finding, Safety, Source
from cleaner.report.excerpt import excerpt, visible
from cleaner.report.nothing import files_named, nothing_found
from cleaner.report.paint import Paint

if TYPE_CHECKING:
    from cleaner.report.output import About
    from cleaner.report.reported import Reported

__all__ = ["explain", "finding_lines", "headline", "report", "summary"]

_SOURCES = {
    Source.GLOSSARY: "the glossary",
    Source.MEMORY: "parallel text",
    Source.MARIAN: "the translation model",
    Source.GAZETTEER: "the gazetteer",
    Source.RULE: "the rule",
}
_HUE = {Safety.SAFE: "green", Safety.UNSAFE: "yellow", Safety.NONE: "red"}


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """Each finding with its line and its reasons."""
    for file in files:
        for finding in file.findings:
            yield "\n".join(finding_lines(file, finding, about.paint)) + "\n"


def finding_lines(file: Reported, finding: Finding, paint: Paint) -> list[str]:
    r"""One finding: where and what, its line, then the reasons.

    >>> from cleaner.finding import Fix, Source
    >>> from cleaner.report.reported import Reported
    >>> fix = Fix("[Monday]", Source.GLOSSARY, 0.98, Safety.SAFE, "glossary: calendar")
    >>> found = Finding("FR101", "bracketed-leftover", 3, 10, "[lundi]", {"odds": 3.1}, fix)
    >>> print("\n".join(finding_lines(Reported("a.txt", "On [lundi]."), found, Paint(False))))
    a.txt:1:4: FR101 bracketed-leftover: [lundi] -> [Monday]
        | On [lundi].
        |    ^^^^^^^
        safe, from the glossary, confidence 0.98: glossary: calendar
        evidence: odds for French 10^3.1
    """
    line, column, *_ = file.place(finding.start, finding.end)
    place = paint(f"{visible(file.name)}:{line}:{column}:", "bold")
    head = f"{place} {paint(finding.rule, _HUE[finding.safety])} {finding.name}: "
    shown, carets = excerpt(file.text, finding.start, finding.end)
    return [
        head + headline(finding, paint),
        f"    | {shown}",
        f"    | {paint(carets, _HUE[finding.safety])}",
        *(f"    {line}" for line in explain(finding)),
    ]


def headline(finding: Finding, paint: Paint | None = None) -> str:
    """What was found, and what would replace it."""
    paint = paint or Paint(False)
    found = paint(_one_line(finding.found), "red")
    if finding.replacement is None:
        return found
    return f"{found} -> {paint(_shown(finding.replacement), 'green')}"


def explain(finding: Finding) -> list[str]:
    """Safety, source, confidence and reason; alternatives; evidence."""
    lines = []
    if finding.fix is None:
        why = finding.evidence.get("withheld") or finding.evidence.get("why")
        lines.append(f"no fix: {why}" if why else "no fix: an editor has to decide")
    else:
        lines.append(
            f"{finding.safety}, from {_origin(finding)}, confidence "
            f"{finding.confidence:.2f}: {finding.reason or finding.name}"
        )
    if finding.alternatives:
        lines.append("or: " + " | ".join(map(_shown, finding.alternatives)))
    lines += [f"or: {_shown(move.replacement)} ({move.reason})" for move in finding.moves]
    shown = {k: v for k, v in finding.evidence.items() if v and k not in ("why", "withheld")}
    if shown:
        lines.append("evidence: " + ", ".join(_witness(name, said) for name, said in shown.items()))
    return list(map(visible, lines))


def _origin(finding: Finding) -> str:
    by_editor = finding.source is Source.MEMORY and "editor" in finding.reason
    return "the memory" if by_editor else _SOURCES[finding.source]


def summary(findings: Iterable[Finding], *, files: int, applied: int | None = None) -> str:
    """One closing line.

    >>> summary([], files=2)
    'Nothing found in 2 files.'
    >>> summary([], files=1, applied=3)
    '3 fixed, nothing remains, in 1 file.'
    """
    rest = list(findings)
    where = files_named(files)
    safe = sum(f.safety is Safety.SAFE for f in rest)
    unsafe = sum(f.safety is Safety.UNSAFE for f in rest)
    parts = [f"{safe} with a safe fix"] if safe else []
    parts += [f"{unsafe} with an unsafe fix (--unsafe-fixes)"] if unsafe else []
    parts += [f"{len(rest) - safe - unsafe} without a fix"] if len(rest) > safe + unsafe else []
    detail = f": {', '.join(parts)}" if parts else ""
    if applied is not None:
        remain = f"{len(rest)} left for an editor" if rest else "nothing remains"
        return f"{applied} fixed, {remain}, in {where}{detail}."
    if not rest:
        return nothing_found(files)
    return f"{len(rest)} found in {where}{detail}."


# So many of what adds up to the odds are shown; JSON has all.
SHOWN_PARTS = 3


def _witness(name: str, said: object) -> str:
    if said is True:
        return name.replace("_", " ")
    if name == "odds":
        return f"odds for French 10^{said}"
    if isinstance(said, dict):
        return _witness_of_several(name, said)
    if isinstance(said, list):
        said = " ".join(map(str, said))
    return f"{name.replace('_', ' ')} {said}"


def _witness_of_several(name: str, said: dict[str, Any]) -> str:
    if name == "votes":  # words of the text, by what they speak for
        parts = [f"{', '.join(words[:SHOWN_PARTS])} ({place})" for place, words in said.items()]
        return "named: " + "; ".join(parts)
    if name == "spellings":
        return ", ".join(f"{spelling} {times}×" for spelling, times in said.items())
    # The weightiest come first.
    parts = [f"{part.replace('_', ' ')} {odds:+}" for part, odds in said.items()]
    return "above all " + ", ".join(parts[:SHOWN_PARTS])


def _shown(text: str) -> str:
    return _one_line(text) if text else "(deleted)"


def _one_line(text: str) -> str:
    joined = visible(" ".join(text.split()))
    return joined if len(joined) <= 100 else joined[:97] + "..."
