"""Plain text: bytes in, a text out, and the same bytes back except where the text changed.

UTF-8 with and without a byte order mark, UTF-16 with one, what XML and HTML declare, and what
charset-normalizer makes of the rest. Line ends, a missing final newline and special spaces are
part of the text and stay.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from cleaner.errors import BinaryInputError, EncodingError

__all__ = ["DecodedText", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# C0 controls that text files do hold: tab, line feed, form feed, carriage return, and the
# control Z, escape and information separators that old wire feeds put around their headers.
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r\x01\x02\x03\x04\x1a\x1b\x1c\x1d\x1e\x1f"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)
# Bytes that are looked at to tell binary data and the encoding, and where that is declared.
_SAMPLE = 65_536
_HEAD = 2048


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text with what is needed to write it back: its encoding and its byte order mark."""

    text: str
    encoding: str
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """The bytes of ``text`` in this text's encoding, with its byte order mark."""
        return self.mark + text.encode(self.encoding)


def decode(data: bytes, name: str = "the input") -> DecodedText:
    """Reads bytes as text.

    Raises BinaryInputError for data that is no text, EncodingError when no encoding is found
    that gives the same bytes back. ``name`` is used in messages.

    >>> decode("naïve".encode("utf-8-sig")).encoding
    'utf-8'
    >>> decode("Le procès a été ajourné à Évry.".encode("cp1252")).text
    'Le procès a été ajourné à Évry.'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, name, mark)
    if _is_binary(data[:_SAMPLE]):
        raise BinaryInputError(f"{name} is no text (it holds binary data); it was left alone")
    if not data.isascii():
        try:
            return DecodedText(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            return _decoded(data, _declared(data) or _guess(data, name), name)
    # What is written into the text must be in the encoding that is declared, too.
    return DecodedText(data.decode("ascii"), _declared(data) or "utf-8")


_DECLARATION = re.compile(
    rb"""\s*<(?:\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.:-]+)"""
    rb"""|(?=[!A-Za-z?]).{0,1024}?<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+))""",
    re.DOTALL | re.IGNORECASE,
)
# Encodings of text that hold ASCII as it is, by the names that Python has for them.
_KNOWN = re.compile(
    r"ascii|utf-8|iso8859-\d+|cp(?:125\d|437|85\d|86\d|874|932|949|950)|koi8-[rtu]|mac-\w+|gb\w+|"
    r"big5\w*|euc_\w+|tis-620"
)


def _declared(data: bytes) -> str | None:
    r"""The encoding that XML or HTML says it is in, if that is so.

    >>> _declared(b"<?xml version='1.0' encoding='ISO-8859-2'?><a>\xb1</a>")
    'iso8859-2'
    """
    match = _DECLARATION.match(data[:_HEAD])
    if match is None:
        return None
    try:
        encoding = codecs.lookup((match[1] or match[2]).decode("ascii")).name
        if not _KNOWN.fullmatch(encoding) or data.decode(encoding).encode(encoding) != data:
            return None
    except (LookupError, UnicodeError):
        return None
    is_western = encoding in ("ascii", "iso8859-1")
    if is_western and (match[2] or _CONTROL_1.search(data)):
        # What browsers take for it, and what it is where it has the codes in between.
        return "cp1252" if _is_western(data) else None
    return encoding


_CONTROL_1 = re.compile(rb"[\x80-\x9f]")


def _is_binary(sample: bytes) -> bool:
    """NUL bytes, or more than a few control characters, are no text."""
    if b"\0" in sample:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > len(sample) // 100


def _decoded(data: bytes, encoding: str, name: str, mark: bytes = b"") -> DecodedText:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{name} begins like {encoding} but breaks off at byte {error.start}; it was left "
            "alone. Restore it from its source, or convert it to UTF-8"
        ) from error
    if not _comes_back(text, encoding, data):
        raise EncodingError(
            f"{name} can't be written back unchanged as {encoding}; it was left alone. "
            "Convert it to UTF-8 first"
        )
    return DecodedText(text, encoding, mark)


def _comes_back(text: str, encoding: str, data: bytes) -> bool:
    try:
        return text.encode(encoding) == data
    except UnicodeEncodeError:  # some codecs read what they can't write
        return False


def _guess(data: bytes, name: str) -> str:
    """A single-byte encoding for data that is no UTF-8.

    cp1252 first: it is what English and French newsrooms wrote before UTF-8, and as it has the
    printable characters of latin-1 it is right for both. charset-normalizer is asked for the rest.
    """
    if _is_western(data):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise EncodingError(
            f"the encoding of {name} can't be told; it was left alone. Convert it to UTF-8 first"
        )
    return best.encoding


def _is_western(data: bytes) -> bool:
    """Whether the bytes above ASCII are letters and punctuation of French and English text."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    special = [character for character in text if character > "\x7f"]
    usual = sum(character in _WESTERN for character in special)
    return usual >= 0.9 * len(special)


_WESTERN = frozenset("àâäçèéêëîïôöùûüÿœæÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆñáíóúÑÁÍÓÚß‘’“”«»–—…•€£°§©®™·\u00a0")
