"""What several tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner import Cleaner

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    """One engine for all tests: its tables are read once."""
    return Cleaner()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the real command line in a subprocess, in an empty folder."""

    def call(*arguments: str, stdin: bytes = b"", **environment: str):
        return subprocess.run(
            [sys.executable, "-m", "cleaner", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            timeout=120,
            check=False,
            env={**os.environ, "NO_COLOR": "", **environment},
        )

    return call
