"""What holds for every document, however odd, and every edit of what its reader shows.

As many documents are made as hypothesis's profile says: 1,000 of each format in `make fuzz`.
"""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cleaner import InputError
from cleaner.apply import put
from cleaner.finding import Edit
from cleaner.formats.registry import FORMATS as KNOWN
from cleaner.formats.source import read, read_text
from tests.formats import strategies
from tests.formats.fixture_files import articles, rest
from tests.limits import processor_seconds

each_format = pytest.mark.parametrize("format_name", strategies.FORMATS)
# Those of Markdown and XML, which know their own exceptions, are in their own tests.
own = pytest.mark.parametrize("format_name", ["csv", "html", "json", "jsonl", "ninjs", "tsv"])
unhurried = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


def test_all_formats_are_here():
    assert sorted(known.name for known in KNOWN) == sorted(strategies.FORMATS)


@each_format
@given(st.data())
@unhurried
@processor_seconds(4)
def test_a_file_without_edits_is_the_same_file(format_name: str, data: st.DataObject):
    file = data.draw(strategies.files(format_name))
    with suppress(InputError):
        source = read(file, "a", format_name=format_name)
        assert source.edited(()) == file
        assert source.decoded.encode(source.text) == file


@own
@given(st.data())
@unhurried
@processor_seconds(4)
def test_edits_of_the_view_change_the_view_and_nothing_else(format_name: str, data: st.DataObject):
    text = data.draw(strategies.documents(format_name))
    try:
        source = read_text(text, format_name)
    except InputError:
        return
    made: list[Edit] = []
    expected = []
    for origin in articles(source):
        view = origin.text
        # A value whose text shows a tag is taken for HTML because of that.
        assume(format_name == "html" or not re.search(r"<\w", view))
        for edit in sorted(data.draw(strategies.edits(view)), reverse=True):
            placed = origin.edits(edit.start, edit.end, edit.text)
            if placed is not None:
                made += placed[0]
                view = view[: edit.start] + edit.text + view[edit.end :]
        expected.append(view)
    edited = put(text, made)
    again = read_text(edited, format_name)
    assert rest(edited, articles(again)) == rest(text, articles(source))
    # White space beside a line break or a tag belongs to it.
    assert ["".join(o.text.split()) for o in articles(again)] == [
        "".join(view.split()) for view in expected
    ]
