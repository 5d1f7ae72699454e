"""What editors teach: the ignore list and the translation memory, as the settings name them."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException

import pytest


def test_never_again(start, run, tmp_path):
    (tmp_path / "ignores.tsv").write_text("term\treason\nsoukous\tmusic", encoding="utf-8")
    service = start("--ignores", "ignores.tsv")
    done = service.post("/v1/ignores", {"term": "[mercredi]"})
    assert done.status == 200, done.body
    expected = "term\treason\nsoukous\tmusic\nmercredi\tan editor said so on the review page\n"
    assert (tmp_path / "ignores.tsv").read_text(encoding="utf-8") == expected
    (tmp_path / "a.txt").write_text("It reopens mercredi.\n")
    assert run("check", "a.txt", "--ignores", "ignores.tsv").returncode == 0
    for term in ("a\tb", "a\nb", "\t", "[]", "12"):
        assert service.post("/v1/ignores", {"term": term}).status == 422


def test_remembered(start, run, tmp_path):
    service = start("--memory", "memory.sqlite")
    done = service.post("/v1/memory", {"fragment": "[farine]", "text": "[flour]"})
    assert done.status == 200, done.body
    (tmp_path / "a.txt").write_text("They carried farine.\n")
    shown = run("check", "a.txt", "--memory", "memory.sqlite").stdout.decode()
    assert "farine -> flour" in shown
    assert "an editor" in shown
    assert service.post("/v1/memory", {"fragment": "…", "text": "x"}).status == 422


@pytest.mark.parametrize(
    ("path", "body"), [("ignores", {"term": "x"}), ("memory", {"fragment": "x", "text": "y"})]
)
def test_where_none_is_named(start, path, body):
    done = start("--no-memory").post(f"/v1/{path}", body)
    assert done.status == 409
    assert "is named" in done.json["detail"]


def test_what_was_answered_survives_a_kill_under_load(start, tmp_path):
    (tmp_path / "ignores.tsv").write_text("term\treason\n", encoding="utf-8")
    service = start("--ignores", "ignores.tsv", "--memory", "memory.sqlite")
    letters = [a + b for a in "abcdefgh" for b in "klmnopqr"]
    done: list[str] = []

    def teach(first: int) -> None:
        try:
            for letter in letters[first::4]:
                word = f"mot{letter}"
                sent = service.post("/v1/ignores", {"term": word})
                kept = service.post("/v1/memory", {"fragment": word, "text": f"word {letter}"})
                service.post("/v1/check", {"text": "It reopens mercredi."})
                if (sent.status, kept.status) == (200, 200):
                    done.append(word)
        except (OSError, HTTPException):
            return  # killed

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(teach, first) for first in range(4)]
        while len(done) < 8:
            time.sleep(0.01)
        service.process.kill()
        for one in running:
            one.result()
    assert len(done) < len(letters), "it was killed in the middle"
    again = start("--ignores", "ignores.tsv", "--memory", "memory.sqlite")
    assert again.post("/v1/check", {"text": "It reopens mercredi."}).status == 200
    ignored = (tmp_path / "ignores.tsv").read_text(encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "memory.sqlite")) as memory:
        kept = "\n".join(memory.iterdump())
    assert [word for word in done if f"\n{word}\t" not in ignored or f"'{word}'" not in kept] == []
