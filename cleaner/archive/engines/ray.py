"""The engine of many machines: Ray tasks, as many under way as the cluster has processors."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from cleaner.archive.engines.protocol import (
    MOST_DEATHS,
    Done,
    Item,
    Outcome,
    Task,
)
from cleaner.errors import CleanerError, ConfigError
from cleaner.processes import prepare_worker

__all__ = ["RayEngine"]

# Tasks under way for each processor, so that none waits for the driver.
AHEAD = 2
# Tasks that share a GPU, where the cluster has one: the model is small.
A_GPU = 4


class RayEngine:
    """Runs tasks on the cluster at ``address``, or on one of ``jobs`` processors started here.

    Workers read and write the archive themselves, so that its folder or address has to mean the
    same on every machine. Nothing is started before the first task. Raises ConfigError where Ray is
    not installed, or can't be reached then.
    """

    def __init__(self, address: str | None = None, jobs: int | None = None) -> None:
        if not find_spec("ray"):
            raise ConfigError("this engine needs Ray; `pip install cleaner[ray]` brings it")
        self._address = address
        self._jobs = jobs
        self._is_own = False

    def run(
        self, task: Task[Item, Done], items: Iterable[Item], *, is_model: bool = False
    ) -> Iterator[Outcome[Item, Done]]:
        """Yields outcomes as they come; tasks with the model take part of a GPU if there is one."""
        waiting = iter(items)
        under_way: dict[Any, Item] = {}
        start = None
        while True:
            most = self._slots(is_model=is_model) if under_way else 1
            while len(under_way) < most:
                try:
                    item = next(waiting)
                except StopIteration:
                    break
                if start is None:
                    start = self._starter(task, is_model=is_model)
                    most = self._slots(is_model=is_model)
                under_way[start(item)] = item
            if not under_way:
                return
            ready, _ = self._ray.wait(list(under_way))
            for reference in ready:
                yield self._outcome(under_way.pop(reference), reference)

    def close(self) -> None:
        """Leaves the cluster; one that was started here ends."""
        if self._is_own:
            self._ray.shutdown()

    @cached_property
    def _ray(self) -> Any:
        """Ray, connected."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        import ray

        logging.getLogger("ray").setLevel(logging.ERROR)  # which the import has set
        self._is_own = not ray.is_initialized()
        if not self._is_own:
            return ray
        try:
            with _same_signals():
                ray.init(
                    self._address or "local",  # else Ray looks for one that is running
                    num_cpus=None if self._address else self._jobs,
                    include_dashboard=None if self._address else False,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                    configure_logging=False,
                )
        except (OSError, RuntimeError, ValueError) as error:
            said = str(error).strip().splitlines() or [type(error).__name__]
            where = f"the Ray cluster {self._address} can't be reached"
            advice = ". A cluster that asks for a token needs RAY_AUTH_MODE=token"
            raise ConfigError(
                f"{where}: {said[0]}{advice}"
                if self._address
                else f"Ray can not be started: {said[0]}"
            ) from error
        return ray

    def _slots(self, *, is_model: bool) -> int:
        """How many tasks are under way: machines may come and go."""
        resources = self._ray.cluster_resources()
        gpus = int(resources.get("GPU", 0)) if is_model else 0
        return AHEAD * max(1, gpus * A_GPU if gpus else int(resources.get("CPU", 1)))

    def _starter(self, task: Task[Item, Done], *, is_model: bool) -> Any:
        """A function that starts the task with an item.

        A worker is kept for the next task with all that it has loaded, which Ray does not do by
        itself where GPUs are used. A task is begun anew when its worker or its machine was lost.
        """
        ray = self._ray
        has_gpu = is_model and ray.cluster_resources().get("GPU", 0) >= 1
        remote = ray.remote(
            num_cpus=0 if has_gpu else 1,
            num_gpus=1 / A_GPU if has_gpu else 0,
            max_retries=MOST_DEATHS - 1,
            max_calls=0,
        )(_called)
        function = ray.put(task)
        return lambda item: remote.remote(function, item)

    def _outcome(self, item: Item, reference: Any) -> Outcome[Item, Done]:
        try:
            return Outcome(item, self._ray.get(reference))
        except self._ray.exceptions.WorkerCrashedError:
            return Outcome(item, error=f"a worker died {MOST_DEATHS} times while it was at this")
        except self._ray.exceptions.RayError as error:
            cause = getattr(error, "cause", None) or error
            if isinstance(cause, CleanerError):
                raise cause from None
            said = str(cause).strip().splitlines() or [""]
            return Outcome(item, error=f"{type(cause).__name__}: {said[0]}")


def _called(task: Task[Item, Done], item: Item) -> Done:
    prepare_worker()
    return task(item)


@contextmanager
def _same_signals() -> Iterator[None]:
    """Keeps what was to happen at a signal: Ray ends the process at once."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
