"""The engine of many machines: Ray tasks, as many under way as the cluster has processors."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.archive.engines.protocol import Done, Item, Outcome, Task
from cleaner.errors import ConfigError

__all__ = ["RayEngine"]

# How often a task is begun anew when its worker or its machine was lost; a task that kills every
# worker is given up after that.
RETRIES = 3
# Tasks under way for each processor, so that none waits for the driver.
AHEAD = 2


class RayEngine:
    """Runs tasks on the cluster at ``address``, or on one of ``jobs`` processors started here.

    Workers read and write the archive themselves, so that its folder or address has to mean the
    same on every machine. Raises ConfigError where Ray is not installed or can't be reached.
    """

    def __init__(self, address: str | None = None, jobs: int | None = None) -> None:
        try:
            import ray
        except ModuleNotFoundError as error:
            raise ConfigError(
                "this engine needs Ray; `pip install cleaner[ray]` brings it"
            ) from error
        self._ray: Any = ray
        self._is_own = not ray.is_initialized()
        if self._is_own:
            try:
                ray.init(
                    address,
                    num_cpus=None if address else jobs,
                    include_dashboard=None if address else False,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                    configure_logging=False,
                )
            except (ConnectionError, ValueError) as error:
                raise ConfigError(f"the Ray cluster {address} can't be reached: {error}") from error

    def run(self, task: Task[Item, Done], items: Iterable[Item]) -> Iterator[Outcome[Item, Done]]:
        """Yields outcomes as they come."""
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=RETRIES)(_called)
        function = ray.put(task)
        waiting = iter(items)
        under_way: dict[Any, Item] = {}
        while True:
            most = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
            while len(under_way) < most:
                try:
                    item = next(waiting)
                except StopIteration:
                    break
                under_way[remote.remote(function, item)] = item
            if not under_way:
                return
            ready, _ = ray.wait(list(under_way))
            for reference in ready:
                yield self._outcome(under_way.pop(reference), reference)

    def close(self) -> None:
        """Leaves the cluster; one that was started here ends."""
        if self._is_own:
            self._ray.shutdown()

    def _outcome(self, item: Item, reference: Any) -> Outcome[Item, Done]:
        try:
            return Outcome(item, self._ray.get(reference))
        except self._ray.exceptions.RayError as error:
            cause = getattr(error, "cause", None) or error
            said = str(cause).strip().splitlines() or [""]
            return Outcome(item, error=f"{type(cause).__name__}: {said[0]}")


def _called(task: Task[Item, Done], item: Item) -> Done:
    return task(item)
