"""The pages of docs/rules: one a rule, and an index by family, all made from the registry.

``python -m cleaner.rules.pages docs/rules`` writes them; a test compares what is committed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from cleaner.ignores import FAMILIES as IGNORABLE
from cleaner.rules.foreign import FOREIGN_ARTICLE
from cleaner.rules.registry import Example, Rule, rules

__all__ = ["FAMILIES", "INDEX", "index", "page", "pages"]

INDEX = "README.md"
# By the beginning of the code, in the order of the index.
FAMILIES = {
    "FR1": "French in square brackets",
    "FR2": "French words, phrases and sentences",
    "PL1": "Places under their French names",
    "PL2": "English spellings of places",
    "NM1": "Organisations and people",
    "FM1": "Numbers, times, dates, titles and marks",
    "WR1": "What the wire sets around the copy",
    "LG1": "Other languages",
    "ST1": "Style, as advice",
}
_INTRODUCTION = """\
# Rules

What each rule finds, why, and when its fix is safe. `cleaner rule CODE` shows the same at the
terminal. These pages are made from the rules by `make docs`; edit the rule, not the page.

A *safe* fix is made by `cleaner fix`. An *unsafe* one is shown, and made only with
`--unsafe-fixes`. Some findings have no fix: an editor decides. A fix that tags cut through is
unsafe whatever its rule says, unless it is clear where the tags belong.

Rules are chosen by code, by the beginning of one, or by name: `--select FR,PL101`,
`--ignore decimal-comma`. `--ignore` wins. For a single place or article see
[suppress.md](../guide/suppress.md); for a whole house [configuration.md](../configuration.md).
"""
_FOR_A_HOUSE = "For a house: [configuration.md](../configuration.md)."


def pages() -> dict[str, str]:
    """All pages by file name, the index included."""
    known = rules()
    return {INDEX: index(known), **{f"{rule.code}.md": page(rule) for rule in known}}


def index(known: Iterable[Rule]) -> str:
    """The table of all rules, a part a family."""
    order = list(FAMILIES)
    by_family = sorted(known, key=lambda rule: (order.index(rule.code[:3]), rule.code))
    lines = [_INTRODUCTION]
    for family, members in groupby(by_family, key=lambda rule: rule.code[:3]):
        lines += [
            f"## {family}xx: {FAMILIES[family]}",
            "",
            "| code | name | finds |",
            "|---|---|---|",
        ]
        for rule in members:
            off = "" if rule.default else " (only where selected)"
            lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary}{off} |")
        lines.append("")
    return "\n".join(lines)


def page(rule: Rule) -> str:
    """A rule's page, in Markdown."""
    off = "" if rule.default else f"\n\nIt runs only where it is selected: `--select {rule.code}`."
    parts = [
        f"# {rule.code} {rule.name}",
        f"{rule.summary}.{off}",
        f"## Why\n\n{rule.why}",
        f"## Safe or not\n\n{rule.fixes}",
        f"## Examples\n\n{_examples(rule.examples)}",
        f"## Switch it off\n\n{_list(_ways_off(rule))}",
    ]
    settings = _list(_settings(rule))
    if settings:
        parts.append(f"## Settings\n\n{settings}")
    parts.append(f"[All rules]({INDEX})")
    return "\n\n".join(parts) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _examples(examples: Iterable[Example]) -> str:
    """What changes, as a diff, and what stays; the tests run both."""
    listed = list(examples)
    safe, unsafe = (
        [e for e in listed if e.before != e.after and e.unsafe is asked] for asked in (False, True)
    )
    stays = [
        f"`{e.before}`" + (f" ({e.note})" if e.note else "") for e in listed if e.before == e.after
    ]
    parts = [_diff(safe)] if safe else []
    if unsafe:
        parts.append(f"Only with `--unsafe-fixes`:\n\n{_diff(unsafe)}")
    if stays:
        parts.append(f"Left as it is:\n\n{_list(stays)}")
    return "\n\n".join(parts)


def _diff(examples: Iterable[Example]) -> str:
    changes = (
        (f"@@ {one.note} @@\n" if one.note else "") + f"-{one.before}\n+{one.after}"
        for one in examples
    )
    return "```diff\n" + "\n\n".join(changes) + "\n```"


def _ways_off(rule: Rule) -> Iterator[str]:
    code = rule.code
    if code == FOREIGN_ARTICLE:
        # It is looked for first, whatever is selected, and an article that it finds is not read on.
        yield f"For a run: `--ignore {code}`. The other rules then look at such articles, too."
        yield _FOR_A_HOUSE
        return
    yield f"For a run: `--ignore {code}`, or `--select` without it."
    yield (
        f"For a paragraph of HTML, XML or Markdown: `<!-- cleaner: ignore {code} -->`; for an "
        f'article in JSON: `"cleaner": {{"ignore": ["{code}"]}}`. '
        "See [suppress.md](../guide/suppress.md)."
    )
    if code.startswith(IGNORABLE):
        yield (
            "For a word or a name: a line in an ignore list (`--ignores`). See "
            "[command-line.md](../guide/command-line.md#words-and-names-of-ones-own)."
        )
    yield _FOR_A_HOUSE


def _settings(rule: Rule) -> Iterator[str]:
    family = rule.code[:3]
    if family in ("FR1", "FR2"):
        yield "`--memory`: editors' corrections, which win over glossary and model."
        yield "`--model`, `--backend`: what is asked where no list knows the words."
    if family in ("PL1", "PL2") or rule.code in ("NM101", "NM102"):
        yield "`--gazetteer`: names of one's own, which win over the packaged ones."
    if family == "LG1":
        yield "`--languages`: which languages are named."
    if rule.style:
        tables = ", ".join(f"`[{name}]`" for name in rule.style)
        yield f"`--style`: a house style's {tables}."


def main() -> None:
    """Writes the pages into the folder that the command line names, and removes others."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
