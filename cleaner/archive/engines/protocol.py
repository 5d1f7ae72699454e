"""What an engine is: it runs one function on many items, and hands back what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

__all__ = ["MOST_DEATHS", "Engine", "Outcome", "Task"]

# A task with which a worker died so often is given up.
MOST_DEATHS = 3

Item = TypeVar("Item")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Done]):
    """An item with what came of it: a result, or the reason why there is none."""

    item: Item
    result: Done | None = None
    error: str = ""


Task = Callable[[Item], Done]


class Engine(Protocol):
    """Runs tasks side by side.

    A task is a function of a module, its items and results can be pickled, and it may be run again
    after a worker was lost. No more than a few items are taken ahead of those that are done, so
    that memory stays flat.
    """

    def run(
        self, task: Task[Item, Done], items: Iterable[Item], *, is_model: bool = False
    ) -> Iterator[Outcome[Item, Done]]:
        """Yields outcomes as they come, in no order; no item is lost, none comes twice.

        ``is_model`` says that the task computes with the model. Whatever a task raises is the
        outcome of its item, but for a CleanerError: that is about the run as a whole (no space
        left, no such model), and ends it.
        """
        ...  # pragma: no cover

    def close(self) -> None:
        """Lets the workers go."""
        ...  # pragma: no cover
