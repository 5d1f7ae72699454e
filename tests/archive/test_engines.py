"""Engines: every item once, whatever happens to workers."""

from __future__ import annotations

import os

import pytest

from cleaner.archive.engines.local import LocalEngine
from cleaner.archive.engines.ray import RayEngine
from cleaner.errors import OutputError
from tests.archive import faults

DEATHS = "a worker died 3 times while it was at this"


@pytest.fixture(scope="module", params=["local", "ray"])
def engine(request):
    engine = LocalEngine(2) if request.param == "local" else RayEngine(jobs=2)
    yield engine
    engine.close()


def outcomes(engine, task, items):
    return {tuple(one.item): one.result or one.error for one in engine.run(task, items)}


def test_every_item_once(engine):
    items = [[number] for number in range(50)]
    found = list(engine.run(faults.doubled, items))
    assert sorted((one.item, one.result) for one in found) == [([n], [2 * n]) for n in range(50)]


def test_workers_are_kept(engine):
    items = [[number] for number in range(30)]
    first = {one.result for one in engine.run(faults.process, items)}
    second = {one.result for one in engine.run(faults.process, items)}
    assert len(first | second) <= 2
    assert os.getpid() not in first


def test_few_items_are_taken_ahead(engine):
    taken = []

    def items():
        for number in range(40):
            taken.append(number)
            yield [number]

    for count, _ in enumerate(engine.run(faults.doubled, items()), 1):
        assert len(taken) <= count + 4


def test_a_task_that_kills_its_worker(engine):
    found = outcomes(engine, faults.dies_at_three, [[number] for number in range(8)])
    assert found == {(n,): DEATHS if n == 3 else [2 * n] for n in range(8)}


def test_a_worker_that_dies_once(engine, tmp_path):
    items = [[str(tmp_path / str(number))] for number in range(3)]
    assert outcomes(engine, faults.dies_once, items) == {tuple(item): item for item in items}


def test_a_task_that_raises(engine):
    found = outcomes(engine, faults.raises_at_three, [[number] for number in range(8)])
    assert found == {(n,): "ValueError: three" if n == 3 else [2 * n] for n in range(8)}


def test_an_error_about_the_run(engine):
    with pytest.raises(OutputError, match="No space left"):
        list(engine.run(faults.disk_is_full, [[number] for number in range(8)]))
