"""Files that were made to do harm: each is refused with a clear error, or read quickly."""

from __future__ import annotations

import gzip
import json
import lzma
import time
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
import zstandard

from cleaner import InputError
from cleaner.formats.registry import FORMATS, Options
from cleaner.formats.source import Source, read

# Seconds that a file of a few hundred kilobytes may take on a machine that is busy.
LONGEST = 5.0
DEEP = 10_000
MIB = 1 << 20


def quickly(data: bytes, format_name: str, *fields: str, longest: float = LONGEST) -> Source | None:
    """What is read of a file; None where it is refused."""
    started = time.perf_counter()
    source = None
    with suppress(InputError):
        source = read(data, "a", format_name=format_name, options=Options(fields))
        for article in source.articles:
            if article.origin:
                article.origin.edits(0, min(50, len(article.text)), "x")
        assert source.suppressions is not None
    assert time.perf_counter() - started < longest
    return source


def refusal(data: bytes, format_name: str = "text") -> str:
    with pytest.raises(InputError) as caught:
        read(data, "a", format_name=format_name)
    said = str(caught.value)
    assert "\n" not in said
    assert "left alone" in said
    return said


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)
).encode()


@pytest.mark.parametrize("format_name", ["nitf", "newsml-g2", "wxr", "xml"])
@pytest.mark.parametrize(
    "declared",
    [
        LAUGHS,
        b'<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        b'<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">',
        b'<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;',
        b"<!ENTITY l9 '" + b"a" * MIB + b"'>",
    ],
    ids=["billion laughs", "a file", "an address", "a parameter", "quadratic"],
)
def test_entities(format_name: str, declared: bytes):
    said = refusal(b"<!DOCTYPE a [" + declared + b"]><a>" + b"&l9;" * 500 + b"</a>", format_name)
    assert "declares entities" in said


def nested(opening: str, closing: str, inside: str = "lundi") -> bytes:
    return (opening * DEEP + inside + closing * DEEP).encode()


NESTED = [
    ("html", "<div>", "</div>"),
    ("html", "<b>", "</b>"),
    ("html", "<p lang=fr>", ""),
    ("html", "<ul><li>", ""),
    ("html", "</b>", ""),
    ("html", "<b><i>", "</b></i>"),
    ("html", "<a title='x'", ""),
    ("html", "<!--", ""),
    ("html", "<", ""),
    ("html", "&", ""),
    ("html", "&#", ""),
    ("html", "<script>", ""),
    ("html", "<a b='", ""),
    ("html", "<a b=\"'", ""),
    ("html", "<a =", ""),
    ("html", " \t", "\n"),
    ("xml", "<a>", "</a>"),
    ("xml", "<a>x", "</a>"),
    ("nitf", "<p>", "</p>"),
    ("wxr", "<item>", "</item>"),
    ("newsml-g2", "<newsItem>", "</newsItem>"),
    ("markdown", "[", "]"),
    ("markdown", "> ", ""),
    ("json", "[", "]"),
    ("json", '{"a":', "}"),
    ("json", '["', ""),
    ("jsonl", "[", "]"),
    ("jsonl", '{"a":', "}"),
    ("ninjs", '{"body_text":', "}"),
    ("csv", '"', ""),
    ("csv", '"",', ""),
    ("csv", '"\n', ""),
    ("csv", '""\n', ""),
    ("tsv", '"\t', ""),
    ("tsv", '"a\t', '"\n'),
    ("text", "[", "]"),
]


@pytest.mark.parametrize(
    ("format_name", "opening", "closing"), NESTED, ids=lambda value: repr(value)[:20]
)
def test_what_is_nested_ten_thousand_times(format_name: str, opening: str, closing: str):
    quickly(nested(opening, closing), format_name)


def test_json_is_refused_where_it_is_nested_too_deeply():
    for field in ("body", "$..body"):
        data = b'{"body": ' + nested("[", "]", '"lundi"') + b"}"
        assert quickly(data, "json", field) is None
    assert "nested too deeply" in refusal(nested("[", "]", ""), "json")
    # What Python's parser still takes is read, with a path that goes all the way, too.
    deep = b'{"body": ' + b"[" * 900 + b'"lundi"' + b"]" * 900 + b"}"
    source = quickly(deep, "json")
    assert source is None or source.articles[0].text == "lundi"
    quickly(deep, "json", "$..body")
    many = b'{"body": ' + b"[" * 900 + b",".join([b'"lundi"'] * 20_000) + b"]" * 900 + b"}"
    quickly(many, "json")


def test_keys_that_stand_twice():
    said = (
        b'{"articles": [{"text": "a", "cleaner": 1}, {"text": "b"}], "articles": [], "text": "c"}'
    )
    source = quickly(said, "json")
    assert source is not None
    assert [article.text for article in source.articles] == ["a", "b", "c"]


def test_html_in_many_fields():
    data = json.dumps([{"body": "<p>lundi &amp; <b"}] * 5000).encode()
    quickly(data, "json")


LINES = [known.name for known in FORMATS]


@pytest.mark.parametrize("format_name", ["html", "json", "text"])
def test_a_line_of_two_hundred_megabytes(format_name: str):
    """It is compressed to a few kilobytes, and refused before it fills the memory."""
    packed = zstandard.ZstdCompressor().compress(b"lundi " * (200 * MIB // 6))
    assert len(packed) < MIB
    assert "holds more than 128 MiB" in refusal(packed, format_name)


@pytest.mark.parametrize("format_name", [name for name in LINES if name != "markdown"])
def test_a_line_of_a_megabyte(format_name: str):
    quickly(b"lundi " * (MIB // 6), format_name)
    quickly(b"<p>lundi & " * (MIB // 11), format_name)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
}
each_packer = pytest.mark.parametrize("suffix", PACKERS)
# Long enough not to fit into one block.
STORY = b"".join(b"%d lundi %x\n" % (n, n * n) for n in range(30_000))


@each_packer
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
def test_what_was_cut_off(suffix: str, share: float):
    packed = PACKERS[suffix](STORY)
    said = refusal(packed[: int(len(packed) * share)])
    assert "can't be unpacked" in said


@each_packer
def test_what_was_damaged(suffix: str):
    packed = PACKERS[suffix](STORY)
    for at in range(8, len(packed), len(packed) // 20):
        damaged = packed[:at] + bytes([packed[at] ^ 0x55]) + packed[at + 1 :]
        with suppress(InputError):
            assert read(damaged, "a").text.encode() == STORY  # a part of the header


@each_packer
def test_a_bomb(suffix: str):
    started = time.perf_counter()
    bomb = PACKERS[suffix](b"\0" * (200 * MIB))
    made = time.perf_counter()
    assert "holds more than 128 MiB" in refusal(bomb)
    assert time.perf_counter() - made < LONGEST + (made - started)


@each_packer
def test_several_pieces_and_what_stands_behind(suffix: str):
    packed = PACKERS[suffix](b"One.\n")
    assert read(packed * 3, "a").text == "One.\n" * 3
    assert "can't be unpacked" in refusal(packed + b"more")


def test_xz_that_asks_for_much_memory():
    packed = bytearray(lzma.compress(b"One."))
    assert read(bytes(packed), "a").text == "One."
    # The size of the dictionary is a byte of the block's header, which has a checksum.
    at = 12
    length = (packed[at] + 1) * 4
    place = packed.index(b"\x21\x01", at, at + length) + 2
    packed[place] = 36  # 1 GiB
    packed[at + length - 4 : at + length] = zlib.crc32(packed[at : at + length - 4]).to_bytes(
        4, "little"
    )
    assert "can't be unpacked" in refusal(bytes(packed))


ODD = [b"", b'""', b"3", b"null", b"[]", b"{}", b"<", b"\n", b",", b"---\n"]


@pytest.mark.parametrize("data", ODD)
@pytest.mark.parametrize("format_name", [known.name for known in FORMATS])
def test_next_to_nothing(format_name: str, data: bytes):
    with suppress(InputError):
        assert read(data, "a", format_name=format_name).edited(()) == data


def test_bytes_of_an_encoding_that_reads_what_it_cannot_write():
    with suppress(InputError):
        data = b"\x1b\x98" + b"<" * 500
        assert read(data, "a.txt").edited(()) == data


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_that_never_ends(fence: str, end: str):
    lines = [fence, *(["title: A", ""] * 2_000)]
    assert quickly(end.join(lines).encode(), "markdown")
