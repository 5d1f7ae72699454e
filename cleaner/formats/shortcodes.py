"""WordPress's shortcodes: tags in square brackets, which a reader of the page never sees.

https://codex.wordpress.org/Shortcode_API
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.formats.html import HIDDEN
from cleaner.origin import Origin, Weaver

__all__ = ["without_shortcodes"]

# An editor's bracket ([lundi]) looks like a shortcode without attributes: it is one where its end
# tag follows or its name is known. In double brackets it is shown as it stands.
_TAG = re.compile(
    r"\[(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)"
    r"""(?P<said>(?:\s(?:"[^"]*"|'[^']*'|[^\[\]"'])*+)?)\]"""
)
_ATTRIBUTE = re.compile(r"\s[\w-]+=|/\Z")
# These stand for something between paragraphs,
_BLOCKS = frozenset("audio caption embed gallery playlist video wp_caption".split())
# and what is between the two tags of these is no prose.
_OPAQUE = frozenset("audio code embed latex math playlist sourcecode video".split())


def without_shortcodes(origin: Origin) -> Origin:
    r"""The view without shortcodes; the text between two of them stays.

    >>> weaver = Weaver('[caption id="a"]La base[/caption] He came [lundi] [b]at[/b] dawn')
    >>> weaver.copy(0, len(weaver.source))
    >>> without_shortcodes(weaver.origin()).text.strip()
    'La base\n\n He came [lundi] at dawn'
    """
    weaver = Weaver("")
    done = 0
    for start, end, instead in _shortcodes(origin.text):
        weaver.add(_cut(origin, done, start))
        weaver.divide(instead)
        done = end
    if not done:
        return origin
    weaver.add(_cut(origin, done, len(origin.text)))
    return weaver.origin()


def _shortcodes(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the shortcodes are, and what the view has in their place."""
    tags = [tag for tag in _TAG.finditer(text) if not _is_shown(text, *tag.span())]
    ended = {tag["name"] for tag in tags if tag["end"]}
    opaque: re.Match[str] | None = None
    for tag in tags:
        name = tag["name"]
        if opaque:
            if tag["end"] and name == opaque["name"]:
                yield opaque.start(), tag.end(), HIDDEN
                opaque = None
        elif tag["end"] or name in ended | _BLOCKS or _ATTRIBUTE.search(tag["said"]):
            if name in _OPAQUE & ended and not tag["end"]:
                opaque = tag
            else:
                yield *tag.span(), "\n\n" if name in _BLOCKS else ""


def _is_shown(text: str, start: int, end: int) -> bool:
    """Whether a shortcode is in double brackets."""
    return text[start - 1 : start] == "[" and text[end : end + 1] == "]"


def _cut(origin: Origin, start: int, end: int) -> Origin:
    """A part of a view."""
    pieces = (
        part._replace(start=part.start - start, end=part.end - start)
        for part in origin.parts(start, end)
    )
    return Origin(origin.text[start:end], tuple(pieces))
