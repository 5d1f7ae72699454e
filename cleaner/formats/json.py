"""JSON: the strings of an article's fields, each with its place in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.formats.fields import is_text_field, read_value
from cleaner.formats.registry import Options
from cleaner.origin import Escape, Origin, Weaver

__all__ = [
    "Path",
    "String",
    "articles",
    "escape_for",
    "is_usual",
    "parse",
    "read",
    "settings",
    "strings",
    "wanted_paths",
]

Path = tuple[str | int, ...]
# Keys under which a response has its articles as a list.
LISTS = frozenset("articles data docs documents entries hits items posts results stories".split())

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|u\w{4}|.)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class String(NamedTuple):
    """A string of a JSON text: where it is in the data, and its content in the source."""

    path: Path
    start: int
    end: int


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    r"""One article, or one for each element of a list of them; none where no field is text.

    Raises InputError for what is no JSON or has no field of that name.

    >>> [one] = read('{"headline": "L\\u00e0", "body": "<p>Two", "id": "x"}', "", Options())
    >>> one.text
    'Là\n\n\n\nTwo'
    """
    parsed = parse(source, name)
    is_wanted = wanted_paths(parsed, options.fields, name)
    yield from articles(source, 0, len(source), is_wanted, escape_for(source))


def parse(source: str, name: str, line: int = 1) -> object:
    """The data, only to know that it is sound and what it holds; it begins in that line."""
    try:
        return json.loads(source)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name}: no valid JSON at line {line + error.lineno - 1}, column {error.colno} "
            f"({error.msg}); it was left alone. Put that right, or pass --input-format text to "
            "treat the file as plain text"
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError(
            f"{name}: the JSON at line {line} is nested too deeply or has a number too long; it "
            "was left alone"
        ) from error


def articles(
    source: str, start: int, end: int, is_wanted: Callable[[Path], bool], escape: Escape
) -> Iterator[Origin]:
    """The articles of a stretch of source that is valid JSON."""
    found = (one for one in strings(source, start, end) if is_wanted(one.path))
    for _, fields in groupby(found, key=lambda one: _article(one.path)):
        yield _woven(source, fields, escape)


def strings(source: str, start: int, end: int) -> Iterator[String]:
    """All strings that are values, in order, in a stretch of source that is valid JSON.

    >>> [one.path for one in strings('{"a": ["x", {"b": "y"}], "c": 1}', 0, 32)]
    [('a', 0), ('a', 1, 'b')]
    """
    path: list[str | int] = []
    is_value = True
    for match in _TOKEN.finditer(source, start, end):
        token = match.group()
        if token == "{":
            path.append("")
            is_value = False
        elif token == "[":
            path.append(0)
            is_value = True
        elif token in "}]":
            path.pop()
        elif token == ",":
            last = path[-1]
            if isinstance(last, int):
                path[-1] = last + 1
            is_value = isinstance(last, int)
        elif token == ":":
            is_value = True
        elif is_value:
            yield String(tuple(path), match.start() + 1, match.end() - 1)
        else:
            path[-1] = json.loads(token)


def settings(source: str, start: int, end: int) -> Iterator[tuple[object, int, int]]:
    """What articles say under the key ``cleaner``, each with the place of its article's strings.

    >>> list(settings('[{"text": "a", "cleaner": {"ignore": true}}]', 0, 44))
    [({'ignore': True}, 11, 12)]
    """
    data = json.loads(source[start:end])
    for path, inside in groupby(strings(source, start, end), key=lambda one: _article(one.path)):
        places = [(one.start, one.end) for one in inside]
        article = _at(data, path)
        if isinstance(article, dict) and "cleaner" in article:
            yield article["cleaner"], places[0][0], places[-1][1]


def escape_for(source: str) -> Escape:
    r"""How to write text in a JSON text: with \u escapes if the text around it does that."""
    return _ascii if source.isascii() and "\\u" in source else _unicode


def wanted_paths(parsed: object, fields: tuple[str, ...], name: str) -> Callable[[Path], bool]:
    """Whether the string at a path is to be read: as named, else what is usually text.

    A field is named by its key, or by a JSONPath that begins with ``$``. Raises InputError for a
    JSONPath that is none.
    """
    if not fields:
        return is_usual
    keys = frozenset(field for field in fields if not field.startswith("$"))
    exact = frozenset[Path]().union(
        *(_matches(field, parsed, name) for field in fields if field.startswith("$"))
    )
    return partial(_is_named, keys, exact)


def is_usual(path: Path) -> bool:
    """Whether a path ends in a field that usually holds text, or in a list of such a field."""
    key = _key(path)
    return key is not None and is_text_field(key)


def _is_named(keys: frozenset[str], exact: frozenset[Path], path: Path) -> bool:
    return _key(path) in keys or path in exact


def _key(path: Path) -> str | None:
    return next((step for step in reversed(path) if isinstance(step, str)), None)


def _matches(expression: str, parsed: object, name: str) -> Iterator[Path]:
    import jsonpath

    try:
        matches: Iterable[jsonpath.JSONPathMatch] = jsonpath.finditer(expression, parsed)  # type: ignore[arg-type]
        for match in matches:
            yield tuple(match.parts)
    except jsonpath.JSONPathError as error:
        said = str(error).partition("\n")[0]  # behind it the place, drawn over several lines
        raise InputError(f"{name}: {expression!r} is no JSONPath ({said})") from error


def _article(path: Path) -> Path:
    """The part of a path that names the article: none for a file that is one article."""
    if path and isinstance(path[0], int):
        return path[:1]
    if len(path) > 1 and path[0] in LISTS and isinstance(path[1], int):
        return path[:2]
    return ()


def _at(data: Any, path: Path) -> object:
    """What lies at a path; nothing where a key stands twice and the data has the last alone."""
    with suppress(LookupError, TypeError):
        for step in path:
            data = data[step]
        return data
    return None


def _woven(source: str, fields: Iterable[String], escape: Escape) -> Origin:
    weaver = Weaver(source)
    for field in fields:
        if weaver.length:
            weaver.divide("\n\n")
        value = Weaver(source)
        _decode(value, field, escape)
        weaver.add(read_value(value.origin()))
    return weaver.origin()


def _decode(weaver: Weaver, field: String, escape: Escape) -> None:
    done = field.start
    for match in _ESCAPE.finditer(weaver.source, field.start, field.end):
        weaver.copy(done, match.start(), escape)
        meant = json.loads(f'"{match.group()}"')
        if _SURROGATE.match(meant):  # half a character, which no encoding has
            weaver.divide("\ufffd")
        else:
            weaver.put(meant, *match.span(), escape)
        done = match.end()
    weaver.copy(done, field.end, escape)


def _ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


def _unicode(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
