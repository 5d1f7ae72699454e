"""`--model`: what is named has to be there."""

from __future__ import annotations

import shutil
from pathlib import Path

EMBEDDED = Path(__file__).resolve().parents[2] / "models" / "fragments-fr-en"
# Not in the glossary or the phrase table, so that the model is asked.
UNKNOWN = "The road was [désembourbée] on Friday.\n"


def test_a_missing_model_is_an_error(run):
    done = run("check", "-", "--model", "no/such/folder", stdin=UNKNOWN.encode())
    assert done.returncode == 2
    assert b"no/such/folder" in done.stderr


def test_standard_input_comes_back_when_the_model_is_missing(run):
    done = run("fix", "-", "--model", "no/such/folder", stdin=UNKNOWN.encode())
    assert (done.returncode, done.stdout) == (2, UNKNOWN.encode())


def test_an_incomplete_model_is_an_error(run, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED, folder)
    (folder / "vocab.json").unlink()
    done = run("check", "-", "--model", str(folder), stdin=UNKNOWN.encode())
    assert done.returncode == 2
    assert b"vocab.json" in done.stderr


def test_a_folder_is_used(run):
    done = run("check", "-", "--model", str(EMBEDDED), stdin=UNKNOWN.encode())
    assert done.returncode == 1
    assert b"error" not in done.stderr


def test_no_model_is_needed_where_the_glossary_knows(run):
    done = run("fix", "-", "--model", "no/such/folder", stdin=b"It reopens mercredi.\n")
    assert (done.returncode, done.stdout) == (0, b"It reopens Wednesday.\n")
