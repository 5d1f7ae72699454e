"""NITF, the News Industry Text Format: headlines, byline, dateline, abstract, body and tagline.

Not its ``head`` and the notes to editors, which no reader sees.
https://iptc.org/standards/nitf/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleaner.formats import html
from cleaner.formats.registry import Options
from cleaner.formats.xml_weave import Dialect, articles
from cleaner.origin import Origin

__all__ = ["DIALECT", "read"]

_FIELDS = frozenset("hedline byline dateline abstract".split())
_HEAD = Dialect(
    articles=frozenset({"nitf"}),
    fields=_FIELDS,
    # "Enriched text" and what may stand inside it; HTML's, which many wires mix in.
    inline=html.INLINE
    | frozenset(
        "a addressee alt-code care.of chron city classifier copyrite copyrite.holder "
        "copyrite.year country delivery.office delivery.point em event frac frac-den frac-num "
        "frac-sep function location money name.family name.given num object.title org person "
        "postaddr postcode pronounce q region state story.date street sub sublocation sup "
        "virtloc".split()
    ),
    # Words that the author gives in another language, and what is embedded or only credited.
    unread=frozenset({"lang", "media-object", "media-producer", "media-metadata"}),
    wholes=frozenset("body body.head body.content block".split()),
    attributes=frozenset({"alternate-text"}),
)
# Within body.content all is read, captions and tables too; notes to editors, which also have one,
# stand in body.head.
DIALECT = replace(_HEAD, fields=_FIELDS | {"body.content", "tagline"}, within={"body.head": _HEAD})


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    """The article.

    >>> wire = "<nitf><body><body.content><p>He met <person>Mr. Roy</person>.</p>"
    >>> [article] = read(f"{wire}</body.content></body></nitf>", "a.xml", Options())
    >>> article.text.strip()
    'He met Mr. Roy.'
    """
    for article in articles(source, name, options, DIALECT):
        yield article.origin
