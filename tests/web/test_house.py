"""What editors teach: the ignore list and the translation memory, as the settings name them."""

from __future__ import annotations

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
