"""Drives a run: plan, scan, translate, finish, and put everything in its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from threading import Event
from typing import TypeVar

from cleaner.archive.assemble import put_files
from cleaner.archive.containers import CONTAINERS
from cleaner.archive.engines import Engine, Outcome
from cleaner.archive.parts import Part, bundles, parts_of
from cleaner.archive.places import Entry, Place, place
from cleaner.archive.store import Store
from cleaner.archive.tasks import Answers, Done, Job, Waiting, finish, scan, translate
from cleaner.errors import ArchiveError, OutputError
from cleaner.finding import Request
from cleaner.formats.registry import suffixes

__all__ = ["Limits", "TooManyRejectsError", "run", "signature"]

# Requests that are answered in one batch.
BATCH = 64

Item = TypeVar("Item")
Result = TypeVar("Result")
Tell = Callable[[str, int, int], None]


class TooManyRejectsError(ArchiveError):
    """More records were rejected than a user allows."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run stops by itself, or is asked to."""

    most_rejects: int | None = None
    stop: Event = field(default_factory=Event)


def run(
    job: Job, store: Store, engine: Engine, limits: Limits | None = None, tell: Tell | None = None
) -> bool:
    """Cleans what is not done yet; whether all is done at the end.

    ``tell`` is called with the stage, the bytes (in translating: the requests) that are done and
    those that there are. Raises ArchiveError where too many records are rejected, or the results
    can't be written; what is done is remembered.
    """
    try:
        with store.alone():
            return _run(job, store, engine, limits or Limits(), tell or _silent)
    except OutputError as error:
        raise ArchiveError(
            f"{error}. What is done is remembered: make room or put it right, and give the same "
            "command again to go on"
        ) from error


def _run(job: Job, store: Store, engine: Engine, limits: Limits, tell: Tell) -> bool:
    _check_signature(job, store)
    job = replace(job, decisions=store.decisions())
    archive = place(job.source)
    if not job.output.is_dry:
        job.output.place.tidy()
    store.plan(_articles(archive), partial(parts_of, archive, block=job.reading.block))
    _scan(job, store, engine, limits, tell)
    failed = _translate(job, store, engine, limits, tell)
    _finish(job, store, engine, limits, tell, failed)
    if not job.output.is_dry and not limits.stop.is_set():
        put_files(job, store, limits.stop)
        job.output.place.tidy()
    return not limits.stop.is_set()


def signature(job: Job) -> str:
    """What results depend on besides the input: Cleaner's version and the settings."""
    from cleaner import __version__

    said: dict[str, object] = {
        "version": __version__,
        "config": asdict(job.config),
        "reading": asdict(job.reading),
    }
    said |= {"form": job.output.form, "target": job.output.target, "dry": job.output.is_dry}
    return json.dumps(said, sort_keys=True)


def _check_signature(job: Job, store: Store) -> None:
    """Starts anew where the program or the settings changed since the last run."""
    now = signature(job)
    if store.setting("signature") != now:
        store.forget_all()
        store.remember(signature=now, source=job.source)


def _articles(archive: Place) -> Iterator[Entry]:
    endings = (*suffixes(), *CONTAINERS)
    return (entry for entry in archive.entries() if entry.path.lower().endswith(endings))


def _scan(job: Job, store: Store, engine: Engine, limits: Limits, tell: Tell) -> None:
    tasks = _until(limits.stop, bundles(store.parts("new"), job.reading.block))
    outcomes = _outcomes(engine, partial(scan, job), tasks)
    _keep(store, _results(outcomes, lambda part: part), limits, _Watch(store, "scan", tell))


def _translate(
    job: Job, store: Store, engine: Engine, limits: Limits, tell: Tell
) -> dict[Request, str]:
    """Answers what is asked; the requests that could not be answered, with the reasons."""
    failed: dict[Request, str] = {}
    counts = store.counts()
    answered = counts.answered
    batches = _until(limits.stop, store.batches(BATCH))
    task = partial(translate, job.config)
    for outcome in _outcomes(engine, task, batches, is_model=True):
        if outcome.result is None:
            failed |= dict.fromkeys(outcome.item, outcome.error)
        else:
            store.answer(outcome.item, outcome.result)
            answered += len(outcome.item)
        tell("translate", min(answered, counts.requests), counts.requests)
    return failed


def _finish(
    job: Job,
    store: Store,
    engine: Engine,
    limits: Limits,
    tell: Tell,
    failed: Mapping[Request, str],
) -> None:
    given_up: list[Done] = []

    def tasks() -> Iterator[list[tuple[Waiting, Answers]]]:
        for bundle in bundles(store.parts("waiting"), job.reading.block):
            tasks = [store.waiting(part) for part in bundle]
            given_up.extend(_without_answers(tasks, failed))
            yield [(one, answers) for one, answers in tasks if len(answers) == len(one.requests)]

    outcomes = _outcomes(
        engine, partial(finish, job), (task for task in _until(limits.stop, tasks()) if task)
    )
    watch = _Watch(store, "finish", tell)
    _keep(store, _results(outcomes, lambda item: item[0].part), limits, watch)
    if given_up:
        _keep(store, [given_up], limits, watch)


def _without_answers(
    waiting: Iterable[tuple[Waiting, Answers]], failed: Mapping[Request, str]
) -> Iterator[Done]:
    """Parts with a request that could not be answered; the next run asks again."""
    for one, answers in waiting:
        for request in one.requests:
            if request not in answers and request in failed:
                said = f"{request.fragment!r} could not be translated ({failed[request]})"
                yield Done(one.part, error=f"{said}; the next run tries again")
                break


def _outcomes(
    engine: Engine,
    task: Callable[[Sequence[Item]], Result],
    items: Iterable[Sequence[Item]],
    *,
    is_model: bool = False,
) -> Iterator[Outcome[Sequence[Item], Result]]:
    """What comes of the tasks; what failed together is tried again one by one."""
    failed: list[Sequence[Item]] = []
    for outcome in engine.run(task, items, is_model=is_model):
        if outcome.result is None and len(outcome.item) > 1:
            failed.append(outcome.item)
        else:
            yield outcome
    singles: Iterator[Sequence[Item]] = ([one] for item in failed for one in item)
    yield from engine.run(task, singles, is_model=is_model)


def _results(
    outcomes: Iterable[Outcome[Sequence[Item], list[Done | Waiting]]],
    part_of: Callable[[Item], Part],
) -> Iterator[Sequence[Done | Waiting]]:
    """The results of tasks; a part that failed alone is rejected."""
    for outcome in outcomes:
        yield outcome.result or [Done(part_of(one), error=outcome.error) for one in outcome.item]


def _keep(
    store: Store, tasks: Iterable[Sequence[Done | Waiting]], limits: Limits, watch: _Watch
) -> None:
    """Remembers results as they come, those of a task together."""
    for results in tasks:
        store.keep(results)
        watch.add(results)
        if limits.most_rejects is not None and watch.rejects > limits.most_rejects:
            raise TooManyRejectsError(
                f"{watch.rejects} records could not be read, more than --max-rejects "
                f"{limits.most_rejects}; put them right or allow more, and run again to go on"
            )


class _Watch:
    """How far a stage is. It counts by itself: to ask the store takes longer the more is in it."""

    def __init__(self, store: Store, stage: str, tell: Tell) -> None:
        counts = store.counts()
        states = ("new",) if stage == "scan" else ("new", "waiting")
        self.total = sum(counts.bytes.values())
        self.done = self.total - sum(counts.bytes.get(state, 0) for state in states)
        self.rejects = counts.rejects
        self._tell = partial(tell, stage)

    def add(self, results: Iterable[Done | Waiting]) -> None:
        """Counts what came of parts."""
        for one in results:
            self.done += one.part.end - one.part.start
            if isinstance(one, Done):
                self.rejects += len(one.written.errors) if one.written else 1
        self._tell(self.done, self.total)


def _until(stop: Event, items: Iterable[Item]) -> Iterator[Item]:
    """The items, until somebody asks to stop."""
    for item in items:
        if stop.is_set():
            return
        yield item


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total
