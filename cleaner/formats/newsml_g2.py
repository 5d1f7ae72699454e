"""NewsML-G2: each item of news is an article, alone, in a message or in a package.

Its headlines, bylines, datelines and descriptions are read, and the content that is written out:
XHTML, NITF and others, HTML, plain text. Not sluglines, notes to editors, names and codes. An
item is read whatever its language is said to be, as items often have their agency's; parts of it
in another one than the item's are not, if it isn't English.
https://iptc.org/standards/newsml-g2/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.formats import html, nitf
from cleaner.formats.registry import Options
from cleaner.formats.xml_weave import Dialect, Notation, articles
from cleaner.origin import Origin

__all__ = ["read"]


def _notation(tag: str, attributes: Mapping[str, str]) -> Notation:
    if tag != "inlineData":
        return Notation.XML
    kind = attributes.get("contenttype", "").partition(";")[0].strip().lower()
    if "encoding" in attributes or not (kind in _NOTATIONS or kind.startswith("text/")):
        return Notation.NONE
    return _NOTATIONS.get(kind, Notation.LINES)


_NOTATIONS = {
    "": Notation.EITHER,
    "text/html": Notation.HTML,
    "application/xhtml+xml": Notation.HTML,
    "text/calendar": Notation.NONE,
    "text/css": Notation.NONE,
    "text/csv": Notation.NONE,
    "text/javascript": Notation.NONE,
    "text/xml": Notation.NONE,
}

_DIALECT = Dialect(
    articles=frozenset({"newsItem", "packageItem"}),
    fields=frozenset("headline by dateline description inlineXML inlineData".split()),
    inline=html.INLINE | {"inline"},
    unread=html.SKIPPED,
    # An item may be tagged with the language of the agency, not its own.
    wholes=frozenset("itemSet contentSet inlineXML inlineData html body".split()),
    attributes=html.READ_ATTRIBUTES,
    within={"nitf": nitf.DIALECT},
    notation=_notation,
)


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    """An article for each item that has text.

    >>> content = "<inlineXML><p>He met Mr. Roy.</p></inlineXML>"
    >>> [article] = read(f"<newsItem>{content}</newsItem>", "a.xml", Options())
    >>> article.text.strip()
    'He met Mr. Roy.'
    """
    for article in articles(source, name, options, _DIALECT):
        yield article.origin
