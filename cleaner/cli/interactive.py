"""`cleaner fix --interactive`: somebody at the terminal decides about each finding."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from cleaner.decide import accepted, declined, in_pairs, in_same_brackets
from cleaner.document import Document
from cleaner.errors import ConfigError, InputError, OutputError
from cleaner.finding import Finding, Safety
from cleaner.formats.source import Source
from cleaner.report.paint import Paint
from cleaner.report.reported import Reported
from cleaner.report.text import finding_lines

__all__ = ["Decider", "refuse_changed", "refuse_without_terminal"]


class Answer(StrEnum):
    """What may be answered."""

    YES = "y"
    NO = "n"
    EDIT = "e"
    ALL = "a"
    NONE = "x"
    SKIP = "s"
    QUIT = "q"
    HELP = "?"


HELP = {
    Answer.YES: "make this fix",
    Answer.NO: "leave this text as it is",
    Answer.EDIT: "write something else; brackets that mark an insertion are kept",
    Answer.ALL: "make this fix here and wherever the same is found from now on",
    Answer.NONE: "leave the same text as it is from now on, too",
    Answer.SKIP: "leave the rest of this file as it is",
    Answer.QUIT: "keep what was decided, leave all the rest as it is",
    Answer.HELP: "this; a number takes another translation of those that are named",
}
# What finding an answer given once for all is about.
_Same = tuple[str, str, str | None]


class Decider:
    """Asks, and remembers what was answered for more than one finding.

    ``is_over`` says that nothing more is to be asked. Ctrl-C raises KeyboardInterrupt, and the
    end of the input is as good as ``q``.
    """

    def __init__(self) -> None:
        self.is_over = False
        self._known: dict[_Same, str | None] = {}
        self._skipped: str | None = None
        self._paint = Paint(sys.stdout.isatty())

    def __call__(
        self, source: Source, article: Document, findings: Sequence[Finding]
    ) -> list[Finding]:
        """The findings of an article as they are decided: safe, or without a fix."""
        placed = list(source.placed(article, findings))
        after = [
            self._decided(source, article, finding, shown, f"{number}/{len(findings)}")
            for number, (finding, shown) in enumerate(zip(findings, placed, strict=True), 1)
        ]
        return in_pairs(findings, after)

    def _decided(
        self, source: Source, article: Document, finding: Finding, shown: Finding, count: str
    ) -> Finding:
        same = (finding.rule, finding.found, finding.replacement)
        if self.is_over or self._skipped == source.name:
            return declined(finding)
        if same in self._known:
            return self._as_said(article, finding, self._known[same]) or declined(finding)
        print()
        print("\n".join(finding_lines(Reported(source.name, source.text, ()), shown, self._paint)))
        while True:
            answer = self._ask(finding, count)
            if answer is Answer.HELP:
                print("\n".join(f"    {one}  {said}" for one, said in HELP.items()))
                continue
            text = _alternative(finding, answer)
            if answer is Answer.EDIT:
                text = self._written(finding)
            if answer in (Answer.YES, Answer.ALL) or text:
                done = self._as_said(article, finding, text or finding.replacement)
                if done is None:
                    print("    That can't be written here; answer n, or write something else.")
                    continue
                if answer is Answer.ALL:
                    self._known[same] = finding.replacement
                return done
            if answer is not Answer.EDIT:
                self._left(answer, same, source.name)
                return declined(finding)

    def _left(self, answer: str, same: _Same, name: str) -> None:
        """Remembers what is left besides this finding."""
        if answer is Answer.NONE:
            self._known[same] = None
        elif answer is Answer.SKIP:
            self._skipped = name
        elif answer is Answer.QUIT:
            self.is_over = True

    def _as_said(self, article: Document, finding: Finding, text: str | None) -> Finding | None:
        return None if text is None else accepted(finding, article, text)

    def _ask(self, finding: Finding, count: str) -> str:
        """An answer that can be given to this finding, or the number of an alternative."""
        offered = list(_offered(finding))
        usual = Answer.YES if finding.safety is Safety.SAFE else Answer.NO
        shown = "/".join(one.upper() if one is usual else one for one in offered)
        if finding.alternatives:
            shown = f"1-{len(finding.alternatives)}/{shown}"
        while True:
            try:
                said = input(f"    {count} [{shown}] ").strip().lower()
            except EOFError:
                print()
                return Answer.QUIT
            if not said:
                return usual
            if said.isdecimal() and 0 < int(said) <= len(finding.alternatives):
                return said
            for one in offered:
                if said == one:
                    return one
            print(f"    {said!r} is no answer here; ? shows what is.")

    def _written(self, finding: Finding) -> str:
        """What somebody writes; nothing leaves the question open."""
        try:
            said = input("    Write: ").strip()
        except EOFError:
            return ""
        return in_same_brackets(finding.found, said) if said else ""


def _offered(finding: Finding) -> Iterator[Answer]:
    for one in Answer:
        if finding.replacement is not None or one not in (Answer.YES, Answer.ALL):
            yield one


def _alternative(finding: Finding, answer: str) -> str | None:
    return finding.alternatives[int(answer) - 1] if answer.isdecimal() else None


def refuse_without_terminal(paths: Sequence[str]) -> None:
    """Raises ConfigError where nobody can be asked."""
    if "-" in paths:
        raise ConfigError("--interactive asks on standard input: name files, not -")
    if not sys.stdin.isatty():
        raise ConfigError("--interactive needs somebody at a terminal to ask; leave it out")


def refuse_changed(path: Path, source: Source) -> None:
    """Raises OutputError for a file that was changed while somebody decided about it."""
    try:
        is_same = path.read_bytes() == source.data
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error
    if not is_same:
        raise OutputError(f"{path} was changed meanwhile; it was left alone. Run again")
