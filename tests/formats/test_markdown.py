"""Markdown: what people see of it, and edits that change no more than that."""

from __future__ import annotations

import inspect
import itertools
import re
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Config, InputError
from cleaner.apply import put
from cleaner.formats.front_matter import read as read_matter
from cleaner.formats.markdown import read
from cleaner.formats.registry import Options, detected, suffixes
from cleaner.formats.source import read as read_source
from cleaner.origin import Origin
from tests.formats.markdown_strategies import documents, front_matters, hostile, replacements
from tests.limits import processor_seconds

FIXTURES = sorted(Path(__file__).with_name("fixtures").joinpath("markdown").glob("*.md"))
quick = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
# No document of the strategy for fuzzing may take longer, in milliseconds.
LONGEST = 2.0


def view(source: str) -> Origin:
    [origin] = read(source, "a.md", Options())
    return origin


def edited(source: str, start: int, end: int, new: str) -> str | None:
    """The source with an edit of its view made; None where that can't be."""
    found = view(source).edits(start, end, new)
    return None if found is None else put(source, found[0])


def fixed(source: str, **options: object) -> str:
    """The source with the fixes of the real engine made."""
    read = read_source(source.encode(), "a.md")
    [result] = Cleaner(Config(**options)).fix_documents(read.articles)
    return read.edited(read.placed(read.articles[0], result.applied)).decode()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_view(path: Path):
    seen = view(path.read_bytes().decode()).text
    assert seen == path.with_suffix(".view").read_bytes().decode()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_word_can_be_replaced(path: Path):
    source = path.read_bytes().decode()
    origin = view(source)
    words = 0
    for match in re.finditer(r"[^\W\d_]{3,}", origin.text):
        # Names of reference links, and what is spelt with entities in part, are left alone.
        if not any(p.start <= match.start() and match.end() <= p.end for p in origin.pieces):
            continue
        new = edited(source, *match.span(), "Wednesday")
        assert new is not None, match.group()
        expected = origin.text[: match.start()] + "Wednesday" + origin.text[match.end() :]
        assert view(new).text == expected
        words += 1
    assert words


CASES = [
    # Marks stay where they are.
    ("la **base** aérienne", "la base aérienne", "the air base", "the air **base**"),
    ("an *[lundi]* raid", "lundi", "Monday", "an *[Monday]* raid"),
    ("a \\[lundi\\] b", "lundi", "Monday", "a \\[Monday\\] b"),
    ("[lundi](x 'y')", "lundi", "Monday", "[Monday](x 'y')"),
    ("[a](x 'l\\'an')", "an", "année's", "[a](x 'l\\'année\\'s')"),
    ("![lundi _so_](x)", "lundi", "Monday", "![Monday _so_](x)"),
    # A line break inside what changes stays if the words around it do.
    ("> at the\n> aérienne base", "aérienne base", "air base", "> at the\n> air base"),
    ("> le\n> lundi so", "le lundi", "Monday", "> Monday so"),
    # Characters that would be markup are escaped, no others.
    ("x lundi y", "lundi", "*a* [b] c", "x \\*a\\* [b] c y"),
    ("a | lundi\n--|--", "lundi", "b|c", "a | b\\|c\n--|--"),
    ("a | x \\| lundi\n--|--", "lundi", "b", "a | x \\| b\n--|--"),
    # What can't be written so that it reads the same is not written.
    ("**lundi** x", "lundi", "", None),
    ("lundi x", "lundi", "1.", None),
    ("lundi x", "lundi", "-", None),
    ("a lundi x\n===", "x", "x\n\ny", None),
    ("x `lundi` y", "x \ufffc", "y", None),
    ("[lundi][] y\n\n[lundi]: x", "lundi", "Monday", None),
    ("[lundi]\n\n[lundi]: x", "lundi", "Monday", None),
    ("[lundi] y\n\n[Monday]: x", "lundi", "Monday", None),
    ("x lundi", "lundi", "www.a.fr", None),
    # Front matter stays what it is.
    ("---\ntitle: lundi\n---\n", "lundi", "Monday", "---\ntitle: Monday\n---\n"),
    ("---\ntitle: oui\n---\n", "oui", "yes", None),
    ("---\ntitle: lundi\n---\n", "lundi", "a: b", None),
    ("---\ntitle: lundi\n---\n", "lundi", "[Monday]", None),
    ("---\ntitle: 'lundi'\n---\n", "lundi", "it's: so", "---\ntitle: 'it''s: so'\n---\n"),
    ('---\ntitle: "lundi"\n---\n', "lundi", 'a "b"', '---\ntitle: "a \\"b\\""\n---\n'),
    ('+++\ntitle = "lundi"\n+++\n', "lundi", 'a "b"', '+++\ntitle = "a \\"b\\""\n+++\n'),
    ("+++\ntitle = 'lundi'\n+++\n", "lundi", "it's", None),
    ('{"title": "lundi"}\nx', "lundi", 'a "b"', '{"title": "a \\"b\\""}\nx'),
]


@pytest.mark.parametrize(("source", "old", "new", "expected"), CASES)
def test_edits(source: str, old: str, new: str, expected: str | None):
    at = view(source).text.index(old)
    assert edited(source, at, at + len(old), new) == expected


FIXES = [
    (
        "An attack on la **base** aérienne took place.\n",
        "An attack on the air **base** took place.\n",
    ),
    (
        "---\ntitle: Rockets hit [lundi]\n---\n\n> “It was [lundi],” he said of the\n"
        "> *[antidjihadiste]* forces. `[lundi]`\n",
        "---\ntitle: Rockets hit [Monday]\n---\n\n> “It was [Monday],” he said of the\n"
        "> *[anti-jihadist]* forces. `[lundi]`\n",
    ),
    (
        "| When |\r\n|---|\r\n| It reopens **mercredi** |\r\n",
        "| When |\r\n|---|\r\n| It reopens **Wednesday** |\r\n",
    ),
]


@pytest.mark.parametrize(("source", "expected"), FIXES)
def test_fixes(source: str, expected: str):
    assert fixed(source, unsafe_fixes=True) == expected


def test_code_and_addresses_stay():
    source = (
        "Run `selon une source` or [see](http://a.fr/lundi).\n\n    mercredi\n\n```\nlundi\n```\n"
    )
    assert fixed(source, unsafe_fixes=True) == source


def test_names_of_links_are_found_and_stay():
    source = "[lundi]\n\n[lundi]: http://a.fr\n"
    articles = read_source(source.encode(), "a.md").articles
    [findings] = Cleaner().check_documents(articles)
    assert [(f.found, f.replacement) for f in findings] == [("lundi", None)]
    assert fixed(source, unsafe_fixes=True) == source


def test_files_are_known_by_their_suffix():
    assert detected("a.MD", "x") == detected("a.markdown", "<html>") == "markdown"
    assert {".md", ".markdown"} <= suffixes()


@given(documents())
@settings(quick, max_examples=1000)
def test_pieces_tell_the_truth(source: str):
    """Each piece that stands for itself is at its place; no two share one."""
    origin = view(source)
    places = sorted((p.source_start, p.source_end) for p in origin.pieces)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(places))
    for piece in origin.pieces:
        seen = origin.text[piece.start : piece.end]
        spelt = source[piece.source_start : piece.source_end]
        assert seen == spelt or not piece.is_even or len(seen) == 1, (seen, spelt)
    assert read_source(source.encode("utf-8"), "a.md").edited([]) == source.encode("utf-8")


@given(documents(), st.data())
@settings(quick, max_examples=400)
def test_edits_change_the_view_and_nothing_else(source: str, data: st.DataObject):
    origin = view(source)
    start = data.draw(st.integers(0, len(origin.text)))
    end = min(len(origin.text), start + data.draw(st.integers(0, 12)))
    new = data.draw(replacements())
    found = origin.edits(start, end, new)
    if found is None:
        return
    first, last = origin.span(start, end) if start < end else (0, len(source))
    assert all(first <= edit.start and edit.end <= last for edit in found[0])
    changed = put(source, found[0])
    assert view(changed).text == origin.text[:start] + new + origin.text[end:]


@given(front_matters(), st.data())
@settings(quick, max_examples=300)
def test_front_matter_parses_to_the_same_but_for_the_value(source: str, data: st.DataObject):
    before = read_matter(source)
    assert before is not None
    origin = view(source)
    start = data.draw(st.integers(0, len(origin.text)))
    end = min(len(origin.text), start + data.draw(st.integers(0, 9)))
    changed = edited(source, start, end, data.draw(replacements()))
    if changed is None:
        return
    after = read_matter(changed)
    assert after is not None
    assert after.shape == before.shape
    if source.startswith("---") and before.shape is not None:
        old, new = (yaml.safe_load(text.split("\n---\n")[0]) for text in (source, changed))
        assert old.keys() == new.keys()
        assert sum(old[key] != new[key] for key in old) <= 1


@given(hostile())
@settings(quick, max_examples=500)
@processor_seconds(LONGEST)
def test_fuzz(source: str):
    fuzz(source)


def fuzz(source: str) -> None:
    """Whatever it is, it is read or refused, and its pieces lie inside it."""
    try:
        origin = view(source)
    except InputError:
        return
    assert all(0 <= p.source_start <= p.source_end <= len(source) for p in origin.pieces)
    assert all(a.end <= b.start for a, b in zip(origin.pieces, origin.pieces[1:], strict=False))


@pytest.mark.parametrize(
    "source",
    [
        "[" * 9000,
        "![" * 9000,
        "![" * 400 + "](x)" * 400,
        ">" * 9000,
        "- " * 9000,
        "*_" * 9000,
        "^[" * 9000,
        "[^a" * 9000,
        "a\n" * 9000,
        "<!--" * 9000,
        "{{< highlight >}} " * 1000 + "{{< /highlight >}} " * 1000,
        "---\ntitle: " + "[" * 9000 + "\n---\n",
        "---\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 90)) + "---\n",
        '{"a":' * 9000 + "\n",
        "+++\na = " + "[" * 9000 + "\n+++\n",
    ],
    ids=lambda source: source[:8],
)
@processor_seconds(3 * LONGEST)  # they are long: what grows faster than they do takes hours
def test_pathological(source: str):
    fuzz(source)


def test_what_is_nested_too_deeply_is_refused():
    """The parser's limits keep the stack from filling, unless it is nearly full already."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 60)
    try:
        with pytest.raises(InputError, match=r"a\.md: its brackets .* --input-format text"):
            view("![" * 30 + "](x)" * 30)
    finally:
        sys.setrecursionlimit(limit)
