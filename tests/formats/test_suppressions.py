"""Comments that keep rules away: what they are about, and what is wrong with them."""

from __future__ import annotations

import re

import pytest

from cleaner.formats.registry import Options, reader
from cleaner.formats.suppressions import Found, find


def found(source: str, format_name: str) -> Found:
    return find(source, format_name, list(reader(format_name)(source, "a", Options())))


# Format, source, and for each suppression its rules, the text it is about, and its reason.
CASES = [
    # In a block, behind it on its line, and on a line of its own.
    ("markdown", "a <!-- cleaner: ignore FR201 --> b\n\nc", [("FR201", "a {} b", "")]),
    ("markdown", "# a <!-- cleaner: ignore FR201 PL1 -->\n\nc", [("FR201 PL1", "a ", "")]),
    ("markdown", "a\n\n<!-- cleaner: ignore -->\n\nb\nc\n\nd", [("", "b\nc", "")]),
    ("markdown", "a\n<!-- cleaner:ignore FR2,PL -- a name -->\nb", [("FR2 PL", "b", "a name")]),
    ("markdown", "> **a** <!-- cleaner: ignore -->\n\nb", [("", "a", "")]),
    ("markdown", "|a|b|\n|-|-|\n|c <!-- cleaner: ignore -->|d|", [("", "c ", "")]),
    ("markdown", "|a|b|\n|-|-|\n|c|<!-- cleaner: ignore --> d|", [("", " d", "")]),
    ("html", "<p>a <b>b</b> <!-- cleaner: ignore FR2 --></p><p>c", [("FR2", "a <b>b", "")]),
    ("html", "<p>a</p><!-- cleaner: ignore --><p>b</p>", [("", "b", "")]),
    ("html", "<p>a\n<!-- cleaner: ignore -->\n b</p><p>c", [("", "a\n{}\n b", "")]),
    # Ranges; what is not closed runs to the end.
    ("html", "a<!-- cleaner: off FR2 --> b <!-- cleaner: on -->c", [("FR2", " b ", "")]),
    ("html", "<!-- cleaner: off -- why -->a\n<p>b", [("", "a\n<p>b", "why")]),
    (
        "markdown",
        "<!-- cleaner: off FR PL -->\n\na\n\n<!-- cleaner: on FR -->\n\nb\n",
        [("FR", "\n\na\n\n", ""), ("PL", "\n\na\n\n{}\n\nb\n", "")],
    ),
    # Nothing to be about, nothing to end, no comment.
    ("markdown", "a\n\n<!-- cleaner: ignore FR201 -->\n", []),
    ("markdown", "a <!-- cleaner: on --> b <!-- not for cleaner: ignore -->", []),
    ("markdown", "`<!-- cleaner: ignore -->` a\n\n```\n<!-- cleaner: off -->\n```\n\nb", []),
    ("html", "<script>'<!-- cleaner: off -->'</script>a", []),
]

_COMMENT = re.compile(r"<!--.*?-->")


@pytest.mark.parametrize(("format_name", "source", "expected"), CASES)
def test_comments(format_name: str, source: str, expected: list[tuple[str, str, str]]):
    seen = found(source, format_name)
    assert seen.complaints == ()
    assert [
        (" ".join(one.rules), _COMMENT.sub("{}", source[one.start : one.end]), one.reason)
        for one in seen.suppressions
    ] == expected


def test_lines_and_order():
    seen = found(
        "a\r\n\r\n<!-- cleaner: ignore A -->\r\n\r\nb <!-- cleaner: ignore B -->", "markdown"
    )
    assert [(one.line, one.rules) for one in seen.suppressions] == [(3, ("A",)), (5, ("B",))]


SETTINGS = [
    ("---\ncleaner: {ignore: [FR201, PL1]}\n---\na", [("FR201", "PL1")]),
    ("---\ncleaner:\n  ignore: FR201 PL1\n---\na", [("FR201", "PL1")]),
    ("---\ncleaner: {ignore: true}\n---\na", [()]),
    ("---\ncleaner: {ignore: []}\n---\na", []),
    ("+++\n[cleaner]\nignore = ['FR201']\n+++\na", [("FR201",)]),
    ('{"cleaner": {"ignore": ["FR201"]}}\n\na', [("FR201",)]),
    ("---\ntitle: cleaner\n---\na <!-- cleaner: ignore -->", [()]),
]


@pytest.mark.parametrize(("source", "rules"), SETTINGS)
def test_front_matter(source: str, rules: list[tuple[str, ...]]):
    seen = found(source, "markdown")
    assert seen.complaints == ()
    assert [one.rules for one in seen.suppressions] == rules
    if "<!--" not in source:
        assert all((one.start, one.end) == (0, len(source)) for one in seen.suppressions)


COMPLAINTS = [
    ("a\n\n<!-- cleaner: ignroe FR201 -->", "line 3: a comment says “cleaner: ignroe”"),
    ("<!-- cleaner: -- why -->\na", "line 1: a comment says “cleaner: ”; write ignore, off or on"),
    ("---\ncleaner: {ignroe: [FR201]}\n---\na", "line 1: “cleaner” takes {ignore: [codes"),
    ("---\ncleaner: {ignore: [7]}\n---\na", "line 1: “cleaner” takes {ignore: [codes"),
    ("---\ncleaner: off\n---\na", "line 1: “cleaner” takes {ignore: [codes"),
]


@pytest.mark.parametrize(("source", "complaint"), COMPLAINTS)
def test_what_is_wrong(source: str, complaint: str):
    seen = found(source, "markdown")
    assert seen.suppressions == ()
    [said] = seen.complaints
    assert said.startswith(complaint)


def test_plain_text_has_no_comments():
    assert find("<!-- cleaner: off --> a", "text", []) == Found()
