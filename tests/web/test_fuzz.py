"""The service answers as its description says, whatever comes; `make fuzz-service` asks longer."""

from __future__ import annotations

from pathlib import Path

from tests.web.conftest import Service
from tests.web.fuzz import fuzzed


def test_the_service_answers_as_it_is_described(service: Service, tmp_path: Path):
    ended = fuzzed(service, tmp_path, "--max-examples", "8", "--generation-deterministic")
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr
    assert "6 selected / 6 total" in ended.stdout
    assert "Traceback" not in service.log
    assert " 500 " not in service.log
