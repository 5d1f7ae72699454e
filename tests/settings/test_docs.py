"""docs/configuration.md and docs/gate.md, held against the code."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from cleaner.cli.app import app
from cleaner.settings.file import read_settings
from cleaner.settings.keys import ADDED, KEYS
from cleaner.settings.policy import FAIL_ON

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text("utf-8")
GATE = (ROOT / "docs" / "gate.md").read_text("utf-8")
TYPES = {"tuple[str, ...]": "list of texts", "bool": "true or false"}


def rows(page: str, header: str) -> list[list[str]]:
    table = page.split(header)[1].split("\n\n")[0]
    lines = [line for line in table.splitlines() if line.startswith("| `")]
    return [[cell.strip(" `") for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_key_is_in_the_table():
    documented = [row[:4] for row in rows(CONFIGURATION, "| key | type |")]
    assert documented == [
        [
            key.name,
            TYPES.get(key.kind, "text"),
            "none" if key.default is None else json.dumps(key.default),
            "no" if not key.per_path else "adds" if field in ADDED else "yes",
        ]
        for field, key in KEYS.items()
    ]


def test_every_key_has_its_option():
    from typer.main import get_command

    options = {
        name
        for command in ("check", "fix")
        for parameter in get_command(app).commands[command].params
        for name in parameter.opts
    }
    # Lists of the house are named once and for all, or with `--ignores`.
    assert {f"--{key.name}" for key in KEYS.values()} - options == {"--suppressions"}


def test_levels_of_failing():
    assert {row[0] for row in rows(GATE, "| `--fail-on` |")} == set(FAIL_ON)


def test_the_example_can_be_used(tmp_path):
    [example] = re.findall(r"```toml\n(.*?)```", CONFIGURATION, re.DOTALL)
    file = tmp_path / "cleaner.toml"
    file.write_text(example)
    settings = read_settings(file)
    assert settings is not None
    assert settings.values["gazetteer"] == str(tmp_path / "house" / "names.tsv")
    sport, opinion = settings.overrides
    matched = ["sport/a/b.txt", "x/y.md"]
    assert all(sport.matches(tmp_path / name) for name in matched)
    assert not any(opinion.matches(tmp_path / name) for name in matched)
    assert tomllib.loads(example)["style"] == settings.values["style"]


def test_examples_of_hooks_and_jobs_name_what_there_is():
    hooks, action, job = (
        yaml.safe_load((ROOT / name).read_text("utf-8"))
        for name in (".pre-commit-hooks.yaml", "action.yml", "ci/gitlab.yml")
    )
    configured, steps, included = map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", GATE, re.S))
    assert {one["id"] for one in configured["repos"][0]["hooks"]} <= {one["id"] for one in hooks}
    assert set(steps["steps"][1]["with"]) <= set(action["inputs"])
    assert included["include"][0]["file"] == "ci/gitlab.yml"
    known = {*job["cleaner"]["variables"], "CLEANER_PACKAGE"}
    assert set(included["cleaner"]["variables"]) <= known


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("sport/**", "sport/a/b.txt", True),
        ("sport/**", "x/sport/b.txt", False),
        ("sport/", "sport/b.txt", True),
        ("*.md", "x/y.md", True),
        ("/a.md", "a.md", True),
        ("/a.md", "x/a.md", False),
        ("*", "../a.md", False),
        ("*", "..a.md", True),
    ],
)
def test_patterns(tmp_path, pattern, path, matches):
    file = tmp_path / "folder" / "cleaner.toml"
    file.parent.mkdir()
    file.write_text(f'[[overrides]]\npaths = ["{pattern}"]\n')
    settings = read_settings(file)
    assert settings is not None
    assert settings.overrides[0].matches(file.parent / path) is matches


def test_a_pattern_can_be_taken_out_again(tmp_path):
    file = tmp_path / "cleaner.toml"
    file.write_text('[[overrides]]\npaths = ["*.md", "!keep.md"]\n')
    settings = read_settings(file)
    assert settings is not None
    assert [settings.overrides[0].matches(tmp_path / n) for n in ("a.md", "keep.md")] == [
        True,
        False,
    ]
