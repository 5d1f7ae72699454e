"""A service under load: a full queue, slow documents, workers that die, and the end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.web.conftest import Answer, Service, Started

SAMPLE = (Path(__file__).resolve().parents[2] / "corpus" / "sample.txt").read_text()
DIRTY = {"text": "The road reopens mercredi."}
CLEAN = {"text": "The road reopens on Friday."}
# Several seconds of work.
LONG = {"text": SAMPLE * 8}


def metric(service: Service, name: str) -> float:
    page = service.get("/metrics").body.decode()
    [value] = re.findall(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(value)


def until(true, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def workers_of(service: Service) -> list[int]:
    """The processes of its workers."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(service.process.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(line) for line in listed.stdout.split()]


def is_running(process: int) -> bool:
    """Whether a process is there; one that ended and that nobody asked for yet is not."""
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def test_a_full_queue_is_429_while_clean_documents_and_health_are_answered(start: Started):
    service = start("--queue", "3")
    with ThreadPoolExecutor(40) as pool:
        long = pool.submit(service.post, "/v1/check", LONG)
        until(lambda: metric(service, 'cleaner_documents_total{by="worker"}') == 1)
        many = [pool.submit(service.post, "/v1/check", DIRTY) for _ in range(30)]
        began = time.monotonic()
        assert service.get("/healthz").status == 200
        assert service.get("/readyz").status == 200
        assert service.post("/v1/check", CLEAN).status == 200
        assert not long.done()
        assert time.monotonic() - began < 2
        answers = [one.result() for one in many]
        assert long.result().status == 200
    assert Counter(one.status for one in answers).keys() == {200, 429}
    refused = [one for one in answers if one.status == 429]
    assert all(1 <= int(one.headers["Retry-After"]) <= 60 for one in refused)
    assert all("try again in" in one.json["detail"] for one in refused)
    assert metric(service, "cleaner_refused_total") == len(refused)
    # Those that waited were done in one batch.
    assert metric(service, 'cleaner_batch_documents_bucket{le="2.0"}') < 3
    assert service.post("/v1/check", DIRTY).status == 200


def test_more_requests_than_allowed_are_429(start: Started):
    service = start("--requests", "2", "--body-seconds", "1.5", warm=False)
    head = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with service.raw() as one, service.raw() as two:
        for slow in (one, two):
            slow.sendall(head + b"Content-Length: 10\r\n\r\n")
        until(lambda: service.post("/v1/check", CLEAN).status == 429)
        assert service.get("/healthz").status == 200
        assert b" 408 " in one.recv(10_000)
    until(lambda: service.post("/v1/check", CLEAN).status == 200)


def test_what_takes_too_long_is_504_and_spares_the_others(start: Started):
    service = start("--seconds", "1")
    with ThreadPoolExecutor(3) as pool:
        long = pool.submit(service.post, "/v1/check", {"text": SAMPLE * 40})
        until(lambda: metric(service, 'cleaner_documents_total{by="worker"}') == 1)
        assert service.post("/v1/check", CLEAN).status == 200
        assert long.result().status == 504
    assert "smaller pieces" in long.result().json["detail"]
    assert metric(service, "cleaner_workers_lost_total") == 1
    until(lambda: service.get("/readyz").status == 200)
    assert service.post("/v1/check", DIRTY).status == 200


def test_a_worker_that_dies_costs_one_request_and_no_worker_outlives_its_service(start: Started):
    service = start()
    with ThreadPoolExecutor(2) as pool:
        long = pool.submit(service.post, "/v1/check", LONG)
        until(lambda: metric(service, 'cleaner_documents_total{by="worker"}') == 1)
        time.sleep(0.2)
        [worker] = workers_of(service)
        os.kill(worker, signal.SIGKILL)
        assert long.result().status == 500
        assert long.result().json["detail"]
    until(lambda: service.get("/readyz").status == 200)
    [another] = workers_of(service)
    assert another != worker
    assert service.post("/v1/check", DIRTY).status == 200
    assert service.stop(signal.SIGKILL) == -signal.SIGKILL
    until(lambda: not is_running(another))


def test_it_ends_after_what_it_began_and_takes_nothing_new(start: Started):
    service = start("--log-text")
    [worker] = workers_of(service)
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(service.post("/v1/check", LONG)))
    asking.start()
    until(lambda: metric(service, 'cleaner_documents_total{by="worker"}') == 1)
    service.process.send_signal(signal.SIGTERM)
    os.kill(worker, signal.SIGTERM)  # systemd tells all processes

    def is_closed() -> bool:
        try:
            service.get("/healthz")
        except OSError:
            return True
        return False

    until(is_closed)
    assert not answers
    assert service.process.wait(60) == 0
    asking.join()
    assert answers[0].status == 200
    assert len(answers[0].json["findings"]) > 20
    until(lambda: not is_running(worker))
    assert "mercredi" in service.log or "lundi" in service.log
    assert "Traceback" not in service.log


def test_the_log_has_no_text_and_no_address_that_was_asked(service: Service):
    service.post("/v1/check", {"text": "Zanzibarbara reopens mercredi.", "name": "Zanzibarbara"})
    service.post("/v1/check", {"Zanzibarbara": 1})
    service.get("/Zanzibarbara?q=Zanzibarbara")
    until(lambda: "POST /v1/check 422" in service.log)
    until(lambda: "GET other 404" in service.log)
    assert "POST /v1/check 200" in service.log
    assert "Zanzibarbara" not in service.log


def test_metrics_count_requests_by_route(service: Service):
    name = 'cleaner_requests_total{route="/v1/rules",status="200"}'
    service.get("/v1/rules")
    before = metric(service, name)
    service.get("/v1/rules?q=1")
    assert metric(service, name) == before + 1
    assert metric(service, "process_resident_memory_bytes") > 1e7


def test_no_other_command_loads_the_web_server(tmp_path: Path):
    (tmp_path / "a.txt").write_text("The road reopens mercredi.")
    code = (
        "import sys\n"
        "sys.argv = ['cleaner', 'check', '--no-config', 'a.txt']\n"
        "from cleaner.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*sorted({m.partition('.')[0] for m in sys.modules}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert not loaded & {"fastapi", "uvicorn", "starlette", "pydantic", "prometheus_client"}


def test_what_is_missing_is_named(tmp_path: Path):
    code = (
        "import sys, importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'uvicorn' else find(name, *rest)\n"
        "sys.argv = ['cleaner', 'serve']\n"
        "from cleaner.cli import main\n"
        "main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr == (
        "error: cleaner serve needs uvicorn: install them with `pip install 'cleaner[serve]'`\n"
    )
