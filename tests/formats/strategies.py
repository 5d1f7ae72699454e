"""Random HTML, JSON and tables in the shapes that content systems and data sets have.

``documents(format)`` are what its reader takes, ``files(format)`` the same as bytes; ``edits`` are
edits of what a reader shows.
"""

from __future__ import annotations

import csv
import io
import json
from functools import cache

from hypothesis import strategies as st

from cleaner.finding import Edit
from tests.formats import markdown_strategies, xml_strategies

__all__ = ["FORMATS", "documents", "edits", "files"]

FORMATS = ("csv", "html", "json", "jsonl", "markdown", "newsml-g2", "ninjs", "nitf")
FORMATS += ("text", "tsv", "wxr", "xml")
WORDS = (
    "the base lundi aérienne M. Roy said 2 500 [mardi] “so” R&D & 5 < 6 a>b <3 AT&T it's l’été "
    "Évry — 北京 😀 \u2028 x;y 1,5 | [ ] {} C:\\d &nope; &"
).split(" ")
words = st.sampled_from(WORDS) | st.text("ab é&<>;,|\"'\\", max_size=4)
spaces = st.sampled_from([" ", " ", " ", "\n", "  ", "\u00a0", "\n\n", "\t", ""])
prose = st.lists(st.tuples(words, spaces), max_size=6).map(
    lambda parts: "".join(word + space for word, space in parts)
)
MARKUP = (
    "<b>{}</b>|<p>{}|<p class='a'>{}</p>|<a href='lundi' title=\"{}\">x</a>|{}<br/>|<li>{}|<i>{}|"
    "<img alt='{}'>|<img alt=lundi title=x>|<td>{}<td>|<script>{}</script>|<!-- {} -->|{}</div>|"
    "<span lang=fr>{}</span>|<code>{}</code>|<h2\n>{}</h2>|<pre>{}</pre>|<title>{}</title>|"
    "&eacute;{}&#8217;s&nbsp;|&lt;{}&gt;|&amp;{}|<p {}|<!-- wp:a -->{}\n|<div data-x='{}'>"
).split("|")


@cache
def _html() -> st.SearchStrategy[str]:
    mark = st.sampled_from(MARKUP)
    once = st.builds(lambda form, text: form.replace("{}", text), mark, prose)
    twice = st.builds(lambda form, text: form.replace("{}", text), mark, once)
    return st.lists(prose | once | twice, max_size=5).map("".join)


KEYS = "title text body_html headline caption id url Body-Text description_text x cleaner".split()


def _dumped(data: object, *, ensure_ascii: bool, **options: object) -> str:
    """Data as JSON, with escapes for what no encoding has."""
    text = json.dumps(data, ensure_ascii=ensure_ascii, **options)
    return text if text.isascii() or "\ud83d" not in text else json.dumps(data, **options)


@st.composite
def _spelled(draw: st.DrawFn, data: object) -> str:
    """Data as one of the writers of JSON spells it."""
    text = _dumped(
        data,
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, None, 2, "\t"])),
        separators=draw(st.sampled_from([None, (",", ":")])),
    )
    return text.replace("</", "<\\/") if draw(st.booleans()) else text


@cache
def _texts() -> st.SearchStrategy[str]:
    """What fields hold: text, HTML, or half a character."""
    return prose | prose | _html() | st.just("\ud83d lundi")


@cache
def _records() -> st.SearchStrategy[object]:
    keys = st.sampled_from(KEYS)
    scalar = st.none() | st.booleans() | st.integers(-9, 10**12) | st.floats(allow_nan=False)
    inner = st.recursive(
        _texts() | _texts() | scalar,
        lambda one: st.lists(one, max_size=3) | st.dictionaries(keys, one, max_size=3),
        max_leaves=6,
    )
    return st.dictionaries(keys, inner, max_size=4)


@cache
def _json() -> st.SearchStrategy[str]:
    lists = st.lists(_records(), max_size=3)
    wrapped = st.builds(lambda inside: {"status": "ok", "articles": inside, "title": "x"}, lists)
    return (_records() | lists | wrapped).flatmap(_spelled)


@cache
def _jsonl() -> st.SearchStrategy[str]:
    line = _records().map(lambda one: _dumped(one, ensure_ascii="id" in one))
    broken = st.sampled_from(["", "  ", "{", '{"text": "lundi}', "lundi", "[" * 2000, "\ufeff{}"])
    end = st.sampled_from(["\n", "\n", "\r\n", "\r"])
    return st.lists(st.tuples(line | line | line | broken, end), max_size=5).map(
        lambda lines: "".join(text + end for text, end in lines)
    )


@cache
def _ninjs() -> st.SearchStrategy[str]:
    roles = st.lists(
        st.builds(lambda text: {"role": "main", "contenttype": "lundi", "value": text}, _texts()),
        max_size=2,
    )
    fields = {
        "headline": _texts(),
        "body_html": _html(),
        "body_text": prose,
        "headlines": roles,
        "bodies": roles,
        "byline": prose,
    }
    one = st.fixed_dictionaries({"uri": st.just("u")}, optional=fields)
    more = one | st.builds(lambda a, b: {**a, "associations": {"pic": b}}, one, one)
    return more.flatmap(_spelled)


@st.composite
def _table(draw: st.DrawFn, mark: str) -> str:
    """A table as a writer of CSV makes it, or with tabs and no quotation marks at all."""
    header = draw(st.lists(st.sampled_from(["title", "id", "Body", "x"]), min_size=1, max_size=4))
    cells = st.lists(prose | _html(), min_size=1, max_size=4)
    table = [header, *draw(st.lists(cells, max_size=4))]
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    written = io.StringIO()
    csv.writer(
        written,
        delimiter=mark,
        quoting=quoting,
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    ).writerows([text.replace("\0", "") for text in row] for row in table)
    return written.getvalue()


@cache
def _own(format_name: str) -> st.SearchStrategy[str]:
    return {
        "csv": st.sampled_from(",;|").flatmap(_table),
        "html": _html(),
        "json": _json(),
        "jsonl": _jsonl(),
        "markdown": markdown_strategies.documents(),
        "ninjs": _ninjs(),
        "text": prose,
        "tsv": _table("\t"),
    }[format_name]


@st.composite
def documents(draw: st.DrawFn, format_name: str) -> str:
    """What a reader takes."""
    if format_name in xml_strategies.FORMATS:
        return draw(xml_strategies.documents(format_name))
    return draw(_own(format_name))


@st.composite
def files(draw: st.DrawFn, format_name: str) -> bytes:
    """Documents in an encoding that they declare, or that their first bytes tell."""
    if format_name in xml_strategies.FORMATS:
        return draw(xml_strategies.files(format_name))
    codec = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32"]))
    return draw(_own(format_name)).encode(codec)


NEW = "Monday|the air base|R&D|1 < 2|“so”|l'été|2:30 p.m.|\\|<|&|a 'b\"|x;y|1,5".split("|")


@st.composite
def edits(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits of a view that do not touch one another: other words for some."""
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = zip(points[::3], points[1::3], strict=False)
    return [Edit(start, end, draw(st.sampled_from(NEW))) for start, end in pairs]
