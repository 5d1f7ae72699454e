"""How long a test may take: by the processor's time, which other programs do not prolong."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """Ends what takes more, also in the middle of a search by a pattern. A decorator, too."""

    def end(*_: object) -> None:
        raise TimeoutError(f"more than {most} seconds")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
