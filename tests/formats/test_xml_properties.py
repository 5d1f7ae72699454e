"""What holds for every XML file and every edit of what its reader shows."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cleaner import InputError
from cleaner.apply import put
from cleaner.finding import Edit
from cleaner.formats.registry import Options, reader
from cleaner.formats.source import read
from cleaner.formats.xml_tokens import tokens
from cleaner.origin import Origin
from tests.formats import xml_strategies as random_xml
from tests.limits import processor_seconds

thorough = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True,
)
each_format = pytest.mark.parametrize("format_name", random_xml.FORMATS)


def origins(source: str, format_name: str) -> list[Origin]:
    return list(reader(format_name)(source, "a.xml", Options()))


def markup(source: str) -> list[str]:
    """All that is no text, but for the marks of CDATA sections."""
    parts = (source[t.start : t.end] for t in tokens(source, "a.xml") if t.kind in _MARKUP)
    return [part for part in parts if part not in ("<![CDATA[", "]]>")]


_MARKUP = ("start", "end", "other")


@each_format
@given(st.data())
@thorough
@processor_seconds(4)
def test_a_file_without_edits_is_the_same_file(format_name: str, data: st.DataObject):
    file = data.draw(random_xml.files(format_name))
    source = read(file, "a.xml", format_name=format_name)
    assert source.edited(()) == file
    declared = source.text.split('"')[3]
    assert source.decoded.encoding in (random_xml.ENCODINGS[declared][0], "utf-8", "iso8859-1")


@each_format
@given(st.data())
@thorough
@processor_seconds(4)
def test_pieces_lie_in_the_text(format_name: str, data: st.DataObject):
    """Each in a text, a section or a tag that has attributes, in the order of the view."""
    source = data.draw(random_xml.documents(format_name))
    parts = list(tokens(source, "a.xml"))
    for origin in origins(source, format_name):
        end = 0
        for piece in origin.pieces:
            assert end <= piece.start < piece.end <= len(origin.text)
            end = piece.end
            [kind] = {
                part.kind
                for part in parts
                if part.start < piece.source_end and piece.source_start < part.end
            }
            assert kind in ("text", "cdata")


@each_format
@given(st.data())
@thorough
@processor_seconds(4)
def test_edits_of_the_view_change_the_view_and_nothing_else(format_name: str, data: st.DataObject):
    source = data.draw(random_xml.documents(format_name))
    made: list[Edit] = []
    expected = []
    for origin in origins(source, format_name):
        text = origin.text
        for edit in sorted(data.draw(random_xml.edits(text)), reverse=True):
            placed = origin.edits(edit.start, edit.end, edit.text)
            if placed is not None:
                made += placed[0]
                text = text[: edit.start] + edit.text + text[edit.end :]
        # In XML of a kind that is not known, text with tags in it is HTML.
        assume(format_name != "xml" or not re.search(r"</?[ab]\b", text))
        expected.append(text)
    edited = put(source, made)
    assert markup(edited) == markup(source)
    seen = [origin.text for origin in origins(edited, format_name)]
    # Space beside a line break belongs to it; and where the last word of an element went, XML of
    # a kind that is not known shows it as a paragraph of its own.
    apart = "" if format_name == "xml" else " "
    assert [apart.join(t.split()) for t in seen] == [apart.join(t.split()) for t in expected]


@each_format
@given(st.data())
@thorough
@processor_seconds(4)
def test_damaged_files_are_read_or_refused(format_name: str, data: st.DataObject):
    source = data.draw(random_xml.damaged(format_name))
    with suppress(InputError):
        for origin in origins(source, format_name):
            origin.edits(0, len(origin.text), "x")


@given(st.text(max_size=60))
@thorough
@processor_seconds(4)
def test_any_text_is_read_or_refused(text: str):
    for source in (text, f"<a>{text}</a>", f"<a><![CDATA[{text}]]></a>"):
        with suppress(InputError):
            origins(source, "xml")
