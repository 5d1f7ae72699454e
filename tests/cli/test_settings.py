"""Configuration files through the real command line: what holds, whence, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TEXT = "The road reopens mercredi. “They came [lundi] at dawn,” he said from Beyrouth.\n"
ALL = ["FR201", "FR101", "PL101"]


def lay(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def rules(done) -> list[str]:
    assert done.returncode in (0, 1), done.stderr.decode()
    return [line.split()[1] for line in done.stdout.decode().splitlines() if line[0] != " "]


# Name, the files, what is asked beyond `check`, and the rules that report something.
HOLDS = [
    ("none", {}, "a/b/x.txt", ALL),
    ("own file", {"cleaner.toml": 'select = ["PL"]'}, "a/b/x.txt", ["PL101"]),
    ("pyproject", {"pyproject.toml": '[tool.cleaner]\nselect = ["PL"]'}, "a/b/x.txt", ["PL101"]),
    ("own file before pyproject",
     {"cleaner.toml": 'select = ["PL"]', "pyproject.toml": '[tool.cleaner]\nselect = ["FR1"]'},
     "a/b/x.txt", ["PL101"]),
    ("nearest wins, whole",
     {"cleaner.toml": 'select = ["PL"]\nignore = ["FR1"]', "a/cleaner.toml": 'select = ["FR"]'},
     "a/b/x.txt", ["FR201", "FR101"]),
    ("a pyproject without the table is passed over",
     {"cleaner.toml": 'select = ["PL"]', "a/pyproject.toml": "[tool.black]\n# no cleaner"},
     "a/b/x.txt", ["PL101"]),
    ("a broken pyproject of others is passed over",
     {"cleaner.toml": 'select = ["PL"]', "a/pyproject.toml": "[[["}, "a/b/x.txt", ["PL101"]),
    ("command line beats file", {"cleaner.toml": 'select = ["PL"]'}, "a/b/x.txt --select FR1",
     ["FR101"]),
    ("command line beats overrides",
     {"cleaner.toml": '[[overrides]]\npaths = ["*"]\nselect = ["PL"]'},
     "a/b/x.txt --select FR1", ["FR101"]),
    ("--no-config", {"cleaner.toml": 'select = ["PL"]'}, "a/b/x.txt --no-config", ALL),
    ("--config",
     {"cleaner.toml": 'select = ["PL"]', "other.toml": 'select = ["FR1"]'},
     "a/b/x.txt --config other.toml", ["FR101"]),
    ("patterns of --config count from the current folder",
     {"etc/other.toml": '[[overrides]]\npaths = ["a/**"]\nselect = ["FR1"]'},
     "a/b/x.txt --config etc/other.toml", ["FR101"]),
    ("override",
     {"cleaner.toml": '[[overrides]]\npaths = ["a/**"]\nignore = ["FR"]'}, "a/b/x.txt", ["PL101"]),
    ("override elsewhere",
     {"cleaner.toml": '[[overrides]]\npaths = ["b/x.txt"]\nignore = ["FR"]'}, "a/b/x.txt", ALL),
    ("an override adds to ignore",
     {"cleaner.toml": 'ignore = ["PL"]\n[[overrides]]\npaths = ["*.txt"]\nignore = ["FR1"]'},
     "a/b/x.txt", ["FR201"]),
    ("a later override wins",
     {"cleaner.toml": '[[overrides]]\npaths = ["a/"]\nselect = ["PL"]\n'
      '[[overrides]]\npaths = ["x.txt"]\nselect = ["FR1"]'}, "a/b/x.txt", ["FR101"]),
    ("files are named from the configuration's folder",
     {"a/cleaner.toml": 'ignores = ["own/words.tsv"]', "a/own/words.tsv":
      "term\treason\nBeyrouth\ta name\n"}, "a/b/x.txt", ["FR201", "FR101"]),
    ("standard input lies at --stdin-filename",
     {"a/cleaner.toml": 'select = ["PL"]'}, "- --stdin-filename a/wire.txt", ["PL101"]),
    ("each file has its own",
     {"a/cleaner.toml": 'select = ["PL"]', "c/cleaner.toml": 'select = ["FR1"]', "c/y.txt": TEXT},
     "a c", ["PL101", "FR101"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "files", "asked", "found"), HOLDS, ids=[one[0] for one in HOLDS])
def test_what_holds(run, tmp_path, name, files, asked, found):
    lay(tmp_path, {"a/b/x.txt": TEXT, **files})
    assert rules(run("check", *asked.split(), stdin=TEXT.encode())) == found


REFUSED = [
    ('selct = ["FR"]', "cleaner.toml: there is no key 'selct'; did you mean 'select'?"),
    ("unsafe_fixes = true", "there is no key 'unsafe_fixes'; did you mean 'unsafe-fixes'?"),
    ("zzz = 1", "there is no key 'zzz'; there are: select, ignore, unsafe-fixes"),
    ('select = "FR"', 'cleaner.toml: select: expected a list of texts, such as ["a", "b"], '
     "not a text"),
    ("ignore = [1]", "ignore: expected a list of texts, such as [\"a\", \"b\"], not a list with "
     "a number in it"),
    ("unsafe-fixes = 1", "unsafe-fixes: expected true or false, not a number"),
    ("style = true", 'style: expected a text in quotation marks, such as "a", not true or false'),
    ("model = 2026-01-01", "not a date or time"),
    ("model = {a = 1}", "not a table"),
    ('style = "tabloid"', "cleaner.toml: style: there is no house style 'tabloid'"),
    ('style = "own.toml"', "own.toml"),
    ('fail-on = "all"', "cleaner.toml: fail-on: nothing fails on 'all'; choose one of: safe"),
    ('languages = ["xx"]', "cleaner.toml: languages: the language 'xx' can't be named"),
    ('select = ["FR999"]', "there is no rule 'FR999'"),
    ('ignores = ["no.tsv"]', "no.tsv"),
    ("select = [", "cleaner.toml: is no valid TOML"),
    ("overrides = 3", "overrides: expected tables, each headed [[overrides]]"),
    ('[[overrides]]\nselect = ["PL"]', "overrides, number 1: paths: expected a list of patterns"),
    ('[[overrides]]\npaths = ["a"]\nslect = 1',
     "overrides, number 1: there is no key 'slect'; did you mean 'select'?"),
    ('[[overrides]]\npaths = ["a"]\nmodel = "x"',
     "overrides, number 1: model is the same for all paths; put it before [[overrides]]"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), REFUSED, ids=[one[0][:25] for one in REFUSED])
@pytest.mark.parametrize("text", [TEXT, "All is well.\n"], ids=["dirty", "clean"])
def test_what_is_refused(run, tmp_path, content, said, text):
    lay(tmp_path, {"cleaner.toml": content, "x.txt": text})
    done = run("fix", "x.txt") if text == TEXT else run("check", "x.txt")
    error = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert said in error
    assert str(tmp_path / "cleaner.toml") in error or "no.tsv" in error
    assert (tmp_path / "x.txt").read_text("utf-8") == text


CONTRADICTIONS = [
    ("check x.txt --config cleaner.toml --no-config", "--config and --no-config contradict"),
    ("check x.txt --config none.toml", "none.toml: the configuration can't be read"),
    ("check x.txt --config pyproject.toml", "has no table [tool.cleaner]"),
    ("check x.txt --memory m --no-memory", "--memory and --no-memory contradict"),
]


@pytest.mark.parametrize(("command", "said"), CONTRADICTIONS)
def test_contradictions(run, tmp_path, command, said):
    lay(tmp_path, {"x.txt": TEXT, "cleaner.toml": "", "pyproject.toml": "[tool.black]\n"})
    done = run(*command.split())
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_bytes_that_are_no_text(run, tmp_path):
    lay(tmp_path, {"x.txt": TEXT})
    (tmp_path / "cleaner.toml").write_bytes(b'style = "\xff"')
    assert b"cleaner.toml: is no valid TOML" in run("check", "x.txt").stderr


def test_unsafe_fixes_can_be_switched_off(run, tmp_path):
    lay(tmp_path, {"x.txt": "He [n'était] here.\n", "cleaner.toml": "unsafe-fixes = true"})
    shown = [
        run("fix", "--show-config", "x.txt", *more).stdout.decode().split("unsafe-fixes = ")[1][:5]
        for more in ((), ("--no-unsafe-fixes",))
    ]
    assert shown == ["true ", "false"]


def test_show_config_says_whence(run, tmp_path):
    lay(
        tmp_path,
        {
            "cleaner.toml": 'style = "reuters"\nignore = ["PL"]\nbaseline = "known.json"\n'
            '[[overrides]]\npaths = ["sport/**"]\nignore = ["NM"]\n',
            "words.tsv": "term\treason\n",
        },
    )
    asked = ("check", "--show-config", "--select", "FR", "sport/x.txt", "y.txt")
    done = run(*asked, CLEANER_IGNORES="words.tsv")
    assert done.returncode == 0
    sport, other = done.stdout.decode().split("# y.txt")
    file = tmp_path / "cleaner.toml"
    rows = dict(line.split("  # ") for line in map(_squeezed, sport.splitlines()[1:]))
    assert rows['select = ["FR"]'] == "command line"
    assert rows['ignore = ["PL", "NM"]'] == f"{file} and {file}, override 1"
    assert rows['style = "reuters"'] == str(file)
    assert rows['ignores = ["words.tsv"]'] == "CLEANER_IGNORES"
    assert rows['fail-on = "any"'] == "default"
    assert tomllib.loads(sport)["baseline"] == str(tmp_path / "known.json")
    assert tomllib.loads(other)["ignore"] == ["PL"]


def _squeezed(line: str) -> str:
    said, _, origin = line.rpartition("  # ")
    return f"{said.rstrip()}  # {origin}"


def test_what_is_shown_can_be_used(run, tmp_path):
    lay(tmp_path, {"x.txt": TEXT, "cleaner.toml": 'select = ["PL"]\nstyle = "afp"'})
    shown = run("check", "--show-config", "x.txt").stdout.decode()
    lay(tmp_path, {"again.toml": shown})
    again = run("check", "--show-config", "--config", "again.toml", "x.txt").stdout.decode()
    assert tomllib.loads(again) == tomllib.loads(shown)


def test_what_holds_in_this_folder(run, tmp_path):
    lay(tmp_path, {"cleaner.toml": 'style = "afp"'})
    for command in ("check", "fix"):
        shown = run(command, "--show-config")
        assert (shown.returncode, tomllib.loads(shown.stdout.decode())["style"]) == (0, "afp")
        missing = run(command)
        assert missing.returncode == 2
        assert missing.stderr.decode().startswith("error: name the files or folders")


def test_models_are_shared(tmp_path, monkeypatch):
    """Files with other rules or another style do not load tables and models again."""
    from cleaner.cli.gate import Gatekeeper
    from cleaner.settings.book import Book

    lay(
        tmp_path,
        {
            "cleaner.toml": '[[overrides]]\npaths = ["a"]\nselect = ["FR"]\n'
            '[[overrides]]\npaths = ["b"]\nstyle = "afp"\n'
        },
    )
    monkeypatch.chdir(tmp_path)
    gate = Gatekeeper(Book(), ["."])
    cleaners = [gate.cleaner(name) for name in ("x", "a", "b", "y")]
    assert len(set(cleaners)) == 3
    assert len({id(one.translator) for one in cleaners}) == 1
    assert len({id(one._tools) for one in cleaners}) == 1


def test_watch_reads_the_configuration_of_its_folder(run, tmp_path):
    lay(tmp_path, {"in/x.txt": TEXT, "in/cleaner.toml": 'select = ["PL"]'})
    run("watch", "in", "out", "--once", "--settle", "0")
    fixed = (tmp_path / "out" / "x.txt").read_text("utf-8")
    assert fixed == TEXT.replace("Beyrouth", "Beirut")


# What a clean article is checked with, and whether that loads the command line.
SHORT = [
    ({}, True),
    ({"cleaner.toml": 'style = "reuters"\nfail-on = "safe"'}, True),
    ({"pyproject.toml": "[tool.black]\n# not cleaner's"}, True),
    ({"cleaner.toml": '[[overrides]]\npaths = ["x*"]\nselect = ["PL"]'}, False),
    ({"cleaner.toml": '[[overrides]]\npaths = ["y*"]\nselect = ["PL"]'}, True),
    ({"cleaner.toml": 'baseline = "known.json"', "known.json": '{"version": 1, "files": {}}'},
     False),
    ({"x.txt.cleaner-ignore": "rule\ttext\treason\n"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("files", "is_short"), SHORT)
def test_a_clean_article_stays_on_the_short_way(tmp_path, files, is_short):
    lay(tmp_path, {"x.txt": "The road reopens on Friday.\n", **files})
    program = (
        "import sys\nfrom cleaner.cli import main\nsys.argv = ['cleaner', 'check', 'x.txt']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print('typer' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True)
    assert done.stderr == b"Nothing found in 1 file.\n" or not is_short
    assert done.stdout == f"{not is_short}\n".encode(), done.stderr.decode()
