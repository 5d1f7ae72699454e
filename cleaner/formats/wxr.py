"""WordPress's export (WXR), and RSS, which it extends: each item is an article.

Titles, contents and excerpts (the captions of attachments) are HTML, in CDATA sections or escaped.
Not comments, authors, terms and settings, nor items that hold code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.formats import html
from cleaner.formats.registry import Options
from cleaner.formats.shortcodes import without_shortcodes
from cleaner.formats.xml_weave import Dialect, Notation, articles
from cleaner.origin import Origin

__all__ = ["read"]


def _notation(tag: str, attributes: Mapping[str, str]) -> Notation:
    del tag, attributes
    return Notation.HTML


_DIALECT = Dialect(
    articles=frozenset({"item"}),
    # content:encoded and excerpt:encoded; RSS has its text in the description.
    fields=frozenset({"title", "description", "encoded"}),
    inline=html.INLINE,
    unread=html.SKIPPED,
    noted=frozenset({"post_type"}),
    notation=_notation,
    # A line break is shown as one, and an empty line ends a paragraph.
    html_keeps_lines=True,
)
# Types of items that are no prose: styles, settings, caches.
_NO_PROSE = frozenset(
    "acf-field acf-field-group custom_css customize_changeset oembed_cache revision user_request "
    "wp_font_face wp_font_family wp_global_styles".split()
)


def read(source: str, name: str, options: Options) -> Iterator[Origin]:
    r"""An article for each item that has text.

    >>> item = "<item><title>Une</title><description>He met &lt;b&gt;Mr.&lt;/b&gt; Roy."
    >>> feed = f"<rss><channel>{item}</description></item></channel></rss>"
    >>> [article.text.split("\n\n") for article in read(feed, "a.xml", Options())]
    [['', 'Une', '', 'He met Mr. Roy.', '']]
    """
    for article in articles(source, name, options, _DIALECT):
        if article.notes.get("post_type") not in _NO_PROSE:
            yield without_shortcodes(article.origin)
