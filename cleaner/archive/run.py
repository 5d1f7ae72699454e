"""Drives a run: plan, scan, translate, finish, and put everything in its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from threading import Event
from typing import TypeVar

from cleaner.archive.assemble import put_files
from cleaner.archive.engines import Engine
from cleaner.archive.parts import Part, bundles, parts_of
from cleaner.archive.places import Entry, Place, place
from cleaner.archive.store import Store
from cleaner.archive.tasks import Answers, Done, Job, Waiting, finish, scan, translate
from cleaner.errors import ArchiveError
from cleaner.formats.registry import suffixes

__all__ = ["Limits", "run", "signature"]

# Requests that are answered in one batch.
BATCH = 64
# Results that are remembered in one commit.
COMMIT = 8

Item = TypeVar("Item")
Tell = Callable[[str, int, int], None]


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
    limits = limits or Limits()
    _check_signature(job, store)
    archive = place(job.source)
    store.plan(_files(archive))
    stages = (
        partial(_scan, job, store, engine),
        partial(_translate, job, store, engine),
        partial(_finish, job, store, engine),
    )
    for stage in stages:
        stage(limits, tell or _silent)
        if limits.stop.is_set():
            return False
    if not job.output.is_dry:
        put_files(job, store, limits.stop)
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


def _files(archive: Place) -> Iterator[list[Part]]:
    endings = tuple(suffixes())
    for entry in archive.entries():
        if _is_article(entry, endings):
            yield list(parts_of(archive, entry))


def _is_article(entry: Entry, endings: tuple[str, ...]) -> bool:
    return entry.path.lower().endswith(endings)


def _scan(job: Job, store: Store, engine: Engine, limits: Limits, tell: Tell) -> None:
    _keep_all(
        store,
        engine.run(partial(scan, job), _until(limits.stop, bundles(store.parts("new")))),
        lambda bundle: bundle,
        limits,
        partial(_tell_bytes, store, tell, "scan"),
    )


def _translate(job: Job, store: Store, engine: Engine, limits: Limits, tell: Tell) -> None:
    batches = _until(limits.stop, store.batches(BATCH))
    for outcome in engine.run(partial(translate, job.config), batches):
        if outcome.result is None:
            raise ArchiveError(f"translating failed: {outcome.error}; run again to go on")
        store.answer(outcome.item, outcome.result)
        counts = store.counts()
        tell("translate", counts.answered, counts.requests)


def _finish(job: Job, store: Store, engine: Engine, limits: Limits, tell: Tell) -> None:
    def tasks() -> Iterator[list[tuple[Waiting, Answers]]]:
        for bundle in bundles(store.parts("waiting")):
            yield [store.waiting(part) for part in bundle]

    _keep_all(
        store,
        engine.run(partial(finish, job), _until(limits.stop, tasks())),
        lambda task: [waiting.part for waiting, _ in task],
        limits,
        partial(_tell_bytes, store, tell, "finish"),
    )


def _keep_all(store, outcomes, parts_of_item, limits, tell) -> None:  # type: ignore[no-untyped-def]
    """Remembers outcomes as they come; a task that failed as a whole rejects its parts."""
    for outcome in outcomes:
        results: Sequence[Done | Waiting] = outcome.result or [
            Done(part, error=outcome.error) for part in parts_of_item(outcome.item)
        ]
        store.keep(results)
        tell()
        rejects = store.counts().rejects
        if limits.most_rejects is not None and rejects > limits.most_rejects:
            raise ArchiveError(
                f"{rejects} records were rejected, more than --max-rejects {limits.most_rejects}; "
                "see the rejects, put them right or allow more, and run again to go on"
            )


def _tell_bytes(store: Store, tell: Tell, stage: str) -> None:
    counts = store.counts()
    open_states = ("new",) if stage == "scan" else ("new", "waiting")
    total = sum(counts.bytes.values())
    tell(stage, total - sum(counts.bytes.get(state, 0) for state in open_states), total)


def _until(stop: Event, items: Iterable[Item]) -> Iterator[Item]:
    """The items, until somebody asks to stop."""
    for item in items:
        if stop.is_set():
            return
        yield item


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total
