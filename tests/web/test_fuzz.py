"""The service answers as its description says, whatever comes; `make fuzz-service` asks longer."""

from __future__ import annotations

from pathlib import Path

from tests.web.conftest import Service
from tests.web.fuzz import fuzzed

# What is on the edge of the description takes a thousand requests, for `make fuzz-service`.
SHORT = ("--phases", "examples,fuzzing", "--max-examples", "40", "--generation-deterministic")


def test_the_service_answers_as_it_is_described(service: Service, tmp_path: Path):
    ended = fuzzed(service, tmp_path, *SHORT)
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr
    assert "14 selected / 14 total" in ended.stdout
    assert "Traceback" not in service.log
    assert " 500 " not in service.log
