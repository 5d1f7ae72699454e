"""What holds for every fixture of every format, in every encoding and with all line ends.

Few of the combinations are tried each time; `make fuzz` tries all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import settings

from cleaner import Cleaner
from cleaner.errors import EncodingError
from cleaner.finding import Edit
from cleaner.formats.source import Source, read
from cleaner.sources import fix_sources
from tests.formats.fixture_files import FILES, articles, options_for, rest, variants

# All of them where as many examples are asked for as in `make fuzz`.
EVERY = 1 if settings.default.max_examples >= 1000 else 9
each_file = pytest.mark.parametrize(
    "file", FILES, ids=lambda file: f"{file.parent.name}-{file.name}"
)


def decoded(file: Path) -> str:
    return read(file.read_bytes(), file.name, options=options_for(file)).text


def fixed(cleaner: Cleaner, source: Source) -> tuple[bytes, list[Edit]]:
    [checked] = fix_sources(cleaner, [source])
    return checked.data, sorted(edit for one in checked.applied for edit in one.edits)


def outside(text: str, edits: Iterable[Edit]) -> list[tuple[int, int]]:
    """The stretches of a text that no edit touches."""
    places = [0, *(place for edit in edits for place in edit[:2]), len(text)]
    return list(zip(places[::2], places[1::2], strict=True))


@each_file
def test_without_edits_it_is_the_same_file(file: Path):
    for name, text, data in variants(decoded(file)):
        try:
            source = read(data, file.name, format_name=file.parent.name, options=options_for(file))
        except EncodingError:
            continue  # of so few letters it can't be told
        assert source.edited(()) == data, name
        assert source.edited([]) == data
        if "utf" in name:
            assert source.text == text, name


@each_file
def test_fixes_change_nothing_else(cleaner: Cleaner, file: Path):
    first = FILES.index(file)
    options = options_for(file)
    found = 0
    for name, text, data in list(variants(decoded(file)))[first % EVERY :: EVERY]:
        source = read(data, file.name, format_name=file.parent.name, options=options)
        if source.text != text:
            continue  # an encoding that can't be told
        result, edits = fixed(cleaner, source)
        found += len(edits)
        assert (result == data) == (not edits)
        assert_outside_is_the_same(source, edits, result)
        again = read(result, file.name, format_name=file.parent.name, options=options)
        assert again.decoded.mark == source.decoded.mark
        if not result.isascii():  # the last letter that told the encoding may be gone
            assert again.decoded.encoding == source.decoded.encoding, name
        assert len(again.articles) == len(source.articles)
        assert len(again.errors) == len(source.errors)
        assert rest(again.text, articles(again)) == rest(text, articles(source)), name
        assert fixed(cleaner, again) == (result, []), name


def assert_outside_is_the_same(source: Source, edits: list[Edit], result: bytes) -> None:
    """Counted in bytes of the file as it came."""
    codec, mark = source.decoded.encoding, source.decoded.mark

    def place(offset: int) -> int:
        return len(mark) + len(source.text[:offset].encode(codec))

    at = 0
    new = [edit.text.encode(codec) for edit in edits] + [b""]
    for (start, end), written in zip(outside(source.text, edits), new, strict=True):
        stretch = source.data[place(start) if start else 0 : place(end)]
        assert result.startswith(stretch + written, at)
        at += len(stretch + written)
    assert at == len(result)
    assert all(left.end <= right.start for left, right in pairwise(edits))


@pytest.mark.parametrize("format_name", sorted({file.parent.name for file in FILES}))
def test_there_is_something_to_fix_in_the_fixtures(cleaner: Cleaner, format_name: str):
    files = [file for file in FILES if file.parent.name == format_name]
    sources = [read(f.read_bytes(), f.name, options=options_for(f)) for f in files]
    fixes = [edit for one in fix_sources(cleaner, sources) for f in one.applied for edit in f.edits]
    assert len(fixes) >= 5
