"""The queue of an archive: decided once for all places, by editors who don't wait for another."""

from __future__ import annotations

import json
import threading

import pytest

from cleaner.web.problems import Problem
from cleaner.web.queue import Queue

DIRTY = "They carried farine. He was gardien.\n"


@pytest.fixture
def queue(run, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(DIRTY)
    done = run("archive", "run", "in", "out", "--jobs", "1", "--quiet")
    assert done.returncode == 1, done.stderr
    return Queue(tmp_path / "out/.cleaner/archive.sqlite")


def test_decided_once_for_all_places(run, tmp_path, queue):
    listed = queue.listed(0, 50)
    assert not listed["has_more"]
    one = next(group for group in listed["groups"] if group["found"] == "farine")
    assert one["times"] == 3
    assert one["examples"][0]["before"].endswith("carried ")
    assert queue.decided(one["group"], "", "text: flour")["files"] == 3
    run("archive", "run", "in", "out", "--jobs", "1", "--quiet")
    for number in range(3):
        assert "carried flour." in (tmp_path / f"out/{number}.txt").read_text()


def test_two_editors_never_overwrite_each_other(queue):
    group = queue.listed(0, 1)["groups"][0]["group"]
    ready = threading.Barrier(8)
    done: list[str] = []
    refused: list[str] = []

    def decide(text: str) -> None:
        ready.wait()
        try:
            done.append(queue.decided(group, "", f"text: {text}")["decision"])
        except Problem as problem:
            refused.append(f"{problem.status} {problem.detail}")

    editors = [threading.Thread(target=decide, args=(f"word {n}",)) for n in range(8)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert len(done) == 1
    assert len(refused) == 7
    assert all(said.startswith("409") and done[0] in said for said in refused)
    assert queue.decided(group, done[0], "withdraw")["decision"] == ""


@pytest.mark.parametrize(
    ("group", "said", "status"),
    [("nothing", "accept", 422), (None, "acept", 422), (None, "text: a\nb", 422)],
)
def test_refused(queue, group, said, status):
    group = group or queue.listed(0, 1)["groups"][0]["group"]
    with pytest.raises(Problem) as refused:
        queue.decided(group, "", said)
    assert refused.value.status == status


def test_pages_of_groups(queue):
    first, second = queue.listed(0, 1), queue.listed(1, 50)
    assert first["has_more"]
    assert first["groups"][0] not in second["groups"]
    json.dumps(second)
