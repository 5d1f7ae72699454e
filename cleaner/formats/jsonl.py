"""JSON lines: an article a line. A broken line is reported and stays; the others are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from cleaner.errors import InputError, RecordError
from cleaner.formats import json
from cleaner.formats.registry import Options
from cleaner.origin import Origin

__all__ = ["lines", "read"]

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


def read(source: str, name: str, options: Options) -> Iterator[Origin | InputError]:
    r"""The articles of all lines that are JSON, and an error for each that is none.

    >>> [one.text for one in read('{"text": "a"}\n\n{"text": "b", "id": 2}\n', "", Options())]
    ['a', 'b']
    """
    escape = json.escape_for(source)
    for number, start, end in lines(source):
        try:
            parsed = json.parse(source[start:end], name, number)
        except InputError as error:
            yield RecordError(str(error), source[start:end])
            continue
        is_wanted = json.wanted_paths(parsed, options.fields, name)
        yield from json.articles(source, start, end, is_wanted, escape)


def lines(source: str) -> Iterator[tuple[int, int, int]]:
    """The lines that are not blank: number, start, end."""
    for number, match in zip(count(1), _LINE.finditer(source), strict=False):
        if match[1].strip():
            yield number, *match.span(1)
