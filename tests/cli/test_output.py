"""`--format` and `--output` through the real command line."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\n"
FIXED = "The road reopens Wednesday. “They came [Monday] at dawn,” he said.\n"
REPORTED = "“If it [n'était] for him,” she said.\n"
CLEAN = "The ministry said in a statement that the road would reopen on Friday.\n"
FORMATS = {
    "text": lambda text: text.count("\n    | ") // 2,
    "diff": lambda text: text.count("\n-") + text.count("\n+"),
    "json": lambda text: len(json.loads(text)),
    "jsonl": lambda text: len(list(map(json.loads, text.splitlines()))),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "github": lambda text: text.count("::warning "),
    "junit": lambda text: int(fromstring(text.encode()).get("failures")),
    "html": lambda text: text.count("<mark "),
}


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY + REPORTED, encoding="utf-8")
    return path


@pytest.mark.parametrize("output", FORMATS)
def test_check(run, article, output):
    done = run("check", "a.txt", "--format", output, "--quiet")
    assert (done.returncode, done.stderr) == (1, b"")
    assert FORMATS[output](done.stdout.decode()) == 3
    written = run("check", "a.txt", "--format", output, "--output", "report", "-q")
    assert (written.returncode, written.stdout) == (1, b"")
    assert (article.parent / "report").read_bytes() == done.stdout
    assert sorted(path.name for path in article.parent.iterdir()) == ["a.txt", "report"]


@pytest.mark.parametrize("output", FORMATS)
def test_check_of_a_clean_text(run, output):
    done = run("check", "-", "--format", output, stdin=CLEAN.encode())
    assert (done.returncode, FORMATS[output](done.stdout.decode())) == (0, 0)


# What a fix reports: what remains, and, where the format is about changes, what was changed.
@pytest.mark.parametrize("output", FORMATS)
def test_fix(run, article, output):
    done = run("fix", "a.txt", "--format", output)
    assert done.returncode == 1
    assert article.read_text("utf-8") == FIXED + REPORTED
    reported = {"diff": 3, "html": 3}.get(output, 1)
    assert FORMATS[output](done.stdout.decode()) == reported


@pytest.mark.parametrize("output", [name for name in FORMATS if name != "text"])
def test_fix_that_only_shows(run, article, output):
    done = run("fix", "a.txt", "--diff", "--format", output)
    assert article.read_text("utf-8") == DIRTY + REPORTED
    assert FORMATS[output](done.stdout.decode()) == 3


def test_diff_with_reasons_can_be_applied_too(run, article, tmp_path):
    diff = run("fix", "a.txt", "--diff").stdout
    assert b"Not changed in a.txt, for an editor:" in diff
    subprocess.run(["patch", "-p1", "-s"], input=diff, cwd=tmp_path, check=True)
    assert article.read_text("utf-8") == FIXED + REPORTED


def test_fix_of_standard_input_with_a_report(run, tmp_path):
    options = ("--format", "html", "-o", "report.html", "--stdin-filename", "wire/8412")
    done = run("fix", "-", *options, stdin=DIRTY.encode())
    assert (done.returncode, done.stdout.decode()) == (0, FIXED)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<title>Cleaner: wire/8412</title>" in page
    assert page.count(">changed</span>") == 2


def test_silent_fix_still_writes_its_report(run, article):
    assert run("fix", "a.txt", "-q").stdout == b""
    assert run("fix", "a.txt", "-q", "-o", "left.txt").stdout == b""
    assert "FR102" in (article.parent / "left.txt").read_text("utf-8")


def test_permissions(run, article):
    report = article.parent / "report.json"
    run("check", "a.txt", "--format", "json", "-o", "report.json")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(report.stat().st_mode) == 0o666 & ~mask
    report.chmod(0o640)
    run("check", "a.txt", "--format", "json", "-o", "report.json")
    assert stat.S_IMODE(report.stat().st_mode) == 0o640


def test_report_among_the_articles_is_no_article(run, article):
    for _ in range(2):
        done = run("check", ".", "-o", "report.txt")
        assert b"3 found in 1 file:" in done.stderr
    assert (article.parent / "report.txt").read_text("utf-8").count("a.txt:") == 3


@pytest.mark.parametrize("name", ["a.txt", "./a.txt", "link.txt"])
def test_article_is_not_overwritten(run, article, name):
    (article.parent / "link.txt").symlink_to("a.txt")
    for command in ("check", "fix"):
        done = run(command, "a.txt", "--output", name)
        assert done.returncode == 2
        assert b"give the report a name of its own" in done.stderr
    assert article.read_text("utf-8") == DIRTY + REPORTED


@pytest.mark.parametrize(
    ("name", "message"), [("missing/r.txt", b"make the folder"), (".", b"is a folder")]
)
def test_nothing_is_fixed_where_no_report_can_be_written(run, article, name, message):
    done = run("fix", "a.txt", "--output", name)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert article.read_text("utf-8") == DIRTY + REPORTED


def test_old_report_stays_when_a_run_fails(run, article):
    report = article.parent / "report.txt"
    report.write_text("old")
    (article.parent / "bad.tsv").write_text("no\ttable\n")
    done = run("check", "a.txt", "-o", "report.txt", "--gazetteer", "bad.tsv")
    assert (done.returncode, report.read_text()) == (2, "old")


def test_markup_is_reported_where_it_is_in_the_file(run, tmp_path):
    page = "<p>It was late.</p>\n<p>The road <b>reopens</b> <i>mercredi</i>.</p>\n"
    (tmp_path / "a.html").write_text(page)
    [result] = json.loads(run("check", "a.html", "--format", "sarif").stdout)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 31, 39)
    diff = run("fix", "a.html", "--format", "diff").stdout
    assert (tmp_path / "a.html").read_text() == page.replace("mercredi", "Wednesday")
    subprocess.run(["patch", "-p1", "-s", "--reverse"], input=diff, cwd=tmp_path, check=True)
    assert (tmp_path / "a.html").read_text() == page


def test_what_is_refused_is_not_reported_as_clean(run, tmp_path):
    french = "Les combats se poursuivaient mardi soir dans les faubourgs de la ville. " * 5
    (tmp_path / "fr.txt").write_text(french)
    (tmp_path / "ok.txt").write_text(CLEAN)
    for command in ("check", "fix"):
        done = run(command, "fr.txt", "ok.txt", "--format", "junit")
        assert done.returncode == 2
        assert [suite.get("name") for suite in fromstring(done.stdout)] == ["ok.txt"]


def test_device(run, article):
    done = run("check", "a.txt", "--format", "jsonl", "-o", "/dev/stdout")
    assert len(done.stdout.splitlines()) == 3
    assert Path("/dev/stdout").exists()


def test_output_is_utf_8_whatever_the_locale(run, article):
    done = run("check", "a.txt", "--format", "json", PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout.decode("utf-8"))[2]["found"] == "[n'était]"


def test_name_that_is_no_text(run, tmp_path):
    (tmp_path / os.fsdecode(b"proc\xe8s.txt")).write_text("The road reopens mercredi.\n")
    for output in ("text", "sarif", "junit"):
        done = run("check", ".", "--format", output)
        assert done.returncode == 1, done.stderr
        assert FORMATS[output](done.stdout.decode()) == 1


@pytest.mark.parametrize("output", FORMATS)
def test_clean_article_needs_nothing_heavy(tmp_path, output):
    (tmp_path / "a.txt").write_text(CLEAN)
    heavy = "torch transformers lingua rich numpy sacremoses cleaner.rules.registry"
    program = f"""
import sys
from cleaner.cli import main
sys.argv = ["cleaner", "check", "a.txt", "--format", "{output}", "-o", "report"]
try:
    main()
except SystemExit as end:
    assert end.code == 0, end.code
print({{*sys.modules}} & {{*"{heavy}".split()}})
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True)
    assert done.stdout == b"set()\n", done.stderr.decode()
