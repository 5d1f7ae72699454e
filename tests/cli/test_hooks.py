"""The hooks, the action and the job that others' gates are made of, as far as they run here."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
JOB = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))["cleaner"]
DIRTY, FIXED = "The road reopens mercredi.\n", "The road reopens Wednesday.\n"
CLEAN = "The road reopens on Friday.\n"
IDENTITY = {
    f"GIT_{who}_{what}": "a@example.org"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


@pytest.mark.parametrize(
    ("schema", "file"),
    [("github-actions", "action.yml"), ("gitlab-ci", "ci/gitlab.yml")],
)
def test_schema(schema, file):
    checked = ("check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(ROOT / file))
    done = subprocess.run([sys.executable, "-m", *checked], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_manifest():
    checked = ("pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    done = subprocess.run([sys.executable, "-m", *checked], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
    assert [hook["id"] for hook in HOOKS] == ["cleaner", "cleaner-fix"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which `cleaner` is this one, and git and pre-commit know no user."""
    programs = tmp_path / "programs"
    programs.mkdir()
    script = programs / "cleaner"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n')
    script.chmod(0o755)
    return {
        **os.environ,
        **IDENTITY,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


@pytest.fixture
def repository(tmp_path: Path, environment) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    called(["git", "init", "-q", "-b", "main"], folder, environment)
    called(["git", "commit", "-q", "--allow-empty", "-m", "first"], folder, environment)
    return folder


def called(command: list[str], folder: Path, environment: dict[str, str]):
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def commit(folder: Path, environment: dict[str, str]):
    called(["git", "add", "."], folder, environment)
    return called(["git", "commit", "-m", "an article"], folder, environment)


def install(hook: str, folder: Path, environment: dict[str, str]) -> None:
    """Installs a hook as the manifest has it, run by the Python that is here."""
    [one] = [one for one in HOOKS if one["id"] == hook]
    local = {"repos": [{"repo": "local", "hooks": [{**one, "language": "system"}]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(local))
    done = called([sys.executable, "-m", "pre_commit", "install"], folder, environment)
    assert done.returncode == 0, done.stdout


def test_check_before_a_commit(repository, environment):
    install("cleaner", repository, environment)
    (repository / "a.txt").write_text(DIRTY)
    (repository / "code.py").write_text("mercredi = 'lundi'\n")
    stopped = commit(repository, environment)
    assert stopped.returncode == 1
    assert "a.txt:1:18: FR201 french-word: mercredi -> Wednesday" in stopped.stdout + stopped.stderr
    assert "code.py" not in stopped.stdout + stopped.stderr
    assert (repository / "a.txt").read_text() == DIRTY
    (repository / "a.txt").write_text(CLEAN)
    assert commit(repository, environment).returncode == 0


def test_fix_before_a_commit(repository, environment):
    install("cleaner-fix", repository, environment)
    (repository / "a.md").write_text(DIRTY)
    stopped = commit(repository, environment)
    assert stopped.returncode == 1
    assert "files were modified by this hook" in stopped.stdout + stopped.stderr
    assert (repository / "a.md").read_text() == FIXED
    assert commit(repository, environment).returncode == 0


def test_configuration_counts_before_a_commit(repository, environment):
    install("cleaner", repository, environment)
    (repository / "opinion").mkdir()
    (repository / "opinion" / "a.txt").write_text(DIRTY)
    override = '[[overrides]]\npaths = ["opinion/**"]\nfail-on = "none"\n'
    (repository / "cleaner.toml").write_text(override)
    assert commit(repository, environment).returncode == 0


def action(repository: Path, environment: dict[str, str], **given: str):
    """Runs the action's last step with the values that its inputs have."""
    step = ACTION["runs"]["steps"][-1]
    inputs = {name: one["default"] for name, one in ACTION["inputs"].items()}
    inputs |= {name.replace("_", "-"): value for name, value in given.items()}
    said = {
        name: inputs[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step["env"].items()
    }
    # What GitHub runs for `shell: bash`.
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return called(command, repository, {**environment, **said})


@pytest.mark.parametrize(
    ("given", "code", "annotations"),
    [
        ({}, 1, 2),
        ({"fail_on": "none"}, 0, 2),
        ({"paths": "new.txt"}, 1, 1),
        ({"paths": "old.txt new.txt"}, 1, 2),
        ({"changed_since": "HEAD"}, 1, 1),
        ({"args": "--select PL --quiet"}, 0, 0),
        ({"paths": "$(touch owned)"}, 2, 0),
        ({"changed_since": "x; touch owned"}, 2, 0),
    ],
)
def test_action(repository, environment, given, code, annotations):
    (repository / "old.txt").write_text(DIRTY)
    commit(repository, environment)
    (repository / "new.txt").write_text(DIRTY)
    done = action(repository, environment, **given)
    assert done.returncode == code, done.stderr
    assert sum(line.startswith("::") for line in done.stdout.splitlines()) == annotations
    assert not (repository / "owned").exists()


def test_action_names_its_inputs():
    step = ACTION["runs"]["steps"][-1]
    used = {value.removeprefix("${{ inputs.").removesuffix(" }}") for value in step["env"].values()}
    assert used | {"python-version"} == set(ACTION["inputs"])


@pytest.mark.parametrize(("in_merge_request", "found"), [(False, 2), (True, 1)])
def test_job_for_gitlab(repository, environment, in_merge_request, found):
    (repository / "old.txt").write_text(DIRTY)
    commit(repository, environment)
    base = called(["git", "rev-parse", "HEAD"], repository, environment).stdout.strip()
    (repository / "new.txt").write_text(DIRTY)
    commit(repository, environment)
    variables = {name: str(value) for name, value in JOB["variables"].items()}
    if in_merge_request:
        variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = base
    [script] = JOB["script"]
    done = called(["bash", "-eo", "pipefail", "-c", script], repository, environment | variables)
    assert done.returncode == 1, done.stderr
    assert f"{found} found" in done.stderr
    [report] = [JOB["artifacts"]["reports"]["junit"]]
    assert (repository / report).read_text("utf-8").count("<failure") == found


def test_job_says_what_is_missing(repository, environment):
    [command] = JOB["before_script"]
    assert shlex.split(command)[:4] == ["python", "-m", "pip", "install"]
    done = called(["bash", "-c", command], repository, environment)
    assert done.returncode != 0
    assert "CLEANER_PACKAGE: name what pip is to install Cleaner from" in done.stderr
