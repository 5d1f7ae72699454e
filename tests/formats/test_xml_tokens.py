"""What is no XML, or none that can be read safely, is refused; what is large is read in time."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from cleaner import InputError
from cleaner.formats.registry import Options, reader
from cleaner.formats.source import read
from cleaner.formats.xml_tokens import CHUNK, LONGEST, tokens

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&l9;</a>"
)
BAD = [
    ("empty", "", "a.xml:1:1: this is no well-formed XML: no element found"),
    ("cut off in a tag", "<a>\r\nété<b", "a.xml:2:4: .*unclosed token"),
    ("cut off in text", "<a>\nété", "a.xml:2:4: .*no element found"),
    ("cut off in a section", "<a><![CDATA[é", "a.xml:1:14: .*unclosed CDATA section"),
    ("crossed tags", "<a>é\n<b>é</a></b>", r"a.xml:2:7: .*mismatched tag"),
    ("a bare ampersand", "<a>R&D</a>", "a.xml:1:7: .*not well-formed"),
    ("a character that is none", "<a>\0</a>", "a.xml:1:4: .*not well-formed"),
    ("half a character", "<a>\ud83d</a>", "a.xml:1:4: .*not well-formed"),
    ("an unknown entity", "\n<a>é&nbsp;</a>", "a.xml:2:5: .*undefined entity"),
    ("two roots", "<a/><b/>", "a.xml:1:5: .*junk after document element"),
    ("a billion laughs", LAUGHS, "a.xml:1:26: the DOCTYPE declares entities or attributes"),
    ("a file", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "declares"),
    ("an address", '<!DOCTYPE a [<!ENTITY e SYSTEM "http://a.b/c">]><a>&e;</a>', "declares"),
    ("a parameter", '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://a.b/c"> %e;]><a/>', "declares"),
    ("attributes", f'<!DOCTYPE a [<!ATTLIST b c CDATA "{"x" * 99}">]><a/>', "declares"),
    ("an endless comment", f"<a><!--{'x' * (LONGEST + 2 * CHUNK)}--></a>", "longer than 16 MiB"),
]


@pytest.mark.parametrize(("source", "why"), [c[1:] for c in BAD], ids=[c[0] for c in BAD])
def test_refused(source: str, why: str):
    with pytest.raises(InputError, match=why) as raised:
        list(tokens(source, "a.xml"))
    assert "it was left alone. " in str(raised.value)
    assert "--input-format text" in str(raised.value)


@pytest.mark.parametrize("format_name", ["xml", "nitf", "newsml-g2", "wxr"])
def test_every_reader_refuses(format_name: str):
    with pytest.raises(InputError, match="mismatched tag"):
        list(reader(format_name)("<a></b>", "a.xml", Options()))


def test_nothing_is_fetched_for_a_doctype():
    story = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>d&eacute;j&agrave;&nbsp;&house;</a>'
    [origin] = reader("xml")(story, "a.xml", Options())
    assert origin.text.strip() == "déjà\u00a0\ufffc"


def test_tokens_are_the_whole_file():
    story = (
        '\n <?xml version="1.1" encoding="utf-16"?>\n<!DOCTYPE a SYSTEM "b">\r\n<é x="&gt;é">é\r\n'
        "&amp;😀<b/><c />\t<![CDATA[]]><![CDATA[é]]y]]><!-- ü --><?p i?>z</é>\n<!-- e -->\n"
    )
    parts = list(tokens(story, "a.xml"))
    assert "".join(story[part.start : part.end] for part in parts) == story[story.index("<é") :]
    texts = [(p.kind, story[p.start : p.end]) for p in parts if p.kind in ("text", "cdata")]
    assert texts == [
        ("text", "é\r\n&amp;😀"),
        ("text", "\t"),
        ("cdata", "é]]y"),
        ("text", "z"),
    ]


LARGE = [
    ("nested", "<a>" * 10_000 + "le" + "</a>" * 10_000),
    ("nested with text", "<a>x" * 10_000 + "</a>" * 10_000),
    ("nested and open", "<a>" * 10_000),
    ("a long line", "<a>" + "été " * 500_000 + "</a>"),
    ("many references", "<a>" + "&#233;&amp;" * 50_000 + "</a>"),
    ("much escaped HTML", "<a>" + "&lt;b&gt;&amp;eacute;&lt;/b&gt; " * 10_000 + "</a>"),
    ("many sections", "<a>" + "<![CDATA[>]]>" * 30_000 + "</a>"),
    ("many brackets", "<a>" + "[b] ]>] " * 50_000 + "</a>"),
    ("HTML, nested", "<a><![CDATA[" + "<b>x" * 20_000 + "]]></a>"),
    ("HTML, ended in vain", "<a><![CDATA[" + "<b>" * 20_000 + "</i>" * 20_000 + "]]></a>"),
    ("many closing brackets", "<a>" + "]" * 300_000 + "</a>"),
    ("many blanks", "<a>" + " " * 300_000 + "x" + " \n" * 100_000 + "</a>"),
    ("a long attribute", f"<a b='{'x' * 1_000_000}'/>"),
    ("many attributes", "<a " + " ".join(f"b{n}='x'" for n in range(30_000)) + "/>"),
    ("a long namespace", f"<a xmlns='{'x' * 100_000}'>" + "<b/>" * 20_000 + "</a>"),
    ("many namespaces", "".join(f"<a xmlns:b{n}='{n}'>" for n in range(5_000))),
    (
        "many shortcodes",
        "<rss><item><title>" + "[b] [c d=] [/b " * 20_000 + "</title></item></rss>",
    ),
]


@pytest.mark.parametrize("source", [c[1] for c in LARGE], ids=[c[0] for c in LARGE])
@pytest.mark.parametrize("format_name", ["xml", "wxr"])
def test_large_files_end(source: str, format_name: str):
    if format_name == "wxr" and not source.startswith("<rss>"):
        source = f"<rss><item><title>{source}</title></item></rss>"
    started = time.perf_counter()
    with suppress(InputError):
        list(reader(format_name)(source, "a.xml", Options()))
    assert time.perf_counter() - started < 10  # a fraction of a second each, on an idle machine


def test_xml_without_its_declaration_in_a_file():
    assert read("<a>é</a>".encode("cp1252"), "a.xml").decoded.encoding == "cp1252"
