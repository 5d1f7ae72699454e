"""A file's text with the articles in it, and the same file again with edits made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cleaner.apply import put
from cleaner.document import Document
from cleaner.finding import Edit, Finding
from cleaner.formats.registry import TEXT, Options, detected, reader
from cleaner.formats.text import DecodedText, decode
from cleaner.origin import Origin

__all__ = ["Source", "read"]


@dataclass(frozen=True)
class Source:
    """A decoded file and the articles in it: one, or one a record.

    ``articles`` is what rules read; the places of their findings count in each article's own
    text until ``placed`` puts them into the file.
    """

    decoded: DecodedText
    articles: tuple[Document, ...]
    format: str = TEXT

    @property
    def text(self) -> str:
        """The decoded file."""
        return self.decoded.text

    @cached_property
    def _whole(self) -> Document:
        return Document.plain(self.text)

    def placed(self, article: Document, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings of an article with their places and edits in the file."""
        for finding in findings:
            yield self._placed(article.origin, finding) if article.origin else finding

    def _placed(self, origin: Origin, finding: Finding) -> Finding:
        start, end = origin.span(finding.start, finding.end)
        line, column = self._whole.line_and_column(start)
        parts: tuple[Edit, ...] = ()
        if finding.replacement is not None:
            edits = origin.edits(finding.start, finding.end, finding.replacement)
            if edits is None:
                finding = finding.without_fix("the source does not spell it out as text")
            else:
                parts = edits[0]
        return replace(finding, start=start, end=end, line=line, column=column, parts=parts)

    def edited(self, applied: Iterable[Finding]) -> bytes:
        """The file's bytes with the fixes of the findings made; they count in the file."""
        return self.decoded.encode(put(self.text, [e for f in applied for e in f.edits]))


def read(
    data: bytes, name: str, *, format_name: str | None = None, options: Options | None = None
) -> Source:
    """Reads a file's bytes as the format that its name and content tell, or as ``format_name``.

    Raises InputError where the bytes are not what they are said to be.
    """
    decoded = decode(data, name)
    chosen = format_name or detected(name, decoded.text)
    if chosen == TEXT:
        return Source(decoded, (Document.plain(decoded.text, decoded.encoding),))
    origins: Sequence[Origin] = tuple(reader(chosen)(decoded.text, name, options or Options()))
    articles = (Document.plain(o.text, decoded.encoding, o) for o in origins)
    return Source(decoded, tuple(articles), chosen)
