"""Cuts XML into tags, text and CDATA sections, with the place of each, by expat.

expat proves that the file is well-formed and says where each event begins; what it normalises on
the way (line ends, references) is read from the source itself. Nothing is fetched and no entity
of the file's own is expanded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from xml.parsers import expat

from cleaner.document import Document
from cleaner.errors import InputError

__all__ = ["Token", "tokens"]

# Bytes that expat gets at a time.
CHUNK = 1 << 20
# A tag or comment that grows beyond this is read anew with every chunk, in time that grows with
# the square of its length.
LONGEST = 16 << 20
_NONE: Mapping[str, str] = {}


class Token(NamedTuple):
    """A stretch of the source, up to the next one.

    ``tag`` is the name of a start or end tag without its prefix, ``name`` the name as it is
    written. Formats are told apart by their root element, so that the names without prefixes are
    enough inside one, whether or not its namespace is declared.
    """

    kind: str  # "start", "end", "text", "cdata" (the text in a section) or "other"
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = _NONE

    @property
    def tag(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]


def tokens(source: str, name: str) -> Iterator[Token]:
    """The tokens of a file, in order, as expat comes to them.

    Raises InputError for what is not well-formed, with its line and column, for declarations of
    entities, and for a single tag or comment of many megabytes. ``name`` is used in messages.

    >>> [(t.kind, t.start, t.end) for t in tokens("<a>d&#233;j<b/></a>", "a.xml")]
    [('start', 0, 3), ('text', 3, 11), ('start', 11, 15), ('end', 15, 15), ('end', 15, 19)]
    """
    # White space before the declaration, as exports of content systems have it, does no harm.
    skipped = len(source) - len(source.lstrip(" \t\r\n"))
    data = source[skipped:].encode("utf-8", "surrogatepass")
    events = _Events(source, data, skipped, name)
    try:
        for start in range(0, len(data), CHUNK):
            yield from events.fed(data[start : start + CHUNK])
        yield from events.fed(b"", is_last=True)
    except expat.ExpatError as error:
        raise events.refusal(error) from error


class _Events:
    """Takes expat's events and makes tokens of them: each ends where the next begins."""

    def __init__(self, source: str, data: bytes, skipped: int, name: str) -> None:
        self._source = source
        self._data = memoryview(data)
        self._name = name
        self._is_ascii = len(data) + skipped == len(source)
        # The same place counted in bytes of the data and in code points of the source.
        self._byte, self._place = 0, skipped
        self._skipped = skipped
        self._fed = 0
        self._current: Token | None = None
        self._text_kind = "text"
        self._done: list[Token] = []
        self._parser = self._listening()

    def _listening(self) -> expat.XMLParserType:
        # The text is decoded already, whatever encoding it declares.
        parser = expat.ParserCreate("UTF-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda name: self._begin("end", name)
        parser.CharacterDataHandler = self._text
        # An entity that the external DTD would declare: it is not fetched.
        parser.SkippedEntityHandler = self._entity
        parser.StartCdataSectionHandler = lambda: self._section("cdata")
        parser.EndCdataSectionHandler = lambda: self._section("text")
        parser.CommentHandler = self._other
        parser.ProcessingInstructionHandler = self._other
        parser.EntityDeclHandler = self._refuse_declarations
        parser.AttlistDeclHandler = self._refuse_declarations
        return parser

    def fed(self, data: bytes, *, is_last: bool = False) -> list[Token]:
        """The tokens that are complete with some more of the file."""
        self._parser.Parse(data, is_last)
        self._fed += len(data)
        if is_last and self._current:
            self._done.append(self._current._replace(end=len(self._source)))
        elif self._fed - self._parser.CurrentByteIndex > LONGEST:
            raise self._error(
                self._parser.CurrentByteIndex,
                f"a single tag or comment is longer than {LONGEST >> 20} MiB",
                "Shorten it",
            )
        done, self._done = self._done, []
        return done

    def refusal(self, error: expat.ExpatError) -> InputError:
        """What to tell the user of XML that is not well-formed."""
        why = f"this is no well-formed XML: {expat.ErrorString(error.code)}"
        return self._error(self._parser.ErrorByteIndex, why, "Repair it there")

    def _error(self, byte: int, why: str, remedy: str) -> InputError:
        before = bytes(self._data[: max(0, byte)]).decode("utf-8", "ignore")
        line, column = Document.plain(self._source).line_and_column(self._skipped + len(before))
        return InputError(
            f"{self._name}:{line}:{column}: {why}; it was left alone. {remedy}, or pass "
            "--input-format text to treat it as plain text"
        )

    def _here(self) -> int:
        """The place of the current event in the source, in time that grows with its length."""
        byte = self._parser.CurrentByteIndex
        if self._is_ascii:
            return self._skipped + byte
        self._place += len(str(self._data[self._byte : byte], "utf-8", "surrogatepass"))
        self._byte = byte
        return self._place

    def _begin(self, kind: str, name: str = "", attributes: Mapping[str, str] = _NONE) -> None:
        here = self._here()
        if self._current:
            self._done.append(self._current._replace(end=here))
        self._current = Token(kind, here, here, name, attributes)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._begin("start", name, attributes)

    def _text(self, _: str) -> None:
        if self._current is None or self._current.kind != self._text_kind:
            self._begin(self._text_kind)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._text(name)

    def _section(self, text_kind: str) -> None:
        self._begin("other")
        self._text_kind = text_kind

    def _other(self, *_: Any) -> None:
        self._begin("other")

    def _refuse_declarations(self, *_: Any) -> None:
        raise self._error(
            self._parser.CurrentByteIndex,
            "the DOCTYPE declares entities or attributes, which could make a small file very large",
            "Take the part in [ ] out of the DOCTYPE",
        )
