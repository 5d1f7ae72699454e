"""Comments in a text that keep rules away from a part of it.

``<!-- cleaner: ignore FR201 -->`` is about the block of text that it stands in or behind; on a
line of its own, about the next one. ``<!-- cleaner: off FR201 -->`` is about all up to
``<!-- cleaner: on -->``. Without codes all rules are meant; behind ``--`` may be a reason (in XML,
where that can't stand in a comment, behind a dash). The key ``cleaner: {ignore: [FR201]}`` is
about a whole article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.document import Document
from cleaner.finding import Finding
from cleaner.formats.html import INLINE
from cleaner.formats.html_tokens import tokens
from cleaner.origin import Origin

__all__ = ["Comment", "Found", "Suppression", "find", "from_setting", "suppressions", "unknown"]

# Formats whose comments are those of HTML.
_TAGGED = frozenset({"html", "newsml-g2", "nitf", "wxr", "xml"})
_JSON = frozenset({"json", "jsonl", "ninjs"})
_DIRECTIVE = re.compile(r"<!--\s*+cleaner\s*+:(?P<said>.*?)--!?>", re.DOTALL)
_REASON = re.compile(r"\s(?:--|—)(?:\s|$)")
_SEPARATORS = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Suppression:
    """Rules that are not to report anything from ``start`` to ``end`` of the source.

    ``rules`` are codes, names or beginnings of codes as they were written; none means all.
    ``line``, from 1, is where it was said.
    """

    rules: tuple[str, ...]
    start: int
    end: int
    line: int
    reason: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding, whose place counts in the source."""
        return (finding.start < self.end and self.start < finding.end) and (
            not self.rules or any(map(finding.is_of, self.rules))
        )


class Comment(NamedTuple):
    """A comment's place in the source."""

    start: int
    end: int


class Found(NamedTuple):
    """Suppressions, and what is wrong with comments that can't be followed, a line each."""

    suppressions: tuple[Suppression, ...] = ()
    complaints: tuple[str, ...] = ()


def find(source: str, format_name: str, origins: Sequence[Origin]) -> Found:
    """The suppressions in a file that was read as ``format_name``.

    JSON has no comments: an article says it under the key ``cleaner``.
    """
    if "cleaner" not in source:
        return Found()
    if format_name in _JSON:
        return _joined(from_setting(*setting) for setting in _settings(source, format_name))
    if format_name in _TAGGED:
        places = [Comment(t.start, t.end) for t in tokens(source) if t.kind == "other"]
        return suppressions(source, origins, places)
    if format_name != "markdown":
        return Found()
    from cleaner.formats import front_matter
    from cleaner.formats.markdown import comments

    found = suppressions(source, origins, comments(source))
    matter = front_matter.read(source)
    if matter is None or matter.setting is None:
        return found
    return _joined([from_setting(matter.setting, 0, len(source), 1), found])


def _joined(several: Iterable[Found]) -> Found:
    several = list(several)
    return Found(
        tuple(one for found in several for one in found.suppressions),
        tuple(line for found in several for line in found.complaints),
    )


def _settings(source: str, format_name: str) -> Iterator[tuple[object, int, int, int]]:
    """What articles in JSON say, each with the article's place and its line."""
    from cleaner.formats import json, jsonl

    is_lines = format_name == "jsonl"
    for number, start, end in jsonl.lines(source) if is_lines else [(1, 0, len(source))]:
        if '"cleaner"' not in source[start:end]:
            continue
        with suppress(ValueError, RecursionError):
            for said, begin, stop in json.settings(source, start, end):
                line = number if is_lines else source.count("\n", 0, begin) + 1
                yield said, begin, stop, line


def suppressions(source: str, origins: Sequence[Origin], comments: Iterable[Comment]) -> Found:
    """What the comments say, with the blocks of the views that they are about.

    >>> from cleaner.formats.html import weave
    >>> page = "<p>A b <!-- cleaner: ignore FR201, PL101 -- a name --></p> <p>C</p>"
    >>> [one] = suppressions(page, [weave(page)], [Comment(7, 54)]).suppressions
    >>> page[one.start : one.end], one.rules, one.reason
    ('A b ', ('FR201', 'PL101'), 'a name')
    """
    lines = Document.plain(source)
    blocks = sorted(block for origin in origins for block in _blocks(origin))
    found: list[Suppression] = []
    complaints: list[str] = []
    opened: dict[str, Suppression] = {}
    for comment in comments:
        match = _DIRECTIVE.fullmatch(source, comment.start, comment.end)
        if match is None:
            continue
        said, reason = _parted(match["said"])
        what, *codes = said or [""]
        line, _ = lines.line_and_column(comment.start)
        if what == "ignore":
            block = _block_of(comment, blocks, source)
            if block:
                found.append(Suppression(tuple(codes), *block, line, reason))
        elif what == "off":
            for code in codes or [""]:
                rules = (code,) if code else ()
                opened.setdefault(code, Suppression(rules, comment.end, len(source), line, reason))
        elif what == "on":
            for code in codes or list(opened):
                if code in opened:
                    found.append(_closed(opened.pop(code), comment.start))
        else:
            complaints.append(
                f"line {line}: a comment says “cleaner: {what}”; write ignore, off or on"
            )
    found += opened.values()
    return Found(tuple(sorted(found, key=lambda one: one.line)), tuple(complaints))


def from_setting(setting: object, start: int, end: int, line: int) -> Found:
    """What the key ``cleaner`` of an article says; the article lies from ``start`` to ``end``.

    >>> from_setting({"ignore": ["FR201"]}, 0, 9, 1).suppressions
    (Suppression(rules=('FR201',), start=0, end=9, line=1, reason=''),)
    >>> from_setting({"ignore": 7}, 0, 9, 1).complaints
    ('line 1: “cleaner” takes {ignore: [codes of rules]}, or {ignore: true} for all',)
    """
    ignored = setting.get("ignore") if isinstance(setting, dict) and len(setting) == 1 else None
    if isinstance(ignored, str):
        ignored = [code for code in _SEPARATORS.split(ignored) if code]
    if ignored is True:
        return Found((Suppression((), start, end, line),))
    if isinstance(ignored, list) and all(isinstance(code, str) for code in ignored):
        return Found((Suppression(tuple(ignored), start, end, line),) if ignored else ())
    return Found(
        complaints=(
            f"line {line}: “cleaner” takes {{ignore: [codes of rules]}}, "
            "or {ignore: true} for all",
        )
    )


def unknown(found: Iterable[Suppression], is_known: Callable[[str], bool]) -> Iterator[str]:
    """What to say of each rule that there is none of.

    >>> list(unknown([Suppression(("FR999",), 0, 9, 3)], lambda code: code == "FR201"))
    ['line 3: there is no rule “FR999” to ignore']
    """
    for one in found:
        for code in one.rules:
            if not is_known(code):
                yield f"line {one.line}: there is no rule “{code}” to ignore"


def _parted(said: str) -> tuple[list[str], str]:
    """The words of a comment, and the reason behind them."""
    cut = _REASON.search(said)
    words, reason = (said[: cut.start()], said[cut.end() :]) if cut else (said, "")
    return [word for word in _SEPARATORS.split(words) if word], " ".join(reason.split())


def _closed(one: Suppression, end: int) -> Suppression:
    return Suppression(one.rules, one.start, end, one.line, one.reason)


_Place = tuple[int, int]


def _blocks(origin: Origin) -> Iterator[_Place]:
    """Where the blocks of a view lie in the source."""
    group: list[_Place] = []
    end = 0
    for piece in origin.pieces:
        if origin.text[piece.start : piece.end].isspace():
            continue
        if group and origin.text.find("\n\n", end, piece.start) >= 0:
            yield _around(group)
            group = []
        group.append((piece.source_start, piece.source_end))
        end = piece.end
    if group:
        yield _around(group)


def _around(places: Sequence[_Place]) -> _Place:
    return min(start for start, _ in places), max(end for _, end in places)


def _block_of(comment: Comment, blocks: Sequence[_Place], source: str) -> _Place | None:
    """The block that holds a comment or ends before it on its line, else the next."""
    before = [block for block in blocks if block[0] < comment.start]
    for block in reversed(before):
        if comment.end <= block[1]:
            return block
    if before:
        last = max(before, key=lambda block: block[1])
        between = source[last[1] : comment.start]
        if not re.search(r"[\r\n|]", between) and all(
            token.tag in INLINE for token in tokens(between) if token.tag
        ):
            return last
    return next((block for block in blocks if comment.end <= block[0]), None)
