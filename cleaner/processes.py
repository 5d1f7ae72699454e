"""Processes that work side by side, and end with the one that drives them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

__all__ = ["pool", "prepare_worker", "processors", "submitted"]

Done = TypeVar("Done")


def processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pool(jobs: int, preload: Sequence[str]) -> ProcessPoolExecutor:
    """So many processes; what ``preload`` names is imported once for all where that can be."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(list(preload))
    return ProcessPoolExecutor(jobs, context, _set_up)


def submitted(
    workers: ProcessPoolExecutor, task: Callable[..., Done], *arguments: Any
) -> Future[Done]:
    """What comes of a task; of one for workers of which one died, their BrokenProcessPool."""
    try:
        return workers.submit(task, *arguments)
    except BrokenProcessPool as error:
        broken: Future[Done] = Future()
        broken.set_exception(error)
        return broken


def prepare_worker() -> None:
    """Sets up a worker's process.

    It computes with one thread: workers are many, and what a model says may depend, in the last
    bit, on how its work is shared out.
    """
    os.environ["OMP_NUM_THREADS"] = "1"


def _set_up() -> None:
    """Sets up a worker, which ends when the process does that drives it.

    Ctrl-C reaches every process of a terminal; the one that drives the run decides.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_worker()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
