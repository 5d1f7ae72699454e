"""What the readers of HTML, JSON and tables show of files as they are in the wild."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cleaner import InputError
from cleaner.formats.registry import FORMATS, Options
from cleaner.formats.source import read
from tests.formats.fixture_files import FILES, expected, paragraphs, view_of

WITH_VIEWS = [file for file in FILES if view_of(file).exists()]


def test_there_are_fixtures_of_each_format():
    counted = Counter(file.parent.name for file in FILES)
    counted["tsv"] += counted["csv"]
    assert [known.name for known in FORMATS if counted[known.name] < 12] == []


@pytest.mark.parametrize("file", WITH_VIEWS, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_what_is_read(file: Path):
    options, articles = expected(file)
    data = file.read_bytes()
    source = read(data, file.name, options=options)
    assert source.format == file.parent.name
    assert [paragraphs(article.text) for article in source.articles] == (
        articles if source.articles else []
    )
    assert source.edited(()) == data


def test_broken_lines_are_reported_and_the_others_read():
    [file] = [file for file in FILES if file.name == "broken-lines.jsonl"]
    source = read(file.read_bytes(), "b.jsonl")
    assert [str(error).split(" (")[0] for error in source.errors] == [
        f"b.jsonl: no valid JSON at line {line}, column {column}"
        for line, column in [(2, 10), (4, 1), (5, 15), (6, 10), (7, 24), (8, 16)]
    ]


def one(text: str, format_name: str, *fields: str) -> list[str]:
    source = read(text.encode(), f"a.{format_name}", options=Options(fields))
    assert source.format == format_name
    return [" / ".join(paragraphs(article.text)) for article in source.articles]


FIELDS = [
    ("json", '{"a": {"q": "1"}, "q": ["2", {"r": "3"}]}', ["q"], ["1 / 2"]),
    ("json", '{"a": {"q": "1"}, "q": "2"}', ["$.q"], ["2"]),
    ("json", '[{"q": "1"}, {"q": "2"}]', ["$[1].q"], ["2"]),
    ("json", '[{"q": "1"}, {"r": "2"}]', ["$..q", "r"], ["1", "2"]),
    ("json", '{"title": "1"}', ["none"], []),
    ("jsonl", '{"q": "1"}\n{"p": {"q": "2"}}', ["$.p.q"], ["2"]),
    ("ninjs", '{"uri": "u", "headline": "h", "byline": "b"}', ["byline"], ["b"]),
    ("csv", "a,b\n1,2\n", ["b"], ["2"]),
    ("csv", "a,b\n1,2\n", ["2", "a"], ["1 / 2"]),
    ("csv", "1,2\n3,4\n", ["2"], ["2", "4"]),
    ("csv", "x,y\n3,4\n", ["2"], ["y", "4"]),
    ("csv", "title,title\n1,2\n", ["title"], ["1 / 2"]),
    ("tsv", "a\tb\n1\t2,3\n", ["b"], ["2,3"]),
]


@pytest.mark.parametrize(("format_name", "text", "fields", "texts"), FIELDS)
def test_fields(format_name: str, text: str, fields: list[str], texts: list[str]):
    source = read(text.encode(), "a", format_name=format_name, options=Options(tuple(fields)))
    assert [" / ".join(paragraphs(article.text)) for article in source.articles] == texts


TROUBLE = [
    ("csv", "a,b\n1,2\n", ["c"], "there is no column 'c'; there are a, b"),
    ("csv", "a,b\n1,2\n", ["3"], "there is no column '3'"),
    ("csv", "a,b\n1,2\n", ["0"], "there is no column '0'"),
    ("csv", "a,b\n1,2\n", ["²"], "there is no column '²'"),
    ("csv", 'title\n"1\n2', [], "the cell in line 2 has a quotation mark that is not closed"),
    ("csv", 'title\n"1"2\n', [], "or text behind one; it was left alone"),
    ("json", '{"a": 1}', ["$["], r"'\$\[' is no JSONPath"),
    ("json", '{"a": 1', [], "no valid JSON at line 1, column 8"),
    ("json", "", [], "no valid JSON at line 1, column 1"),
    ("json", '{"a": ' + "1" * 5000 + "}", [], "a number too long"),
    ("ninjs", "{'uri': 1}", [], "no valid JSON at line 1, column 2"),
]


@pytest.mark.parametrize(("format_name", "text", "fields", "message"), TROUBLE)
def test_trouble_is_told(format_name: str, text: str, fields: list[str], message: str):
    with pytest.raises(InputError, match=message) as caught:
        read(text.encode(), "a", format_name=format_name, options=Options(tuple(fields)))
    assert "\n" not in str(caught.value)
