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
