"""Which formats there are, how a file's is told, and which module reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from cleaner.errors import InputError
from cleaner.formats.compression import COMPRESSIONS, inner_name
from cleaner.origin import Origin

__all__ = ["FORMATS", "TEXT", "Format", "Options", "Reader", "detected", "reader", "suffixes"]

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Options:
    """What is known about reading besides the text.

    ``fields`` are the names, columns or JSONPaths that a user wants to be read, ``header`` the
    first row of a table of which the text is a later part.
    """

    fields: tuple[str, ...] = ()
    header: str = ""


# Yields the text of each article in a decoded file, with its places in it; an error for a record
# that can't be read while others can.
Reader = Callable[[str, str, Options], Iterator[Origin | InputError]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the module that reads it, its file names and what its content looks like.

    ``marks`` is a pattern that the beginning of such a file matches; where several formats share
    a suffix, the first whose pattern matches is taken, else the last of them.
    """

    name: str
    module: str
    suffixes: tuple[str, ...]
    marks: str = ""


# What may stand before the root element of XML.
_PROLOG = r"(?s)(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*+"
FORMATS = (
    Format(TEXT, "", (".txt", ".text")),
    Format("html", "html", (".html", ".htm", ".xhtml"), r"(?i)\s*(?:<!doctype html|<html[\s>])"),
    Format("nitf", "nitf", (".xml",), _PROLOG + r"<(?:\w+:)?nitf[\s>]"),
    Format(
        "newsml-g2",
        "newsml_g2",
        (".xml",),
        _PROLOG + r"<(?:\w+:)?(?:newsMessage|newsItem|packageItem)[\s>]",
    ),
    Format("wxr", "wxr", (".xml", ".rss"), _PROLOG + r"<rss[\s>]"),
    Format("xml", "xml", (".xml",), r"\s*<\?xml\s"),
    Format("markdown", "markdown", (".md", ".markdown")),
    Format(
        "ninjs",
        "ninjs",
        (".json", ".ninjs"),
        r'(?s)\s*\{(?=.*"uri"\s*:)(?=.*"(?:versioncreated|body_\w+|bodies|headlines)"\s*:)',
    ),
    Format("jsonl", "jsonl", (".jsonl", ".ndjson", ".json"), r"\s*\{[^\r\n]*\}[ \t]*[\r\n]\s*\{"),
    Format("json", "json", (".json",), r'\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:'),
    Format("csv", "csv", (".csv",)),
    Format("tsv", "csv", (".tsv", ".tab")),
)
# So much of a file is looked at to tell its format; roots of XML may stand behind long comments.
HEAD = 4096


def detected(name: str, text: str) -> str:
    r"""The name of a file's format.

    A suffix that a format claims decides, with the content where several claim it. A file without
    a known suffix is what its beginning shows, else plain text. Raises InputError for a suffix of
    documents that can't be read.

    >>> detected("a.html", ""), detected("a.txt", "<html>"), detected("a", "<!DOCTYPE html>")
    ('html', 'text', 'html')
    >>> detected("a.xml", "<story>"), detected("a.xml", "<?xml version='1.0'?><nitf>")
    ('xml', 'nitf')
    >>> detected("a.json", '{"id": 1}\n{"id": 2}'), detected("", '{"uri": "u", "body_text": ""}')
    ('jsonl', 'ninjs')
    """
    suffix = PurePath(inner_name(name)).suffix.lower()
    claiming = [known for known in FORMATS if suffix in known.suffixes]
    head = text[:HEAD]
    for known in claiming or FORMATS:
        if known.marks and re.match(known.marks, head):
            return known.name
    if claiming:
        return claiming[-1].name
    if suffix in UNREADABLE:
        raise InputError(
            f"{name}: {suffix} is no format that can be read; it was left alone. Pass the "
            "article's text alone, or --input-format text to treat it as plain text"
        )
    return TEXT


# Documents whose text can't be edited in place.
UNREADABLE = frozenset({".docx", ".odt", ".pdf", ".rtf"})


def reader(name: str) -> Reader:
    """The function that reads a format; its module is loaded when it is first asked for."""
    [known] = [known for known in FORMATS if known.name == name]
    read: Reader = import_module(f"cleaner.formats.{known.module}").read
    return read


def suffixes() -> frozenset[str]:
    """The endings of the files that a folder is searched for, those of compressed ones included.

    >>> {".txt", ".jsonl.gz"} <= suffixes()
    True
    """
    plain = [suffix for known in FORMATS for suffix in known.suffixes]
    packed = (suffix + one.suffix for suffix in plain for one in COMPRESSIONS)
    return frozenset([*plain, *packed])
