"""The work on parts of an archive: functions of their arguments, the same on every engine.

``scan`` finishes what needs no model, and says of the rest what it waits for; ``translate`` answers
that for the whole archive; ``finish`` does what waited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256

from cleaner.archive.answers import Known
from cleaner.archive.decisions import Decisions, decided, rejections
from cleaner.archive.outputs import Output, Written, write
from cleaner.archive.parts import Part
from cleaner.archive.places import place
from cleaner.archive.reading import Reading, compression_of, digest_of, sources
from cleaner.config import Config
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError, InputError
from cleaner.finding import Finding, Request
from cleaner.formats.source import Source
from cleaner.sources import Checked, fix_found
from cleaner.translate import Answer

__all__ = ["Done", "Job", "Waiting", "finish", "scan", "translate"]

Answers = Mapping[Request, Answer]


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all tasks of a run."""

    config: Config
    source: str
    output: Output
    reading: Reading = field(default_factory=Reading)
    decisions: Decisions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A part that waits for translations; ``dirty`` are its articles with findings, by block."""

    part: Part
    digest: str
    dirty: tuple[tuple[int, ...], ...]
    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A part with what became of it, or the reason why it can't be read."""

    part: Part
    written: Written | None = None
    error: str = ""


def scan(job: Job, parts: Sequence[Part]) -> list[Done | Waiting]:
    """Looks at every article of these parts; what needs no model is finished."""
    return _forced(job, [_contained(partial(_scan, job, part), part) for part in parts])


def translate(config: Config, requests: Sequence[Request]) -> list[Answer]:
    """The answers, in one batch."""
    return _chain(config).translator.translate(requests)


def finish(job: Job, waiting: Sequence[tuple[Waiting, Answers]]) -> list[Done | Waiting]:
    """Finishes parts that waited for these answers."""
    return _forced(
        job,
        [_contained(partial(_finish, job, one, answers), one.part) for one, answers in waiting],
    )


def _contained(work: Callable[[], Done | Waiting], part: Part) -> Done | Waiting:
    """What came of a part; one that can't be read stays as it is, and the others go on.

    Any other error that was raised on purpose is about the run as a whole.
    """
    try:
        return work()
    except InputError as error:
        return Done(part, error=str(error))
    except CleanerError:
        raise
    except Exception as error:
        return Done(part, error=f"{type(error).__name__}: {error}")


def _forced(job: Job, results: list[Done | Waiting]) -> list[Done | Waiting]:
    """The results, once what they wrote is safe on disk."""
    if any(isinstance(one, Done) and one.written for one in results):
        job.output.force()
    return results


def _scan(job: Job, part: Part) -> Done | Waiting:
    cleaner, _ = _warm(job.config)
    archive = place(job.source)
    digest = sha256()
    dirty: list[tuple[int, ...]] = []
    requests: dict[Request, None] = {}
    blocks = sources(archive, part, job.reading)
    following = next(blocks, None)
    while following:
        (data, source), following = following, next(blocks, None)
        proposed = [cleaner.proposals(article) for article in source.articles]
        for findings in proposed:
            requests.update(dict.fromkeys(cleaner.open_requests(findings)))
        if not requests and not dirty and not following:
            fixed = _fixed(job, cleaner, source, proposed)
            return Done(part, write(job.output, part, [(data, fixed)], None))
        digest.update(data)
        dirty.append(tuple(at for at, findings in enumerate(proposed) if findings))
    return Waiting(part, digest.hexdigest(), tuple(dirty), tuple(requests))


def _finish(job: Job, waiting: Waiting, answers: Answers) -> Done:
    cleaner, known = _warm(job.config)
    archive = place(job.source)
    packed = compression_of(archive, waiting.part, job.reading)
    if digest_of(archive, waiting.part, job.reading) != waiting.digest:
        raise InputError("the file was changed while the archive was cleaned; run again")

    def blocks() -> Iterator[tuple[bytes, Checked]]:
        read = sources(archive, waiting.part, job.reading)
        for (data, source), dirty in zip(read, waiting.dirty, strict=True):
            proposed: list[list[Finding]] = [[] for _ in source.articles]
            for at in dirty:
                proposed[at] = cleaner.proposals(source.articles[at])
            yield data, _fixed(job, cleaner, source, proposed)

    with known.holding(answers):
        return Done(waiting.part, write(job.output, waiting.part, blocks(), packed))


def _fixed(job: Job, cleaner: Cleaner, source: Source, proposed: list[list[Finding]]) -> Checked:
    found = cleaner.settled(source.articles, proposed)
    if not job.decisions:
        return fix_found(cleaner, source, found)
    return fix_found(cleaner, source, decided(job.decisions, source.articles, found), rejections)


@cache
def _chain(config: Config) -> Cleaner:
    return Cleaner(config)


@cache
def _warm(config: Config) -> tuple[Cleaner, Known]:
    """A cleaner for a worker's life, and the answers that it is given task by task."""
    known = Known(_Late(config))
    return Cleaner(config, known), known


@dataclass(frozen=True, slots=True)
class _Late:
    """The configured chain, made when something is asked of it."""

    config: Config

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        return _chain(self.config).translator.translate(requests)
