"""A progress bar for many files, on standard error and on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]


@contextmanager
def progress(paths: list[str], *, is_shown: bool = True) -> Iterator[Callable[[int], None]]:
    """Yields a function to call with the number of files done."""
    if not is_shown or not sys.stderr.isatty() or (len(paths) == 1 and not _is_folder(paths[0])):
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), "files", MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("files", total=_count(paths))
        yield lambda done: bar.advance(task, done)


def _ignore(done: int) -> None:
    del done


def _is_folder(path: str) -> bool:
    from pathlib import Path

    return Path(path).is_dir()


def _count(paths: list[str]) -> int:
    from pathlib import Path

    from cleaner.cli.files import expand
    from cleaner.errors import InputError

    total = 0
    for path in paths:
        try:
            total += sum(1 for _ in expand(Path(path)))
        except InputError:
            continue
    return total
