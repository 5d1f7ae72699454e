"""Random XML in the shapes that agencies and sites send, for tests and for longer fuzzing.

``documents(format)`` are well-formed, ``damaged(format)`` mostly not; ``edits(text)`` are edits of
what a reader shows.
"""

from __future__ import annotations

import codecs
from html import escape
from xml.sax.saxutils import quoteattr

from hypothesis import strategies as st

from cleaner.finding import Edit

FORMATS = ("nitf", "newsml-g2", "wxr", "xml")
# How a document may be encoded: what it declares, the codec, and the byte order mark.
ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "UTF-8": ("utf-8", codecs.BOM_UTF8),
    "utf-16": ("utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16": ("utf-16-be", codecs.BOM_UTF16_BE),
    "iso-8859-1": ("latin-1", b""),
    "windows-1252": ("cp1252", b""),
}
NAR = "http://iptc.org/std/nar/2006-10-01/"
WORDS = (
    "the base lundi aérienne M. Roy said 2 500 [mardi] “so” R&D <sic> a>b ]] ] > ]]> -> [ it's "
    'Évry — 😀 & &amp; 5 < 6 "no" 14H30 L’été'
).split(" ")

words = st.sampled_from(WORDS) | st.text("ab é&<>]\"'", max_size=4)
spaces = st.sampled_from([" ", " ", " ", "\n", "\r\n", "\n    ", "  ", "\u00a0", "\n\n", ""])


@st.composite
def prose(draw: st.DrawFn) -> str:
    """Some words, with marks that XML has its own ideas of."""
    parts = draw(st.lists(st.tuples(words, spaces), max_size=6))
    return "".join(word + space for word, space in parts)


@st.composite
def spelled(draw: st.DrawFn, text: str) -> str:
    """Text in one of the notations that XML has for it."""
    how = draw(st.sampled_from(["escaped", "escaped", "numbers", "section", "mixed"]))
    if how == "section":
        return cdata(text)
    if how == "numbers":
        return "".join(f"&#{ord(c)};" if c not in "\r\n \t" else c for c in text)
    escaped = escape(text, quote=how == "mixed")
    # Outside "]]>" a ">" may stand for itself.
    return escaped if how == "escaped" else escaped.replace("a&gt;b", "a>b")


def cdata(text: str) -> str:
    """Text in CDATA sections."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


unseen = st.sampled_from(
    ["", "", "", "<!-- le [lundi] -->", "<?page la?>", "<br/>", "<![CDATA[]]>"]
)


def sentences(inline: list[str]) -> st.SearchStrategy[str]:
    """Text with elements inside it."""
    texts = prose().flatmap(spelled)

    def nested(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        element = st.builds(
            lambda tag, inside: f"<{tag} id={quoteattr(inside[:3])}>{inside}</{tag}>",
            st.sampled_from(inline),
            content,
        )
        return st.lists(content | element | unseen, max_size=3).map("".join)

    return st.recursive(texts, nested, max_leaves=5)


def _pages() -> st.SearchStrategy[str]:
    """Pieces of HTML."""
    inside = sentences(["b", "em", "a", "span"]).filter(lambda text: "<![CDATA[" not in text)
    tags = st.sampled_from(["<p>{}</p>", "<ul><li>{}</li></ul>", "{}<br>\n", "<!-- wp:a -->{}\n\n"])
    return st.lists(st.builds(str.format, tags, inside), max_size=3).map("".join)


def _joined(strategy: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(strategy, max_size=most).map("\n".join)


def _nitf() -> st.SearchStrategy[str]:
    inside = sentences(["person", "location", "em", "q", "chron"])
    block = st.sampled_from(
        [
            "<p>{}</p>",
            "<hl2>{}</hl2>",
            "<media><media-caption><p>{}</p></media-caption></media>",
            "<table><tr><td>{}</td><td>x</td></tr></table>",
            "<pre>{}</pre>",
        ]
    )
    return st.builds(
        "<nitf><head><title>le</title></head><body><body.head><hedline><hl1>{}</hl1></hedline>"
        "</body.head><body.content>{}</body.content></body></nitf>".format,
        inside,
        _joined(st.builds(str.format, block, inside)),
    )


def _g2_item() -> st.SearchStrategy[str]:
    inside = sentences(["span", "a", "em", "b"])
    content = (
        st.builds("<inlineXML><html><body><p>{}</p></body></html></inlineXML>".format, inside)
        | st.builds(
            '<inlineData contenttype="text/html">{}</inlineData>'.format,
            _pages().flatmap(spelled),
        )
        | st.builds(
            '<inlineData contenttype="text/plain">{}</inlineData>'.format, prose().flatmap(spelled)
        )
    )
    return st.builds(
        "<newsItem><itemMeta><edNote>la</edNote></itemMeta><contentMeta><headline>{}</headline>"
        "</contentMeta><contentSet>{}</contentSet></newsItem>".format,
        inside,
        content,
    )


def _g2() -> st.SearchStrategy[str]:
    form = f'<newsMessage xmlns="{NAR}"><header/><itemSet>{{}}</itemSet></newsMessage>'
    return _joined(_g2_item()).map(form.format)


def _wxr() -> st.SearchStrategy[str]:
    codes = st.sampled_from(["{}", "{}", '[caption id="a"]{}[/caption]', '[b a="1"]{}[/b] [le]'])
    content = st.builds(str.format, codes, _pages())
    item = st.builds(
        "<item><title>{}</title><content:encoded>{}</content:encoded>"
        "<wp:post_type>post</wp:post_type></item>".format,
        prose().map(escape).map(escape),
        content.map(cdata) | content.flatmap(spelled),
    )
    return _joined(item).map("<rss><channel>{}</channel></rss>".format)


def _xml() -> st.SearchStrategy[str]:
    inside = sentences(["i", "hi", "x:ref"])
    return _joined(st.builds("<para>{}</para>".format, inside)).map("<story>{}</story>".format)


_BODIES = {"nitf": _nitf(), "newsml-g2": _g2(), "wxr": _wxr(), "xml": _xml()}
_declarations = st.sampled_from(
    [
        "",
        '<?xml version="1.0" encoding="{}"?>\n',
        "<?xml version='1.0' encoding='{}'?>\r\n<!DOCTYPE a SYSTEM \"a.dtd\">\n<!-- la -->",
    ]
)


def documents(format_name: str) -> st.SearchStrategy[str]:
    """Well-formed documents of a format."""
    return st.builds(
        lambda head, body: head.format("utf-8") + body, _declarations, _BODIES[format_name]
    )


@st.composite
def files(draw: st.DrawFn, format_name: str) -> bytes:
    """Documents as files, in an encoding that they declare."""
    name = draw(st.sampled_from(sorted(ENCODINGS)))
    codec, mark = ENCODINGS[name]
    text = f'<?xml version="1.0" encoding="{name}"?>\n' + draw(_BODIES[format_name])
    return mark + text.encode(codec, "ignore")


@st.composite
def damaged(draw: st.DrawFn, format_name: str) -> str:
    """Documents with something cut out, put in or doubled."""
    text = draw(documents(format_name))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        odd = st.sampled_from(["<", ">", "&", "]]>", "<![CDATA[", "<!--", '"', "\0", "&x;", "</p>"])
        text = text[:start] + draw(odd | st.just(text[start:end] * 2) | st.just("")) + text[end:]
    return text


@st.composite
def edits(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits of a view that do not touch one another: other words for some."""
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = zip(points[::3], points[1::3], strict=False)
    new = st.sampled_from(["Monday", "R&D", "1 < 2", "]]>", "]", ">", "a]", "“so”", "l'é", '"']) | (
        st.text("ab é&<>]\"'", min_size=1, max_size=5).filter(str.strip)
    )
    return [Edit(start, end, draw(new)) for start, end in pairs]
