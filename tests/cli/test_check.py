"""`cleaner check` through the real command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\n"
CLEAN = "The ministry said in a statement that the road would reopen on Friday.\n"
KEYS = [
    "file", "rule", "name", "start", "end", "line", "column", "found", "replacement",
    "alternatives", "edits", "moves", "safety", "confidence", "source", "reason", "evidence",
]  # fmt: skip


def test_clean_file(run, tmp_path):
    (tmp_path / "a.txt").write_text(CLEAN)
    done = run("check", "a.txt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"Nothing found in 1 file.\n"


def test_findings_change_nothing(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run("check", "a.txt")
    assert done.returncode == 1
    assert "a.txt:1:18: FR201 french-word: mercredi -> Wednesday" in done.stdout.decode()
    assert "FR101 bracketed-leftover: [lundi] -> [Monday]" in done.stdout.decode()
    assert (tmp_path / "a.txt").read_text() == DIRTY


def test_json(run, tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run("check", "a.txt", "--format", "json", "--quiet")
    first, second = json.loads(done.stdout)
    assert list(first) == KEYS
    assert DIRTY[first["start"] : first["end"]] == first["found"] == "mercredi"
    assert (second["file"], second["line"], second["safety"]) == ("a.txt", 1, "safe")
    assert done.stderr == b""


def test_json_lines(run):
    done = run(
        "check", "-", "--format", "jsonl", "--stdin-filename", "wire.txt", stdin=DIRTY.encode()
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["file"] for row in rows] == ["wire.txt", "wire.txt"]


def test_json_of_nothing_is_an_empty_array(run):
    assert json.loads(run("check", "-", "--format", "json", stdin=CLEAN.encode()).stdout) == []


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        (["--select", "FR1"], ["FR101"]),
        (["--select", "french-word"], ["FR201"]),
        (["--ignore", "FR101"], ["FR201"]),
        (["--select", "FR", "--ignore", "FR1,FR2"], []),
    ],
)
def test_select_and_ignore(run, options, rules):
    done = run("check", "-", "--format", "jsonl", *options, stdin=DIRTY.encode())
    assert [json.loads(line)["rule"] for line in done.stdout.splitlines()] == rules


def test_unknown_rule(run):
    done = run("check", "-", "--select", "FR999", stdin=CLEAN.encode())
    assert done.returncode == 2
    assert b"there is no rule 'FR999'" in done.stderr


def test_folders_and_bad_files(run, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "dirty.txt").write_text(DIRTY)
    (tmp_path / "in" / ".hidden.txt").write_text(DIRTY)
    (tmp_path / "in" / "picture.txt").write_bytes(b"\x89PNG\0\0\0")
    (tmp_path / "in" / "page.html").write_text("<p>mercredi</p>")
    (tmp_path / "empty").mkdir()
    done = run("check", "in", "missing.txt", "empty", "--format", "jsonl")
    assert done.returncode == 2
    assert {json.loads(line)["file"] for line in done.stdout.splitlines()} == {
        "in/deep/dirty.txt",
        "in/page.html",
    }
    errors = done.stderr.decode()
    assert "picture.txt is no text" in errors
    assert "missing.txt: there is no such file" in errors
    assert "empty: no article in this folder" in errors


def test_what_can_not_be_read_is_left_alone_unless_forced(run, tmp_path):
    (tmp_path / "a.rtf").write_text(f"{{{DIRTY}}}")
    assert run("check", "a.rtf").returncode == 2
    assert run("check", "a.rtf", "--input-format", "text").returncode == 1


def test_empty_input(run):
    assert run("check", "-").returncode == 0


def test_no_colours_off_a_terminal(run):
    assert b"\x1b[" not in run("check", "-", stdin=DIRTY.encode()).stdout


def test_usage_error(run):
    assert run("check").returncode == 2
    assert run("check", "-", "--format", "prose").returncode == 2


def test_console_script_is_the_module(tmp_path):
    script = Path(sys.executable).with_name("cleaner")
    for command in ([str(script)], [sys.executable, "-m", "cleaner"]):
        done = subprocess.run([*command, "--version"], capture_output=True, check=True, text=True)
        assert done.stdout.startswith("cleaner 0.")


def test_closed_pipe(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY * 3000)
    command = f"{sys.executable} -m cleaner check a.txt --select FR101 | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, check=True)
    assert b"Traceback" not in done.stderr


def test_a_clean_article_loads_nothing_heavy(tmp_path):
    (tmp_path / "a.txt").write_text(CLEAN * 20)
    code = (
        "import sys\nsys.argv = ['cleaner', 'check', 'a.txt']\n"
        "from cleaner.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'torch', 'transformers', 'lingua', 'sacremoses', 'rich', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, check=True, text=True
    )
    assert done.stdout.strip() == "[]"


FRENCH = (
    "Le gouvernement a annoncé lundi qu'il ne reviendrait pas sur la réforme des retraites. "
    "Les syndicats ont appelé à une nouvelle journée de grève jeudi dans tout le pays. "
    "Ils demandent que le texte soit retiré avant la fin du mois et que les négociations "
    "reprennent sans conditions.\n"
)


def test_a_french_article_is_an_input_error_and_the_others_go_on(run, tmp_path: Path):
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "b.txt").write_text("The road reopens mercredi.\n", encoding="utf-8")
    for command in ("check", "fix"):
        done = run(command, "a.txt", "b.txt")
        assert done.returncode == 2
        assert b"error: a.txt: this article is in French, not in English" in done.stderr
        assert b"a.txt:1" not in done.stdout
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == FRENCH
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "The road reopens Wednesday.\n"


def test_a_french_article_passes_through_a_pipeline_as_it_came(run):
    done = run("fix", "-", stdin=FRENCH.encode())
    assert (done.returncode, done.stdout) == (2, FRENCH.encode())


def test_languages_to_name(run):
    text = "Los vecinos dijeron que también falta agua desde ayer.\n".encode()
    assert b"LG101" in run("check", "-", stdin=text).stdout
    assert b"LG101" not in run("check", "-", "--languages", "de,it", stdin=text).stdout
    done = run("check", "-", "--languages", "xx", stdin=text)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"the language 'xx' can't be named" in done.stderr
