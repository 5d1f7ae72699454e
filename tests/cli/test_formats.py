"""Each format through the real command line: what is found, what is fixed, what stays."""

from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pytest
import zstandard

from cleaner.cli.options import InputFormat
from cleaner.formats.registry import FORMATS

FRAGMENT = "Rockets hit la <b>base</b> aérienne. “They hit [la <b>base</b> aérienne],” he said."
MENDED = "Rockets hit the air <b>base</b>. “They hit [the air <b>base</b>],” he said."
# A file's name, what is in it, with words to fix, and the same without.
FILES = [
    ("a.txt", "The road reopens {mercredi}.\n"),
    ("a.html", f"<p title='x'>It reopens <i>{{mercredi}}</i>.</p>\r\n<p>{FRAGMENT}</p>\n"),
    ("a.md", "---\ntitle: It reopens {mercredi}\n---\n\nIt reopens **{mercredi}**, `lundi`.\n"),
    ("a.json", '{"id": "lundi", "body": "It reopens {mercredi}: d\\u00e9j\\u00e0 vu."}\n'),
    ("html.json", '{"body": "<p>' + FRAGMENT.replace("/", "\\/") + '<\\/p>"}\n'),
    ("a.jsonl", '{"text": "It reopens {mercredi}."}\n\n{"text": "On [{lundi}]", "n": 1}\n'),
    ("item.json", '{"uri": "u", "headline": "It reopens {mercredi}", "byline": "lundi"}'),
    ("two.ninjs", '{"uri": "u", "bodies": [{"value": "<p>It reopens {mercredi}.</p>"}]}'),
    ("a.csv", 'id;title;body\r\nlundi;It reopens {mercredi};"A ""so"" on [{lundi}]; B"\r\n'),
    ("a.tsv", "id\tbody\nlundi\tIt reopens {mercredi}, so\n"),
    ("nitf.xml", "<nitf><body><body.content><p>" + FRAGMENT + "</p></body.content></body></nitf>"),
    ("g2.xml", "<newsItem><contentMeta><headline>On {lundi}</headline></contentMeta></newsItem>"),
    ("wxr.xml", "<rss><item><title>It reopens {mercredi}</title></item></rss>\n"),
    ("a.xml", "<?xml version='1.0'?><story><p>It reopens {mercredi}.</p></story>\n"),
]
ENGLISH = {"{mercredi}": "Wednesday", "{lundi}": "Monday", FRAGMENT: MENDED}
ENGLISH[FRAGMENT.replace("/", "\\/")] = MENDED.replace("/", "\\/")


def french(text: str) -> str:
    return text.replace("{mercredi}", "mercredi").replace("{lundi}", "lundi")


def english(text: str) -> str:
    for word, new in ENGLISH.items():
        text = text.replace(word, new)
    return text


def write(folder: Path) -> dict[str, str]:
    """All files in a folder; what they should be afterwards."""
    for name, text in FILES:
        (folder / name).write_bytes(french(text).encode())
    return {name: english(text) for name, text in FILES}


def test_all_formats_can_be_named():
    assert sorted(InputFormat) == sorted(["auto", *(known.name for known in FORMATS)])


@pytest.mark.parametrize(("name", "text"), FILES, ids=[name for name, _ in FILES])
def test_check_and_fix(run, tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(french(text).encode())
    checked = run("check", name)
    assert checked.returncode == 1
    assert checked.stdout.decode().startswith(f"{name}:")
    assert path.read_bytes() == french(text).encode()
    fixed = run("fix", name)
    assert (fixed.returncode, fixed.stdout) == (0, b"")
    assert path.read_bytes().decode() == english(text)


def test_a_folder_of_many_formats(run, tmp_path):
    expected = write(tmp_path)
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8lundi")
    done = run("fix", ".")
    assert done.returncode == 0
    assert done.stderr.decode().endswith(f"in {len(FILES)} files.\n")
    assert {name: (tmp_path / name).read_bytes().decode() for name in expected} == expected
    assert run("check", ".").returncode == 0


PACKERS = {
    "gz": (gzip.compress, gzip.decompress),
    "xz": (lzma.compress, lzma.decompress),
    "zst": (
        zstandard.ZstdCompressor().compress,
        lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    ),
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_compressed(run, tmp_path, suffix):
    pack, unpack = PACKERS[suffix]
    texts = dict(FILES)
    for name in ("a.jsonl", "a.html", "a.csv"):
        (tmp_path / f"{name}.{suffix}").write_bytes(pack(french(texts[name]).encode()))
    (tmp_path / f"clean.txt.{suffix}").write_bytes(pack(b"Nothing.\n"))
    clean = (tmp_path / f"clean.txt.{suffix}").read_bytes()
    assert run("fix", ".").returncode == 0
    for name in ("a.jsonl", "a.html", "a.csv"):
        result = unpack((tmp_path / f"{name}.{suffix}").read_bytes())
        assert result.decode() == english(texts[name])
    assert (tmp_path / f"clean.txt.{suffix}").read_bytes() == clean


def test_standard_input(run):
    page = french(dict(FILES)["a.html"])
    expected = english(dict(FILES)["a.html"])
    for arguments in (["--input-format", "html"], ["--stdin-filename", "a.html"]):
        done = run("fix", "-", *arguments, stdin=page.encode())
        assert (done.returncode, done.stdout.decode()) == (0, expected)
    packed = run("fix", "-", "--stdin-filename", "a.html", stdin=gzip.compress(page.encode()))
    assert gzip.decompress(packed.stdout).decode() == expected
    # What is said to be one thing and is another comes back as it was.
    done = run("fix", "-", "--input-format", "json", stdin=page.encode())
    assert (done.returncode, done.stdout.decode()) == (2, page)
    assert "no valid JSON at line 1" in done.stderr.decode()


def test_an_input_format_wins_over_the_name(run, tmp_path):
    (tmp_path / "a.dat").write_text('{"text": "mercredi", "body": "It reopens mercredi"}')
    assert run("fix", "--input-format", "json", "a.dat").returncode == 0
    assert "reopens Wednesday" in (tmp_path / "a.dat").read_text()
    (tmp_path / "b.html").write_text("<code>It reopens mercredi.</code>")
    assert run("fix", "--input-format", "text", "b.html").returncode == 0
    assert (tmp_path / "b.html").read_text() == "<code>It reopens Wednesday.</code>"


FIELDS = [
    ("a.json", '{"q": "On {lundi}", "body": "On lundi"}', ["q"]),
    ("a.json", '{"q": {"r": "On {lundi}"}, "r": "On lundi"}', ["$.q.r"]),
    ("a.json", '[{"q": "On lundi"}, {"q": "On {lundi}"}]', ["$[1].q"]),
    ("a.jsonl", '{"q": "On {lundi}"}\n{"r": "On {lundi}", "s": "On lundi"}\n', ["q", "r"]),
    ("a.csv", "quote,title\nOn {lundi},On lundi\n", ["quote"]),
    ("a.csv", "1,On {lundi},On lundi\n2,On {lundi},On lundi\n", ["2"]),
    ("a.csv", "x,y\nOn {lundi},On {lundi}\n", ["1", "y"]),
    ("a.xml", "<a><q>On {lundi}</q><r>On lundi</r></a>", ["q"]),
]


@pytest.mark.parametrize(("name", "text", "fields"), FIELDS)
def test_fields(run, tmp_path, name, text, fields):
    (tmp_path / name).write_text(french(text))
    options = [part for field in fields for part in ("--field", field)]
    assert run("check", *options, name).returncode == 1
    assert run("fix", *options, name).returncode == 0
    assert (tmp_path / name).read_text() == english(text)


def test_a_field_that_is_not_there(run, tmp_path):
    (tmp_path / "a.csv").write_text("id,title\n1,On lundi\n")
    done = run("fix", "--field", "body", "a.csv")
    assert done.returncode == 2
    assert "there is no column 'body'; there are id, title" in done.stderr.decode()
    (tmp_path / "a.json").write_text('{"id": "On lundi"}')
    done = run("check", "a.json")
    assert done.returncode == 0
    assert "no field in it is known to hold text; name those that do with --field" in (
        done.stderr.decode()
    )


def test_a_broken_line_stays_and_the_others_are_fixed(run, tmp_path):
    broken = b'{"text": "It reopens mercredi, \\x"}\r\n'
    good = '{{"text": "It reopens {}."}}\n'
    (tmp_path / "a.jsonl").write_bytes(
        good.format("mercredi").encode() + broken + good.format("jeudi").encode()
    )
    for command in ("check", "fix"):
        done = run(command, "a.jsonl")
        assert done.returncode == 2
        assert "error: a.jsonl: no valid JSON at line 2, column 32" in done.stderr.decode()
    assert (tmp_path / "a.jsonl").read_bytes() == (
        good.format("Wednesday").encode() + broken + good.format("Thursday").encode()
    )


SUPPRESSED = [
    ("a.html", "<p>On lundi <!-- cleaner: ignore --></p><p>On {lundi}</p>"),
    ("a.html", "<!-- cleaner: off FR201 --><p>On lundi, then [{lundi}]</p><!-- cleaner: on -->"),
    ("a.md", "---\ntitle: On lundi\ncleaner: {ignore: [FR2]}\n---\n\nOn lundi, then [{lundi}]\n"),
    ("a.md", "On lundi <!-- cleaner: ignore FR201 -->\n\nOn {lundi}\n"),
    ("a.json", '{"uri": "u", "headline": "On lundi", "cleaner": {"ignore": true}}'),
    (
        "a.json",
        '[{"text": "On lundi, then [{lundi}]", "cleaner": {"ignore": ["FR201"]}}, '
        '{"text": "On {lundi}"}]',
    ),
    ("a.jsonl", '{"text": "On lundi", "cleaner": {"ignore": "FR201"}}\n{"text": "On {lundi}"}\n'),
    ("a.xml", "<a><p>On lundi <!-- cleaner: ignore FR201 — a name --></p><p>On {lundi}</p></a>"),
]


@pytest.mark.parametrize(("name", "text"), SUPPRESSED)
def test_what_a_file_says_is_heeded(run, tmp_path, name, text):
    (tmp_path / name).write_text(french(text))
    done = run("fix", name)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "warning" not in done.stderr.decode()
    assert (tmp_path / name).read_text() == english(text)


UNKNOWN = [
    ("a.html", "<p>On lundi <!-- cleaner: ignore FR999 --></p>", 1),
    ("a.md", "---\ncleaner: {ignore: [FR999]}\n---\n\nOn lundi\n", 1),
    ("a.json", '{"uri": "u",\n "headline": "On lundi", "cleaner": {"ignore": ["FR999"]}}', 1),
    ("a.jsonl", '{}\n{"text": "On lundi", "cleaner": {"ignore": ["FR999"]}}\n', 2),
]


@pytest.mark.parametrize(("name", "text", "line"), UNKNOWN)
def test_a_rule_that_is_none_is_warned_about(run, tmp_path, name, text, line):
    (tmp_path / name).write_text(text)
    done = run("check", name)
    assert done.returncode == 1
    assert f"warning: {name}, line {line}: there is no rule “FR999” to ignore" in (
        done.stderr.decode()
    )
