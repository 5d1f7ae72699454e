"""What stands before the text of a Markdown file, between lines of marks: YAML, TOML or JSON.

Of it people read titles, summaries and the like. A value is left out where the source does not
spell it as it is understood.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from cleaner.origin import Escape, Origin, Weaver, as_is

__all__ = ["READ_KEYS", "Matter", "read"]

# Keys whose values people read, at any depth.
READ_KEYS = frozenset("alt caption description excerpt subtitle summary title".split())
# A longer head is no front matter; to parse it would take too long.
MOST = 65_536
# PyYAML's time grows with the square of the brackets that stand inside each other.
MOST_BRACKETS = 1000

_FENCED = re.compile(
    r"(---|\+\+\+)[ \t]*+(?:\r\n?+|\n)(?P<inside>(?:[^\r\n]*+(?:\r\n?+|\n))*?)"
    r"(?:\1|\.\.\.)[ \t]*+(?:\r\n?+|\n|\Z)"
)
_LINE_END = re.compile(r"[ \t]*+(?:\r\n?+|\n|\Z)")
_FOLD = r"(?<![ \t])[ \t]*+(?:\r\n?+|\n)[ \t]*+"
_LINE_BREAK = re.compile(_FOLD)
_DOUBLED = re.compile(rf"''|{_FOLD}")
_ESCAPED = re.compile(
    r"\\(?:[uU][dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}"
    rf"|U[0-9a-fA-F]{{8}}|[^\r\n])|{_FOLD}"
)
_KEYS = "|".join(sorted(READ_KEYS))
# A key and its value on one line of TOML, and anywhere in JSON.
_IN_TOML = re.compile(
    rf"^[ \t]*\"?(?:{_KEYS})\"?[ \t]*=[ \t]*(?P<value>\"(?:[^\"\\\r\n]|\\.)*+\"|'[^'\r\n]*+')"
    r"(?=[ \t]*(?:[#\r]|$))",
    re.MULTILINE | re.IGNORECASE,
)
_IN_JSON = re.compile(
    rf"\"(?:{_KEYS})\"\s*+:\s*+(?P<value>\"(?:[^\"\\\r\n]|\\.)*+\")", re.IGNORECASE
)


class Matter(NamedTuple):
    """Front matter up to ``end``, its view, and all in it that the view does not show.

    ``setting`` is what it says under the key ``cleaner``.
    """

    end: int
    origin: Origin
    shape: object
    setting: object = None


def read(source: str) -> Matter | None:
    r"""The front matter of a file; None if it has none.

    >>> matter = read("---\ntitle: 'La base d''air'\nlayout: post\n---\nText")
    >>> matter.origin.text, matter.end
    ("\n\nLa base d'air", 45)
    """
    head = source[:MOST]
    if head.startswith("{"):
        try:
            data, end = json.JSONDecoder().raw_decode(head)
        except (ValueError, RecursionError):
            return None
        after = _LINE_END.match(head, end)
        return _matter(head, 0, end, after.end(), data, _IN_JSON, json.loads) if after else None
    match = _FENCED.match(head)
    if match is None:
        return None
    inside = match.span("inside")
    try:
        if match[1] == "+++":
            data = tomllib.loads(re.sub(r"\r\n?", "\n", match["inside"]))
            return _matter(head, *inside, match.end(), data, _IN_TOML, _toml_string)
        return _yaml(head, *inside, match.end())
    except (ValueError, yaml.YAMLError, RecursionError):
        return Matter(match.end(), Origin("", ()), None)


def _toml_string(spelt: str) -> Any:
    return tomllib.loads(f"value = {spelt}")["value"]


def _matter(
    source: str,
    start: int,
    end: int,
    after: int,
    data: Any,
    pattern: re.Pattern[str],
    decode: Callable[[str], Any],
) -> Matter:
    """Front matter whose values are spelt as ``pattern`` has them, all on one line."""
    weaver = Weaver(source)
    seen = set()
    for match in pattern.finditer(source, start, end):
        begin, stop = match.span("value")
        is_escaped = source[begin] == '"'
        special, escape = (_ESCAPED, _escape_double) if is_escaped else (_NOTHING, as_is)
        value = decode(source[begin:stop])
        woven = _woven(source, begin + 1, stop - 1, special, lambda s: decode(f'"{s}"'), escape)
        if value and woven.text == value:
            weaver.divide("\n\n")
            weaver.add(woven)
            seen.add(value)
    shape = [
        (path, None if path[-1].lower() in READ_KEYS and value in seen else repr(value))
        for path, value in _leaves(data)
    ]
    return Matter(after, weaver.origin(), shape, data.get("cleaner"))


def _leaves(data: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values that hold no others, with the keys that lead to them."""
    waiting: list[tuple[tuple[str, ...], Any]] = [(("",), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), inside) for key, inside in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, str(at), path[-1]), one) for at, one in enumerate(value)]
        else:
            yield path, value


def _yaml(source: str, start: int, end: int, after: int) -> Matter | None:
    if source.count("[", start, end) + source.count("{", start, end) > MOST_BRACKETS:
        raise ValueError("too many brackets")
    root = yaml.compose(source[start:end], Loader=yaml.SafeLoader)
    if root is None:
        return Matter(after, Origin("", ()), None)
    if not isinstance(root, yaml.MappingNode):
        return None  # no front matter but text between two lines
    weaver = Weaver(source)
    shape: list[object] = []
    for key, node in _nodes(root):
        woven = _scalar(source, node, start) if key.lower() in READ_KEYS else None
        if woven:
            weaver.divide("\n\n")
            weaver.add(woven)
        value = node.value if isinstance(node, yaml.ScalarNode) and not woven else len(node.value)
        shape.append((key, node.tag, None if woven else value))
    return Matter(after, weaver.origin(), shape, _setting(root))


def _nodes(root: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """All nodes in the order of the source, those that several keys share once."""
    waiting, seen = [("", root)], set()
    while waiting:
        key, node = waiting.pop()
        yield key, node
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += [("", one) for one in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            for name, value in reversed(node.value):
                said = name.value if isinstance(name, yaml.ScalarNode) else ""
                waiting += [(said, value), ("", name)]


def _setting(root: yaml.MappingNode) -> object:
    """What the key ``cleaner`` says."""
    for name, node in root.value:
        if isinstance(name, yaml.ScalarNode) and name.value == "cleaner":
            loader = yaml.SafeLoader("")
            try:
                return loader.construct_object(node, deep=True)
            except yaml.YAMLError:
                return None
    return None


def _scalar(source: str, node: yaml.Node, shift: int) -> Origin | None:
    """A string with the place of each of its characters; None where they are spelt otherwise."""
    if not isinstance(node, yaml.ScalarNode) or not node.tag.endswith(":str"):
        return None
    start, end = node.start_mark.index + shift, node.end_mark.index + shift
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    elif node.style in ("|", ">"):
        header = _HEADER.match(source, start, end)
        start = header.end() if header else end
        end = max(start, len(source[:end].rstrip()))
    special, escape = _STYLES[node.style or ""]
    line = "\n" if node.style == "|" else " "
    woven = _woven(
        source, start, end, special, lambda s: s[0] if s == "''" else _unescaped(s), escape, line
    )
    return woven if woven.text.strip() and woven.text == node.value.rstrip("\n") else None


def _unescaped(spelt: str) -> str:
    return str(yaml.safe_load(f'"{spelt}"'))


def _woven(
    source: str,
    start: int,
    end: int,
    special: re.Pattern[str],
    decode: Callable[[str], Any],
    escape: Escape,
    line: str = " ",
) -> Origin:
    """A string with what its notation stands for, line breaks for ``line``."""
    weaver, done = Weaver(source), start
    for match in special.finditer(source, start, end):
        weaver.copy(done, match.start(), escape)
        weaver.put(decode(match.group()) if match.group().strip() else line, *match.span(), escape)
        done = match.end()
    weaver.copy(done, end, escape)
    return weaver.origin()


def _escape_double(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"")


def _escape_single(text: str) -> str:
    return text.replace("'", "''")


_NOTHING = re.compile(r"(?!)")
_HEADER = re.compile(r"[|>][^\r\n]*(?:\r\n?+|\n)[ \t]*")
# What is special in each style of YAML's scalars, and how text is written in it.
_STYLES: dict[str, tuple[re.Pattern[str], Escape]] = {
    "": (_LINE_BREAK, as_is),
    "|": (_LINE_BREAK, as_is),
    ">": (_LINE_BREAK, as_is),
    "'": (_DOUBLED, _escape_single),
    '"': (_ESCAPED, _escape_double),
}
