"""Which fields of a record hold an article's text, and how a field's text is read."""

from __future__ import annotations

import re

from cleaner.formats import html
from cleaner.origin import Origin

__all__ = ["TEXT_FIELDS", "is_text_field", "read_value"]

# Names that content systems, feeds and data sets give to what people read; lower case, without
# the marks between words. Not bylines, slugs and keywords, which are names and codes.
TEXT_FIELDS = frozenset(
    "abstract alt altheadline alttext article articlebody body bodyfooter bodyhtml bodytext "
    "bodyxhtml caption captionhtml captiontext content contenthtml contenttext deck dek "
    "description descriptionhtml descriptiontext excerpt headline headlinetext html intro "
    "introduction kicker lead leadtext lede mainbody message paragraph paragraphs raw rendered "
    "standfirst story storytext strapline subheadline subtitle summary summarytext teaser text "
    "title titletext".split()
)
_BETWEEN_WORDS = re.compile(r"[\s_.:-]+")
_TAG = re.compile(
    r"</?(?:a|article|b|blockquote|br|div|em|figure|h[1-6]|i|img|li|ol|p|section|span|strong|table"
    r"|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def is_text_field(name: str) -> bool:
    """Whether a field of that name holds text of an article.

    >>> is_text_field("body_text"), is_text_field("bodyText"), is_text_field("slugline")
    (True, True, False)
    """
    return _BETWEEN_WORDS.sub("", name).lower() in TEXT_FIELDS


def read_value(value: Origin) -> Origin:
    """The text of a field, which may be HTML: then without its tags.

    A field without a tag is plain text even where its name says HTML, unless it has a reference
    (``&amp;``) and so was written by a program that escapes.
    """
    if _TAG.search(value.text) or re.search(r"&(?:[a-z]+|#\d+);", value.text):
        return html.weave(value.text).inside(value)
    return value
