"""HTML of content systems: text is fixed, and everything else comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.apply import put
from cleaner.finding import Finding
from cleaner.formats.source import read_text
from cleaner.sources import fix_sources


def fix_html(cleaner: Cleaner, source: str) -> tuple[str, tuple[Finding, ...]]:
    [field] = fix_sources(cleaner, [read_text(source, "html")])
    return field.text, field.findings


CASES = [
    ("<p>It reopens mercredi.</p>", "<p>It reopens Wednesday.</p>"),
    ("It reopens mercredi.", "It reopens Wednesday."),
    ("<p>It reopens <b>mercredi</b>.</p>", "<p>It reopens <b>Wednesday</b>.</p>"),
    (
        '<p>“They came <a href="/lundi">[lundi]</a> at&nbsp;dawn”</p>',
        '<p>“They came <a href="/lundi">[Monday]</a> at&nbsp;dawn”</p>',
    ),
    (
        "<p>The base [a&eacute;rienne] reopens mercredi, A&#233;roport said.",
        "<p>The base [air] reopens Wednesday, A&#233;roport said.",
    ),
    (
        "<p>R&D & AT&amp;T\r\n reopen mercredi.</p>\n",
        "<p>R&D & AT&amp;T\r\n reopen Wednesday.</p>\n",
    ),
    # What is no prose, and what a tag cuts through.
    ("<p>See <code>mercredi</code></p>", None),
    ("<script>var d = 'mercredi';</script>", None),
    ("<!-- mercredi --><img src='lundi'>", None),
    ("<img alt='On lundi'>", "<img alt='On Monday'>"),
    ("<p>It reopens merc<b>redi</b>.</p>", None),
    ("<p>It reopens merc<!-- x -->redi.</p>", None),
    ("", None),
    ("<", None),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_fields(cleaner: Cleaner, before: str, after: str | None):
    fixed, findings = fix_html(cleaner, before)
    assert fixed == (before if after is None else after)
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(before)
        assert all(finding.start <= edit.start <= edit.end <= finding.end for edit in finding.edits)


def test_what_a_tag_cuts_through_is_left_to_an_editor(cleaner: Cleaner):
    [finding] = fix_html(cleaner, "<p>It reopens merc<b>redi</b> night.</p>")[1]
    assert (finding.found, finding.safety) == ("mercredi", "unsafe")
    assert "tags" in finding.fix.reason


TAGS = (
    "<p> </p> <b> </b> <br/> <code> </code> <!-- --> < > & &eacute; &#8217; &nope <![CDATA[ ]]> <?"
)
ODD = ["\r\n", "\u2028", "<a b='", "'", "é", "\x00"]
WORDS = ["It reopens mercredi. ", "[lundi]", "Le Caire and Beyrouth "]
markup = st.lists(st.sampled_from([*TAGS.split(), *ODD, *WORDS]), max_size=14).map("".join)


@given(markup)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_only_edits_change_the_source(cleaner: Cleaner, source: str):
    fixed, findings = fix_html(cleaner, source)
    safe = [one for one in findings if one.safety == "safe"]
    if not safe:
        assert fixed == source
    assert fix_html(cleaner, fixed)[0] == fixed
    for finding in findings:
        for edit in finding.edits:
            assert "<" not in source[edit.start : edit.end]
            assert put(source, [edit]) != source
