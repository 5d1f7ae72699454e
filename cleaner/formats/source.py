"""A file's text with the articles in it, and the same file again with edits made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from cleaner.apply import put
from cleaner.document import Document
from cleaner.errors import InputError
from cleaner.finding import Edit, Finding
from cleaner.formats.compression import MOST_BYTES, packed_with, too_large, unpack
from cleaner.formats.registry import TEXT, Options, detected, reader
from cleaner.formats.text import DecodedText, decode
from cleaner.origin import Origin

if TYPE_CHECKING:
    from cleaner.formats.suppressions import Found

__all__ = ["Source", "read", "read_text"]


@dataclass(frozen=True)
class Source:
    """A file, its text, and the articles in it: one, or one a record.

    ``articles`` is what rules read; the places of their findings count in each article's own
    text until ``placed`` puts them into the file. ``errors`` are the records that can't be read;
    they stay as they are. ``data`` are the file's bytes, ``pack`` what compresses them again,
    ``options`` what it was read with.
    """

    name: str
    data: bytes
    decoded: DecodedText
    articles: tuple[Document, ...]
    format: str = TEXT
    errors: tuple[InputError, ...] = ()
    pack: Callable[[bytes], bytes] | None = None
    options: Options = field(default_factory=Options)

    @property
    def text(self) -> str:
        """The decoded file."""
        return self.decoded.text

    @cached_property
    def suppressions(self) -> Found:
        """What comments and settings in the file keep rules away from."""
        from cleaner.formats.suppressions import Found, find

        if self.format == TEXT:
            return Found()
        return find(self.text, self.format, [a.origin for a in self.articles if a.origin])

    @cached_property
    def _whole(self) -> Document:
        return Document.plain(self.text)

    def line(self, article: Document) -> int:
        """The line that an article begins in, from 1."""
        pieces = article.origin.pieces if article.origin else ()
        start = pieces[0].source_start if pieces else 0
        return self._whole.line_and_column(start)[0]

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
        edits = [edit for finding in applied for edit in finding.edits]
        if not edits:
            return self.data
        data = self.decoded.encode(put(self.text, edits))
        return self.pack(data) if self.pack else data


def read(
    data: bytes, name: str, *, format_name: str | None = None, options: Options | None = None
) -> Source:
    """Reads a file's bytes as the format that its name and content tell, or as ``format_name``.

    Raises InputError where the bytes are not what they are said to be, or too many.
    """
    if len(data) > MOST_BYTES:
        raise too_large(name)
    compression = packed_with(data)
    plain = unpack(data, compression, name) if compression else data
    pack = partial(compression.pack, original=data) if compression else None
    return _source(name, data, decode(plain, name), format_name, options, pack)


def read_text(
    text: str, format_name: str, *, name: str = "", options: Options | None = None
) -> Source:
    """A text that is no file: a field of a content system.

    >>> [article] = read_text("R&amp;D", "html").articles
    >>> article.text
    'R&D'
    """
    data = text.encode("utf-8", "surrogatepass")
    return _source(name, data, DecodedText(text, "utf-8"), format_name, options)


def _source(
    name: str,
    data: bytes,
    decoded: DecodedText,
    format_name: str | None,
    options: Options | None = None,
    pack: Callable[[bytes], bytes] | None = None,
) -> Source:
    chosen = format_name or detected(name, decoded.text)
    if chosen == TEXT:
        article = Document.plain(decoded.text, decoded.encoding)
        return Source(name, data, decoded, (article,), pack=pack)
    options = options or Options()
    found = list(reader(chosen)(decoded.text, name, options))
    articles = [Document.plain(o.text, decoded.encoding, o) for o in found if isinstance(o, Origin)]
    errors = [one for one in found if isinstance(one, InputError)]
    return Source(name, data, decoded, tuple(articles), chosen, tuple(errors), pack, options)
