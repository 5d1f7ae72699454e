"""What the service counts, for Prometheus. No text and no names are among it."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

__all__ = ["Metrics"]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counters of one app, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Counter(
            "cleaner_requests",
            "Requests that were answered",
            ["route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "cleaner_request_seconds",
            "How long a request took, in seconds",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.documents = Counter(
            "cleaner_documents",
            "Documents by what answered them: the gate alone, or a worker",
            ["by"],
            registry=self.registry,
        )
        for by in ("gate", "worker"):
            self.documents.labels(by)
        self.batches = Histogram(
            "cleaner_batch_documents",
            "How many documents a worker was given at once",
            buckets=(1, 2, 4, 8, 16, 64),
            registry=self.registry,
        )
        self.refused = Counter(
            "cleaner_refused", "Requests for which there was no room", registry=self.registry
        )
        self.lost = Counter(
            "cleaner_workers_lost",
            "Workers that were ended for being slow, or that died",
            registry=self.registry,
        )
        self.queue = Gauge(
            "cleaner_queue", "Requests that wait for a worker", registry=self.registry
        )
        self.workers = Gauge("cleaner_workers", "Workers that are warm", registry=self.registry)
