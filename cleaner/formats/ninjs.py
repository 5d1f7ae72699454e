"""IPTC ninjs 1.x, 2.x and 3.x: news items in JSON, each with the items it is associated with.

https://iptc.org/standards/ninjs/
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.formats import json
from cleaner.formats.registry import Options
from cleaner.origin import Origin

__all__ = ["is_text", "read"]

# Since 2.0 texts are lists of objects, one for each role, with the text under "value".
LISTS = frozenset({"bodies", "descriptions", "headlines"})
# Before, the content's type or role was part of the name: body_html, description_caption.
BEGINNINGS = ("body_", "description_", "headline_")


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    r"""The item as one article, with the captions of its pictures.

    >>> item = '{"uri": "u", "headlines": [{"role": "main", "value": "A"}], "body_text": "B"}'
    >>> [article] = read(item, "", Options())
    >>> article.text
    'A\n\nB'
    """
    parsed = json.parse(source, name)
    is_wanted = json.wanted_paths(parsed, options.fields, name) if options.fields else is_text
    yield from json.articles(source, 0, len(source), is_wanted, json.escape_for(source))


def is_text(path: json.Path) -> bool:
    """Whether the string at a path is text of the item.

    >>> is_text(("bodies", 0, "value")), is_text(("bodies", 0, "contenttype"))
    (True, False)
    """
    last = path[-1] if path else None
    if isinstance(last, str) and last.startswith(BEGINNINGS):
        return True
    if last == "value":
        return len(path) > 2 and path[-3] in LISTS
    return json.is_usual(path)
