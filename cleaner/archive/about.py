"""What an article's record says of it: when it was published, and where it comes from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.formats import csv, json
from cleaner.formats.compression import inner_name
from cleaner.formats.source import Source

__all__ = ["About", "Records", "date_in_path"]

# Names of fields, best first; lower case, without the marks between words.
DATES = (
    "published datepublished publishedat publisheddate publishedtime articlepublishedtime "
    "publicationdate publishdate pubdate firstpublished firstcreated versioncreated "
    "contentcreated dateissue issuedate postdate postdategmt date dcdate dctermsdate created "
    "createdat datecreated timestamp"
).split()
ORIGINS = (
    "source agency provider infosource publisher sitename ogsitename outlet newspaper docsource "
    "dcpublisher dcsource"
).split()
# Where an object stands for the field, this is its text.
_NAMES = ("name", "literal", "qcode", "value")
# In markup: a meta element, an element with a value, an element with an attribute.
_MARKUP = re.compile(
    r"""<meta\s[^<>]*?(?:name|property|itemprop)=["'](?P<meta>[\w:.-]+)["'][^<>]*?"""
    r"""\scontent=["'](?P<content>[^"'<>]*)["']"""
    r"""|<(?:\w+:)?(?P<element>[\w.-]+)[^<>]*?\s(?:norm|datetime|literal|provider)="""
    r"""["'](?P<attribute>[^"'<>]*)["']"""
    r"""|<(?:\w+:)?(?P<tag>[\w.-]+)(?:\s[^<>]*)?>(?:<!\[CDATA\[)?(?P<text>[^<>\]]{1,80})"""
    r"""|^(?P<key>[\w-]+):[ \t]*["']?(?P<value>[^"'\r\n]{1,80})""",
    re.IGNORECASE | re.MULTILINE,
)
# So much of a file with markup is looked at; what it says of itself stands at its head.
_HEAD = 20_000
_BETWEEN_WORDS = re.compile(r"[\s_.:-]+")
_DATE = re.compile(r"\s*((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])(?:[/_.-]?(0[1-9]|[12]\d|3[01]))?(?!\d)"
)


class About(NamedTuple):
    """The date (2024-05-03, or 2024-05) and the source of an article; empty where none is said."""

    date: str = ""
    origin: str = ""


class Records:
    """The records of one file."""

    def __init__(self, source: Source, path: str) -> None:
        self._source = source
        self._path = path

    def about(self, offset: int) -> About:
        r"""What is said of the article at this place of the file.

        >>> from cleaner.formats.source import read
        >>> line = b'{"body": "a", "pub_date": "2024-05-03T10:00:00Z", "agency": "AFP"}\n'
        >>> Records(read(line, "a.jsonl"), "2019/a.jsonl").about(10)
        About(date='2024-05-03', origin='AFP')
        >>> Records(read(b"a", "a.txt"), "2019/05/a.txt").about(0)
        About(date='2019-05', origin='')
        """
        fields: dict[str, str] = {}
        for name, value in self._fields(offset):
            fields.setdefault(_BETWEEN_WORDS.sub("", name).lower(), value)
        dates = (_date(fields[name]) for name in DATES if name in fields)
        origins = (" ".join(fields[name].split())[:60] for name in ORIGINS if name in fields)
        return About(
            next(filter(None, dates), date_in_path(self._path)), next(filter(None, origins), "")
        )

    def _fields(self, offset: int) -> Iterable[tuple[str, str]]:
        source = self._source
        match source.format:
            case "jsonl":
                start = source.text.rfind("\n", 0, offset) + 1
                end = source.text.find("\n", offset)
                return _json(source.text, json.strings(source.text, start, _end(source.text, end)))
            case "json" | "ninjs":
                return _json(source.text, self._of_element(offset))
            case "csv" | "tsv":
                return self._row(offset)
            case "text":
                return ()
        return _markup(self._item(offset))

    @cached_property
    def _strings(self) -> list[json.String]:
        return list(json.strings(self._source.text, 0, len(self._source.text)))

    def _of_element(self, offset: int) -> Iterator[json.String]:
        """The strings of the article that has one at this place; a list has an article each."""
        at = bisect_right(self._strings, offset, key=lambda one: one.start) - 1
        first = self._strings[max(0, at)].path[:1]
        is_list = bool(first) and isinstance(first[0], int)
        return (one for one in self._strings if not is_list or one.path[:1] == first)

    @cached_property
    def _rows(self) -> list[list[csv.Cell]]:
        return _table(self._source.text, self._source)

    @cached_property
    def _titles(self) -> list[str]:
        """The header, which may be known from elsewhere."""
        header = self._source.options.header
        rows = _table(header, self._source) if header else self._rows
        text = header or self._source.text
        return [text[cell.start : cell.end] for cell in rows[0]] if rows else []

    def _row(self, offset: int) -> Iterator[tuple[str, str]]:
        at = bisect_right(self._rows, offset, key=lambda row: row[0].start) - 1
        if at >= (0 if self._source.options.header else 1):
            for name, cell in zip(self._titles, self._rows[at], strict=False):
                yield name, self._source.text[cell.start : cell.end]

    def _item(self, offset: int) -> str:
        """The part of a file with markup that is about one article."""
        text = self._source.text
        if self._source.format != "wxr":
            return text[:_HEAD]
        start = max(0, text.rfind("<item", 0, offset))
        return text[start : _end(text, text.find("</item", offset))]


def date_in_path(path: str) -> str:
    """The date that a path names by year and month.

    >>> date_in_path("afp/2024/05/x.txt"), date_in_path("20240503_x.txt"), date_in_path("x.txt")
    ('2024-05', '2024-05-03', '')
    """
    found = _IN_PATH.search(path)
    return "-".join(part for part in found.groups() if part) if found else ""


def _date(value: str) -> str:
    found = _DATE.match(value)
    return "-".join(found.groups()) if found else ""


def _table(text: str, source: Source) -> list[list[csv.Cell]]:
    name = inner_name(source.name)
    mark = csv.separator(source.options.header + source.text, name)
    try:
        return list(csv.rows(text, mark, name))
    except InputError:  # it was read without regard to its quotation marks
        return []


def _end(text: str, found: int) -> int:
    return found if found >= 0 else len(text)


def _json(text: str, strings: Iterable[json.String]) -> Iterator[tuple[str, str]]:
    """Names and values, those of the record itself before those of objects in it."""
    for path, start, end in sorted(strings, key=lambda one: len(one.path)):
        names = [str(name) for name in path if not isinstance(name, int)]
        if names and names[-1] in _NAMES:
            names.pop()
        if names and end - start < 100:
            yield names[-1], text[start:end]


def _markup(text: str) -> Iterator[tuple[str, str]]:
    for match in _MARKUP.finditer(text):
        said = match.groupdict()
        for name, value in (
            ("meta", "content"),
            ("element", "attribute"),
            ("tag", "text"),
            ("key", "value"),
        ):
            if said[name]:
                # <time datetime> is the date of the page
                yield ("date" if said[name].lower() == "time" else said[name]), said[value]
