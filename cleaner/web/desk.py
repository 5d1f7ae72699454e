"""Hands requests' documents to workers: a short queue, several requests in one batch.

A batch that takes too long, or that makes its worker die, costs that worker. Its requests are then
tried one by one, so that only the one at fault fails.
"""

from __future__ import annotations

import asyncio
import math
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from cleaner.config import Config
from cleaner.web.metrics import Metrics
from cleaner.web.pipe import HEAD, Ready, pack, size_of, unpack
from cleaner.web.problems import Problem
from cleaner.web.settings import Settings
from cleaner.web.task import Answer, Task

__all__ = ["Desk", "WorkerLostError"]

# Seconds in which requests for one batch are collected, and where a batch is full.
LINGER = 0.004
MOST_DOCUMENTS = 16
MOST_CHARACTERS = 40_000
# Seconds that a caller is asked to wait at most before it tries again.
LONGEST_PAUSE = 60


class WorkerLostError(Exception):
    """A worker was too slow or died; ``late`` says which."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("too slow" if late else "died")
        self.late = late


@dataclass(eq=False)
class Job:
    """The documents of one request; ``alone`` if they are to share a batch with no others."""

    tasks: Sequence[Task]
    answers: asyncio.Future[list[Answer]]
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    alone: bool = False

    @property
    def characters(self) -> int:
        """How much text it is."""
        return sum(len(task.text) for task in self.tasks)

    def fail(self, problem: Problem) -> None:
        """Ends the request with an error, unless it ended before."""
        self.begun.set()
        if not self.answers.done():
            self.answers.set_exception(problem)


class Worker:
    """A worker's process, from here."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def started(cls, config: Config) -> tuple[Worker, Ready]:
        """A new one, when it is warm; and whether it can begin."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cleaner.web.worker", stdin=PIPE, stdout=PIPE
        )
        worker = cls(process)
        try:
            ready = await worker.ask(config, None)
        except asyncio.CancelledError:
            await worker.end()
            raise
        assert isinstance(ready, Ready)
        return worker, ready

    async def ask(self, message: object, seconds: float | None) -> object:
        """The answer to a message. Raises WorkerLostError."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        try:
            async with asyncio.timeout(seconds):
                stdin.write(pack(message))
                await stdin.drain()
                size = size_of(await stdout.readexactly(HEAD))
                return unpack(await stdout.readexactly(size))
        except TimeoutError:
            raise WorkerLostError(late=True) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkerLostError(late=False) from None

    async def end(self) -> None:
        """Ends the process, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Desk:
    """Takes documents and gives answers. ``failed`` is told why if no worker can be started."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._settings, self._metrics = settings, metrics
        self._waiting: deque[Job] = deque()
        self._news = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._warm = 0
        self._pace = 0.1  # seconds a request, lately
        self.error = ""
        self.failed: Callable[[str], None] = lambda _: None
        metrics.queue.set_function(lambda: len(self._waiting))
        metrics.workers.set_function(lambda: self._warm)

    @property
    def is_ready(self) -> bool:
        """Whether a worker is warm."""
        return self._warm > 0

    def start(self) -> None:
        """Starts the workers, and returns before they are warm."""
        loop = asyncio.get_running_loop()
        self._loops = [loop.create_task(self._work()) for _ in range(self._settings.workers)]

    async def stop(self) -> None:
        """Ends the workers."""
        for one in self._loops:
            one.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def answers(self, tasks: Sequence[Task]) -> list[Answer]:
        """The answers in order. Raises Problem: full (429), too slow (504), no worker (503)."""
        if self.error:
            raise self.cold()
        if len(self._waiting) >= self._settings.queue:
            raise self.busy()
        job = Job(tasks, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._news.set()
        try:
            async with asyncio.timeout(self._settings.seconds):
                await job.begun.wait()
        except TimeoutError:
            job.answers.cancel()
            raise (self.busy() if self.is_ready else self.cold()) from None
        return await job.answers

    def busy(self) -> Problem:
        """What a request is told for which there is no room."""
        self._metrics.refused.inc()
        pause = math.ceil(self._pace * len(self._waiting) / max(1, self._warm))
        pause = min(LONGEST_PAUSE, max(1, pause))
        return Problem(
            429,
            f"The service has as much to do as it can take; try again in {pause} s.",
            headers={"Retry-After": str(pause)},
        )

    def cold(self) -> Problem:
        """What a request is told while no worker is warm."""
        why = self.error or "tables and model are being loaded; try again in a few seconds"
        return Problem(503, f"The service is not ready: {why}.", headers={"Retry-After": "2"})

    async def _work(self) -> None:
        """The life of one worker after the other."""
        worker: Worker | None = None
        try:
            while True:
                if worker is None:
                    worker = await self._new_worker()
                    if worker is None:
                        return
                    self._warm += 1
                jobs = await self._collected()
                if not await self._done(worker, jobs):
                    self._warm -= 1
                    await worker.end()
                    worker = None
        except Exception as error:
            self._give_up(f"a fault of Cleaner ({type(error).__name__})")
            raise
        finally:
            if worker:
                self._warm -= 1
                await worker.end()

    async def _new_worker(self) -> Worker | None:
        try:
            worker, ready = await Worker.started(self._settings.config)
        except WorkerLostError:
            self._give_up("a worker ended while it was started; its last words are in the log")
            return None
        if ready.error:
            await worker.end()
            self._give_up(ready.error)
            return None
        return worker

    def _give_up(self, why: str) -> None:
        self.error = why
        while self._waiting:
            self._waiting.popleft().fail(self.cold())
        self.failed(why)

    async def _collected(self) -> list[Job]:
        """The next batch; waits for the first request, and a moment for others."""
        while True:
            while not self._waiting:
                self._news.clear()
                await self._news.wait()
            if len(self._waiting) < MOST_DOCUMENTS:
                await asyncio.sleep(LINGER)
            if jobs := self._next_jobs():
                return jobs

    def _next_jobs(self) -> list[Job]:
        jobs: list[Job] = []
        documents = characters = 0
        while self._waiting:
            job = self._waiting[0]
            documents += len(job.tasks)
            characters += job.characters
            is_full = documents > MOST_DOCUMENTS or characters > MOST_CHARACTERS
            if jobs and (job.alone or jobs[0].alone or is_full):
                break
            self._waiting.popleft()
            if not job.answers.done():  # whoever asked has given up
                job.begun.set()
                jobs.append(job)
        return jobs

    async def _done(self, worker: Worker, jobs: list[Job]) -> bool:
        """Answers a batch; False where it cost the worker."""
        tasks = [task for job in jobs for task in job.tasks]
        self._metrics.batches.observe(len(tasks))
        began = time.monotonic()
        try:
            found = await worker.ask(tasks, self._settings.seconds)
        except WorkerLostError as error:
            self._metrics.lost.inc()
            self._after_loss(jobs, late=error.late)
            return False
        except asyncio.CancelledError:
            for job in jobs:
                job.fail(Problem(503, "The service is stopping; try again in a moment."))
            raise
        assert isinstance(found, list)
        answers = iter(found)
        for job in jobs:
            own = [next(answers) for _ in job.tasks]
            if not job.answers.done():
                job.answers.set_result(own)
        self._pace += 0.2 * ((time.monotonic() - began) / len(jobs) - self._pace)
        return True

    def _after_loss(self, jobs: list[Job], *, late: bool) -> None:
        if len(jobs) > 1:
            for job in reversed(jobs):
                job.alone = True
                self._waiting.appendleft(job)
            self._news.set()
        elif late:
            seconds = f"{self._settings.seconds:g}"
            jobs[0].fail(
                Problem(504, f"This took longer than {seconds} s; send it in smaller pieces.")
            )
        else:
            said = "A fault of Cleaner stopped the work on this request; report it."
            jobs[0].fail(Problem(500, said))
