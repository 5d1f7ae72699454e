"""HTML fields of content systems: the one place where they are read and edited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from itertools import pairwise

from cleaner.apply import put
from cleaner.engine import Cleaner
from cleaner.finding import Edit, Finding

__all__ = ["fix_html"]

# Tags that run inside a sentence; all others end it. What is in the second group is no prose.
_PHRASING = "a abbr b bdi bdo cite del em font i ins mark q s small span strong sub sup u"
_INLINE = frozenset(_PHRASING.split())
_SKIPPED = frozenset(
    ["code", "iframe", "pre", "script", "style", "svg", "template", "textarea"],
)


def fix_html(cleaner: Cleaner, html: str) -> tuple[str, list[Finding]]:
    """A piece of HTML with the safe fixes applied, and all findings, those applied included.

    Text is read across tags inside a sentence. An edit that would have to move or drop a tag is
    not made: its finding has no fix. Offsets and edits count code points of ``html``; what is not
    edited comes back as it was.

    >>> fix_html(Cleaner(), "<p>It reopens <b>mercredi</b>, R&amp;D said.</p>")[0]
    '<p>It reopens <b>Wednesday</b>, R&amp;D said.</p>'
    """
    pieces = _Text(html).pieces
    # The text that people see, and the place of each of its code points in the source.
    text = "".join(seen for seen, _, _ in pieces)
    places = [place for piece in pieces for place in _places(*piece)]
    result = cleaner.fix(text)
    made = [edit for one in result.applied for edit in _placed(one, places).edits]
    return put(html, made), [_placed(one, places) for one in result.findings]


_Place = tuple[int, int]


def _places(seen: str, start: int, end: int) -> Iterator[_Place]:
    """Where each code point of a piece is; one written as ``&eacute;`` takes up several."""
    if len(seen) == end - start:
        return ((at, at + 1) for at in range(start, end))
    return iter([(start, end)] * len(seen))


def _placed(finding: Finding, places: list[_Place]) -> Finding:
    span = places[finding.start : finding.end]
    start, end = span[0][0], span[-1][1]
    if finding.replacement is not None:
        if _is_whole(span):
            parts = (Edit(start, end, escape(finding.replacement, quote=False)),)
            finding = replace(finding, parts=parts)
        else:
            finding = finding.without_fix("a tag stands in it")
    return replace(finding, start=start, end=end)


def _is_whole(span: Sequence[_Place]) -> bool:
    """Whether nothing stands between the code points but themselves."""
    return all(before == after or before[1] == after[0] for before, after in pairwise(span))


class _Text(HTMLParser):
    """Collects the text between the tags, each piece with its place in the source."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[tuple[str, int, int]] = []
        self._html = html
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._skipped: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Text as it stands in the source; what has a < may be a broken tag, and is passed over."""
        if not self._skipped and "<" not in data and self._html.startswith(data, self._at):
            self.pieces.append((data, self._at, self._at + len(data)))

    def handle_entityref(self, name: str) -> None:
        """A character by its name."""
        self._reference(name)

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self._reference(f"#{name}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag: ends a sentence, or begins what is no prose."""
        del attrs
        self._divide(tag)
        if tag in _SKIPPED:
            self._skipped.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag without content."""
        del attrs
        self._divide(tag)

    def handle_endtag(self, tag: str) -> None:
        """The end of an element."""
        self._divide(tag)
        if self._skipped and self._skipped[-1] == tag:
            self._skipped.pop()

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _reference(self, name: str) -> None:
        if self._skipped:
            return
        end = self._at + 1 + len(name)
        end += self._html.startswith(";", end)
        self.pieces.append((unescape(self._html[self._at : end]), self._at, end))

    def _divide(self, tag: str) -> None:
        if tag not in _INLINE:
            self.pieces.append(("\n", self._at, self._at))
