"""Bytes to text and back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import BinaryInputError, EncodingError
from cleaner.formats.text import decode

FRENCH = "Le procès, ajourné à Évry « pour cause de grève », reprendra mercredi.\r\n"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "cp1252"),
        (b"", "latin-1"),
        (b"", "ascii"),
    ],
)
def test_round_trip(mark: bytes, codec: str):
    text = FRENCH if codec != "ascii" else "Plain words.\n"
    data = mark + text.encode(codec)
    decoded = decode(data)
    assert decoded.text == text
    assert decoded.encode(decoded.text) == data


def test_cyrillic_by_charset_normalizer():
    text = "Москва и Киев договорились о перемирии, сообщили в понедельник власти. " * 5
    decoded = decode(text.encode("cp1251"))
    assert decoded.encode(decoded.text) == text.encode("cp1251")


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04" + bytes(range(256)), b"\x7fELF\x02\x01\x01\0"],
)
def test_binary(data: bytes):
    with pytest.raises(BinaryInputError, match=r"wire\.txt is no text"):
        decode(data, "wire.txt")


def test_broken_utf16():
    with pytest.raises(EncodingError, match="breaks off at byte"):
        decode(codecs.BOM_UTF16_LE + "abc".encode("utf-16-le")[:-1])


@given(st.binary(max_size=200))
def test_any_bytes_come_back_or_are_refused(data: bytes):
    try:
        decoded = decode(data)
    except (BinaryInputError, EncodingError):
        return
    assert decoded.encode(decoded.text) == data


XML = "<?xml version='1.0' encoding='{}'?>\n<a>{}</a>"
PAGE = (
    '<!doctype html>\n<head><title>x</title><META http-equiv="a" content="text/html; charset={}">{}'
)
DECLARED = [
    (XML, "iso-8859-1", "latin-1", "procès", "iso8859-1"),
    (XML, "ISO-8859-15", "iso8859-15", "20 € à Œuilly", "iso8859-15"),
    (XML, "windows-1250", "cp1250", "Łódź", "cp1250"),
    (XML, "macintosh", "mac-roman", "procès à Évry", "mac-roman"),
    (XML, "koi8-r", "koi8-r", "Москва", "koi8-r"),
    (XML, "gb2312", "gb2312", "北京", "gb2312"),
    # Nothing yet tells the encoding but the declaration; what is written must be in it.
    (XML, "iso-8859-1", "ascii", "plain", "iso8859-1"),
    (XML, "us-ascii", "ascii", "plain", "ascii"),
    (XML, "utf-16", "ascii", "plain", "utf-8"),
    # Not what it says it is: UTF-8, which nothing else looks like; or it has other codes.
    (XML, "iso-8859-1", "utf-8", "procès", "utf-8"),
    (XML, "utf-8", "cp1252", "“procès”", "cp1252"),
    (XML, "iso-8859-1", "cp1252", "“procès”", "cp1252"),
    (XML, "us-ascii", "latin-1", "procès", "cp1252"),
    # Names of what is no encoding of text, or none that is known.
    (XML, "rot13", "latin-1", "procès", "cp1252"),
    (XML, "unicode_escape", "latin-1", "procès \\d", "cp1252"),
    (XML, "x-none", "latin-1", "procès", "cp1252"),
    (PAGE, "iso-8859-2", "iso8859-2", "Łódź", "iso8859-2"),
    # Browsers take this name for the other.
    (PAGE, "iso-8859-1", "ascii", "plain", "cp1252"),
    (PAGE, "utf-8", "ascii", "plain", "utf-8"),
    ("no markup: <meta charset={}> {}", "koi8-r", "latin-1", "procès", "cp1252"),
]


@pytest.mark.parametrize(("form", "declared", "codec", "text", "expected"), DECLARED)
def test_declared_encodings(form: str, declared: str, codec: str, text: str, expected: str):
    data = form.format(declared, text).encode(codec)
    decoded = decode(data)
    assert decoded.encoding == expected
    assert decoded.encode(decoded.text) == data
    assert decoded.text == form.format(declared, text)


def test_a_byte_order_mark_wins_over_a_declaration():
    text = XML.format("iso-8859-1", "procès")
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le")).text == text
