"""More requests than the service can take, from another process: ``python -m tests.web.load``.

Clean articles and articles with findings come mixed over many connections that never pause. Prints
how long each kind took, and what the service's memory did meanwhile; ends with 1 where an answer
was neither 200 nor 429, the slowest hundredth of the clean ones took 20 times the median, or memory
grew.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from corpus.cases import load
from tests.web.conftest import Service, started

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 48
# Of so many requests one has something to find.
DIRTY_EVERY = 50
# How many times its median the slowest hundredth may take, and how much memory may grow after the
# first fifth of the requests, in which caches fill.
MOST_TIMES = 20
MOST_GROWTH = 1.05
SAMPLES = 50


@dataclass
class Run:
    """What came of a run: seconds by kind, statuses by kind, and memory by share of the run."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    memory: list[tuple[int, int]] = field(default_factory=list)
    health: list[float] = field(default_factory=list)


def clean_article() -> str:
    """English of the corpus, as long as an article, that the gate calls clean."""
    from cleaner.scan import Gate

    cases = load(ROOT / "corpus" / "cases" / "negatives.jsonl")
    gate = Gate.packaged()
    return "\n\n".join(case.text for case in cases if not gate.alarm(case.text))[:3000]


def request(body: object) -> bytes:
    """A request for a connection that stays open."""
    data = json.dumps(body).encode()
    head = (
        "POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes
) -> tuple[int, float]:
    """The status of one answer, and how long it took."""
    began = time.perf_counter()
    writer.write(sent)
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
    await reader.readexactly(int(fields[b"content-length"]))
    return int(head[9:12]), time.perf_counter() - began


async def connection(port: int, numbers: count[int], most: int, bodies: dict[str, bytes], run: Run):
    """Asks again and again, until there were enough."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    while (number := next(numbers)) < most:
        kind = "clean" if number % DIRTY_EVERY else "dirty"
        status, seconds = await exchange(reader, writer, bodies[kind])
        run.statuses[kind, status] += 1
        if status == 200:
            run.seconds[kind].append(seconds)
    writer.close()


async def watch(service: Service, run: Run, most: int):
    """Looks at memory and health while the others ask."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    step = 0
    while True:
        done = sum(run.statuses.values())
        if done >= step * most / SAMPLES:
            run.memory.append((done, resident(service.process.pid)))
            step += 1
        _, seconds = await exchange(
            reader, writer, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        run.health.append(seconds)
        await asyncio.sleep(0.1)


def resident(process: int) -> int:
    """Bytes in memory of a process and of its children."""
    found = subprocess.run(
        ["ps", "-o", "rss=", "--pid", str(process), "--ppid", str(process)],
        capture_output=True,
        text=True,
        check=True,
    )
    return sum(1024 * int(line) for line in found.stdout.split())


async def loaded(service: Service, most: int, connections: int) -> Run:
    """The load itself."""
    run, numbers = Run(), count()
    dirty = (ROOT / "corpus" / "sample.txt").read_text()
    bodies = {"clean": request({"text": clean_article()}), "dirty": request({"text": dirty})}
    watching = asyncio.create_task(watch(service, run, most))
    await asyncio.gather(
        *(connection(service.port, numbers, most, bodies, run) for _ in range(connections))
    )
    watching.cancel()
    run.memory.append((most, resident(service.process.pid)))
    return run


def report(run: Run, took: float) -> list[str]:
    """Prints the figures; what is wrong with them."""
    wrong = []
    print(f"{sum(run.statuses.values())} requests in {took:.0f} s")
    for (kind, status), number in sorted(run.statuses.items()):
        print(f"{kind} {status}: {number}")
        if status not in (200, 429):
            wrong.append(f"{number} answers with {status}")
    for kind, seconds in (*run.seconds.items(), ("health", run.health)):
        median, slow = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
        times = slow / median
        print(f"{kind}: median {1000 * median:.1f} ms, p99 {1000 * slow:.1f} ms, {times:.1f} times")
        if kind == "clean" and times >= MOST_TIMES:
            wrong.append(f"the slowest hundredth takes {times:.1f} times the median")
    after_filling = run.memory[len(run.memory) // 5 :]
    print("memory, MiB:", *(f"{size >> 20}" for _, size in run.memory))
    growth = run.memory[-1][1] / after_filling[0][1]
    print(f"memory at the end over that after a fifth: {growth:.3f}")
    if growth > MOST_GROWTH:
        wrong.append(f"memory grew {growth:.2f} times")
    return wrong


def main() -> None:
    """Puts a service of its own under load."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, started(Path(name), "--queue", "8") as service:
        began = time.monotonic()
        run = asyncio.run(loaded(service, asked.requests, asked.connections))
        wrong = report(run, time.monotonic() - began)
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
