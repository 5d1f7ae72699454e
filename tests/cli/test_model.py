"""`--model`: what is named has to be there; and `cleaner model`, with a hub on this machine."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

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


def pulling(hub, tmp_path: Path, fault: str | int = "") -> dict[str, str]:
    """The environment of a command that has that hub and an empty cache."""
    hub.fault = fault
    return {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "0"}


def test_pull_list_and_use(run, hub, tmp_path):
    where = pulling(hub, tmp_path)
    done = run("model", "pull", hub.name, **where)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"someone/opus-mt-fr-en: 9 files, 17.5 MB, verified\n" in done.stdout
    listed = run("model", "list", "--format", "json", **where)
    assert (listed.returncode, listed.stderr) == (0, b"")
    embedded, pulled = json.loads(listed.stdout)
    assert (embedded["name"], embedded["where"]) == ("fragments-fr-en", "embedded")
    assert pulled["name"] == hub.name
    assert pulled["where"] == "cache"
    assert pulled["languages"] == "fr > en"
    assert pulled["licence"] == "cc-by-sa-4.0"
    assert pulled["markers"] is True
    assert pulled["size"] == sum(len(hub.files[file.name]) for file in files(pulled["folder"]))
    hub.fault = 503
    done = run("check", "-", "--model", hub.name, stdin=UNKNOWN.encode(), **where)
    assert done.returncode == 1
    assert b"error" not in done.stderr


def files(folder: str) -> list[Path]:
    return list(Path(folder).iterdir())


def test_only_whole_marian_models_are_listed(run, hub, tmp_path):
    where = pulling(hub, tmp_path)
    cache = tmp_path / "home" / "hub"
    for name, config in {
        "other": '{"model_type": "t5"}',
        "broken": "{",
        "nothing": "",
        "partial": '{"model_type": "marian"}',
        "whole": '{"model_type": "marian"}',
    }.items():
        snapshot = cache / f"models--someone--{name}" / "snapshots" / hub.commit
        snapshot.mkdir(parents=True)
        refs = snapshot.parents[1] / "refs"
        refs.mkdir()
        (refs / "main").write_text(hub.commit)
        for file in () if name == "nothing" else hub.files:
            if not (name == "partial" and file == "vocab.json"):
                (snapshot / file).write_bytes(b"")
        if config:
            (snapshot / "config.json").write_text(config)
    (cache / "models--no-snapshots").mkdir()
    listed = run("model", "list", "--known", "--format", "json", **where)
    assert (listed.returncode, listed.stderr) == (0, b"")
    models = {model["name"]: model for model in json.loads(listed.stdout)}
    assert [name for name in models if models[name]["where"] == "cache"] == ["someone/whole"]
    assert models["someone/whole"]["licence"] == "unknown"
    assert models["someone/whole"]["languages"] == "unknown"
    assert models["someone/whole"]["markers"] is False
    assert models["Helsinki-NLP/opus-mt-fr-en"]["where"] == "hub"
    text = run("model", "list", **where).stdout.decode()
    assert "someone/whole" in text
    assert "Helsinki-NLP" not in text


def test_no_room_for_a_model(hub, tmp_path):
    """A file that can't grow beyond a megabyte stands in for a disk without room."""
    limit = resource.RLIMIT_FSIZE
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "model", "pull", hub.name],
        env={**os.environ, **pulling(hub, tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(limit, (1_000_000, 1_000_000)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: someone/opus-mt-fr-en: no room for it on the disk (File too large); make room, "
        "or set HF_HOME to a folder on another disk\n"
    )


def test_an_interrupted_pull_goes_on(run, hub, tmp_path):
    where = {**pulling(hub, tmp_path, "slow"), "HF_HUB_DOWNLOAD_TIMEOUT": "120"}
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "model", "pull", hub.name],
        env={**os.environ, **where},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that starts the tests in the background has it ignored, and children inherit that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert hub.halfway.wait(60)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (2, "")
    assert errors == (
        "error: someone/opus-mt-fr-en: interrupted; run the command again, the files that are "
        "complete are kept\n"
    )
    hub.fault = ""
    hub.asked.clear()
    assert run("model", "pull", hub.name, **where).returncode == 0
    assert hub.asked == ["model.safetensors"]


def test_progress_on_a_terminal_only(on_a_terminal, hub, tmp_path):
    shown = on_a_terminal("model", "pull", hub.name, **pulling(hub, tmp_path))
    assert "100%" in shown
    assert "verified" in shown


def test_a_hub_that_can_not_be_reached(run, tmp_path):
    where = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "0"}
    began = time.monotonic()
    done = run("check", "-", "--model", "someone/model", stdin=UNKNOWN.encode(), **where)
    assert time.monotonic() - began < 20, "the client alone tries for longer, start not counted"
    assert done.returncode == 2
    assert b"can't be reached" in done.stderr
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


FRAGMENTS = "fragment\tenglish\tbefore\tafter\nlundi\tMonday\tIt fell on\tin May.\nmardi\tTuesday\n"
SENTENCES = "Je ne sais pas.\tI do not know.\nIl est parti.\tHe has left.\n"


def test_evaluate(run, tmp_path):
    (tmp_path / "fragments.tsv").write_text(FRAGMENTS)
    (tmp_path / "sentences.tsv").write_text(SENTENCES)
    arguments = ("--fragments", "fragments.tsv", "--sentences", "sentences.tsv")
    done = run("model", "evaluate", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    measured = json.loads(done.stdout)
    assert measured["model"] == "fragments-fr-en"
    assert [(row["what"], row["count"]) for row in measured["results"]] == [
        ("fragments, bare", 2),
        ("fragments, in context", 2),
        ("sentences", 2),
    ]
    bare, placed, sentences = measured["results"]
    for row in (bare, placed):
        assert row["exact"] in (0, 0.5, 1)
        assert row["bleu"] is None
        assert row["per_second"] > 0
    assert sentences["exact"] is None
    assert 0 <= sentences["bleu"] <= 100
    assert measured["signatures"]["BLEU"].startswith("nrefs:1|case:mixed|eff:no|tok:13a")
    assert measured["signatures"]["chrF"].startswith("nrefs:1|case:mixed|eff:yes|nc:6")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to measure on"),
        (["--fragments", "none.tsv"], "none.tsv: can't be read (No such file"),
        (["--fragments", "empty.tsv"], "empty.tsv: no fragments"),
        (["--sentences", "empty.tsv"], "empty.tsv: no sentences"),
        (["--sentences", "one.tsv"], "one.tsv, line 1: not a French sentence"),
        (["--fragments", "one.tsv"], "one.tsv, line 1: not fragment"),
        (["--fragments", "one.tsv.xz"], "one.tsv.xz: can't be read"),
        (["--fragments", "latin.tsv"], "latin.tsv: not UTF-8"),
        (["./none", "--fragments", "good.tsv"], "./none: no such folder"),
    ],
)
def test_evaluate_says_what_is_wrong(run, tmp_path, arguments: list[str], message: str):
    (tmp_path / "empty.tsv").write_text("")
    (tmp_path / "one.tsv").write_text("lundi\n")
    (tmp_path / "one.tsv.xz").write_text("no archive")
    (tmp_path / "latin.tsv").write_bytes("été\tsummer\n".encode("latin-1"))
    (tmp_path / "good.tsv").write_text(FRAGMENTS)
    done = run("model", "evaluate", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"error: {message}")
    assert len(done.stderr.splitlines()) == 1


def test_evaluate_without_sacrebleu(run, tmp_path):
    (tmp_path / "sacrebleu").mkdir()
    (tmp_path / "sacrebleu" / "__init__.py").write_text("raise ImportError('not installed')")
    (tmp_path / "good.tsv").write_text(FRAGMENTS)
    done = run("model", "evaluate", "--fragments", "good.tsv")
    assert done.returncode == 2
    assert b"pip install 'cleaner[evaluate]'" in done.stderr
