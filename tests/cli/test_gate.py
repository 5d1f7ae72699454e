"""What the gate lets pass: lists beside articles, baselines, --fail-on, --changed-since."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.sidecar import text_hash

SAFE = "The road reopens mercredi."
UNSAFE = "He met the selon une autre source group in town."
NONE = "“If it [n'était] for him,” she said."
TEXT = "The road reopens mercredi. “They came [lundi] at dawn,” he said from Beyrouth.\n"
OWN, HOUSE = "rule\ttext\treason\n", "file\trule\ttext\treason\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def found(done) -> list[str]:
    lines = done.stdout.decode().splitlines()
    return [line.split(": ")[2].split(" -> ")[0] for line in lines if line and line[0] != " "]


def warnings(done) -> list[str]:
    lines = done.stderr.decode().splitlines()
    return [line.removeprefix("warning: ") for line in lines if line.startswith("warning: ")]


# Lines of x.txt's own list, what is still found in TEXT, and the lines that are unused.
SIDECARS = [
    (["FR201\tmercredi\ta name"], ["[lundi]", "Beyrouth"], []),
    (["french-word\tmercredi\ta name"], ["[lundi]", "Beyrouth"], []),
    (["FR\t[lundi]\tsic", "FR\tmercredi\tsic"], ["Beyrouth"], []),
    (["FR101\tmercredi\tother rule"], ["mercredi", "[lundi]", "Beyrouth"], [2]),
    (["# a remark", "", "FR201\tjeudi\tnot there"], ["mercredi", "[lundi]", "Beyrouth"], [4]),
    ([f"FR201\t{text_hash('mercredi')}\tx"], ["[lundi]", "Beyrouth"], []),
    ([f"FR201\t{text_hash('mercredi')[:19].upper().replace('SHA', 'sha')}\tx"],
     ["[lundi]", "Beyrouth"], []),
    ([f"FR201\t{text_hash('jeudi')}\tx"], ["mercredi", "[lundi]", "Beyrouth"], [2]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "left", "unused"), SIDECARS, ids=[s[0][-1] for s in SIDECARS])
def test_list_beside_an_article(run, tmp_path, lines, left, unused):
    write(tmp_path, {"x.txt": TEXT, "x.txt.cleaner-ignore": OWN + "\n".join(lines) + "\n"})
    done = run("check", "x.txt")
    assert found(done) == left
    said = [f"x.txt.cleaner-ignore:{number}: unused suppression" for number in unused]
    assert [": ".join(one.split(": ")[:2]) for one in warnings(done)] == said


def test_what_is_listed_is_not_fixed_either(run, tmp_path):
    write(tmp_path, {"x.txt": TEXT, "x.txt.cleaner-ignore": OWN + "FR201\tmercredi\ta name\n"})
    assert run("fix", "x.txt").returncode == 0
    fixed = (tmp_path / "x.txt").read_text("utf-8")
    assert fixed == TEXT.replace("lundi", "Monday").replace("Beyrouth", "Beirut")


def test_a_rule_that_did_not_run_makes_nothing_unused(run, tmp_path):
    write(tmp_path, {"x.txt": TEXT, "x.txt.cleaner-ignore": OWN + "FR201\tjeudi\tx\n"})
    assert warnings(run("check", "x.txt", "--select", "PL")) == []
    assert len(warnings(run("check", "x.txt", "--select", "FR2"))) == 1


def test_a_clean_article_s_list_is_read_too(run, tmp_path):
    write(tmp_path, {"x.txt": "All is well.\n", "x.txt.cleaner-ignore": OWN + "FR\tjeudi\tx\n"})
    done = run("check", "x.txt")
    assert done.returncode == 0
    assert warnings(done) == ["x.txt.cleaner-ignore:2: unused suppression: FR “jeudi”"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("FR201\tmercredi\tx\n", "the first line of this list must be: rule TAB text TAB reason"),
        (OWN + "FR201\tmercredi\n", ":2: a line has rule, text, reason, with tabs between them"),
        (OWN + "FR201\tmercredi\t \n", ":2: a line has rule, text, reason"),
        (OWN + "FR999\tmercredi\tx\n", ":2: there is no rule “FR999”"),
        (OWN + "FR201\tsha256:abc\tx\n", ":2: of a hash, give 12 digits or more"),
    ],
)
def test_a_list_that_can_not_be_used(run, tmp_path, content, said):
    """Its article is left alone, and the others are fixed."""
    write(tmp_path, {"a.txt": TEXT, "a.txt.cleaner-ignore": content, "b.txt": SAFE})
    done = run("fix", "a.txt", "b.txt")
    assert done.returncode == 2
    assert f"error: a.txt.cleaner-ignore{'' if said[0] == ':' else ': '}{said}" in (
        done.stderr.decode()
    )
    assert (tmp_path / "a.txt").read_text("utf-8") == TEXT
    assert (tmp_path / "b.txt").read_text("utf-8") == "The road reopens Wednesday."


# A house's list, what is checked, what is still found, and how many lines are unused.
HOUSE_LISTS = [
    (["*.txt\tFR\tmercredi\tx"], "a.txt", [], 0),
    (["/a.txt\tFR\tmercredi\tx"], "sub/a.txt", ["mercredi"], 0),
    (["sub/a.txt\tFR\tmercredi\tx"], "sub/a.txt", [], 0),
    (["sub/\tFR\tmercredi\tx"], ".", ["mercredi"], 0),
    (["*.txt\tFR\tjeudi\tx"], "a.txt", ["mercredi"], 0),
    (["*.txt\tFR\tjeudi\tx"], ".", ["mercredi", "mercredi"], 1),
    (["/a.txt\tFR\tjeudi\tx"], "a.txt", ["mercredi"], 1),
    (["gone.txt\tFR\tmercredi\tx"], "a.txt", ["mercredi"], 0),
    (["gone.txt\tFR\tmercredi\tx"], ".", ["mercredi", "mercredi"], 1),
]


@pytest.mark.parametrize(("lines", "path", "left", "unused"), HOUSE_LISTS)
def test_list_of_a_house(run, tmp_path, lines, path, left, unused):
    write(
        tmp_path,
        {
            "cleaner.toml": 'suppressions = ["stays.tsv"]',
            "stays.tsv": HOUSE + "\n".join(lines) + "\n",
            "a.txt": SAFE,
            "sub/a.txt": SAFE,
        },
    )
    done = run("check", path)
    assert found(done) == left
    assert len(warnings(done)) == unused


def test_comments_that_nothing_needs(run, tmp_path):
    page = "<p>{} <!-- cleaner: ignore {} --></p>\n"
    write(
        tmp_path,
        {
            "a.html": page.format("It reopens mercredi.", "FR201"),
            "b.html": page.format("It reopens mercredi.", "FR201, PL101")
            + page.format("Beyrouth fell.", "FR101"),
            "c.html": page.format("It reopens on Friday.", ""),
        },
    )
    done = run("check", ".")
    assert found(done) == ["Beyrouth"]
    assert warnings(done) == [
        "b.html, line 2: unused suppression of FR101",
        "c.html, line 1: unused suppression of all rules",
    ]


def baseline_of(run, *paths: str) -> None:
    done = run("check", *paths, "--baseline", "known.json", "--update-baseline")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr.decode()


# The text that a baseline is made of, the text now, what is new, and how many entries are stale.
BASELINES = [
    (TEXT, TEXT, [], 0),
    (TEXT, "New words.\n\nAnd more.\n" + TEXT, [], 0),
    ("They say so.\nThe road reopens mercredi.\n", "The road reopens mercredi.\nThey say so.\n",
     [], 0),
    ("The road to the old town\nreopens mercredi for\nall.", "The road to\nthe old town reopens"
     "\nmercredi  for all.", [], 0),
    (TEXT, TEXT.replace("mercredi", "Wednesday"), [], 1),
    (TEXT, "It opens jeudi. " + TEXT, ["jeudi"], 0),
    ("It opens jeudi.\n", "It opens jeudi.\nIt opens jeudi.\n", ["jeudi"], 0),
    ("It opens jeudi.\nIt opens jeudi.\n", "It opens jeudi.\nIt opens jeudi.\n", [], 0),
    ("It opens jeudi.\nIt opens jeudi.\n", "It opens jeudi.\n", [], 1),
    ("It opens jeudi.\n", "They closed all the roads jeudi.\n", ["jeudi"], 1),
    ("It opens jeudi.\n", "All is well.\n", [], 1),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "new", "stale"), BASELINES)
def test_baseline(run, tmp_path, before, now, new, stale):
    write(tmp_path, {"x.txt": before})
    baseline_of(run, "x.txt")
    write(tmp_path, {"x.txt": now})
    done = run("check", "x.txt", "--baseline", "known.json")
    assert found(done) == new
    assert done.returncode == bool(new)
    said = warnings(done)
    assert len(said) == bool(stale)
    if stale:
        assert f"known.json: {stale} entr" in said[0]


def test_a_baseline_is_the_same_however_it_came_about(run, tmp_path):
    write(tmp_path, {"b/x.txt": TEXT, "a.txt": SAFE, "c.txt": "All is well.\n"})
    baseline_of(run, "c.txt", "b", "a.txt")
    first = (tmp_path / "known.json").read_bytes()
    (tmp_path / "known.json").unlink()
    baseline_of(run, "a.txt")
    baseline_of(run, "b")
    assert (tmp_path / "known.json").read_bytes() == first
    content = json.loads(first)
    assert list(content["files"]) == ["a.txt", "b/x.txt"]
    [entry] = content["files"]["a.txt"]
    assert {**entry, "hash": ""} == {"rule": "FR201", "found": "mercredi", "hash": "", "count": 1}


def test_renewing_a_baseline_takes_out_what_is_stale(run, tmp_path):
    write(tmp_path, {"a.txt": SAFE, "b.txt": TEXT, "gone.txt": SAFE})
    baseline_of(run, ".")
    write(tmp_path, {"a.txt": "All is well.\n"})
    (tmp_path / "gone.txt").unlink()
    done = run("check", ".", "--baseline", "known.json")
    assert "a.txt: FR201 “mercredi”; gone.txt: FR201 “mercredi”" in warnings(done)[0]
    assert warnings(run("check", "b.txt", "--baseline", "known.json")) == []
    baseline_of(run, ".")
    assert list(json.loads((tmp_path / "known.json").read_text())["files"]) == ["b.txt"]


def test_a_renamed_file_keeps_its_entries(run, tmp_path):
    write(tmp_path, {"a.txt": SAFE})
    baseline_of(run, ".")
    (tmp_path / "a.txt").rename(tmp_path / "z.txt")
    done = run("check", ".", "--baseline", "known.json")
    assert (found(done), warnings(done), done.returncode) == ([], [], 0)


def test_rules_that_did_not_run_keep_their_entries(run, tmp_path):
    write(tmp_path, {"x.txt": TEXT})
    baseline_of(run, "x.txt")
    before = (tmp_path / "known.json").read_bytes()
    done = run("check", "x.txt", "--baseline", "known.json", "--select", "PL")
    assert (found(done), warnings(done)) == ([], [])
    baseline_of(run, "x.txt", "--select", "PL")
    assert (tmp_path / "known.json").read_bytes() == before


def test_an_unreadable_file_keeps_its_entries(run, tmp_path):
    write(tmp_path, {"x.txt": SAFE})
    baseline_of(run, "x.txt")
    before = (tmp_path / "known.json").read_bytes()
    write(tmp_path, {"x.txt.cleaner-ignore": "no list"})
    done = run("check", "x.txt", "--baseline", "known.json", "--update-baseline")
    assert done.returncode == 2
    assert (tmp_path / "known.json").read_bytes() == before


def test_a_file_that_is_named_twice_is_known_twice(run, tmp_path):
    write(tmp_path, {"x.txt": SAFE})
    baseline_of(run, "x.txt")
    assert run("check", "x.txt", "x.txt", "--baseline", "known.json").returncode == 0


def test_what_a_baseline_knows_is_not_fixed(run, tmp_path):
    write(tmp_path, {"x.txt": SAFE, "cleaner.toml": 'baseline = "known.json"'})
    baseline_of(run, "x.txt")
    write(tmp_path, {"x.txt": SAFE + " It opens jeudi."})
    assert run("fix", "x.txt").returncode == 0
    assert (tmp_path / "x.txt").read_text("utf-8") == SAFE + " It opens Thursday."


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (None, ["--baseline", "known.json"], "there is no such baseline; --update-baseline writes"),
        ("[]", ["--baseline", "known.json"], "is no baseline of version 1"),
        ('{"version": 2, "files": {}}', ["--baseline", "known.json"], "its version is 2"),
        ('{"version": 1, "files": {"a": [{"rule": "FR"}]}}', ["--baseline", "known.json"], "is no"),
        ("{}", ["--update-baseline"], "--update-baseline needs to know where"),
    ],
)
def test_baselines_that_can_not_be_used(run, tmp_path, content, options, said):
    write(tmp_path, {"x.txt": SAFE})
    if content:
        write(tmp_path, {"known.json": content})
    done = run("check", "x.txt", *options)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


# What fails on which level: a safe fix, an unsafe one, none.
LEVELS = [
    (SAFE, {"safe", "unsafe", "any"}),
    (UNSAFE, {"unsafe", "any"}),
    (NONE, {"any"}),
]


@pytest.mark.parametrize(("text", "failing"), LEVELS)
@pytest.mark.parametrize("level", ["safe", "unsafe", "any", "none"])
def test_fail_on(run, tmp_path, text, failing, level):
    write(tmp_path, {"x.txt": text})
    done = run("check", "x.txt", "--fail-on", level)
    assert len(found(done)) == 1, "what lets the gate pass is shown all the same"
    assert done.returncode == (level in failing)
    assert (b"The gate passes" in done.stderr) == (level not in failing)


def test_fail_on_by_path(run, tmp_path):
    override = '[[overrides]]\npaths = ["opinion/"]\nfail-on = "none"\n'
    write(tmp_path, {"cleaner.toml": override, "opinion/x.txt": SAFE, "news/x.txt": SAFE})
    assert [run("check", name).returncode for name in ("opinion", "news", ".")] == [0, 1, 1]


def test_fail_on_never_hides_errors(run, tmp_path):
    (tmp_path / "x.txt").write_bytes(b"\0\1\2")
    assert run("check", "x.txt", "--fail-on", "none").returncode == 2


def test_fail_on_of_a_diff(run, tmp_path):
    write(tmp_path, {"x.txt": SAFE})
    levels = ("safe", "none")
    ends = [run("fix", "--diff", "x.txt", "--fail-on", one).returncode for one in levels]
    assert ends == [1, 0]


def git(folder: Path, *arguments: str) -> None:
    identity = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")}  # fmt: skip
    environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, env=environment
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Three files with something to find, in one commit; and one that git ignores."""
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, {"a.txt": f"One.\n{SAFE}\nThree.\n", "sub/é b.txt": SAFE + "\n", "c.md": SAFE})
    write(tmp_path, {".gitignore": "ignored.txt\n", "ignored.txt": SAFE})
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def since(run, revision: str = "HEAD", *paths: str) -> list[str]:
    done = run("check", "--changed-since", revision, *(paths or ["."]))
    assert done.returncode in (0, 1), done.stderr.decode()
    rows = [line for line in done.stdout.decode().splitlines() if line[0] != " "]
    return [":".join(row.split(":")[:2]) for row in rows]


def test_nothing_changed(run, repository):
    assert since(run) == []


def test_changed_lines(run, repository):
    text = (repository / "a.txt").read_text()
    write(repository, {"a.txt": text.replace("Three", "Trois jours jeudi")})
    assert since(run) == ["a.txt:3"]
    git(repository, "add", ".")
    assert since(run) == ["a.txt:3"], "what is staged counts"
    git(repository, "commit", "-qm", "second")
    assert since(run) == []
    assert since(run, "HEAD~1") == ["a.txt:3"]


def test_new_files_count_unless_git_ignores_them(run, repository):
    write(repository, {"sub/new é.txt": SAFE, "ignored.txt": SAFE * 2})
    assert since(run) == ["sub/new é.txt:1"]
    assert since(run, "HEAD", "a.txt", "c.md") == []


def test_a_changed_neighbour_does_not_count(run, repository):
    write(repository, {"a.txt": f"Won.\n{SAFE}\nThree.\n"})
    assert since(run) == []


def test_deleted_and_renamed_files(run, repository):
    (repository / "c.md").unlink()
    git(repository, "mv", "a.txt", "z.txt")
    assert since(run) == []
    write(repository, {"z.txt": f"One.\n{SAFE}\nThree.\nJeudi matin, mercredi.\n"})
    assert set(since(run)) == {"z.txt:4"}


def test_what_others_did_on_the_other_branch_does_not_count(run, repository):
    git(repository, "checkout", "-qb", "work")
    git(repository, "checkout", "-q", "main")
    write(repository, {"a.txt": "All is well.\n"})
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "work")
    assert since(run, "main") == []
    write(repository, {"c.md": SAFE + "\nIt opens jeudi.\n"})
    git(repository, "commit", "-qam", "ours")
    assert since(run, "main") == ["c.md:2"] or since(run, "main") == ["c.md:1", "c.md:2"]


def test_compressed_and_utf_16_files_count_as_a_whole(run, repository):
    names = {"u.txt": "utf-16", "p.txt.gz": "utf-8"}
    for text in (f"One.\n{SAFE}\n", f"Won.\n{SAFE}\n"):
        for name, encoding in names.items():
            data = text.encode(encoding)
            (repository / name).write_bytes(gzip.compress(data) if name[-1] == "z" else data)
        git(repository, "add", ".")
        git(repository, "commit", "-qm", "more", "--allow-empty")
    assert since(run, "HEAD~1") == ["p.txt.gz:2", "u.txt:2"]


def test_only_changed_lines_are_fixed(run, repository):
    write(repository, {"a.txt": f"One.\n{SAFE}\nIt opens jeudi.\n"})
    assert run("fix", "--changed-since", "HEAD", ".").returncode == 0
    assert (repository / "a.txt").read_text() == f"One.\n{SAFE}\nIt opens Thursday.\n"
    assert (repository / "c.md").read_text() == SAFE


def test_from_a_subfolder(run, repository):
    write(repository, {"sub/é b.txt": SAFE + "\nIt opens jeudi.\n"})
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "check", "--changed-since", "HEAD", "."],
        cwd=repository / "sub",
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode().startswith("é b.txt:2:10: FR201")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--changed-since", "nope", "."], "--changed-since nope: the repository has no such"),
        (["--changed-since", "--all", "."], "--changed-since --all: the repository has no such"),
        (["--changed-since", "orphan", "."], "has no commit in common with HEAD"),
        (["--changed-since", "HEAD", "-"], "standard input (-) is in no repository"),
        (["--changed-since", "HEAD", "/"], "lies outside of the repository"),
        (["--changed-since", "HEAD", "--baseline", "b", "--update-baseline", "."], "whole files"),
    ],
)
def test_revisions_that_can_not_be_used(run, repository, tmp_path_factory, arguments, said):
    git(repository, "checkout", "-q", "--orphan", "orphan")
    git(repository, "commit", "-qm", "apart")
    git(repository, "checkout", "-q", "main")
    outside = tmp_path_factory.mktemp("outside") / "x.txt"
    outside.write_text(SAFE)
    done = run("check", *(str(outside) if one == "/" else one for one in arguments))
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_outside_a_repository(run, tmp_path):
    write(tmp_path, {"x.txt": SAFE})
    done = run(
        "check", "--changed-since", "HEAD", ".", GIT_CEILING_DIRECTORIES=str(tmp_path.parent)
    )
    assert done.returncode == 2
    assert b"error: --changed-since needs a git repository: not a git repository" in done.stderr


def test_without_git(run, tmp_path):
    write(tmp_path, {"x.txt": SAFE})
    done = run("check", "--changed-since", "HEAD", ".", PATH=str(tmp_path))
    assert done.returncode == 2
    assert b"--changed-since needs git, which is not installed" in done.stderr
