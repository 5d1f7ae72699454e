"""What each reader of XML shows, and how edits of it get into the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, InputError
from cleaner.formats.registry import Options, detected, reader
from cleaner.formats.shortcodes import without_shortcodes
from cleaner.formats.source import Source, read
from cleaner.origin import Weaver

FIXTURES = Path(__file__).parent / "fixtures"
FORMATS = ("nitf", "newsml-g2", "wxr", "xml")
FILES = [file for name in FORMATS for file in sorted((FIXTURES / name).glob("*.xml"))]


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def fixed(cleaner: Cleaner, data: bytes, name: str = "a.xml") -> tuple[bytes, list[str]]:
    """A file with the safe fixes made, and what was replaced by what."""
    source = read(data, name)
    results = cleaner.fix_documents(source.articles)
    applied = [
        finding
        for article, result in zip(source.articles, results, strict=True)
        for finding in source.placed(article, result.applied)
    ]
    return source.edited(applied), [f"{f.found} -> {f.replacement}" for f in applied]


def one(source: str, format_name: str = "xml", **options: tuple[str, ...]) -> list[str]:
    return [
        line
        for origin in reader(format_name)(source, "a.xml", Options(**options))
        for line in paragraphs(origin.text)
    ]


def test_there_are_fixtures_of_each_format():
    assert all(len(list((FIXTURES / name).glob("*.xml"))) >= 12 for name in FORMATS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_is_read(file: Path):
    data = file.read_bytes()
    source = read(data, file.name)
    assert source.format == file.parent.name
    articles = file.with_suffix(".txt").read_text("utf-8").split("-----\n")
    assert [paragraphs(a.text) for a in source.articles] == [a.splitlines() for a in articles]
    assert source.edited(()) == data


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_fixed_file_is_the_same_but_for_the_words(cleaner: Cleaner, file: Path):
    data = file.read_bytes()
    result, applied = fixed(cleaner, data, file.name)
    assert (result != data) == bool(applied)
    assert fixed(cleaner, result, file.name) == (result, [])


CASES = [
    (
        "tags in a fragment",
        "<nitf><body><body.content><p>Rockets hit [la <em>base</em> aérienne] lundi.</p>"
        "</body.content></body></nitf>",
        "<nitf><body><body.content><p>Rockets hit [the air <em>base</em>] Monday.</p>"
        "</body.content></body></nitf>",
    ),
    (
        "references around it",
        "<a><p>The minist&#232;re &amp; co. met <q>[anti&#x64;jihadiste]</q> forces lundi.</p></a>",
        "<a><p>The ministry &amp; co. met <q>[anti-jihadist]</q> forces Monday.</p></a>",
    ),
    (
        "HTML in a section",
        "<rss><item><content:encoded><![CDATA[<p>The attack [<i>lundi</i>] came.</p>]]>"
        "</content:encoded></item></rss>",
        "<rss><item><content:encoded><![CDATA[<p>The attack [<i>Monday</i>] came.</p>]]>"
        "</content:encoded></item></rss>",
    ),
    (
        "escaped HTML",
        "<rss><item><description>&lt;p&gt;&amp;ldquo;2 500&amp;rdquo; at R&amp;D [lundi] "
        "&lt;b&gt;now&lt;/b&gt; la r&amp;eacute;union.</description></item></rss>",
        "<rss><item><description>&lt;p&gt;&amp;ldquo;2,500&amp;rdquo; at R&amp;D [Monday] "
        "&lt;b&gt;now&lt;/b&gt; the meeting.</description></item></rss>",
    ),
    (
        "a caption's shortcode",
        "<rss><item><content:encoded><![CDATA[The road reopens.\n\n"
        '[caption id="la" caption="mercredi"]<img src="lundi.jpg"> A crowd [lundi] waits[/caption]'
        "]]></content:encoded></item></rss>",
        "<rss><item><content:encoded><![CDATA[The road reopens.\n\n"
        '[caption id="la" caption="mercredi"]<img src="lundi.jpg"> A crowd [Monday] '
        "waits[/caption]]]></content:encoded></item></rss>",
    ),
]


@pytest.mark.parametrize(("source", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_fixes(cleaner: Cleaner, source: str, expected: str):
    assert fixed(cleaner, source.encode())[0].decode() == expected


def test_what_the_declared_encoding_lacks_is_not_written(cleaner: Cleaner):
    """The file is ASCII so far, which is UTF-8 as well; nobody would read that if it were added."""
    story = '<?xml version="1.0" encoding="iso-8859-1"?><a>The l\'oeuvre of lundi</a>'
    assert read(story.encode(), "a.xml").articles[0].charset == "iso8859-1"
    result, _ = fixed(cleaner, story.encode())
    assert result.isascii()
    assert b"Monday" in result


PLAIN = [
    ("mixed content", "<a>x <b>y</b><c>z</c></a>", ["x yz"]),
    ("no mixed content", "<a><b>y</b><c>z</c></a>", ["y", "z"]),
    ("a paragraph beside text", "<a>x<p>y</p></a>", ["x", "y"]),
    ("a note inside a sentence", "<a>x<note>y</note></a>", ["x", "y"]),
    ("a mere less-than sign", "<a>1 &lt; 2 &gt; b</a>", ["1 < 2 > b"]),
    ("tags of HTML", "<a>1 &lt;br/&gt; 2</a>", ["1", "2"]),
    ("tags, not of HTML", "<a><![CDATA[1 <sic> 2]]></a>", ["1 <sic> 2"]),
    ("two line breaks", "<a>1\r2\r\r3\r\n4</a>", ["1 2", "3 4"]),
    (
        "kept lines",
        "<a xml:space='preserve'>1\n2<b xml:space='default'>3\n4</b></a>",
        ["1", "23 4"],
    ),
    ("a code page's numbers", "<a>It&#146;s</a>", ["It’s"]),
]


@pytest.mark.parametrize(("source", "lines"), [c[1:] for c in PLAIN], ids=[c[0] for c in PLAIN])
def test_any_xml(source: str, lines: list[str]):
    assert one(source) == lines


def test_only_the_elements_that_are_named():
    story = "<a><h>One</h><x:body xmlns:x='urn:x'>Two <b>three</b></x:body><b>four</b></a>"
    assert one(story, fields=("h", "x:body")) == ["One", "Two three"]
    assert one("<rss><item><title>1</title><d>2</d></item></rss>", "wxr", fields=("d",)) == ["2"]
    with pytest.raises(InputError, match=r"a\.xml: no text in elements named headline"):
        one(story, fields=("headline",))


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (
            "<?xml version='1.0'?><!-- <rss> --><?a?><!DOCTYPE nitf SYSTEM 'x'><nitf>",
            "a.xml",
            "nitf",
        ),
        ("<n:nitf xmlns:n='x'>", "a.xml", "nitf"),
        ("<newsItem guid='a'>", "a.xml", "newsml-g2"),
        ("<newsItems>", "a.xml", "xml"),
        ("\n\n<?xml version='1.0'?><rss version='2.0'>", "-", "wxr"),
        ("<rss>", "a.rss", "wxr"),
        ("<?xml version='1.0'?><story>", "-", "xml"),
        ("<story>", "-", "text"),
        ("", "a.xml", "xml"),
        ("<?a?>" * 800 + "<!", "a.xml", "xml"),
    ],
)
def test_the_root_tells_the_format(head: str, name: str, expected: str):
    assert detected(name, head) == expected


SHORTCODES = [
    ('[lundi] [sic] [il a dit "oui"] [x]', '[lundi] [sic] [il a dit "oui"] [x]'),
    ("a [b x=1]c[/b] [/d] e", "a c  e"),
    ("a [code]le = la [b][/code] c", "a \ufffc c"),
    ("[gallery]a[audio /]b[c /]d", "\n\na\n\nbd"),
    ("[[gallery]] [[b x=1]] [gallery]]", "[[gallery]] [[b x=1]] \n\n]"),
]


@pytest.mark.parametrize(("text", "shown"), SHORTCODES)
def test_shortcodes(text: str, shown: str):
    weaver = Weaver(text)
    weaver.copy(0, len(text))
    assert without_shortcodes(weaver.origin()).text == shown


def test_items_of_a_package_are_articles_of_their_own(cleaner: Cleaner):
    data = (FIXTURES / "newsml-g2" / "message.xml").read_bytes()
    result, applied = fixed(cleaner, data)
    assert applied == ["lundi -> Monday", "mercredi -> Wednesday"]
    assert result == data.replace(b"lundi", b"Monday").replace(b"mercredi", b"Wednesday")


def test_findings_count_in_the_file(cleaner: Cleaner):
    source: Source = read(b"<a>\r\n<b>d&#233;j&#224; vu</b>\r\n<b>on lundi</b></a>", "a.xml")
    [found] = cleaner.check_documents(source.articles)
    [finding] = source.placed(source.articles[0], found)
    assert (finding.line, finding.column) == (3, 7)
    assert source.text[finding.start : finding.end] == "lundi"
