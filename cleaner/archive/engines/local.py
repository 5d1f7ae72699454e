"""The engine of one machine: processes. A worker that dies costs no more than its task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from cleaner.archive.engines.protocol import (
    MOST_DEATHS,
    Done,
    Item,
    Outcome,
    Task,
)
from cleaner.errors import CleanerError
from cleaner.processes import pool, processors, submitted

__all__ = ["LocalEngine"]

# Tasks taken ahead of each worker.
AHEAD = 2


class LocalEngine:
    """Runs tasks in ``jobs`` processes; as many as there are processors if that is None."""

    def __init__(self, jobs: int | None = None) -> None:
        self.jobs = jobs or processors()
        self._pool: ProcessPoolExecutor | None = None

    def run(
        self, task: Task[Item, Done], items: Iterable[Item], *, is_model: bool = False
    ) -> Iterator[Outcome[Item, Done]]:
        """Yields outcomes as they come.

        When a worker dies nobody knows with which task it did, so that those under way are then run
        one by one until each is done, or was alone when its worker died.
        """
        del is_model
        waiting = iter(items)
        under_way: dict[Future[Done], Item] = {}
        try:
            while True:
                while len(under_way) < self.jobs * AHEAD:
                    try:
                        item = next(waiting)
                    except StopIteration:
                        break
                    under_way[self._submit(task, item)] = item
                if not under_way:
                    return
                finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
                if any(isinstance(one.exception(), BrokenProcessPool) for one in finished):
                    suspects = list(under_way.items())
                    under_way.clear()
                    yield from self._after_death(task, suspects)
                    continue
                for one in finished:
                    yield _outcome(under_way.pop(one), one)
        finally:
            for future in under_way:
                future.cancel()

    def close(self) -> None:
        """Lets the workers go, when they are done with what they have."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _after_death(
        self, task: Task[Item, Done], suspects: list[tuple[Future[Done], Item]]
    ) -> Iterator[Outcome[Item, Done]]:
        self._renew()
        for future, item in suspects:
            if future.done() and not isinstance(future.exception(), BrokenProcessPool):
                yield _outcome(item, future)
            else:
                yield self._alone(task, item)

    def _alone(self, task: Task[Item, Done], item: Item) -> Outcome[Item, Done]:
        for _ in range(MOST_DEATHS):
            future = self._submit(task, item)
            if not isinstance(future.exception(), BrokenProcessPool):
                return _outcome(item, future)
            self._renew()
        return Outcome(item, error=f"a worker died {MOST_DEATHS} times while it was at this")

    def _submit(self, task: Task[Item, Done], item: Item) -> Future[Done]:
        if self._pool is None:
            self._pool = pool(self.jobs, ["cleaner.archive.tasks"])
        return submitted(self._pool, task, item)

    def _renew(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _outcome(item: Item, future: Future[Done]) -> Outcome[Item, Done]:
    error = future.exception()
    if isinstance(error, CleanerError):
        raise error
    if error is not None:
        return Outcome(item, error=f"{type(error).__name__}: {error}")
    return Outcome(item, future.result())
