"""A worker: a process with tables and model warm, which takes batches of tasks one by one.

The web process starts it as ``python -m cleaner.web.worker``. Batches come on standard input and
answers go to standard output (:mod:`cleaner.web.pipe`); the first thing that comes is the
configuration, the first that goes is whether the engine is ready. A process of its own can be ended
when a document takes too long, and leaves the web process free to answer others.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import BinaryIO

from cleaner.config import Config
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError
from cleaner.formats.source import Source
from cleaner.sources import Checked, check_sources, fix_decided, fix_sources
from cleaner.web.decisions import Decisions
from cleaner.web.pipe import HEAD, Ready, pack, size_of, unpack
from cleaner.web.task import Answer, Task, answer, refusal

__all__ = ["Engines", "done"]

# Of engines for settings that requests chose so many are kept; they share tables and model.
MOST_ENGINES = 16
# Asks for a table or a model of each kind.
WARM_UP = (
    "The minister said [que les pêcheurs du village refusaient la proposition] lundi in Beyrouth.",
    "Selon une source, les négociations ont échoué après des heures de discussion à huis clos.",
)


class Engines:
    """An engine for each configuration that is asked for; the first lends the others its tables."""

    def __init__(self, config: Config) -> None:
        self.base = Cleaner(config)
        self._others: OrderedDict[Config, Cleaner] = OrderedDict()

    def of(self, config: Config) -> Cleaner:
        """The engine for a configuration. Raises ConfigError."""
        if config == self.base.config:
            return self.base
        if config not in self._others:
            self._others[config] = Cleaner(config, near=[self.base])
        self._others.move_to_end(config)
        while len(self._others) > MOST_ENGINES:
            self._others.popitem(last=False)
        return self._others[config]


def done(engines: Engines, tasks: Sequence[Task]) -> list[Answer]:
    """The answers in order; documents with the same settings are translated in one batch."""
    answers: dict[int, Answer] = {}
    groups: dict[tuple[Config, bool], list[tuple[int, Source]]] = {}
    for place, task in enumerate(tasks):
        try:
            source = task.read()
        except CleanerError as error:
            answers[place] = refusal(str(error))
            continue
        if task.decisions is not None:
            answers[place] = _as_decided(engines, task, source)
        else:
            groups.setdefault((task.config, task.fix), []).append((place, source))
    for (config, fix), group in groups.items():
        try:
            checked = _checked(engines.of(config), [source for _, source in group], fix=fix)
        except CleanerError as error:
            answers.update((place, refusal(str(error))) for place, _ in group)
            continue
        for (place, _), one in zip(group, checked, strict=True):
            answers[place] = answer(tasks[place], one)
    return [answers[place] for place in range(len(tasks))]


def _as_decided(engines: Engines, task: Task, source: Source) -> Answer:
    decide = Decisions(task.decisions or ())
    try:
        [checked] = fix_decided(engines.of(task.config), [source], lambda _: (), decide)
    except CleanerError as error:
        return refusal(str(error))
    return answer(task, checked, decide.problems())


def _checked(cleaner: Cleaner, sources: Sequence[Source], *, fix: bool) -> list[Checked]:
    return (fix_sources if fix else check_sources)(cleaner, sources)


def _received(stream: BinaryIO) -> Iterable[object]:
    while len(head := stream.read(HEAD)) == HEAD:
        yield unpack(stream.read(size_of(head)))


def _send(stream: BinaryIO, value: object) -> None:
    stream.write(pack(value))
    stream.flush()


def _apart(engines: Engines, tasks: Sequence[Task]) -> list[Answer]:
    """The answers when something went wrong with all: each alone, so that one pays for itself."""
    return [_alone(engines, task) for task in tasks]


def _alone(engines: Engines, task: Task) -> Answer:
    try:
        return done(engines, [task])[0]
    except Exception as error:
        # Not the message: it may hold the document.
        print("".join(traceback.format_tb(error.__traceback__)), file=sys.stderr)
        print(f"error: {type(error).__name__} in a document", file=sys.stderr, flush=True)
        return Answer(500, b"A fault of Cleaner stopped the work on this document; report it.")


def _serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    messages = iter(_received(incoming))
    config = next(messages)
    assert isinstance(config, Config)
    try:
        engines = Engines(config)
        engines.base.check_many(WARM_UP)
    except CleanerError as error:
        return _send(outgoing, Ready(str(error)))
    _send(outgoing, Ready())
    for tasks in messages:
        assert isinstance(tasks, list)
        try:
            answers = done(engines, tasks)
        except Exception:
            answers = _apart(engines, tasks)
        _send(outgoing, answers)
    return None


def main() -> None:
    """Works until standard input ends. What is printed goes to standard error."""
    # Ctrl-C and systemd tell all processes; the web process has this one finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(BrokenPipeError):  # the web process is gone
        _serve(sys.stdin.buffer, outgoing)


if __name__ == "__main__":
    main()
